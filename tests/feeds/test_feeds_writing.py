"""Files that change only when they must, and settings that all feeds follow."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from calendarsite import event
from feedsite import ATOM, Site, post
from lxml import etree

from feeds import calendar_items

BUILD = Callable[..., Site]
LONG_AGO = 1_000_000_000


def times(site: Site) -> dict[str, int]:
    feeds = site.output / "feeds"
    return {p.relative_to(feeds).as_posix(): p.stat().st_mtime_ns for p in feeds.rglob("*.*")}


def age(site: Site) -> None:
    for path in (site.output / "feeds").rglob("*.*"):
        os.utime(path, ns=(LONG_AGO, LONG_AGO))


def test_an_unchanged_site_writes_nothing(build_site: BUILD) -> None:
    files = {"a.md": post("A", Tags="x"), "b.md": post("B", Category="posts")}
    # A category feed at the channel's address, which would be written twice.
    settings = {
        "FEED_ALL_ATOM": "feeds/all.atom.xml",
        "CATEGORY_FEED_ATOM": "feeds/{slug}.atom.xml",
    }
    site = build_site(files, **settings)
    age(site)
    build_site(files, over=site, **settings)
    assert set(times(site).values()) == {LONG_AGO}


def test_line_ends_are_the_same_on_windows(
    build_site: BUILD, monkeypatch: pytest.MonkeyPatch
) -> None:
    def windows_open(file: str, mode: str, encoding: str) -> Any:
        return Path(file).open(mode, encoding=encoding, newline="\r\n")

    def built() -> dict[str, bytes]:
        with calendar_items.connected_to(lambda context: ([], [event()])):
            output = build_site({"a.md": post("A", body="a\n\nb")}).output
        files = [*(output / "feeds").rglob("*.*"), output / "calendar.ics"]
        return {file.name: file.read_bytes() for file in files}

    here = built()
    monkeypatch.setattr("pelican.writers.open", windows_open, raising=False)
    assert built() == here
    assert b"\r\r" not in here["calendar.ics"]


def test_only_what_changed_is_written(build_site: BUILD) -> None:
    files = {"a.md": post("A", Tags="x"), "b.md": post("B", Tags="y")}
    site = build_site(files)
    age(site)
    files["b.md"] = post("B", Tags="y", body="Other.")
    build_site(files, over=site)
    changed = {name.split(".")[0] for name, time in times(site).items() if time != LONG_AGO}
    assert changed == {"posts", "tags/y", "categories/misc"}


def test_a_site_may_write_a_feed_of_its_own_twice(build_site: BUILD) -> None:
    """Pelican's own bookkeeping still sees two feeds for one file."""
    files = {"a.md": post("A")}
    settings = {"FEED_ALL_ATOM": "feeds/all.atom.xml", "TRANSLATION_FEED_ATOM": "feeds/all.{lang}"}
    site = build_site(files, **settings)
    with pytest.raises(RuntimeError, match="already written"):
        build_site(files, over=site, **{**settings, "TRANSLATION_FEED_ATOM": "feeds/all.atom.xml"})


def test_large_feeds_are_named(build_site: BUILD, caplog: pytest.LogCaptureFixture) -> None:
    build_site({"a.md": post("A", body="word " * 500)}, FEED_MAX_BYTES=3000)
    warned = [r.getMessage() for r in caplog.records if "FEED_MAX_BYTES" in r.getMessage()]
    assert len(warned) == 6  # three formats of two channels
    assert warned[0] == (
        "feeds/posts.rss.xml has 3 KiB, and some readers take no more than 2 KiB "
        "(FEED_MAX_BYTES): set FEED_MAX_ITEMS to a lower number"
    )


@pytest.mark.parametrize(("minutes", "written"), [(60, "60"), (0, None), (None, None)])
def test_ttl(build_site: BUILD, minutes: int | None, written: str | None) -> None:
    rss = etree.fromstring(
        build_site({"a.md": post("A")}, FEED_TTL=minutes).text("feeds/posts.rss.xml").encode()
    )
    assert rss.findtext("channel/ttl") == written


def test_hubs_are_named_in_every_format(build_site: BUILD) -> None:
    hub = "https://hub.example.net/?a=1&b=2"
    site = build_site({"a.md": post("A")}, WEBSUB_HUB=hub)
    for feed_format in ("atom", "rss"):
        links = {link.rel: link.href for link in site.feed("posts", feed_format).feed.links}
        assert links["hub"] == hub
        assert links["self"] == f"https://example.org/feeds/posts.{feed_format}.xml"
        assert site.feed("posts", feed_format).feed.link == "https://example.org/"
    assert site.json("posts")["hubs"] == [{"type": "WebSub", "url": hub}]


def test_no_hub_is_no_link(build_site: BUILD) -> None:
    site = build_site({"a.md": post("A")})
    assert {link.get("rel") for link in site.atom("posts").findall(f"{ATOM}link")} == {
        "self",
        "alternate",
    }
    assert "hubs" not in site.json("posts")


@pytest.mark.parametrize(
    ("setting", "hrefs"),
    [
        ("feeds/feed.css", ("feed.css", "../feed.css")),
        ("theme/css/feed.css", ("../theme/css/feed.css", "../../theme/css/feed.css")),
        ("https://cdn.example/f.css?a&b", ("https://cdn.example/f.css?a&amp;b",) * 2),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_stylesheet(build_site: BUILD, setting: str | None, hrefs: tuple[str, str]) -> None:
    site = build_site({"a.md": post("A", Tags="x")}, FEED_STYLESHEET=setting)
    for name, href in zip(("posts.rss.xml", "tags/x.atom.xml"), hrefs, strict=True):
        second = site.text(f"feeds/{name}").splitlines()[1]
        styled = f'<?xml-stylesheet type="text/css" href="{href}"?>'
        assert (second == styled) if href else not second.startswith("<?")
    assert (site.output / "feeds/feed.css").exists() == (setting == "feeds/feed.css")


@pytest.mark.parametrize(
    ("name", "value"),
    [("FEED_TTL", -1), ("FEED_MAX_BYTES", 0), ("FEED_TTL", "60"), ("WEBSUB_HUB", "hub.example")],
)
def test_settings_that_cannot_be_meant_are_refused(
    build_site: BUILD, name: str, value: object
) -> None:
    with pytest.raises(Exception, match=name):
        build_site({"a.md": post("A")}, **{name: value})
