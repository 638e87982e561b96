"""Pelican's writer with better feeds: its own `*_FEED_*` settings and our channels alike."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, MutableMapping
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from pelican.contents import Content
from pelican.plugins import signals
from pelican.utils import sanitised_join
from pelican.writers import Writer

from .articles import article_item
from .content import one_line, plain_text
from .entry import Entry, Feed, render
from .item import Channel, FeedItem, item_id
from .rss_atom import FeedDocument, Format, build
from .settings import address, feed_address, site_address

__all__ = ["FeedWriter", "newest_first"]

logger = logging.getLogger(__name__)


def newest_first(items: Iterable[FeedItem]) -> list[FeedItem]:
    """Items as feeds list them. An update moves no item, and equal dates keep a stable order."""
    return sorted(items, key=lambda item: (item.published, item.id), reverse=True)


class FeedWriter(Writer):
    """Writes pages as Pelican does, and feeds through feedgen."""

    def __init__(self, output_path: str, settings: Any = None) -> None:
        """Take what Pelican gives its writers."""
        super().__init__(output_path, settings)
        # An item is in several channels, each in several formats: it is rendered once a build.
        self._entries: dict[tuple[str, str], Entry] = {}

    def write_feed(
        self,
        elements: Iterable[FeedItem | Content],
        context: MutableMapping[str, Any],
        path: str | None = None,
        url: str | None = None,
        feed_type: Format = "atom",
        override_output: bool = False,
        feed_title: str | None = None,
        channel: Channel | None = None,
    ) -> FeedDocument:
        """Write one feed in one format and return it; without a path, only return it.

        Takes what Pelican's method takes, and items or articles as elements. `channel` gives
        the feed's own words and page; without it `feed_title` names it. Contents are always
        whole: RSS_FEED_SUMMARY_ONLY is not asked.
        """
        channel = channel or Channel(name=_stem(url or path or "feed"), title=feed_title or "")
        items = [
            element if isinstance(element, FeedItem) else article_item(element, self.settings)
            for element in elements
        ]
        newest = newest_first(items)[: self.settings["FEED_MAX_ITEMS"]]
        feed = build(self._feed(channel, url or path or "", newest), feed_type)
        signals.feed_generated.send(context, feed=feed)
        if path:
            complete_path = sanitised_join(self.output_path, path)
            self._write(feed, complete_path, override=override_output)
            signals.feed_written.send(complete_path, context=context, feed=feed)
        return feed

    def _write(self, feed: FeedDocument, complete_path: str, *, override: bool) -> None:
        Path(complete_path).parent.mkdir(parents=True, exist_ok=True)
        with self._open_w(complete_path, "utf-8", override) as file:
            if isinstance(file, TextIOWrapper):
                # The same bytes on every system.
                file.reconfigure(newline="\n")
            feed.write(file, "utf-8")
        logger.info('Writing "%s"', complete_path)

    def _feed(self, channel: Channel, path: str, items: list[FeedItem]) -> Feed:
        settings = self.settings
        site = plain_text(settings["SITENAME"]) or "Feed"
        title = one_line(channel.title)
        author = settings.get("AUTHOR")
        return Feed(
            id=item_id(settings, "feed", channel.name),
            title=f"{site}: {title}" if title and title != site else site,
            description=one_line(channel.description)
            or plain_text(settings.get("SITESUBTITLE") or "")
            or title
            or site,
            language=settings["DEFAULT_LANG"].replace("_", "-"),
            author=one_line(str(author)) if author else site,
            url=address(site_address(settings), channel.url),
            self_url=address(feed_address(settings), path),
            entries=tuple(map(self._entry, items)),
        )

    def _entry(self, item: FeedItem) -> Entry:
        key = (item.id, item.url)
        if key not in self._entries:
            self._entries[key] = render(
                item,
                site_address(self.settings),
                append_ref=bool(self.settings.get("FEED_APPEND_REF")),
            )
        return self._entries[key]


def _stem(path: str) -> str:
    """`feeds/all.atom.xml` is the feed "all", in either format."""
    return re.sub(r"(\.(rss|atom))?(\.xml)?$", "", path.removeprefix("feeds/"))
