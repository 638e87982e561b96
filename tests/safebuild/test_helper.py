"""A second process looks at pages while others are rendered; without it, nothing is missed."""

from __future__ import annotations

import os
import signal

import pytest
from safesite import post

from safebuild import helper
from safebuild.guard import make_guard
from safebuild.guard_repeats import Repeats
from safebuild.helper import Helper, Onlooker, examine
from safebuild.pages import read_html, read_xml

GUARD = make_guard({})
PAGE = "<!DOCTYPE html><html><body><a href='/x'>dana@mail.example</a></body></html>"


@pytest.fixture
def pages(tmp_path):
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text(PAGE)
    return tmp_path


@pytest.fixture
def started(pages, monkeypatch):
    monkeypatch.setattr(helper, "_processors", lambda: 2)
    monkeypatch.setattr(helper, "_WORTH", 2)
    one = Helper(pages, GUARD, None)
    yield one
    one.stop()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_it_sees_what_would_be_seen_without_it(started, pages):
    started.tell("a.html")
    started.tell("b.html")
    started.tell("gone.html")
    found = started.finish()
    assert found == {name: examine(pages, name, GUARD, Repeats(), rendered=True) for name in found}
    assert set(found) == {"a.html", "b.html"}
    assert found["a.html"].page.links == {"/x"}
    assert found["a.html"].leaks


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_file_that_changes_is_looked_at_again(started, monkeypatch):
    started.tell("a.html")
    started.tell("b.html")
    stamp = helper._stamp
    monkeypatch.setattr(helper, "_stamp", lambda p: (1, 1) if p.name == "a.html" else stamp(p))
    assert set(started.finish()) == {"b.html"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_when_it_dies_all_is_left_to_do(started):
    started.tell("a.html")
    started.tell("b.html")
    assert started._child
    os.kill(started._child, signal.SIGKILL)
    started.tell("a.html")
    assert started.finish() == {}


def test_for_few_files_it_does_not_begin(started):
    started.tell("a.html")
    assert not started._child
    assert started.finish() == {}


def test_with_one_processor_there_is_none(pages, monkeypatch):
    monkeypatch.setattr(helper, "_processors", lambda: 1)
    one = Helper(pages, GUARD, None)
    one.tell("a.html")
    assert one.finish() == {}
    one.stop()


def test_a_leak_stops_the_build(refused):
    files = {"posts/a.md": post("A") + "\nWrite to dana.rowe@mail.example.\n"}
    refused(files, "posts/a/index.html", "would be published", "PUBLIC_CONTACTS")


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<!DOCTYPE html><html><body><p>a</p></body></html>\n", ""),
        ("<!DOCTYPE html><html><body><p>a<p>b<br><img></body></html>", ""),
        ("<!DOCTYPE html><html><body><div></body></html>", "<div> is not closed"),
        ("<!DOCTYPE html><html><body></i></body></html>", "</i> closes nothing"),
        ("<!DOCTYPE html><html><body><p>a</p>", "no end"),
        ("<!DOCTYPE html><html><body><a href='x</body></html>", "never closed"),
        ("<!DOCTYPE html><html><body><!-- x</body></html>", "never closed"),
        ("", "empty"),
    ],
)
def test_what_is_well_formed(html, fault):
    faults = read_html(html.encode(), whole=True).faults
    assert bool(faults) == bool(fault)
    assert not fault or any(fault in one.message for one in faults)


@pytest.mark.parametrize(
    ("xml", "links"),
    [
        ('<feed xmlns="a"><link href=" /x "/><id>/y</id></feed>', {"/x"}),
        ("<rss><link> /x </link><comments>/y<b>no</b>/z<!-- no -->/a</comments></rss>", None),
        ('<s:urlset xmlns:s="a"><s:url><s:loc>/x</s:loc></s:url></s:urlset>', {"/x"}),
        ("<opml><outline xmlUrl='/x' htmlUrl='/y' url='/z'/></opml>", {"/x", "/y", "/z"}),
        ("<summary>&lt;a href='/x?a&amp;amp;b'&gt; href='/no'</summary>", {"/x?a&b"}),
        ('<e xmlns:c="a"><c:encoded><![CDATA[<img src="/x">]]></c:encoded></e>', {"/x"}),
        ("<e><title>&lt;a href='/no'&gt;</title></e>", set()),
    ],
)
def test_where_a_feed_leads(xml, links):
    assert read_xml(xml.encode()).links == ({"/x", "/y", "/z", "/a"} if links is None else links)


@pytest.mark.parametrize("tag", [
    "<a href='{}'>x</a>", "<A HREF={}>x</A>", "<img src='{}' alt=''>",
    "<video poster='{}'></video>", "<form action='{}'></form>",
    "<object data='{}'></object>", "<OBJECT DATA='{}'></OBJECT>",
    "<q cite='{}'>x</q>", "<img longdesc='{}' alt=''>", "<meta property='og:image' content='{}'>",
    "<meta property='&#111;g:url' content='{}'>", "<img srcset='{} 2x' alt=''>",
    "<link rel=preload imagesrcset='{} 2x'>", "<a\nhref \t= {}>x</a>",
    "<a title='a=b'href='{}'>x</a>",
])  # fmt: skip
def test_each_kind_of_link_is_found_where_there_is_no_other(tag):
    data = f"<!doctype html><html><body>{tag.format('/there/')}</body></html>".encode()
    assert read_html(data, whole=False).links == {"/there/"}


def test_what_is_shown_only_is_no_link():
    data = (
        b"<html><body><p data='/a/' content='/b/'>href=/c/ src='/d/' object og: srcset</p></body>"
    )
    assert read_html(data, whole=False).links == set()


def test_sitemaps_are_among_the_files_that_wait(pages):
    """As copies, if nobody has told of them; what is none, is looked at in the end."""
    for name in ("sitemap.xml", "sitemap-1.xml", "other.xml", "feed.xml", "sitemap.txt"):
        (pages / name).write_text("<urlset><url>https://third.example/</url></urlset>")
    (pages / "sitemap-link.xml").symlink_to("/etc/hostname")
    onlooker = Onlooker(pages, GUARD)
    assert onlooker.waiting() == []
    onlooker.wait()
    assert onlooker.waits("feed.xml")
    waiting = [path for group in onlooker.waiting() for path in group]
    assert sorted(waiting) == [f"{pages}/{n}" for n in ("feed.xml", "sitemap-1.xml", "sitemap.xml")]
    for path in waiting:
        onlooker.take(path, onlooker.look_at(path), None)
    found = onlooker.found()
    for name in ("feed.xml", "sitemap.xml"):
        told = name == "feed.xml"
        assert found[name] == examine(pages, name, GUARD, Repeats(), rendered=told)


def test_a_sitemap_that_changes_is_looked_at_again(pages):
    (pages / "sitemap.xml").write_text("<urlset/>")
    onlooker = Onlooker(pages, GUARD)
    onlooker.wait()
    ((path,),) = onlooker.waiting()
    onlooker.take(path, onlooker.look_at(path), None)
    (pages / "sitemap.xml").write_text("<urlset>dana@mail.example</urlset>")
    assert "sitemap.xml" not in onlooker.found()


def test_what_others_do_meanwhile_is_waited_for_once(pages):
    onlooker, waited = Onlooker(pages, GUARD), []
    onlooker.wait_for(lambda: waited.append(1))
    onlooker.finish()
    onlooker.finish()
    assert waited == [1]
