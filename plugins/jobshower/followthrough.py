"""What came of it all: every entry of every trail, and the numbers of each week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from .leads import LeadItem
from .news import News
from .pictures.bars import Bars, Series, draw_bars
from .showers import ShowerItem
from .weeks import Week

__all__ = ["Count", "FollowThrough", "WeekStory", "follow_through"]

_FOLLOWED_UP = frozenset({"claimed", "applied", "interview", "offer", "landed"})
_OUTCOMES = frozenset({"landed", "granted"})

_LEADS = (
    Series("leads", "passed on"),
    Series("followed_up", "followed up"),
    Series("landed", "landed", rare=True),
)
_WISHES = (Series("wishes", "asked"), Series("granted", "granted"))
_CHARTED = 26
"""The newest weeks that the charts show; the table has all."""


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How much of what happened."""

    leads: int = 0
    followed_up: int = 0
    landed: int = 0
    wishes: int = 0
    granted: int = 0


class WeekStory(msgspec.Struct, frozen=True):
    """A week's numbers, and its news, newest first."""

    week: Week
    count: Count
    news: list[News]


class FollowThrough(msgspec.Struct, frozen=True):
    """`news` newest first; `weeks` oldest first, every one from the first to the last."""

    news: list[News]
    weeks: list[WeekStory]
    totals: Count

    @property
    def charted(self) -> list[WeekStory]:
        """The weeks that the charts show."""
        return self.weeks[-_CHARTED:]

    @property
    def lead_bars(self) -> Bars:
        """What became of leads, by week."""
        return draw_bars([(one.week, one.count) for one in self.charted], _LEADS)

    @property
    def wish_bars(self) -> Bars:
        """What became of wishes, by week."""
        return draw_bars([(one.week, one.count) for one in self.charted], _WISHES)


def follow_through(leads: Iterable[LeadItem], showers: Iterable[ShowerItem]) -> FollowThrough:
    """Count what is told; retracted leads and hidden claims are not."""
    leads = list(leads)
    wishes = [wish for shower in showers for wish in shower.wishes]
    news = [one for item in (*leads, *wishes) for one in item.trail_news]
    news.sort(key=lambda one: (-one.day.toordinal(), one.item.source, -one.entry.offset))
    tally: Counter[tuple[Week, str]] = Counter()
    tally.update((Week.of(lead.day), "leads") for lead in leads if not lead.retracted)
    tally.update((Week.of(wish.day), "wishes") for wish in wishes)
    for lead in leads:
        # A lead is followed up once, however many steps are taken after the first.
        steps = [Week.of(one.day) for one in lead.trail_news if one.entry.event in _FOLLOWED_UP]
        tally.update((week, "followed_up") for week in steps[:1])
    for one in news:
        if one.entry.event in _OUTCOMES:
            tally[Week.of(one.day), one.entry.event] += one.entry.times
    seen = {week for week, _ in tally} | {Week.of(one.day) for one in news}
    by_week: dict[Week, list[News]] = {}
    for one in news:
        by_week.setdefault(Week.of(one.day), []).append(one)
    weeks = [WeekStory(week, _count(tally, {week}), by_week.get(week, [])) for week in _every(seen)]
    return FollowThrough(news, weeks, _count(tally, seen))


def _count(tally: Counter[tuple[Week, str]], weeks: set[Week]) -> Count:
    sums = {name: sum(tally[w, name] for w in weeks) for name in Count.__struct_fields__}
    return Count(**sums)


def _every(weeks: set[Week]) -> list[Week]:
    """All weeks from the first to the last, the empty ones between them too."""
    if not weeks:
        return []
    first, last = min(weeks).monday.toordinal(), max(weeks).monday.toordinal()
    return [Week.of(date.fromordinal(day)) for day in range(first, last + 1, 7)]
