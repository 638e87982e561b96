"""A line of time: what happened when, to scale, with no mark over another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

__all__ = ["Mark", "Timeline", "draw_timeline"]

LANE = 2.0
"""The height of a lane in em; a mark is a little smaller."""
APART = 16.0
"""How far apart two marks of a lane are at least, in percent: a mark of twice the usual size, on
the narrowest telephone."""
LANES = 4
"""Where more of them are needed, each day has one stroke on the line, and no number."""
TICKS = 30
"""With more beginnings of months than so many the ticks are years."""


class Mark(msgspec.Struct, frozen=True):
    """One thing that happened: its place in the list (from 1), and what sort of thing it is.

    `x` is in percent, `y` (the middle) in em from the top.
    """

    number: int
    sort: str
    x: float
    y: float


class Timeline(msgspec.Struct, frozen=True):
    """A line from `start` to `end`; up to `now` (percent) it has happened.

    `axis` and `height` are in em; `ticks` are the beginnings of months or years, in percent;
    `numbered` says whether marks bear their numbers, or are a stroke for each day.
    """

    start: date
    end: date
    today: date
    marks: list[Mark]
    ticks: list[float]
    now: float
    axis: float
    numbered: bool

    @property
    def height(self) -> float:
        """With a line of text below the axis."""
        return round(self.axis + 1.6, 2)


def draw_timeline(
    start: date, entries: Sequence[tuple[date, str]], end: date, today: date
) -> Timeline:
    """Lay out (day, sort) pairs, oldest first, on a line that begins at `start`.

    It ends at `end`, or at the last entry where that is later. What lies after `today` is to come.
    """
    days = [day for day, _ in entries]
    last = max([start, *days, end])
    span = max((last - start).days, 1)

    def place(day: date) -> float:
        return round(100 * min(max((day - start).days, 0), span) / span, 2)

    lanes = _lanes([place(day) for day in days])
    numbered = max(lanes, default=0) < LANES
    axis = round((max(lanes, default=0) + 1) * LANE + 0.4, 2) if numbered else 1.2
    marks = [
        Mark(number, sort, place(day), round(axis - 0.4 - LANE * (lane + 0.5), 2))
        for number, ((day, sort), lane) in enumerate(zip(entries, lanes, strict=True), 1)
    ]
    if not numbered:
        # The last of a day says how it ended.
        marks = [*{mark.x: msgspec.structs.replace(mark, y=axis) for mark in marks}.values()]
    ticks = [place(day) for day in _beginnings(start, last)]
    now = place(min(today, last))
    return Timeline(start, last, today, marks, ticks, now, axis, numbered)


def _lanes(places: Sequence[float]) -> list[int]:
    """For each place, in rising order, the lowest lane in which its left neighbour is far away."""
    ends: list[float] = []
    lanes = []
    for x in places:
        free = [lane for lane, end in enumerate(ends) if x - end >= APART]
        lane = free[0] if free else len(ends)
        ends[lane : lane + 1] = [x]
        lanes.append(lane)
    return lanes


def _beginnings(start: date, last: date) -> list[date]:
    """The first days of months within, or of years where that is a long time."""
    months = range(start.year * 12 + start.month, last.year * 12 + last.month)
    if len(months) > TICKS:
        return [date(year, 1, 1) for year in range(start.year + 1, last.year + 1)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]
