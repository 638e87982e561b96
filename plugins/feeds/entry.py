"""An item made ready for any format: every address absolute, every text safe."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import msgspec

from .content import FORBIDDEN, absolute, one_line, plain_text, shorten
from .item import FeedItem
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

    @property
    def updated(self) -> datetime:
        """When anything in it last changed: the latest of its entries, never the build's time."""
        # A feed without entries must still say something, and the same at each build.
        return max(
            (entry.updated for entry in self.entries), default=datetime(1970, 1, 1, tzinfo=UTC)
        )


def render(item: FeedItem, base: str, *, append_ref: bool = False) -> Entry:
    """Make an item's entry; `base` is the site's absolute address without a final slash.

    `append_ref` marks its link as Pelican's FEED_APPEND_REF does. Characters that XML cannot
    hold are taken out with a warning that names the item's source.
    """
    url = address(base, item.url)
    raw = item.html(base)
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
        categories=_names(item.categories),
        authors=_names(item.authors),
        language=one_line(item.language).replace("_", "-"),
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
