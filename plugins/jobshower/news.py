"""News: an entry of a trail, told of the item that it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from .pictures.timeline import Timeline, draw_timeline
from .trail import Entry
from .wording import sentence

__all__ = ["News", "Point", "Story"]

_GOOD = frozenset({"landed", "granted"})
_OVER = frozenset({"filled", "closed", "retracted", "withdrawn"})


class News(msgspec.Struct, frozen=True, eq=False):
    """One entry of a trail, with the item that it is about."""

    item: Any
    entry: Entry

    @property
    def day(self) -> date:
        """The day on which it happened."""
        return self.entry.date

    @property
    def text(self) -> str:
        """What happened, as a sentence without a full stop."""
        return sentence(self.item.kind.name, self.entry)

    @property
    def thanked(self) -> bool:
        """Whether thanks were recorded at this entry or later."""
        trail = self.item.record.trail
        return any(e.event == "thanked" and e.offset >= self.entry.offset for e in trail)

    @property
    def sort(self) -> str:
        """For the picture: good, over, or a step on the way."""
        event = self.entry.event
        return "good" if event in _GOOD else "over" if event in _OVER else "step"


class Point(msgspec.Struct, frozen=True):
    """A day in an item's life: the words for it, and what sort of thing happened."""

    day: date
    text: str
    note: str
    sort: str


class Story(msgspec.Struct, frozen=True):
    """An item's life, oldest first, as text and as a picture; both count it alike."""

    points: list[Point]
    picture: Timeline

    @classmethod
    def tell(
        cls, born: Point, news: list[News], last: date, today: date, end: Point | None = None
    ) -> Story:
        """From the day it was `born` to `last`, or to its `end` where that is no entry."""
        points = [born]
        points += [Point(one.day, one.text, one.entry.note, one.sort) for one in news]
        if end:
            points.append(end)
        points.sort(key=lambda point: point.day)
        days = [(point.day, point.sort) for point in points]
        return cls(points, draw_timeline(born.day, days, last, today))
