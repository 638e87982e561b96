"""ISO weeks, and the roundup of each in which anything happened. Everything here is pure.

Weeks are those of ISO 8601: Monday to Sunday, and a week belongs to the year of its Thursday.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import total_ordering
from typing import Any

import msgspec

from .items import EventItem, PostItem, WordsItem
from .kinds import WORDS
from .leads import LeadItem
from .news import News
from .showers import ShowerItem, WishItem
from .trail import replay_lead
from .values import Goal

__all__ = ["Roundup", "Week", "build_roundups"]

_SLUG = re.compile(r"(?P<year>[0-9]{4})-w(?P<week>[0-9]{2})")
_CLOSING_SOON = timedelta(days=7)
_LONG = 30


@total_ordering
class Week(msgspec.Struct, frozen=True):
    """An ISO week."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Week:
        """The week in which a day lies."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def from_slug(cls, slug: str) -> Week | None:
        """`2009-w32`, or None for anything that is not the name of an existing week."""
        match = _SLUG.fullmatch(slug)
        if not match:
            return None
        week = cls(int(match["year"]), int(match["week"]))
        try:
            return week if week == cls.of(week.monday) else None
        except ValueError:
            return None

    def __lt__(self, other: Week) -> bool:
        return (self.year, self.number) < (other.year, other.number)

    def __contains__(self, day: date) -> bool:
        return self.monday <= day <= self.sunday

    @property
    def slug(self) -> str:
        """Its name in addresses and file names."""
        return f"{self.year:04}-w{self.number:02}"

    @property
    def monday(self) -> date:
        """Its first day. Raises ValueError where the year has no such week."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)


@dataclass(eq=False)
class Roundup:
    """One week of the network. Lists are in the order in which they are told."""

    week: Week
    running: bool
    words: WordsItem | None = None
    posts: list[PostItem] = field(default_factory=list)
    new_leads: list[LeadItem] = field(default_factory=list)
    closing_soon: list[LeadItem] = field(default_factory=list)
    lead_news: list[News] = field(default_factory=list)
    wishes_asked: list[WishItem] = field(default_factory=list)
    wishes_granted: list[News] = field(default_factory=list)
    wish_news: list[News] = field(default_factory=list)
    events_held: list[EventItem] = field(default_factory=list)
    events_coming: list[EventItem] = field(default_factory=list)
    earlier_goals: Sequence[Goal] = ()
    revised: date | None = None
    """The newest day on which a lead was taken back that had been told here."""
    previous: Roundup | None = None
    next: Roundup | None = None

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.week.slug

    @property
    def url(self) -> str:
        """Its address below the site's."""
        return WORDS.url.format(slug=self.slug)

    @property
    def save_as(self) -> str:
        """The file that is written for it."""
        return f"{self.url}index.html"

    @property
    def title(self) -> str:
        """The author's title, or the number of the week."""
        own = self.words.record.title if self.words else ""
        return own or f"Week {self.week.number} of {self.week.year}"

    @property
    def goals(self) -> Sequence[Goal]:
        """What the author sets out to do."""
        return self.words.record.goals if self.words else ()

    @property
    def happened(self) -> bool:
        """Whether there is anything to tell."""
        return bool(
            self.words
            or self.posts
            or self.new_leads
            or self.lead_news
            or self.wishes_asked
            or self.wishes_granted
            or self.wish_news
            or self.events_held
            or self.revised
        )

    @property
    def long(self) -> bool:
        """Whether so much is told that its page is printed in the smallest type."""
        told = (self.posts, self.new_leads, self.closing_soon, self.lead_news, self.wishes_asked)
        told += (self.wishes_granted, self.wish_news, self.events_held, self.events_coming)
        return sum(map(len, told)) > _LONG

    @property
    def published(self) -> date | None:
        """The Monday after, when all of it is told; None while the week is running."""
        return None if self.running else self.week.sunday + timedelta(days=1)

    @property
    def modified(self) -> date | None:
        """The newest day of anything told; None where only the author's words are there."""
        if self.published:
            # Only a lead that is taken back is taken out of a week that is over.
            return max(self.published, self.revised or self.published)
        days = [item.day for item in (*self.posts, *self.new_leads, *self.wishes_asked)]
        days += [news.day for news in (*self.lead_news, *self.wishes_granted, *self.wish_news)]
        return max([*days, *([self.revised] if self.revised else [])], default=None)


