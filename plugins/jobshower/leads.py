"""A lead in its place: whether it is open, what came of it, how to follow it up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from .dates import long_day
from .items import DatedItem
from .news import News, Point, Story
from .replies import reply_link
from .trail import LeadState
from .wording import REMOTE, STAGES

__all__ = ["LeadItem"]


@dataclass(eq=False)
class LeadItem(DatedItem):
    """A job opening, with what came of it."""

    state: LeadState = field(default_factory=LeadState)
    wishes: list[Any] = field(default_factory=list)

    @cached_property
    def trail_news(self) -> list[News]:
        """What happened, oldest first; of a lead that was taken back only that."""
        entries = self.record.trail
        if self.retracted:
            entries = [entry for entry in entries if entry.event == "retracted"]
        return [News(self, entry) for entry in entries]

    @property
    def story(self) -> Story:
        """Its life, from the day on which it was heard of to that on which it closes."""
        born = Point(self.day, "Heard of", "", "begun")
        end = None
        if self.closed_on and not self.ending:
            end = Point(self.closed_on, "Closed", self.closed_why, "over")
        elif self.record.closes and self.open:
            end = Point(self.record.closes, "Closes", "", "end")
        last = self.options.today if self.open else self.last_news
        return Story.tell(born, self.trail_news, last, self.options.today, end)

    @property
    def remote_name(self) -> str:
        """Where the work is done, in words."""
        return REMOTE[self.record.remote]

    @property
    def brief(self) -> str:
        """Where, how and until when, in a line: what decides whether to read on."""
        record = self.record
        facts = [
            ", ".join(filter(None, (record.company, record.location))),
            "" if record.remote == "no" else self.remote_name,
            (record.employment or "").capitalize(),
            str(record.salary or ""),
            f"Closes on {long_day(record.closes)}" if record.closes else "",
        ]
        return ". ".join(filter(None, facts)) + "."

    @property
    def last_news(self) -> date:
        """The day of its newest entry, or its own."""
        return self.state.since or self.day

    @property
    def stale_on(self) -> date:
        """The day on which it counts as closed for want of news."""
        return self.stale_after(self.state)

    def stale_after(self, state: LeadState) -> date:
        """The day on which it counts as closed if no more is heard than makes up `state`."""
        last = (state.since or self.day).toordinal()
        return date.fromordinal(min(last + self.options.stale_days, date.max.toordinal()))

    @property
    def retracted(self) -> bool:
        """Whether it should not have been passed on."""
        return self.state.ended == "retracted"

    @property
    def ending(self) -> News | None:
        """The entry that ended it; None while it is open, and where time alone closed it."""
        ended = self.state.ended
        return next((n for n in reversed(self.trail_news) if ended == n.entry.event), None)

    @property
    def closed_why(self) -> str:
        """Why it is closed, as a sentence; "" while it is open."""
        today = self.options.today
        if self.ending:
            return f"{self.ending.text}."
        if self.record.closes and self.record.closes < today:
            return "The closing day is past."
        if self.stale_on <= today:
            return f"Nothing was heard of it for {self.options.stale_days} days."
        return ""

    @property
    def closed_on(self) -> date | None:
        """The day since which it is closed; None while it is open."""
        if not self.closed_why:
            return None
        if self.ending:
            return self.ending.day
        if self.record.closes and self.record.closes < self.stale_on:
            return date.fromordinal(self.record.closes.toordinal() + 1)
        return self.stale_on

    @property
    def open(self) -> bool:
        """Whether one can still follow it up."""
        return not self.closed_why

    @property
    def stage(self) -> str:
        """The stage of its trail, or `closed` where time has closed it untouched."""
        return self.state.stage if self.open or self.state.stage != "open" else "closed"

    @property
    def stage_name(self) -> str:
        """The stage in words."""
        return STAGES[self.stage]

    @property
    def help_link(self) -> str:
        """Where "I'm following this up" leads; "" where nobody is asked to."""
        subject = f"I'm following this up: {self.record.title} at {self.record.company}"
        return reply_link(self, subject) if self.open else ""
