"""Pages that several processes make are all there, and told in order, whatever becomes of these."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest
from pelican.plugins import signals

from fastbuild import making
from fastbuild.making import Begun, Making
from fastbuild.page import Page

HERE = os.getpid()
COUNT = 400

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


class Template:
    """Renders a page's number; `elsewhere` is called first in another process."""

    def __init__(self, elsewhere=None, broken=None):
        self._elsewhere = elsewhere
        self._broken = broken

    def render(self, context):
        if self._elsewhere and os.getpid() != HERE:
            self._elsewhere(context["number"])
        if context["number"] == self._broken:
            raise ZeroDivisionError
        # Pelican tells a text only once.
        logging.getLogger("fastbuild.test").warning("page %s of %s", context["number"], id(self))
        return f"{context['number']} {context['content']}"


@pytest.fixture
def make(tmp_path, caplog):
    """Have pages made by three processes; gives what was told, in order."""
    contents = {f"{n}.md": f"content {n}" for n in range(COUNT)}
    # Every third is a page of a list, and none is in the order in which its content was read.
    names = [(n * 7) % COUNT for n in range(COUNT)]

    def run(template, begin=0):
        shared = {"generated_content": contents, "number": -1}
        pages = [
            Page(
                f"{tmp_path}/{n}.html",
                template,
                shared,
                more if n % 3 else lambda more=more: more,
                shared,
                None,
                f"{n}.html",
                0.0 if n % 3 else (n + 1) / COUNT,
            )
            for n in names
            for more in [{"number": n, "content": contents[f"{n}.md"]}]
        ]
        written = []

        def note(path, context):
            written.append((path, context["number"]))

        signals.content_written.connect(note)
        try:
            if begin:
                begun = Begun(3, busy=True)
                begun.add(Making(None, None), pages[:begin], [])
                begun.go_on()
                begun.add(Making(None, None), pages[begin:], [])
                begun.finish()
            else:
                Making(None, None).make_all(pages, [], 2)
        finally:
            signals.content_written.disconnect(note)
        assert (
            written
            == [(page.path, n) for page, n in zip(pages, names, strict=False)][: len(written)]
        )
        return written, [record.args[0] for record in caplog.records if record.args], names

    return run


def all_there(tmp_path):
    return all((tmp_path / f"{n}.html").read_text() == f"{n} content {n}" for n in range(COUNT))


def test_all_are_made_and_told_in_order(make, tmp_path):
    written, logged, names = make(Template())
    assert len(written) == COUNT
    assert [n for n in logged if isinstance(n, int)] == names
    assert all_there(tmp_path)


@pytest.mark.parametrize("begin", [40, COUNT // 2, COUNT - 1, COUNT])
def test_what_is_added_is_told_last(make, tmp_path, begin):
    written, logged, names = make(Template(), begin)
    assert len(written) == COUNT
    assert [n for n in logged if isinstance(n, int)] == names
    assert all_there(tmp_path)


@pytest.mark.parametrize("begin", [0, COUNT - 40])
@pytest.mark.parametrize("how", ["killed", "all", "raises"])
def test_what_helpers_cannot_make_is_made_here(make, tmp_path, how, begin):
    def elsewhere(number):
        if how == "all" or (how == "killed" and number == 70):
            os._exit(1)
        if how == "raises" and number % 5 == 0:
            raise ZeroDivisionError

    written, logged, names = make(Template(elsewhere), begin)
    assert len(written) == COUNT
    assert [n for n in logged if isinstance(n, int)] == names
    assert all_there(tmp_path)


def test_the_first_error_is_that_of_one_process(make):
    with pytest.raises(ZeroDivisionError):
        make(Template(broken=70))


class Watcher:
    """Looks at pages and files, and notes in which process that was."""

    stays = False

    def __init__(self):
        self.found = {}

    def look(self, path, data):
        del path, data
        return b"page %d" % os.getpid()

    def look_at(self, path):
        del path
        return b"file %d" % os.getpid()

    def take(self, path, result, key):
        del key
        if result:
            self.found[path] = result.decode().split()


def test_other_files_and_very_long_pages_are_looked_at_by_others(tmp_path, monkeypatch):
    monkeypatch.setattr(making, "_HUGE", len("7 content 7"))
    shared = {"generated_content": {}}
    pages = [
        Page(
            f"{tmp_path}/{n}.html",
            Template(),
            shared,
            {"number": n, "content": f"content {n}"},
            shared,
            None,
            f"{n}.html",
        )
        for n in range(20)
    ]
    files = [[f"{tmp_path}/a.xml", f"{tmp_path}/b.xml"], [f"{tmp_path}/c.json"]]
    watcher = Watcher()
    begun = Begun(2, busy=True)
    begun.add(Making(watcher, None), pages[:10], [])
    begun.add(Making(watcher, None), pages[10:], files)
    begun.finish()
    kinds = {Path(path).name: kind for path, (kind, _) in watcher.found.items()}
    long = {f"{n}.html": "file" for n in range(20)}
    assert kinds == long | {"a.xml": "file", "b.xml": "file", "c.json": "file"}
    assert str(HERE) not in {process for _, process in watcher.found.values()}
