"""Events by month: a leaf of the calendar, and what stands on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .dates import month_name
from .items import EventItem
from .pictures.month import Month, days_of, draw_month, months_of

__all__ = ["EventMonth", "build_months"]

_LONGEST = 366
"""In days. Nobody wants a leaf for each month of what lasts longer."""


@dataclass(eq=False)
class EventMonth:
    """A month with events, in the order in which they start; `earlier` and `later` have some too.

    An event is listed in the month in which it starts, and drawn in every one that it touches.
    """

    first: date
    over: bool
    events: Sequence[EventItem]
    drawn: Sequence[EventItem]
    picture: Month
    earlier: EventMonth | None = None
    later: EventMonth | None = None

    @property
    def slug(self) -> str:
        """`2009-08`."""
        return self.first.isoformat()[:7]

    @property
    def title(self) -> str:
        """`August 2009`."""
        return f"{month_name(self.first)} {self.first.year}"

    @property
    def coming(self) -> list[EventItem]:
        """The listed ones that are not over."""
        return [event for event in self.events if not event.past]

    @property
    def past(self) -> list[EventItem]:
        """The listed ones that are over, newest first."""
        return [event for event in self.events if event.past][::-1]

    @property
    def still(self) -> list[EventItem]:
        """Those that have begun in an earlier month."""
        return [event for event in self.drawn if event not in self.events]

    @property
    def ahead(self) -> bool:
        """Whether it is worth looking at for what comes."""
        return not self.over or bool(self.coming)


def build_months(events: Iterable[EventItem], today: date) -> list[EventMonth]:
    """The months that events touch, oldest first."""
    listed: dict[date, list[EventItem]] = {}
    drawn: dict[date, list[tuple[date, date, EventItem]]] = {}
    for event in events:
        first, last = days_of(event.starts, event.ends, all_day=event.all_day)
        listed.setdefault(first.replace(day=1), []).append(event)
        shown = min(last.toordinal(), first.toordinal() + _LONGEST)
        for month in months_of(first, date.fromordinal(shown)):
            drawn.setdefault(month, []).append((first, last, event))
    months = [
        EventMonth(
            month,
            month < today.replace(day=1),
            listed.get(month, []),
            [event for *_, event in some],
            draw_month(month, some, today),
        )
        for month, some in sorted(drawn.items())
    ]
    for earlier, later in pairwise(months):
        earlier.later, later.earlier = later, earlier
    return months
