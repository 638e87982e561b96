"""The few edits of many that a failure needs."""

from __future__ import annotations

import time
from collections.abc import Callable

from edits import Edit

__all__ = ["smallest"]

_SECONDS = 300

Differs = Callable[[list[Edit], list[Edit]], str]
"""What is wrong after these edits, of which the second half are built one by one; "" if nothing."""


def smallest(edits: list[Edit], differs: Differs) -> tuple[list[Edit], list[Edit], str]:
    """Edits that come before a first build, those that are built one by one, and what is wrong.

    What is wrong is "" if it was not so again. Takes some minutes at most.
    """
    until = time.monotonic() + _SECONDS
    lists: tuple[list[Edit], list[Edit]] = ([], edits)
    wrong = ""
    for built in (1, 2, 3, 5, 8, 13, 21, 34, 55, len(edits)):
        lists = edits[: max(0, len(edits) - built)], edits[-built:]
        wrong = differs(*lists)
        if wrong or built >= len(edits):
            break
    for which in (0, 1):
        size = max(1, len(lists[which]) // 2)
        while wrong and lists[which] and time.monotonic() < until:
            place = 0
            while place < len(lists[which]) and time.monotonic() < until:
                fewer = lists[which][:place] + lists[which][place + size :]
                tried = (fewer, lists[1]) if which == 0 else (lists[0], fewer)
                again = differs(*tried) if tried[1] else ""
                if again:
                    lists, wrong = tried, again
                else:
                    place += size
            if size == 1:
                break
            size //= 2
    return *lists, wrong
