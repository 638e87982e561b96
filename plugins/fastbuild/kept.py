"""What is remembered of the pages of the last build, in one file of the cache.

It is a memory of facts: these values make these bytes. So it may be of any build, lost, or another
build's at the same time; it makes a build slower or quicker, never different.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from kept_file import KeptFile, let_go

from .watch import Reads

__all__ = ["Kept", "Memory", "packed", "unpacked"]

# Of what a page's memory looks like.
_VERSION = b"fastbuild pages 4\n"
# Sites that share a cache folder: the output folders of so many are remembered.
_MOST_FILES = 6
# So many pages are packed together.
_PACKED = 100
# It takes as long to pack so many again as to begin another process.
_LARGE = 2000
# What a page of a long list has read, is packed by itself.
_LONG = 1000


class Kept(NamedTuple):
    """One page."""

    templates: tuple[str, ...]
    """The names of the templates that it was made of, its own first."""
    sources: bytes
    """A digest of their sources."""
    reads: Reads | bytes
    """What was read; `packed`, where that is much."""
    values: bytes
    """A digest of what was read."""
    data: bytes
    """A digest of the page itself, where nobody else knows whether it is still there."""
    stamp: tuple[int, int]
    """Its file's modification time in nanoseconds, and its size; for the same."""

    @property
    def key(self) -> bytes:
        """What stands for all that the page was made of."""
        return self.sources + self.values


def packed(reads: Reads) -> Reads | bytes:
    """What a page has read, in little room."""
    return reads if len(reads) < _LONG else _dumped(reads)


def unpacked(reads: Reads | bytes) -> Reads:
    """It again."""
    return pickle.loads(reads) if isinstance(reads, bytes) else reads  # type: ignore[no-any-return]  # noqa: S301 (our own file, with a checksum)


class Memory:
    """The pages of a site whose output folder is `output`, remembered below `folder`.

    `recipe` stands for everything but what templates read; pages of another one are forgotten.
    """

    def __init__(self, folder: Path, output: str, recipe: bytes) -> None:
        name = blake2b(output.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        self._file = KeptFile(folder / f"pages-{name}.bin", _VERSION + recipe)
        self.pages: Mapping[str, Kept] = self._load()
        # None for those of which something else is to be remembered now: that is packed.
        self._noted: dict[str, Kept | None] = {}
        self._fresh: list[tuple[str, Kept]] = []
        self._packed: list[bytes] = []

    def note(self, name: str, page: Kept) -> None:
        """A page is so in this build."""
        last = self.pages.get(name)
        self._noted[name] = last if last is page else None
        if last is not page:
            self._fresh.append((name, page))
            if len(self._fresh) == _PACKED:
                self._pack()

    @property
    def large(self) -> bool:
        """Whether so many pages were noted that it takes a while to save them."""
        return len(self._noted) >= _LARGE

    def save(self) -> None:
        """Remember the pages that were noted, and no others."""
        self._pack()
        if not self._packed and len(self._noted) == len(self.pages):
            return
        pages = {name: tuple(page) for name, page in self._noted.items() if page}
        once = _Once()
        for packed in self._packed:
            for name, page in pickle.loads(packed):  # noqa: S301 (packed below)
                if self._noted[name] is None:
                    pages[name] = once.of(Kept(*page))
        self._file.save(_dumped(pages))
        let_go(self._file.path.parent, "pages-*", _MOST_FILES)

    def _pack(self) -> None:
        """Many pages as one text of bytes take a tenth of the room, until all are there."""
        if self._fresh:
            once = _Once()
            pages = [(name, once.of(page)) for name, page in self._fresh]
            self._packed.append(_dumped(pages))
            self._fresh.clear()

    def _load(self) -> dict[str, Kept]:
        data = self._file.load()
        if data is None:
            return {}
        try:
            pages = pickle.loads(data)  # noqa: S301 (our own file, with a checksum)
            return {name: Kept(*page) for name, page in pages.items()}
        except Exception:  # noqa: BLE001 (whatever it is, it is none of ours)
            return {}


class _Once:
    """Holds once what many pages have in common."""

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def of(self, page: Kept) -> tuple[Any, ...]:
        """A page as plain data."""
        once = self._known.setdefault
        reads = page.reads
        if not isinstance(reads, bytes):
            reads = tuple(
                once(read, read)
                for read in ((once(way, way), once(steps, steps)) for way, steps in reads)
            )
        templates, sources = page.templates, page.sources
        return tuple(
            page._replace(
                templates=once(templates, templates), sources=once(sources, sources), reads=reads
            )
        )


def _dumped(what: Any) -> bytes:
    return pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL)