def build_roundups(library: Any, today: date, event_days: int) -> list[Roundup]:
    """A roundup for each week with news up to `today`'s, newest first.

    `library` has posts, leads, showers, events and words, all of them due; `event_days` is how
    far ahead of a week's end its coming events lie.
    """
    roundups: dict[Week, Roundup] = {}

    def of(day: date) -> Roundup:
        week = Week.of(day)
        return roundups.setdefault(week, Roundup(week, running=today in week))

    for words in library.words:
        of(Week.from_slug(words.slug).monday).words = words
    for post in library.posts:
        of(post.day).posts.append(post)
    for lead in library.leads:
        _add_lead(lead, of)
    for shower in library.showers:
        _add_shower(shower, of)
    for event in library.events:
        if event.day < today and not event.cancelled:
            of(event.day).events_held.append(event)
    told = sorted((r for r in roundups.values() if r.happened), key=lambda r: r.week)
    for roundup in told:
        _sort(roundup)
        _look_ahead(roundup, library, today, event_days)
    _chain(told)
    return told[::-1]


def _add_lead(lead: LeadItem, of: Any) -> None:
    if lead.retracted:
        for day in (lead.day, *(entry.date for entry in lead.record.trail)):
            told = of(day)
            told.revised = max(told.revised or lead.last_news, lead.last_news)
    else:
        of(lead.day).new_leads.append(lead)
    for news in lead.trail_news:
        of(news.day).lead_news.append(news)


def _add_shower(shower: ShowerItem, of: Any) -> None:
    for wish in shower.wishes:
        of(wish.day).wishes_asked.append(wish)
        for news in wish.trail_news:
            if news.entry.event == "granted":
                of(news.day).wishes_granted.append(news)
            else:
                of(news.day).wish_news.append(news)


def _sort(roundup: Roundup) -> None:
    """By day, and where days are equal by file and line, whatever order the disk gave."""
    roundup.posts.sort(key=lambda post: (post.moment, post.source))
    for items in (roundup.new_leads, roundup.wishes_asked):
        items.sort(key=lambda item: (item.day, item.source))
    roundup.events_held.sort(key=lambda event: (event.starts, event.source))
    for news in (roundup.lead_news, roundup.wishes_granted, roundup.wish_news):
        news.sort(key=lambda n: (n.day, n.item.source, n.entry.offset))


def _look_ahead(roundup: Roundup, library: Any, today: date, event_days: int) -> None:
    """What was to come as the week ended; for the running week, as of today."""
    seen_on = min(today, roundup.week.sunday)
    first = seen_on if roundup.running else seen_on + timedelta(days=1)
    last = roundup.week.sunday + _CLOSING_SOON
    roundup.closing_soon = sorted(
        (
            lead
            for lead in library.leads
            if lead.record.closes
            and not lead.retracted
            and first <= lead.record.closes <= last
            and lead.day <= seen_on
            and not _closed_by(lead, seen_on)
        ),
        key=lambda lead: (lead.record.closes, lead.source),
    )
    horizon = roundup.week.sunday + timedelta(days=event_days)
    roundup.events_coming = sorted(
        (event for event in library.events if first <= event.day <= horizon),
        key=lambda event: (event.starts, event.source),
    )


def _closed_by(lead: LeadItem, day: date) -> bool:
    """Whether it had ended, or had gone stale, as that day came."""
    entries = [entry for entry in lead.record.trail if entry.date <= day]
    state = replay_lead(entries, lead.day, day)[0]
    return bool(state.ended) or lead.stale_after(state) <= day


def _chain(roundups: Iterable[Roundup]) -> None:
    """Each knows its neighbours; goals are reported on by the next roundup."""
    before: Roundup | None = None
    for roundup in roundups:
        roundup.previous = before
        if before:
            before.next = roundup
            roundup.earlier_goals = before.goals
        before = roundup
