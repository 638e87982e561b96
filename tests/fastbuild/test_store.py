"""The cache is whole or not used; it never changes what is built."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fastbuild.store import KEY_BYTES, Store

MOST = 1_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "kept.sqlite"


def keep(path: Path, values: dict[bytes, bytes], most: int = MOST) -> None:
    store = Store(path, most)
    store.save(values)
    store.close()


def kept(path: Path, *keys: bytes) -> dict[bytes, bytes]:
    store = Store(path, MOST)
    found = store.get(keys)
    store.close()
    return found


def test_what_is_kept_is_found_again(path):
    keep(path, {b"a": b"one", b"b": b""})
    assert kept(path, b"a", b"b", b"c") == {b"a": b"one", b"b": b""}


def test_many_keys(path):
    values = {n.to_bytes(4, "big"): bytes([n % 256]) * 9 for n in range(3000)}
    keep(path, values)
    assert kept(path, *values) == values


@pytest.mark.parametrize(
    "content", [b"", b"no database at all", b"SQLite format 3\0" + b"\0" * 999]
)
def test_a_file_that_is_none_is_begun_anew(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    keep(path, {b"a": b"one"})
    assert kept(path, b"a") == {b"a": b"one"}


def test_another_versions_file_is_begun_anew(path):
    keep(path, {b"a": b"one"})
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    assert kept(path, b"a") == {}
    keep(path, {b"a": b"two"})
    assert kept(path, b"a") == {b"a": b"two"}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_never_shows_in_a_value(path, caplog, data):
    values = {bytes([n]) * 16: bytes([n]) * 700 for n in range(20)}
    for name in path.parent.glob("*"):
        name.unlink()
    keep(path, values)
    content = bytearray(path.read_bytes())
    # The first page says what is where.
    last = data.draw(st.sampled_from([len(content), 4096, 200])) - 1
    for place in data.draw(st.lists(st.integers(0, last), min_size=1, max_size=40)):
        content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    found = kept(path, *values)
    assert found.items() <= values.items()
    # Nor is it there for ever.
    keep(path, values)
    caplog.clear()
    keep(path, values)
    assert caplog.messages == []
    assert kept(path, *values) == values


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"key BLOB", b"key \xe5\xe5OB"),
        (b"kept", b"k\xe5pt"),
        (b"builds", b"builts"),
        (b"value", b"v\xe5lue"),
        (b"sqlite_autoindex", b"sqlite_autoind\xe5x"),
    ],
)
def test_damaged_names_are_damage(path, old, new):
    keep(path, {b"a": b"one"})
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))
    for _ in range(2):
        keep(path, {b"a": b"one"})
    assert kept(path, b"a") == {b"a": b"one"}


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM builds", "UPDATE builds SET number = 'x'", "UPDATE kept SET used = 'x'",
        "UPDATE kept SET used = NULL", "UPDATE builds SET number = 9223372036854775807",
        "DROP TABLE builds", "UPDATE kept SET key = 'x'",
    ],
)  # fmt: skip
def test_values_of_another_type_are_damage(path, change):
    keep(path, {b"a": b"one"})
    with sqlite3.connect(path) as database:
        database.execute(change)
    database.close()
    for _ in range(2):
        kept(path, b"a")
        keep(path, {b"a": b"one"})
    assert kept(path, b"a") == {b"a": b"one"}


def test_a_folder_that_cannot_be_made_is_a_warning(tmp_path, caplog):
    (tmp_path / "cache").write_text("a file")
    with caplog.at_level(logging.WARNING):
        keep(tmp_path / "cache" / "kept.sqlite", {b"a": b"one"})
    assert "Nothing can be kept" in caplog.text


def test_another_build_at_the_same_time_is_nothing_to_worry_about(path, caplog):
    keep(path, {b"a": b"one"})
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        with caplog.at_level(logging.INFO):
            keep(path, {b"b": b"two"})
        other.execute("ROLLBACK")
    other.close()
    assert [(record.levelname, "locked" in record.message) for record in caplog.records] == [
        ("INFO", True)
    ]
    assert kept(path, b"a", b"b") == {b"a": b"one"}


def test_it_does_not_grow_above_its_limit(path):
    for n in range(10):
        keep(path, {bytes([n]): b"x" * 100}, most=450)
    found = kept(path, *(bytes([n]) for n in range(10)))
    assert sorted(found) == [b"\x06", b"\x07", b"\x08", b"\x09"]


def test_what_is_used_stays_and_what_is_not_goes(path):
    keep(path, {b"used": b"1", b"left": b"2"})
    for n in range(80):
        store = Store(path, MOST)
        store.get([b"used"])
        store.save({str(n).encode(): b"new"})
        store.close()
    assert kept(path, b"used", b"left") == {b"used": b"1"}


def test_what_the_last_build_used_is_found_in_one_go(path):
    keys = [bytes([n]) * KEY_BYTES for n in range(30)]
    keep(path, dict.fromkeys(keys, b"x"))
    store = Store(path, MOST)
    assert store.get_last() == {}
    store.save({}, keys[:20])
    assert store.get_last() == dict.fromkeys(keys[:20], b"x")
    store.save({}, keys[5:])
    store.close()
    again = Store(path, MOST)
    assert again.get_last() == dict.fromkeys(keys[5:], b"x")
    # Of a build that used a few only, nothing is noted.
    again.save({keys[0]: b"y"})
    assert again.get_last() == dict.fromkeys(keys[5:], b"x")
    again.close()
