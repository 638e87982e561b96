"""A registry's tags on a string: one for each wish, ticked off as wishes come true."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import msgspec

__all__ = ["String", "Tag", "Tags", "draw_tags"]

WIDTH, HEIGHT, PITCH, ROW = 20, 26, 26, 46
"""A tag, and how far the next one is to the right and below, in the picture's own units."""
LONGEST, MOST = 14, 84
"""Tags on a string; with more of them than MOST they are too small to count, and a ribbon does."""
_SAG = 10
_TILT = (-4, 2, -1, 5)


class Tag(msgspec.Struct, frozen=True):
    """One wish: where its hole is, how it hangs (degrees), its stage, and how much of it is done.

    `done` and `promised` are parts of 1; of a wish that never ends both are 0.
    """

    x: int
    y: int
    tilt: int
    stage: str
    done: float
    promised: float


class String(msgspec.Struct, frozen=True):
    """A line from the left to the right that hangs through in the middle."""

    y: float
    sag: float = 2 * _SAG
    """Of a quadratic curve's control point, which is twice as low as the curve."""


class Tags(msgspec.Struct, frozen=True):
    """The whole picture, in its own units; without tags it is a ribbon."""

    tags: list[Tag]
    strings: list[String]
    width: int
    height: int


def draw_tags(wishes: Sequence[tuple[str, float, float]]) -> Tags:
    """Hang up (stage, done, promised) triples in their order, on strings of about equal length."""
    amount = len(wishes)
    if not amount or amount > MOST:
        return Tags([], [], 0, 0)
    rows = ceil(amount / LONGEST)
    columns = ceil(amount / rows)
    width = columns * PITCH
    tags = []
    for number, (stage, done, promised) in enumerate(wishes):
        row, column = divmod(number, columns)
        x = column * PITCH + PITCH // 2
        along = x / width
        y = row * ROW + 4 + 4 * _SAG * along * (1 - along)
        tags.append(Tag(x, round(y), _TILT[number % len(_TILT)], stage, done, promised))
    strings = [String(row * ROW + 4) for row in range(rows)]
    return Tags(tags, strings, width, (rows - 1) * ROW + 4 + _SAG + HEIGHT + 4)
