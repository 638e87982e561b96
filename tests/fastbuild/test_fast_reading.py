"""Sites whose texts are read from the cache, or by several processes, are the same sites."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from runpy import run_path

import pytest

from sitebuilder import ROOT

WORDS = "On Monday I handed in my keys.[^1]\n\n[^1]: Both.\n\n## What now?\n\n* *This*\n* that\n\n"
POSTS = {
    f"posts/p{n}.md": f"Title: Post {n}\nDate: 2009-08-0{1 + n % 9}\nTags: t{n % 3}\n"
    f"Summary: *In short*, {n}\n\nNote: {n}\n\n{WORDS * (1 + n % 4)}"
    for n in range(40)
}
PLUGINS = run_path(ROOT / "pelicanconf.py")["PLUGINS"]
WITHOUT = [name for name in PLUGINS if name != "fastbuild"]


@pytest.fixture
def plain(build):
    """The same site without this plugin."""
    site = build(POSTS, TODAY="2009-08-28", PLUGINS=WITHOUT)
    assert site.status == 0, site.said
    return site.files()


def test_a_first_and_a_second_build_are_as_without(build, plain):
    for _ in range(2):
        site = build(TODAY="2009-08-28")
        assert site.status == 0, site.said
        assert site.files() == plain
    assert (build.folder / "cache" / "fastbuild" / "markdown.sqlite").exists()


@pytest.mark.slow
@pytest.mark.parametrize("settings", [{"FAST_PROCESSES": 1}, {"FAST_PROCESSES": 3}])
def test_without_a_cache(build, plain, settings):
    site = build(TODAY="2009-08-28", FAST_CACHE=False, **settings)
    assert site.status == 0, site.said
    assert site.files() == plain
    assert not (build.folder / "cache" / "fastbuild").exists()


@pytest.mark.slow
def test_what_many_texts_become_is_kept_by_another_process(build):
    posts = {
        f"posts/p{n}.md": f"Title: Post {n}\nDate: 2009-08-0{1 + n % 9}\n\n*{n}*\n"
        for n in range(520)
    }
    site = build(posts, TODAY="2009-08-28", FAST_PROCESSES=2)
    assert site.status == 0, site.said
    first = site.files()
    for name in ("texts", "markdown"):
        with closing(sqlite3.connect(build.folder / f"cache/fastbuild/{name}.sqlite")) as kept:
            assert kept.execute("SELECT count(*) FROM kept").fetchone()[0] > 520
    assert build(posts | {"posts/p7.md": posts["posts/p7.md"] + "\n"}).files() == first


@pytest.mark.slow
def test_an_edit_shows(build, plain):
    del plain
    build(TODAY="2009-08-28")
    site = build({"posts/p7.md": POSTS["posts/p7.md"] + "And *so on*.\n"}, TODAY="2009-08-28")
    assert "And so on." in site.words("posts/p7/")
    assert site.status == 0, site.said


def test_every_mistake_is_told_once_whoever_reads_it(build):
    bad = {f"posts/p{n}.md": POSTS[f"posts/p{n}.md"] + "[" * 200 for n in (20, 31)}
    site = build(POSTS | bad, TODAY="2009-08-28")
    assert site.status == 1
    assert site.said.count("brackets or quotations are open") == 2


def test_what_is_warned_of_is_told_once_in_each_build(build):
    odd = {f"posts/p{n}.md": POSTS[f"posts/p{n}.md"] + "A \x01 sign." for n in (20, 31)}
    for _ in range(2):
        site = build(POSTS | odd, TODAY="2009-08-28", FAST_PROCESSES=3)
        assert site.status == 0, site.said
        assert " ".join(site.said.split()).count("control characters in this line") == 2


def test_a_number_of_processes_that_is_none(build):
    site = build({}, TODAY="2009-08-28", FAST_PROCESSES=0)
    assert site.status == 1
    assert "FAST_PROCESSES" in site.said
    assert "not a number of processes" in site.said


def test_a_cache_that_cannot_be_written_is_told_and_does_no_harm(build, plain):
    blocked = build.folder / "blocked"
    blocked.mkdir()
    (blocked / "fastbuild").write_text("no folder")
    site = build(TODAY="2009-08-28", CACHE_PATH=str(blocked))
    assert site.status == 0, site.said
    assert "Nothing can be kept" in " ".join(site.said.split())
    assert site.files() == plain


SLOW = """
import os
import time
from markdown import Extension
from markdown.preprocessors import Preprocessor
from pelican import signals

HERE = os.getpid()

class Slow(Preprocessor):
    def run(self, lines):
        if os.getpid() != HERE:
            time.sleep(0.1)
        return lines

class SlowExtension(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Slow(md), "slow", 1)

def add(pelican):
    pelican.settings["MARKDOWN"]["extensions"].append(SlowExtension())

def register():
    signals.initialized.connect(add)
"""


@pytest.mark.slow
def test_the_limit_of_time_is_for_each_text(build, tmp_path):
    (tmp_path / "sleepy.py").write_text(SLOW, "utf-8")
    own = {"PLUGINS": [*PLUGINS, "sleepy"]}
    own["PLUGIN_PATHS"] = [str(ROOT / "plugins"), str(tmp_path)]
    site = build(
        POSTS, TODAY="2009-08-28", **own, FAST_PROCESSES=2, FAST_CACHE=False, MAX_SOURCE_SECONDS=0.7
    )
    assert site.status == 0, site.said
    assert site.exists("posts/p7/")
