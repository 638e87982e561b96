"""A bar chart: a row for each week, and in it a bar for each series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

__all__ = ["Bar", "Bars", "Row", "Series", "draw_bars"]

BAR, BETWEEN, LABEL, GAP = 1.2, 0.2, 1.5, 0.8
"""Heights in em: a bar, the space between two, the line above them, the space below a row."""


class Series(msgspec.Struct, frozen=True):
    """What is counted: the name of the number, its words, and whether 0 is worth no bar."""

    field: str
    name: str
    rare: bool = False


class Bar(msgspec.Struct, frozen=True):
    """One number. `width` is in percent of the largest there is, `y` in em from its row's top."""

    series: Series
    amount: int
    width: float
    y: float

    @property
    def middle(self) -> float:
        """Where the line of a text stands that is level with it, in em."""
        return round(self.y + BAR * 0.8, 2)


class Row(msgspec.Struct, frozen=True):
    """The bars of one week, below its name; `y` is its top in em.

    A week in which nothing is counted has no bars.
    """

    of: Any
    y: float
    bars: list[Bar]


class Bars(msgspec.Struct, frozen=True):
    """A whole chart; `height` in em."""

    series: Sequence[Series]
    rows: list[Row]
    height: float
    bar: float = BAR


def draw_bars(counts: Sequence[tuple[Any, Any]], series: Sequence[Series]) -> Bars:
    """Lay out (name, count) pairs from top to bottom.

    A count has a number of 0 or more for each series' field. All bars share one scale.
    """
    amounts = [getattr(count, one.field) for _, count in counts for one in series]
    most = max([*amounts, 1])
    rows, top = [], 0.0
    for name, count in counts:
        bars, y = [], LABEL
        for one in series if any(getattr(count, one.field) for one in series) else ():
            amount = getattr(count, one.field)
            if one.rare and not amount:
                continue
            bars.append(Bar(one, amount, round(100 * amount / most, 2), round(y, 2)))
            y += BAR + BETWEEN
        rows.append(Row(name, round(top, 2), bars))
        top += y + GAP
    return Bars(series, rows, round(max(top - GAP, 0), 2))
