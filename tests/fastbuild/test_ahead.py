"""What other processes read is there when it is asked for, in whatever order that is."""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest

from fastbuild.ahead import Ahead, ask_in_order
from fastbuild.readers import Quick

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
COUNT = 130


class Reader(Quick):
    """Stands for one of Markdown."""

    def __init__(self, conversions):
        self.conversions = conversions

    def read(self, path):
        if path.endswith("bad.md"):
            os._exit(1)
        self.conversions.made[path] = os.getpid()


class Conversions:
    """Stands for a build's."""

    def __init__(self):
        self.missed = 99
        self.made = {}
        self.taken = {}
        self.ready = 0

    def get_ready(self):
        self.ready += 1

    def begin_apart(self):
        self.made = {}

    def made_apart(self):
        made, self.made = self.made, {}
        return made

    def take(self, made):
        self.taken |= made


@pytest.fixture
def site(tmp_path):
    for number in range(COUNT):
        (tmp_path / f"p{number:03}.md").touch()
    (tmp_path / "picture.png").touch()
    conversions = Conversions()
    readers = SimpleNamespace(
        readers={"md": Reader(conversions)}, settings={"PATH": str(tmp_path)}, folder=tmp_path
    )
    return Ahead(conversions, None, 1), readers, conversions


def test_a_text_is_there_when_it_is_asked_for(site):
    ahead, readers, conversions = site
    names = [f"p{number:03}.md" for number in range(COUNT)]
    for name in (*names[70:], "picture.png", *names[:70]):
        ahead.ask(str(readers.folder), name, readers)
        if name.endswith(".md"):
            assert conversions.taken[str(readers.folder / name)] != os.getpid()
    assert len(conversions.taken) == COUNT


@pytest.fixture
def forked(monkeypatch):
    """The processes that were begun here: other tests of this one may have left some."""
    found = []

    def fork(original=os.fork):
        child = original()
        found.append(child)
        return child

    monkeypatch.setattr(os, "fork", fork)
    return found


def test_the_rest_is_taken_in_the_end(site, forked):
    ahead, readers, conversions = site
    ahead.ask(str(readers.folder), "p000.md", readers)
    assert len(conversions.taken) < COUNT
    ahead.finish()
    assert len(conversions.taken) == COUNT
    assert forked
    for child in forked:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)


def test_what_a_process_that_dies_has_not_read_is_for_the_first_one(site):
    ahead, readers, conversions = site
    (readers.folder / "p090-bad.md").touch()
    for number in range(COUNT):
        ahead.ask(str(readers.folder), f"p{number:03}.md", readers)
    assert 0 < len(conversions.taken) < COUNT


def test_a_build_that_ends_early_leaves_no_process(site, forked):
    _, readers, conversions = site
    ahead = Ahead(conversions, None, 1)
    ahead.ask(str(readers.folder), "p000.md", readers)
    del ahead
    assert forked
    for child in forked:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)


def test_few_texts_are_read_here(site):
    ahead, readers, conversions = site
    conversions.missed = 2
    ahead.ask(str(readers.folder), "p000.md", readers)
    assert not conversions.taken


def test_a_new_site_is_read_before_anybody_asks(site, forked):
    ahead, readers, conversions = site
    conversions.missed = 0
    ahead.begin_early(readers)
    assert len(forked) == 2
    assert conversions.ready == 1
    for number in range(COUNT):
        ahead.ask(str(readers.folder), f"p{number:03}.md", readers)
    assert len(conversions.taken) == COUNT
    assert os.getpid() not in conversions.taken.values()
    assert len(forked) == 2


def test_a_new_site_of_few_texts_waits_for_the_first(site, forked):
    ahead, readers, conversions = site
    for number in range(20, COUNT):
        (readers.folder / f"p{number:03}.md").unlink()
    ahead.begin_early(readers)
    assert not forked
    assert not conversions.ready


def test_with_another_reader_than_at_first_nothing_counts_that_was_read_early(site, forked):
    ahead, readers, conversions = site
    conversions.missed = 0
    ahead.begin_early(readers)
    readers.readers["md"] = Reader(conversions)
    ahead.ask(str(readers.folder), "p000.md", readers)
    ahead.ask(str(readers.folder), "p001.md", readers)
    assert not conversions.taken
    for child in forked:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)


def test_files_are_asked_for_in_order():
    generator = SimpleNamespace(get_files=lambda *_: {f"p{number}" for number in range(99)})
    ask_in_order(generator)
    files = generator.get_files("posts")
    assert [*files] == sorted(files)
    assert files == {f"p{number}" for number in range(99)}
