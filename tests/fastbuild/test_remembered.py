"""What one process has read, another need not read."""

from __future__ import annotations

import gc
from types import SimpleNamespace
from typing import Any

import pytest
from pelican.readers import _DISCARD
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Tag

from fastbuild.remembered import Remembered
from fastbuild.store import Store
from fastbuild.texts import get_date
from problems import COLLECTED

NOTHING = (None, None)


class Known:
    """A reader whose results follow from the text."""


@pytest.fixture
def command(tmp_path):
    """Begins what a command reads with: its readers, and what ends it."""
    settings = DEFAULT_CONFIG | {"PATH": str(tmp_path)}

    def begin(
        recipe: bytes = b"code", *, in_memory: bool = False, **changed: Any
    ) -> SimpleNamespace:
        readers = SimpleNamespace(
            readers={"md": Known()}, get_cached_data=lambda _, default: default
        )
        store = None if in_memory else Store(tmp_path / "texts.sqlite", 1_000_000)
        remembered = Remembered(settings | changed, {}, store, recipe)
        remembered.put_into(readers, Known)
        return SimpleNamespace(
            get=readers.get_cached_data,
            put=readers.cache_data,
            end=remembered.save,
            apart=remembered.read_apart,
            take=remembered.take,
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


def reader(read):
    return SimpleNamespace(read=read)


@pytest.mark.parametrize("in_memory", [False, True])
def test_what_another_process_has_read(command, tmp_path, in_memory):
    path = tmp_path / "a.md"
    path.write_text("Text.")
    metadata = {"title": "A", "tags": [Tag("t", DEFAULT_CONFIG)], "not": _DISCARD}
    one = command(in_memory=in_memory)
    one.take(one.apart(str(path), reader(lambda _: ("<p>Text.</p>", metadata))))
    content, found = one.get(str(path), NOTHING)
    assert content == "<p>Text.</p>"
    assert found == {"title": "A", "tags": metadata["tags"]}
    assert found["tags"][0].url == "tag/t.html"
    path.write_text("Another.")
    assert one.get(str(path), NOTHING) is NOTHING


def test_what_another_process_must_not_read_for_this_one(command, tmp_path):
    path, other = tmp_path / "a.md", tmp_path / "b.md"
    path.write_text("Text.")
    other.write_text("More.")
    problems = []
    one = command(**{COLLECTED: problems})

    def says(value):
        return lambda _: ("", {"title": value()})

    assert one.apart(str(path), reader(says(lambda: "A")))
    assert one.apart(str(path), reader(says(other.read_text))) is None
    assert one.apart(str(path), reader(says(lambda: get_date("Monday")))) is None
    assert one.apart(str(path), reader(says(lambda: problems.append("told")))) is None
    with pytest.raises(TypeError):
        one.apart(str(path), reader(says(object)))


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


def test_tags_of_another_process_have_no_dictionaries_of_their_own(command, tmp_path):
    path = tmp_path / "a.md"
    path.write_text("x")
    first = command()
    first.get(str(path), NOTHING)
    own = Tag("A Tag", DEFAULT_CONFIG)
    own.color = "red"
    first.put(str(path), ("html", {"tags": [own, Tag("other", DEFAULT_CONFIG)]}))
    first.end()
    second = command()
    _, metadata = second.get(str(path), NOTHING)
    one, other = metadata["tags"]
    # As soon as anybody asks for one's dictionary, it has one.
    assert not [it for it in gc.get_referents(one) if type(it) is dict and it is not one.settings]
    assert (one, one.name, one.slug, one.color) == (own, "A Tag", "a-tag", "red")
    assert type(one) is Tag
    assert one.settings is other.settings
