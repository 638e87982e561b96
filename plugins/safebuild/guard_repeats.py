"""Entries of feeds stand alike in many files: one that was found clean is not read again.

A site's posts are in the feeds of everything, of posts, of each of their tags, in every format and
in the archives. Of a large site that is most of its bytes, and most of the guard's work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING

from .guard import Guard, Leak, leaks_in

if TYPE_CHECKING:
    from .guard_glance import Glance

__all__ = ["Repeats"]

# By the end of the file's name. Markup inside an entry's text is escaped, and a JSON text has no
# line breaks, so that the first end found is the entry's own.
_ENTRIES: Mapping[str, re.Pattern[bytes]] = MappingProxyType(
    {
        ".atom.xml": re.compile(rb"<entry>.*?</entry>", re.DOTALL),
        ".rss.xml": re.compile(rb"<item>.*?</item>", re.DOTALL),
        ".json": re.compile(rb"^  \{\n.*?^  \},?\n", re.DOTALL | re.MULTILINE),
    }
)


class Repeats:
    """The entries that one build's guard has found clean, by a hash of their bytes."""

    def __init__(self) -> None:
        self._clean: set[bytes] = set()
        self._glance: Glance | None = None

    def leaks_in(self, name: str, data: bytes, guard: Guard) -> list[Leak]:
        """As `guard.leaks_in`, for files of one site after each other."""
        entry = next((one for end, one in _ENTRIES.items() if name.endswith(end)), None)
        if entry is None:
            return leaks_in(name, data, guard, clear=self._is_clear(name, data, guard))
        fresh: set[bytes] = set()

        def unless_clean(found: re.Match[bytes]) -> bytes:
            digest = blake2b(found[0], digest_size=16).digest()
            if digest in self._clean or digest in fresh:
                return b""
            fresh.add(digest)
            return found[0]

        if leaks_in(name, entry.sub(unless_clean, data), guard):
            # The whole file knows the lines.
            return leaks_in(name, data, guard)
        self._clean |= fresh
        return []

    def _is_clear(self, name: str, data: bytes, guard: Guard) -> bool:
        if self._glance is None:
            # All that is known of signs is imported for what has changed.
            from .guard_glance import Glance  # noqa: PLC0415

            self._glance = Glance()
        return self._glance.is_clear(name, data, guard)
