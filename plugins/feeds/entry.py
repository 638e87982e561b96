"""An item made ready for any format: every address absolute, every text safe."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

import msgspec

from .content import FORBIDDEN, absolute, one_line, plain_text, shorten
from .item import FeedItem
from .media import Media, describe
from .settings import address

__all__ = ["Entry", "Feed", "render"]

logger = logging.getLogger(__name__)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as a reader gets it. Texts are XML-safe, titles and summaries never empty."""

    id: str
    url: str
    title: str
    html: str
    summary: str
    published: datetime
    updated: datetime
    categories: tuple[str, ...]
    authors: tuple[str, ...]
    language: str
    image: Media | None
    retracted: bool


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """One feed in one format, complete but for the format's syntax."""

    id: str
    title: str
    description: str
    language: str
    author: str
    url: str
    """The absolute address of the page that it mirrors."""
    self_url: str
    """The absolute address of this very file."""
    entries: tuple[Entry, ...]
    hub: str = ""
    """The WebSub hub that tells subscribers of changes; "" for none."""
    ttl: int = 0
    """Minutes for which a reader need not ask again; 0 says nothing."""
    stylesheet: str = ""
    """Address of the CSS by which a browser shows it, relative to the feed; "" for none."""
    older_url: str = ""
    """The absolute address of the archive before it; "" for none."""
    newer_url: str = ""
    """In an archive, that of the archive after it."""
    current_url: str = ""
    """In an archive, that of the document that people subscribe to; "" in that one itself."""

    @property
    def updated(self) -> datetime:
        """When anything in it last changed: the latest of its entries, never the build's time."""
        # A feed without entries must still say something, and the same at each build.
        return max(
            (entry.updated for entry in self.entries), default=datetime(1970, 1, 1, tzinfo=UTC)
        )


def render(
    item: FeedItem,
    base: str,
    *,
    append_ref: bool = False,
    files: Mapping[str, str] = MappingProxyType({}),
    raw: str | None = None,
) -> Entry:
    """Make an item's entry; `base` is the site's absolute address without a final slash.

    `files` are the site's static files, for the size of its picture. `append_ref` marks its
    link as Pelican's FEED_APPEND_REF does. `raw` is what `item.html(base)` gives, if that is
    known. Characters that XML cannot hold are taken out with a warning that names the item's
    source.
    """
    url = address(base, item.url)
    raw = item.html(base) if raw is None else raw
    if any(map(FORBIDDEN.search, (item.title, item.summary, raw))):
        logger.warning("%s: characters that XML cannot hold are left out of feeds", item.source)
    html = absolute(raw, base, url)
    summary = one_line(item.summary) or shorten(plain_text(html))
    title = one_line(item.title) or shorten(summary, 60) or url
    if append_ref:
        url += "&ref=feed" if "?" in url else "?ref=feed"
    return Entry(
        id=item.id,
        url=url,
        title=title,
        html=html,
        summary=summary or title,
        published=_moment(item.published),
        updated=_moment(item.updated),
        # A tombstone says what happened, and nothing of what there was.
        categories=() if item.retracted else _names(item.categories),
        authors=_names(item.authors),
        language=one_line(item.language).replace("_", "-"),
        image=None if item.retracted else describe(item.image, base, files),
        retracted=item.retracted,
    )


def _names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(one_line, names))))


def _moment(moment: datetime) -> datetime:
    """Give whole seconds and an offset that RFC 3339 can write.

    Before railways, zones were some odd seconds apart.
    """
    moment = moment.replace(microsecond=0)
    offset = moment.utcoffset()
    return moment if offset is not None and not offset.seconds % 60 else moment.astimezone(UTC)
