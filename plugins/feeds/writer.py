"""Pelican's writer with better feeds: its own `*_FEED_*` settings and our channels alike."""

from __future__ import annotations

import logging
import posixpath
import re
from collections.abc import Iterable, Mapping, MutableMapping
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union
from urllib.parse import urlsplit

from pelican.contents import Content
from pelican.plugins import signals
from pelican.utils import sanitised_join
from pelican.writers import Writer

from .articles import article_item
from .content import one_line, plain_text
from .entry import Entry, Feed
from .item import Channel, FeedItem, item_id
from .jsonfeed import JsonDocument, build_json
from .kept import ONLINE, KeptEntries, is_kept
from .media import static_files
from .pages import Page, paginate
from .settings import address, feed_address, site_address

if TYPE_CHECKING:
    from .rss_atom import FeedDocument

__all__ = ["FeedWriter", "newest_first"]

logger = logging.getLogger(__name__)

Format = Literal["rss", "atom", "json"]
Document = Union["FeedDocument", JsonDocument]


def newest_first(items: Iterable[FeedItem]) -> list[FeedItem]:
    """Items as feeds list them. An update moves no item, and equal dates keep a stable order."""
    return sorted(items, key=lambda item: (item.published, item.id), reverse=True)


class FeedWriter(Writer):
    """Writes pages as Pelican does, and feeds as this plugin does."""

    def __init__(self, output_path: str, settings: Any = None) -> None:
        """Take what Pelican gives its writers."""
        super().__init__(output_path, settings)
        # An item is in several channels, each in several formats: it is rendered once a build.
        self._entries: dict[tuple[str, str], Entry] = {}
        self._kept = KeptEntries(self.settings)
        self._files: dict[str, str] | None = None

    def write_feed(
        self,
        elements: Iterable[FeedItem | Content],
        context: MutableMapping[str, Any],
        path: str | None = None,
        url: str | None = None,
        feed_type: Format = "atom",
        override_output: bool = False,
        feed_title: str | None = None,
    ) -> Document:
        """Write one feed in one format and return it; without a path, only return it.

        This is Pelican's method, for its own `*_FEED_*` settings and for other plugins; it takes
        items as well as articles. Contents are always whole: RSS_FEED_SUMMARY_ONLY is not asked.
        """
        items = newest_first(
            element if isinstance(element, FeedItem) else article_item(element, self.settings)
            for element in elements
        )
        channel = Channel(name=_stem(url or path or "feed"), title=feed_title or "")
        limit = self.settings["FEED_MAX_ITEMS"]
        page = Page(path=url or path or "", items=items[:limit])
        feed = _document(self._feed(channel, page, context), context, feed_type)
        if path and path in context.get("feed_paths", ()):
            # CATEGORY_FEED_ATOM, for a category "posts": its subscribers get the channel.
            logger.info('Not writing "%s", which is a channel', path)
        elif path:
            self._publish(feed, path, context, override=override_output)
        return feed

    def write_channel(
        self, channel: Channel, items: list[FeedItem], context: MutableMapping[str, Any]
    ) -> None:
        """Write a channel in every format, with archives of what FEED_MAX_ITEMS leaves out."""
        limit = self.settings["FEED_MAX_ITEMS"]
        for feed_type, path in channel.paths.items():
            # Who follows archives reads Atom (RFC 5005) or JSON; RSS has the newest items.
            archived = feed_type != "rss" and self.settings.get("FEED_ARCHIVES")
            archive_path = partial(channel.archive_path, feed_type) if archived else None
            for page in paginate(items, limit, path, archive_path):
                feed = self._feed(channel, page, context)
                whole = sanitised_join(self.output_path, page.path)
                if is_kept(whole, context, self._kept.key(feed, feed_type)):
                    self._written_files.add(whole)
                    self._overridden_files.add(whole)
                    signals.feed_written.send(whole, context=context, feed=None)
                else:
                    made = _document(feed, context, feed_type)
                    self._publish(made, page.path, context, override=True)

    def stays(self, path: str, context: Mapping[str, Any], key: bytes) -> bool:
        """Whether the text file of this path that is online was made of the same, and stays."""
        whole = sanitised_join(self.output_path, path)
        online = context.get(ONLINE)
        if online is None or whole in self._written_files or not online.keep(whole, key):
            return False
        self._written_files.add(whole)
        return True

    def write_text(self, path: str, text: str, *, override: bool = False) -> str:
        """Write a text file below the output folder, and return its whole path.

        A file that has these very bytes is left alone, with its modification time: servers and
        deploys go by it. Line ends are written as they are.
        """
        complete_path = sanitised_join(self.output_path, path)
        file = Path(complete_path)
        first = complete_path not in self._written_files
        if first and file.is_file() and file.read_bytes() == text.encode():
            # What Pelican's `_open_w` remembers of a file that it opens.
            self._written_files.add(complete_path)
            if override:
                self._overridden_files.add(complete_path)
            logger.info('Unchanged "%s"', complete_path)
            return complete_path
        file.parent.mkdir(parents=True, exist_ok=True)
        with self._open_w(complete_path, "utf-8", override) as opened:
            if isinstance(opened, TextIOWrapper):
                # The same bytes on every system.
                opened.reconfigure(newline="")
            opened.write(text)
        logger.info('Writing "%s"', complete_path)
        return complete_path

    def _publish(
        self, feed: Document, path: str, context: MutableMapping[str, Any], *, override: bool
    ) -> None:
        text = feed.text()
        size, most = len(text.encode()), self.settings.get("FEED_MAX_BYTES")
        if most and size > most:
            logger.warning(
                "%s has %d KiB, and some readers take no more than %d KiB (FEED_MAX_BYTES): "
                "set FEED_MAX_ITEMS to a lower number",
                path,
                size // 1024,
                most // 1024,
            )
        complete_path = self.write_text(path, text, override=override)
        signals.feed_written.send(complete_path, context=context, feed=feed)

    def _feed(self, channel: Channel, page: Page, context: Mapping[str, Any]) -> Feed:
        settings = self.settings
        if self._files is None:
            self._files = static_files(context)
        site = plain_text(settings["SITENAME"]) or "Feed"
        title = one_line(channel.title)
        author = settings.get("AUTHOR")
        base = feed_address(settings)
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
            self_url=address(base, page.path),
            entries=tuple(map(self._entry, page.items)),
            hub=settings.get("WEBSUB_HUB") or "",
            ttl=settings.get("FEED_TTL") or 0,
            stylesheet=_stylesheet(settings.get("FEED_STYLESHEET") or "", page.path),
            older_url=page.older and address(base, page.older),
            newer_url=page.newer and address(base, page.newer),
            current_url=page.current and address(base, page.current),
        )

    def _entry(self, item: FeedItem) -> Entry:
        key = (item.id, item.url)
        if key not in self._entries:
            self._entries[key] = self._kept.entry(
                item,
                site_address(self.settings),
                self._files or {},
                append_ref=bool(self.settings.get("FEED_APPEND_REF")),
            )
        return self._entries[key]


def _document(feed: Feed, context: MutableMapping[str, Any], feed_type: Format) -> Document:
    if feed_type == "json":
        return build_json(feed)
    from .rss_atom import build  # noqa: PLC0415 (not before a feed is due)

    made = build(feed, feed_type)
    # Receivers know Pelican's two formats, and feeds with methods to change them.
    signals.feed_generated.send(context, feed=made)
    return made


def _stem(path: str) -> str:
    """`feeds/all.atom.xml` is the feed "all", in either format."""
    return re.sub(r"(\.(rss|atom))?(\.xml)?$", "", path.removeprefix("feeds/"))


def _stylesheet(stylesheet: str, path: str) -> str:
    """Give its address as seen from a feed, so that a preview at any address has it."""
    if not stylesheet or urlsplit(stylesheet).scheme or urlsplit(path).scheme:
        return stylesheet
    return posixpath.relpath(stylesheet, posixpath.dirname(path) or ".")
