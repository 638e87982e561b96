"""What one process has read, another need not read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Tag

from fastbuild.remembered import Remembered
from fastbuild.store import Store

NOTHING = (None, None)


class Known:
    """A reader whose results follow from the text."""


@pytest.fixture
def command(tmp_path):
    """Begins what a command reads with: its readers, and what ends it."""
    settings = DEFAULT_CONFIG | {"PATH": str(tmp_path)}

    def begin(recipe: bytes = b"code", **changed: Any) -> SimpleNamespace:
        readers = SimpleNamespace(readers={"md": Known()})
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
