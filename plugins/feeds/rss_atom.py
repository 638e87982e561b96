"""RSS 2.0 and Atom 1.0 by feedgen, and around its traps."""

from __future__ import annotations

import re
from html import escape
from typing import Literal

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from .entry import Entry, Feed
from .extras import EntryExtras, FeedExtras

__all__ = ["FeedDocument", "Format", "build"]

Format = Literal["rss", "atom"]

_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LINK_ATTRIBUTES = ("rel", "type", "hreflang", "title", "length")


class FeedDocument(FeedGenerator):
    """A feed in one format, which receivers of Pelican's `feed_generated` may still change."""

    def __init__(self, feed_type: Format, feed: Feed) -> None:
        """Start a feed without entries."""
        super().__init__()
        self.feed_type: Format = feed_type
        self._stylesheet = feed.stylesheet
        # Namespaces are declared by the feed, used by its entries.
        self.load_extension("dc", atom=False, rss=True)
        self.register_extension("extras", FeedExtras, EntryExtras)
        self.extras.feed = feed

    def text(self) -> str:
        """The whole document, with XML declaration and final newline."""
        to_bytes = self.rss_str if self.feed_type == "rss" else self.atom_str
        text = to_bytes(pretty=True, encoding="UTF-8").decode("utf-8")
        if not self._stylesheet:
            return text
        # https://www.w3.org/TR/xml-stylesheet/: before the root element.
        style = f'<?xml-stylesheet type="text/css" href="{escape(self._stylesheet)}"?>'
        declaration, _, document = text.partition("\n")
        return f"{declaration}\n{style}\n{document}"


class _Entry(FeedEntry):
    """An Atom entry with its links' attributes, which feedgen 1.0 loses, and its language."""

    language = ""

    def atom_entry(self, extensions: bool = True) -> etree._Element:
        element = super().atom_entry(extensions)
        if self.language:
            element.set(_XML_LANG, self.language)
        # feedgen overwrites the link it reads by the element it writes (its issue 135).
        for link, facts in zip(element.iterfind("link"), self.link() or (), strict=True):
            for name in _LINK_ATTRIBUTES:
                if facts.get(name):
                    link.set(name, facts[name])
        return element


def build(feed: Feed, feed_type: Format) -> FeedDocument:
    """Make a feed's document, entries in the order given."""
    document = FeedDocument(feed_type, feed)
    document.id(feed.id)
    document.title(feed.title)
    document.description(feed.description)
    document.language(feed.language)
    document.author(name=feed.author)
    document.link(href=feed.self_url, rel="self", type=_TYPES[feed_type])
    for rel, href in (
        ("hub", feed.hub),
        ("current", feed.current_url),
        ("prev-archive", feed.older_url),
        ("next-archive", feed.newer_url),
    ):
        if href:
            document.link(href=href, rel=rel)
    # feedgen's RSS takes the last link as the channel's own.
    document.link(href=feed.url, rel="alternate", type="text/html")
    document.updated(feed.updated)
    document.generator("")
    document.docs("")
    if feed.ttl:
        document.ttl(feed.ttl)
    for entry in feed.entries:
        document.add_entry(_entry(entry), order="append")
        add = _add_rss if feed_type == "rss" else _add_atom
        add(document.entry()[-1], entry, feed)
    return document


def _entry(entry: Entry) -> _Entry:
    made = _Entry()
    made.id(entry.id)
    made.title(entry.title)
    made.link(href=entry.url, rel="alternate", type="text/html")
    made.content(entry.html, type="html")
    made.summary(entry.summary)
    made.published(entry.published)
    made.updated(entry.updated)
    made.category([{"term": name} for name in entry.categories])
    made.author([{"name": name} for name in entry.authors])
    return made


def _add_atom(made: _Entry, entry: Entry, feed: Feed) -> None:
    """What Atom says otherwise than RSS."""
    made.language = _other_language(entry, feed)
    if entry.image:
        length = "" if entry.image.length is None else str(entry.image.length)
        made.link(href=entry.image.url, rel="enclosure", type=entry.image.type, length=length)


def _add_rss(made: FeedEntry, entry: Entry, feed: Feed) -> None:
    """What RSS says otherwise than Atom."""
    # Readers take an RSS description for HTML (RSS Advisory Board, Best Practices Profile):
    # as bare text, "a < b" would lose its end.
    made.description(_as_html(entry.summary), isSummary=True)
    # RSS's own author is an e-mail address, and those stay private.
    made.dc.dc_creator(list(entry.authors))
    made.extras.image = entry.image
    if language := _other_language(entry, feed):
        made.dc.dc_language(language)


def _as_html(text: str) -> str:
    """Escape what HTML would misread, and no more: a browser shows a description as it is."""
    return re.sub(r"&(?=[#a-zA-Z])", "&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def _other_language(entry: Entry, feed: Feed) -> str:
    # Pelican writes an article's language in lower case, the site's as it was set.
    return "" if entry.language.lower() == feed.language.lower() else entry.language
