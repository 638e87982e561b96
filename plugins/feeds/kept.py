"""Entries and feeds of the last build, in a process that builds again and again.

An entry whose item says the same is the same entry; a feed of the same entries is not written.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from hashlib import blake2b
from typing import Any

import msgspec
from blinker import Signal
from pelican.plugins import signals

from .content import FORBIDDEN
from .entry import Entry, Feed, render
from .item import FeedItem
from .media import describe

__all__ = ["ONLINE", "KeptEntries", "is_kept"]

_MEMORY = "kept_in_memory"
ONLINE = "online_files"
"""Where safebuild's knowledge of the site online is, in Pelican's context."""
_SIZE = 16

_Known = tuple[tuple[Any, ...], Entry, bytes]


class KeptEntries:
    """The entries of one build, in the memory of its process, if it has one."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        memory: MutableMapping[str, Any] | None = settings.get(_MEMORY)
        self._last: dict[tuple[str, str], _Known] = {}
        self._new: dict[tuple[str, str], _Known] = {}
        if memory is not None:
            self._last = memory.get("feeds", {})
            memory["feeds"] = self._new
        self._digests: dict[int, bytes] = {}

    def entry(
        self, item: FeedItem, base: str, files: Mapping[str, str], *, append_ref: bool
    ) -> Entry:
        """As `entry.render`; the last build's, if it was made from the same."""
        raw = item.html(base)
        media = describe(item.image, base, files)
        made_from = (
            (item.title, item.summary, raw, item.url, item.published, item.updated),
            (item.categories, item.authors, item.language, media, item.retracted),
            (base, append_ref),
        )
        name = item.id, item.url
        known = self._last.get(name)
        if known is None or known[0] != made_from:
            entry = render(item, base, append_ref=append_ref, files=files, raw=raw)
            digest = blake2b(repr(entry).encode(), digest_size=_SIZE).digest()
            known = made_from, entry, digest
        # What is told of an item is told in each build.
        if not any(map(FORBIDDEN.search, made_from[0][:3])):
            self._new[name] = known
        self._digests[id(known[1])] = known[2]
        return known[1]

    def key(self, feed: Feed, feed_type: str) -> bytes:
        """What a feed in one format is made from."""
        told = blake2b(feed_type.encode("ascii"), digest_size=_SIZE)
        told.update(repr(msgspec.structs.replace(feed, entries=())).encode())
        # The entries are alive, so that no other has the identity of one.
        told.update(b"".join(self._digests[id(entry)] for entry in feed.entries))
        return told.digest()


def is_kept(path: str, context: Mapping[str, Any], key: bytes) -> bool:
    """Whether the feed online is the one that would be written, and nobody wants to see it."""
    online = context.get(ONLINE)
    return (
        online is not None
        and not signals.feed_generated.receivers
        and not _look(signals.feed_written)
        and online.keep(path, key)
    )


def _look(signal: Signal) -> bool:
    return not all(getattr(it, "leaves_pages", False) for it in signal.receivers_for(None))
