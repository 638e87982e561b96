"""Memory that is free goes back to the system, where that has to be asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

__all__ = ["give_back"]


def give_back() -> None:
    """Let the system have what C's allocator holds and nobody uses: malloc_trim(3).

    Before a process is forked: what one of the two writes there, the other keeps a copy of.
    """
    trim = _trim()
    if trim:
        trim(0)


@cache
def _trim() -> Callable[[int], Any] | None:
    import ctypes  # noqa: PLC0415 (only where a process is forked)

    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return None  # another C library, which has other ways
