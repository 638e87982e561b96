"""A feed in several documents: the one that people subscribe to, and an archive of the rest.

Everything here is pure. Items come and go newest first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from .item import FeedItem

__all__ = ["Page", "current", "paginate"]


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One document of a feed. Paths are below the output folder, "" where there is none."""

    path: str
    items: Sequence[FeedItem]
    older: str = ""
    """The archive before it (RFC 5005: prev-archive)."""
    newer: str = ""
    """The archive after it (next-archive)."""
    current: str = ""
    """The subscription document; "" in that document itself."""


def paginate(
    items: Sequence[FeedItem],
    limit: int | None,
    path: str,
    archive_path: Callable[[int], str] | None = None,
) -> list[Page]:
    """The subscription document, then the archives, `limit` items each, archive 1 first.

    Without `archive_path` there are no archives.

    RFC 5005 section 4: the entries of an archive stay the same as new ones are published. So
    archives are filled from the oldest item on and are always full, and the last one may share
    items with the subscription document. Only an item put in, or taken out, between old ones
    moves others.
    """
    if not limit or len(items) <= limit:
        return [Page(path=path, items=items)]
    shown = current(items, limit)
    if archive_path is None:
        return [Page(path=path, items=shown)]
    count = -(-(len(items) - limit) // limit)
    paths = [archive_path(number) for number in range(1, count + 1)]
    archives = []
    for index, own in enumerate(paths):
        end = len(items) - index * limit
        archives.append(
            Page(
                path=own,
                items=items[end - limit : end],
                older=paths[index - 1] if index else "",
                newer=paths[index + 1] if index + 1 < count else "",
                current=path,
            )
        )
    return [Page(path=path, items=shown, older=paths[-1]), *archives]


def current(items: Sequence[FeedItem], limit: int) -> Sequence[FeedItem]:
    """The newest items, and older ones that were retracted since the oldest of these appeared.

    Nobody looks into an archive a second time; that something is gone must reach those who
    have it.
    """
    if len(items) <= limit:
        return items
    newest = list(items[:limit])
    since = newest[-1].published
    return newest + [i for i in items[limit:] if i.retracted and i.updated >= since]
