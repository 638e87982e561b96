"""A built site's feeds, and what readers and the specifications ask of them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import feedparser
import lxml.html
from lxml import etree

from feeds import Channel, FeedItem, item_id

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
RFC3339 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)"
RFC822 = (
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
)
ABSOLUTE = r"[a-z][a-z0-9+.-]*:\S+"
ATOM_RELS = {"self", "alternate", "hub", "current", "prev-archive", "next-archive"}
HISTORY = "{http://purl.org/syndication/history/1.0}"
MEDIA = "{http://search.yahoo.com/mrss/}"
TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"
JSON_FEED = {
    "version": str,
    "title": str,
    "home_page_url": str,
    "feed_url": str,
    "description": str,
    "next_url": str,
    "authors": list,
    "language": str,
    "hubs": list,
    "items": list,
}
JSON_ITEM = {
    "id": str,
    "url": str,
    "title": str,
    "content_html": str,
    "content_text": str,
    "summary": str,
    "image": str,
    "date_published": str,
    "date_modified": str,
    "authors": list,
    "tags": list,
    "language": str,
    "attachments": list,
}


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
    assert set(rels) <= ATOM_RELS
    # RFC 5005 section 4.
    assert (feed.find(f"{HISTORY}archive") is not None) == ("current" in rels)
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
        alternate, *others = entry.findall(f"{ATOM}link")
        assert (alternate.get("rel"), alternate.get("type")) == ("alternate", "text/html")
        assert {link.get("rel") for link in others} <= {"enclosure"}
        assert re.fullmatch(RFC3339, only(entry, f"{ATOM}published").text)
        assert only(entry, f"{ATOM}summary").get("type", "text") == "text"
        content = only(entry, f"{ATOM}content")
        assert content.get("type") == "html"
        check_html(content.text or "")
        assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
    # RFC 6721 section 3.
    gone = feed.findall(f"{TOMBSTONES}deleted-entry")
    assert len({(one.get("ref"), one.get("when")) for one in gone}) == len(gone)
    for one in gone:
        assert one.get("ref") in ids
        assert re.fullmatch(RFC3339, one.get("when"))


def check_rss(text: str) -> None:
    """RSS 2.0, and the RSS Advisory Board's Best Practices Profile, for what these feeds use."""
    rss = etree.fromstring(text.encode())
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    channel = only(rss, "channel")
    assert only(channel, "title").text.strip()
    assert only(channel, "description").text.strip()
    assert re.fullmatch(r"https?://\S+", only(channel, "link").text)
    assert re.fullmatch(RFC822, only(channel, "lastBuildDate").text)
    own, *hubs = channel.findall(f"{ATOM}link")
    assert (own.get("rel"), own.get("type")) == ("self", "application/rss+xml")
    assert {link.get("rel") for link in hubs} <= {"hub"}
    assert (channel.findtext("ttl") or "0").isdigit()
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
        for media in item.findall(f"{MEDIA}content"):
            assert re.match(ABSOLUTE, media.get("url"))
            assert media.get("medium") == "image"


def check_json(text: str) -> None:
    """https://jsonfeed.org/version/1.1, for what these feeds use."""
    feed = json.loads(text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    check_members(feed, JSON_FEED, {"version", "title", "items"})
    assert all(re.match(ABSOLUTE, feed[name]) for name in ("home_page_url", "feed_url"))
    assert feed.get("next_url") != feed["feed_url"]
    assert all(hub.keys() == {"type", "url"} for hub in feed.get("hubs", []))
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    for item in feed["items"]:
        check_members(item, JSON_ITEM, {"id"})
        assert ("content_html" in item) != ("content_text" in item)
        assert re.fullmatch(ABSOLUTE, item["id"])
        assert re.match(ABSOLUTE, item["url"])
        for name in ("date_published", "date_modified"):
            assert re.fullmatch(RFC3339, item[name])
        assert all(isinstance(tag, str) for tag in item.get("tags", []))
        for attachment in item.get("attachments", []):
            assert {"url", "mime_type"} <= attachment.keys()
            assert attachment.keys() <= {"url", "mime_type", "size_in_bytes"}
        check_html(item.get("content_html", ""))


def check_members(found: dict[str, Any], known: dict[str, type], needed: set[str]) -> None:
    """All are known, of their type and not empty, and those that are needed are there."""
    assert needed <= found.keys() <= known.keys()
    for name, value in found.items():
        assert type(value) is known[name], name
        assert value or name == "items", name
    for author in found.get("authors", []):
        assert list(author) == ["name"]
        assert author["name"]


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
        assert "\r" not in text
        if path.endswith(".json"):
            assert text.endswith("}\n")
            check_json(text)
            return text
        assert text.startswith("<?xml version='1.0' encoding='UTF-8'?>\n")
        assert text.endswith(">\n")
        (check_rss if path.endswith(".rss.xml") else check_atom)(text)
        return text

    def json(self, name: str) -> dict[str, Any]:
        """Give a channel's JSON Feed."""
        return json.loads(self.text(f"feeds/{name}.json"))

    def atom(self, name: str) -> etree._Element:
        """Give a channel's Atom as XML, with what feedparser does not tell."""
        return etree.fromstring(self.text(f"feeds/{name}.atom.xml").encode())

    def feed(self, name: str, feed_format: str = "atom") -> Any:
        """Give a channel's feed as feedparser reads it."""
        parsed = feedparser.parse(self.text(f"feeds/{name}.{feed_format}.xml"))
        assert not parsed.bozo, parsed.get("bozo_exception")
        return parsed

    def titles(self, name: str) -> list[str]:
        """Entries' titles, which all formats must agree about."""
        atom, rss = ([e.title for e in self.feed(name, f).entries] for f in ("atom", "rss"))
        assert atom == rss == [item["title"] for item in self.json(name)["items"]]
        return atom

    def entry(self, name: str, title: str, feed_format: str = "atom") -> Any:
        (found,) = (e for e in self.feed(name, feed_format).entries if e.title == title)
        return found

    def names(self) -> set[str]:
        feeds = self.output / "feeds"
        return {p.relative_to(feeds).as_posix() for p in feeds.rglob("*.*") if p.suffix != ".css"}


def post(title: str, date: str = "2009-08-05", body: str = "Hello.", **fields: str) -> str:
    """A Markdown source."""
    head = {"Title": title, "Date": date, **fields}
    return "".join(f"{key}: {value}\n" for key, value in head.items()) + f"\n{body}\n"


def lead(name: str = "acme", **fields: Any) -> FeedItem:
    settings = {"SITEURL": "https://example.org"}
    day = datetime(2009, 8, 6, tzinfo=UTC)
    defaults = {
        "id": item_id(settings, "lead", name),
        "kind": "lead",
        "url": f"leads/{name}/",
        "title": f"Clerk at {name}",
        "html": lambda base: (
            f'<p>Call <a href="{base}/network/">Ann</a>, or <a href="#how">see</a></p>'
        ),
        "published": day,
        "updated": day,
        "source": f"leads/{name}.md",
    }
    return FeedItem(**{**defaults, **fields})


LEADS = Channel(
    name="leads",
    title="Leads",
    description="Jobs to pass on.",
    url="leads/",
    kinds=frozenset({"lead"}),
)
