"""A built site's feeds, and what readers and the specifications ask of them."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import feedparser
import lxml.html
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
RFC3339 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)"
RFC822 = (
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
)
ABSOLUTE = r"[a-z][a-z0-9+.-]*:\S+"


def only(parent: etree._Element, tag: str) -> etree._Element:
    """The one child of that name."""
    found = parent.findall(tag)
    assert len(found) == 1, f"{len(found)} × {tag}"
    return found[0]


def check_atom(text: str) -> None:
    """RFC 4287, section 4, for what these feeds use."""
    feed = etree.fromstring(text.encode())
    assert feed.tag == f"{ATOM}feed"
    assert only(feed, f"{ATOM}author").findtext(f"{ATOM}name")
    rels = {link.get("rel"): link for link in feed.findall(f"{ATOM}link")}
    assert rels["self"].get("type") == "application/atom+xml"
    assert rels["alternate"].get("type") == "text/html"
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))
    for element in [feed, *entries]:
        assert re.fullmatch(ABSOLUTE, only(element, f"{ATOM}id").text)
        assert only(element, f"{ATOM}title").text.strip()
        assert re.fullmatch(RFC3339, only(element, f"{ATOM}updated").text)
        for link in element.findall(f"{ATOM}link"):
            assert re.fullmatch(ABSOLUTE, link.get("href"))
            assert link.get("rel")
    for entry in entries:
        alternate = only(entry, f"{ATOM}link")
        assert (alternate.get("rel"), alternate.get("type")) == ("alternate", "text/html")
        assert re.fullmatch(RFC3339, only(entry, f"{ATOM}published").text)
        assert only(entry, f"{ATOM}summary").get("type", "text") == "text"
        content = only(entry, f"{ATOM}content")
        assert content.get("type") == "html"
        check_html(content.text or "")
        assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))


def check_rss(text: str) -> None:
    """RSS 2.0, and the RSS Advisory Board's Best Practices Profile, for what these feeds use."""
    rss = etree.fromstring(text.encode())
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    channel = only(rss, "channel")
    assert only(channel, "title").text.strip()
    assert only(channel, "description").text.strip()
    assert re.fullmatch(r"https?://\S+", only(channel, "link").text)
    assert re.fullmatch(RFC822, only(channel, "lastBuildDate").text)
    own = only(channel, f"{ATOM}link")
    assert (own.get("rel"), own.get("type")) == ("self", "application/rss+xml")
    assert channel.find("generator") is None
    items = channel.findall("item")
    guids = [item.findtext("guid") for item in items]
    assert len(guids) == len(set(guids))
    for item in items:
        assert only(item, "title").text.strip()
        assert only(item, "description").text.strip()
        assert re.fullmatch(r"https?://\S+", only(item, "link").text)
        assert re.fullmatch(RFC822, only(item, "pubDate").text)
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
        assert only(item, "guid").get("isPermaLink") == "false"
        assert item.find("author") is None
        check_html(only(item, CONTENT).text or "")


def check_html(html: str) -> None:
    """Content that is the same wherever it is read, and runs nothing."""
    if not html.strip():
        return
    for element in lxml.html.fragment_fromstring(html, create_parent="div").iter(etree.Element):
        assert element.tag not in {"script", "style", "form", "input", "iframe", "object"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in {"style", "id"}
            if name in {"href", "src", "poster", "cite"}:
                assert re.match(ABSOLUTE, value), value
            if name == "srcset":
                assert all(re.match(ABSOLUTE, part.strip()) for part in value.split(", ")), value


class Site:
    """What a build wrote. Reading a feed asserts the rules of its format."""

    def __init__(self, output: Path) -> None:
        self.output = output

    def text(self, path: str) -> str:
        text = (self.output / path).read_bytes().decode("utf-8")
        assert text.startswith("<?xml version='1.0' encoding='UTF-8'?>\n")
        assert text.endswith(">\n")
        assert "\r" not in text
        (check_rss if path.endswith(".rss.xml") else check_atom)(text)
        return text

    def feed(self, name: str, feed_format: str = "atom") -> Any:
        """Give a channel's feed as feedparser reads it."""
        parsed = feedparser.parse(self.text(f"feeds/{name}.{feed_format}.xml"))
        assert not parsed.bozo, parsed.get("bozo_exception")
        return parsed

    def titles(self, name: str) -> list[str]:
        """Entries' titles, which both formats must agree about."""
        atom, rss = ([e.title for e in self.feed(name, f).entries] for f in ("atom", "rss"))
        assert atom == rss
        return atom

    def entry(self, name: str, title: str, feed_format: str = "atom") -> Any:
        (found,) = (e for e in self.feed(name, feed_format).entries if e.title == title)
        return found

    def names(self) -> set[str]:
        feeds = self.output / "feeds"
        return {p.relative_to(feeds).as_posix() for p in feeds.rglob("*.xml")}


def post(title: str, date: str = "2009-08-05", body: str = "Hello.", **fields: str) -> str:
    """A Markdown source."""
    head = {"Title": title, "Date": date, **fields}
    return "".join(f"{key}: {value}\n" for key, value in head.items()) + f"\n{body}\n"
