"""What is kept in a file comes back whole, or not at all."""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept_file import KeptFile, let_go


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@given(st.binary(max_size=64), st.binary(max_size=8))
def test_what_was_saved_is_loaded(folder, data, made_of):
    file = KeptFile(folder / "new" / "it.bin", made_of)
    file.save(data)
    assert bytes(file.load()) == data
    assert [path.name for path in file.path.parent.iterdir()] == ["it.bin"]


@given(st.binary(max_size=64), st.integers(min_value=0), st.integers(1, 255))
def test_a_damaged_file_is_none(folder, data, place, change):
    file = KeptFile(folder / "it.bin")
    file.save(data)
    damaged = bytearray(file.path.read_bytes())
    damaged[place % len(damaged)] ^= change
    file.path.write_bytes(damaged)
    assert file.load() is None
    file.path.write_bytes(damaged[: place % len(damaged)])
    assert file.load() is None


def test_nor_is_one_of_something_else(folder):
    KeptFile(folder / "it.bin", b"1.0").save(b"it")
    assert KeptFile(folder / "it.bin", b"1.1").load() is None
    assert KeptFile(folder / "none.bin").load() is None


def test_where_nothing_can_be_kept_a_warning_says_so(folder, caplog):
    (folder / "file").write_bytes(b"")
    KeptFile(folder / "file" / "it.bin").save(b"it")
    assert "Nothing can be kept" in caplog.text


@pytest.mark.skipif(sys.platform == "win32", reason="a folder can be replaced there")
def test_nothing_is_left_beside_a_file_that_cannot_be_replaced(folder):
    (folder / "taken" / "it.bin").mkdir(parents=True)
    KeptFile(folder / "taken" / "it.bin").save(b"it")
    assert [path.name for path in (folder / "taken").iterdir()] == ["it.bin"]


def test_the_newest_stay(folder):
    for number in range(6):
        path = folder / f"site-{number}.bin"
        path.write_bytes(b"")
        os.utime(path, ns=(number * 1000, number * 1000))
    (folder / "other.bin").write_bytes(b"")
    let_go(folder, "site-*.bin", 2)
    left = {path.name for path in folder.glob("*.bin")}
    assert {"site-4.bin", "site-5.bin", "other.bin"} <= left
    assert not {f"site-{number}.bin" for number in range(4)} & left


def test_pieces_are_kept_as_a_whole(tmp_path):
    file = KeptFile(tmp_path / "kept.bin", b"of this")
    file.save(bytes([n]) * n for n in range(5))
    pieces = file.path.read_bytes()
    assert file.load() == b"\1\2\2\3\3\3\4\4\4\4"
    file.save(b"\1\2\2\3\3\3\4\4\4\4")
    assert file.path.read_bytes() == pieces
