"""A month's leaf of the calendar: weeks from Monday to Sunday, and events that cover days."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

import msgspec

__all__ = ["Cell", "Month", "More", "Span", "days_of", "draw_month", "months_of"]

COLUMN = 100 / 7
INSET = 1.2
"""How far an event keeps from the edge of the day on which it begins or ends, in percent."""
HEAD, NUMBER, LANE, FOOT = 1.8, 1.7, 0.55, 0.35
"""Heights in em: the days' names, a day's number, a lane of events, the space below a week."""
LANES = 3
_SMALL_HOURS = time(6)


class Cell(msgspec.Struct, frozen=True):
    """One day; `x` (its left edge) in percent, `y` (its upper edge) in em."""

    day: date
    x: float
    y: float
    sort: str

    @property
    def middle(self) -> float:
        """The middle of its column, in percent."""
        return round(self.x + COLUMN / 2, 2)


class Span(msgspec.Struct, frozen=True):
    """An event's part of one week: `x` and `width` in percent, `y` in em; `of` is the event.

    Where it goes on in another week or month, it reaches the edge.
    """

    of: Any
    x: float
    y: float
    width: float


class More(msgspec.Struct, frozen=True):
    """How many events of a day found no lane; `x` is the middle of its column."""

    day: date
    amount: int
    x: float
    y: float


class Month(msgspec.Struct, frozen=True):
    """The leaf; `height` and `row` (of a week) in em, `column` in percent."""

    first: date
    cells: list[Cell]
    spans: list[Span]
    more: list[More]
    height: float
    row: float
    column: float = round(COLUMN, 3)
    lane: float = LANE
    head: float = HEAD


def days_of(start: datetime, end: datetime | None, *, all_day: bool) -> tuple[date, date]:
    """The first and last day that an event is on, as people say it.

    What ends at midnight, or in the small hours of an evening's next day, is of that evening.
    """
    first = start.date()
    if end is None or end.date() <= first:
        return first, first
    last = end.date()
    if all_day:
        return first, last
    late = last == first + timedelta(days=1) and end.time() <= _SMALL_HOURS
    if end.time() == time() or (late and end - start < timedelta(hours=18)):
        last -= timedelta(days=1)
    return first, last


def months_of(first: date, last: date) -> list[date]:
    """The first days of the months that a stretch of days touches."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def draw_month(month: date, events: Iterable[tuple[date, date, Any]], today: date) -> Month:
    """Lay out (first day, last day, event) triples on the leaf of the month that holds `month`.

    Weeks have as many lanes as the fullest day needs, three at most; a day with more events says
    how many are left over. Of events that meet, the earlier and longer one lies above.
    """
    first = month.replace(day=1)
    last = month.replace(day=monthrange(month.year, month.month)[1])
    here = sorted(
        (one for one in events if one[0] <= last and one[1] >= first),
        key=lambda one: (one[0], -one[1].toordinal()),
    )
    stretches = [(max(begin, first), min(end, last)) for begin, end, _ in here]
    lanes = _lanes(stretches)
    used = min(max(lanes, default=0) + 1, LANES)
    row = round(NUMBER + used * LANE + FOOT, 2)
    cells = [_cell(day, first, row, today) for day in _days(first, last)]
    by_day = {cell.day: cell for cell in cells}
    full = {
        day
        for stretch, lane in zip(stretches, lanes, strict=True)
        if lane >= LANES
        for day in _days(*stretch)
    }
    spans: list[Span] = []
    left: Counter[date] = Counter()
    for (begin, end, event), stretch, lane in zip(here, stretches, lanes, strict=True):
        days = _days(*stretch)
        # On a full day the last lane is needed to say how much more there is.
        if lane >= LANES or (lane == LANES - 1 and not full.isdisjoint(days)):
            left.update(days)
            continue
        for monday, sunday in _weeks(*stretch):
            cell = by_day[monday]
            before, after = INSET * (monday == begin), INSET * (sunday == end)
            width = ((sunday - monday).days + 1) * COLUMN - before - after
            y = cell.y + NUMBER + lane * LANE
            spans.append(Span(event, round(cell.x + before, 2), round(y, 2), round(width, 2)))
    below = NUMBER + (LANES - 1) * LANE
    more = [
        More(day, amount, by_day[day].middle, round(by_day[day].y + below, 2))
        for day, amount in sorted(left.items())
    ]
    return Month(first, cells, spans, more, round(cells[-1].y + row, 2), row)


def _cell(day: date, first: date, row: float, today: date) -> Cell:
    week, column = divmod(day.day - 1 + first.weekday(), 7)
    sort = "today" if day == today else "past" if day < today else "coming"
    return Cell(day, round(column * COLUMN, 2), round(HEAD + week * row, 2), sort)


def _lanes(stretches: Sequence[tuple[date, date]]) -> list[int]:
    """For each stretch of days, in the order of their first, the upmost lane that is free."""
    ends: list[date] = []
    lanes = []
    for begin, end in stretches:
        lane = next((lane for lane, until in enumerate(ends) if until < begin), len(ends))
        ends[lane : lane + 1] = [end]
        lanes.append(lane)
    return lanes


def _days(begin: date, end: date) -> list[date]:
    return [begin + timedelta(days=number) for number in range((end - begin).days + 1)]


def _weeks(begin: date, end: date) -> Iterable[tuple[date, date]]:
    """A stretch cut after each Sunday."""
    for _, week in groupby(_days(begin, end), key=lambda day: day.isocalendar()[:2]):
        days = list(week)
        yield days[0], days[-1]
