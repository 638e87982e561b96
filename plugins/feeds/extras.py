"""What feedgen cannot say: hubs in RSS, archives, tombstones, pictures. Its own extensions."""

from __future__ import annotations

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from .entry import Feed
from .media import Media

__all__ = ["EntryExtras", "FeedExtras"]

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


class FeedExtras(BaseExtension):
    """Elements of the feed itself. `feed` must be set."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        """Declare what is used, so that feeds without it stay as they are."""
        used = {
            "fh": (HISTORY, self.feed.current_url),
            "at": (TOMBSTONES, any(entry.retracted for entry in self.feed.entries)),
            "media": (MEDIA, any(entry.image for entry in self.feed.entries)),
        }
        return {prefix: name for prefix, (name, is_used) in used.items() if is_used}

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Mark an archive (RFC 5005 section 4), and name what was retracted (RFC 6721).

        A tombstone stands beside the entry that tells readers without RFC 6721 the same, and
        `when` is that entry's `updated`: an entry undoes a deletion only if it is later. Whatever
        a reader makes of the two, the old words are gone.
        """
        if self.feed.current_url:
            etree.SubElement(feed, f"{{{HISTORY}}}archive")
        for entry in self.feed.entries:
            if entry.retracted:
                gone = etree.SubElement(feed, f"{{{TOMBSTONES}}}deleted-entry")
                gone.set("ref", entry.id)
                gone.set("when", entry.updated.isoformat())
                etree.SubElement(gone, f"{{{TOMBSTONES}}}comment").text = entry.summary
        return feed

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Name the hub as Atom does (WebSub section 4)."""
        if self.feed.hub:
            channel = feed.find("channel")
            etree.SubElement(channel, f"{{{ATOM}}}link", rel="hub", href=self.feed.hub)
        return feed


class EntryExtras(BaseEntryExtension):
    """Elements of an RSS item. Atom says it all by links."""

    image: Media | None = None

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Add its picture by Media RSS 1.5.1: an `enclosure` is what one downloads."""
        if self.image:
            content = etree.SubElement(feed, f"{{{MEDIA}}}content", url=self.image.url)
            content.set("medium", "image")
            if self.image.type:
                content.set("type", self.image.type)
            if self.image.length is not None:
                content.set("fileSize", str(self.image.length))
        return feed
