"""What one process has read, another need not read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Tag

from fastbuild.remembered import Remembered
from fastbuild.store import Store
from fastbuild.texts import get_date

NOTHING = (None, None)


class Known:
    """A reader whose results follow from the text."""


@pytest.fixture
def command(tmp_path):
    """Begins what a command reads with: its readers, and what ends it."""
    settings = DEFAULT_CONFIG | {"PATH": str(tmp_path)}

    def begin(recipe: bytes = b"code", **changed: Any) -> SimpleNamespace:
        readers = SimpleNamespace(
            readers={"md": Known()}, get_cached_data=lambda _, default: default
        )
        store = Store(tmp_path / "texts.sqlite", 1_000_000)
        remembered = Remembered(settings | changed, {}, store, recipe)
        remembered.put_into(readers, Known)
        return SimpleNamespace(
            get=readers.get_cached_data, put=readers.cache_data, end=remembered.save
        )

    return begin


@pytest.fixture
def text(tmp_path, command):
    """A text that a command has read."""
    path = tmp_path / "a.md"
    path.write_text("Title: A\n\nText.")
    first = command()
    assert first.get(str(path), NOTHING) is NOTHING
    first.put(str(path), ("<p>Text.</p>", {"title": "A", "tags": [Tag("t", DEFAULT_CONFIG)]}))
    first.end()
    return path


def test_the_same_text(command, text):
    content, metadata = command(SITENAME=DEFAULT_CONFIG["SITENAME"]).get(str(text), NOTHING)
    assert content == "<p>Text.</p>"
    assert metadata["title"] == "A"
    assert [tag.url for tag in metadata["tags"]] == ["tag/t.html"]


def test_another_text_at_the_same_place(command, text):
    text.write_text("Title: A\n\nWord.")
    assert command().get(str(text), NOTHING) is NOTHING


def test_the_same_text_at_another_place(command, text):
    moved = text.rename(text.with_name("b.md"))
    assert command().get(str(moved), NOTHING) is NOTHING


def test_other_code_or_settings(command, text):
    assert command(b"other").get(str(text), NOTHING) is NOTHING
    assert command(DEFAULT_LANG="de").get(str(text), NOTHING) is NOTHING


def test_what_is_changed_afterwards_is_not_remembered(command, text):
    command().get(str(text), NOTHING)[1]["title"] = "B"
    assert command().get(str(text), NOTHING)[1]["title"] == "A"


def test_a_date_that_follows_from_the_day_is_read_each_time(command, tmp_path):
    path = tmp_path / "a.md"
    path.write_text("Date: Monday")
    first = command()
    assert first.get(str(path), NOTHING) is NOTHING
    first.put(str(path), ("", {"date": get_date("Monday")}))
    first.end()
    assert command().get(str(path), NOTHING) is NOTHING


def test_all_texts_are_asked_for_at_once(command, tmp_path, monkeypatch):
    paths = [tmp_path / f"{n}.md" for n in range(20)]
    asked = []
    get = Store.get
    for _ in range(3):
        one = command()
        monkeypatch.setattr(Store, "get", lambda store, keys: asked.append(1) or get(store, keys))
        asked.clear()
        found = []
        for path in paths:
            path.write_text(path.name)
            kept = one.get(str(path), NOTHING)
            found.append(kept)
            if kept is NOTHING:
                one.put(str(path), (path.name, {"title": path.name}))
        one.end()
    assert found == [(path.name, {"title": path.name}) for path in paths]
    assert len(asked) == 2
