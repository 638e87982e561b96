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

__all__ = ["Kept", "Memory"]

# Of what a page's memory looks like.
_VERSION = b"fastbuild pages 3\n"
# Sites that share a cache folder: the output folders of so many are remembered.
_MOST_FILES = 6


class Kept(NamedTuple):
    """One page."""

    templates: tuple[str, ...]
    """The names of the templates that it was made of, its own first."""
    sources: bytes
    """A digest of their sources."""
    reads: Reads
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


class Memory:
    """The pages of a site whose output folder is `output`, remembered below `folder`.

    `recipe` stands for everything but what templates read; pages of another one are forgotten.
    """

    def __init__(self, folder: Path, output: str, recipe: bytes) -> None:
        name = blake2b(output.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        self._file = KeptFile(folder / f"pages-{name}.bin", _VERSION + recipe)
        self.pages: Mapping[str, Kept] = self._load()
        self._new: dict[str, Kept] = {}
        self._shared: dict[Any, Any] = {}
        self._changed = False

    def note(self, name: str, page: Kept) -> None:
        """A page is so in this build."""
        if self.pages.get(name) is not page:
            self._changed = True
            page = self._interned(page)
        self._new[name] = page

    def save(self) -> None:
        """Remember the pages that were noted, and no others."""
        if not self._changed and len(self._new) == len(self.pages):
            return
        self._shared.clear()
        pages = {name: tuple(page) for name, page in self._new.items()}
        self._file.save(pickle.dumps(pages, protocol=pickle.HIGHEST_PROTOCOL))
        let_go(self._file.path.parent, "pages-*", _MOST_FILES)

    def _interned(self, page: Kept) -> Kept:
        """The same, with what many pages have in common held once."""
        once = self._shared.setdefault
        reads = tuple(
            once(read, read)
            for read in ((once(way, way), once(steps, steps)) for way, steps in page.reads)
        )
        templates, sources = page.templates, page.sources
        return page._replace(
            templates=once(templates, templates), sources=once(sources, sources), reads=reads
        )

    def _load(self) -> dict[str, Kept]:
        data = self._file.load()
        if data is None:
            return {}
        try:
            pages = pickle.loads(data)  # noqa: S301 (our own file, with a checksum)
            return {name: Kept(*page) for name, page in pages.items()}
        except Exception:  # noqa: BLE001 (whatever it is, it is none of ours)
            return {}
