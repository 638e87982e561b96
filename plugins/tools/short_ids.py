"""IDs that a person can type, and that stay the same from day to day."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

__all__ = ["short_ids"]

# No vowels, so that no word comes out; nothing that looks like something else.
_LETTERS = "bcdfghjkmnpqrstvwxz"
_SHORTEST = 4


def short_ids(keys: Sequence[str]) -> list[str]:
    """For each key four letters that depend on it alone.

    Where those of two keys begin alike they are longer, as git does it.
    """
    names = [_name(key) for key in keys]
    others = set(names)

    def short(name: str) -> str:
        length = _SHORTEST
        while sum(other.startswith(name[:length]) for other in others) > 1:
            length += 1
        return name[:length]

    return [short(name) for name in names]


def _name(key: str) -> str:
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:16], "big")
    letters = ""
    while number:
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return letters
