"""What a written file says to others, as `pages.py` reads it."""

from __future__ import annotations

import msgspec

__all__ = ["Fault", "Page"]


class Fault(msgspec.Struct, frozen=True):
    """Something that is not well-formed, at a line of the file."""

    message: str
    line: int = 0


class Page(msgspec.Struct, frozen=True):
    """A file's links as they stand, and the fragments that lead into it."""

    links: frozenset[str] = frozenset()
    anchors: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()
