"""What is to be followed up: from cards, from trails, from closing days. All of it is pure.

A follow-up is not stored anywhere: it follows from what stands in the files, and goes when that
changes. `marks.py` remembers which ones were done or put off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any

import msgspec

from jobshower.dates import short_day
from jobshower.trail import SOMEONE, Entry
from safebuild.cards import Card
from tools.short_ids import short_ids

__all__ = ["BUCKETS", "COLD_DAYS", "Followup", "collect"]

BUCKETS = {
    "overdue": "Overdue",
    "today": "Today",
    "week": "Within a week",
    "mixer": "Met at an event: write within 48 hours",
    "thanks": "Tell them what came of it",
    "waiting": "Waiting for others",
    "cold": "Gone cold",
    "later": "Later",
}
COLD_DAYS = 14
"""So many days without news, and something has gone cold."""

_WEEK = timedelta(days=7)
_MIXER = timedelta(days=2)
_OUTCOMES = frozenset(("interview", "offer", "landed", "filled", "closed"))
_TELL = {
    "interview": "it led to an interview",
    "offer": "it led to an offer",
    "landed": "it led to a job",
    "filled": "it went to somebody else",
    "closed": "it is closed",
}


class Followup(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do, or to wait for.

    `key` is what it is about and why; `basis` the day of what it follows from: when that is
    another, it is another follow-up. `due` is the last day for it, where there is one.
    """

    key: str
    basis: date
    bucket: str
    who: str
    what: str
    file: str
    due: date | None = None
    id: str = ""


def collect(
    leads: Iterable[Any],
    wishes: Iterable[Any],
    events: Sequence[Any],
    cards: Iterable[Card],
    author: str,
    today: date,
    cold: int = COLD_DAYS,
) -> list[Followup]:
    """Everything that is open on the day `today`, in the order in which it is shown.

    Items are the library's; `cold` is a number of days.
    """
    maker = _Maker(author, today, timedelta(days=cold), events)
    found = [
        *(one for card in cards for one in maker.of_card(card)),
        *(one for lead in leads if lead.due for one in maker.of_lead(lead)),
        *(one for wish in wishes if wish.due for one in maker.of_wish(wish)),
    ]
    order = list(BUCKETS)
    found.sort(key=lambda one: (order.index(one.bucket), one.due or one.basis, one.key))
    ids = short_ids([one.key for one in found])
    return [msgspec.structs.replace(one, id=id_) for one, id_ in zip(found, ids, strict=True)]


class _Maker:
    """Makes follow-ups of one day."""

    def __init__(self, author: str, today: date, cold: timedelta, events: Sequence[Any]) -> None:
        self.author = author
        self.today = today
        self.cold = cold
        self.events = {event.day: event for event in events if not event.cancelled}

    def of_card(self, card: Card) -> Iterator[Followup]:
        """What to do about a person."""
        slug = PurePosixPath(card.file).stem
        last = max(filter(None, (card.contacted, card.met_on)), default=None)

        def followup(rule: str, basis: date, bucket: str, what: str, due: date | None) -> Followup:
            return Followup(
                key=f"card/{slug}/{rule}",
                basis=basis,
                bucket=bucket,
                who=card.name,
                what=what,
                file=card.file,
                due=due,
            )

        waiting = f"waiting for: {card.waiting_for}" if card.waiting_for else ""
        if card.follow_up and not (card.contacted and card.contacted >= card.follow_up):
            what = card.next or waiting or "get in touch"
            bucket = self._bucket(card.follow_up)
            yield followup("follow-up", card.follow_up, bucket, what, card.follow_up)
            return
        met = self.events.get(card.met_on) if card.met_on else None
        if met and not card.contacted:
            due = card.met_on + _MIXER
            bucket = "overdue" if due < self.today else "mixer"
            what = f"{card.next or 'write'} (you met at {met.record.title})"
            yield followup("mixer", card.met_on, bucket, what, due)
            return
        if not last:
            return
        if last + self.cold <= self.today:
            plan = waiting or card.next or "get in touch"
            what = f"{plan} ({self._since(last, 'last in touch')})"
            yield followup("cold", self._step(last), "cold", what, None)
        elif waiting:
            yield followup("waiting", last, "waiting", waiting.partition(": ")[2], None)
        elif card.next:
            yield followup("next", last, "week", card.next, None)

    def of_lead(self, lead: Any) -> Iterator[Followup]:
        """What to do about a lead: before it closes, while others have it, and after."""
        own = [entry for entry in lead.record.trail if entry.by == self.author]
        # Once she has applied, it is the company's turn.
        applied = any(entry.event in ("applied", "interview", "offer") for entry in own)
        followers = [claim.by for claim in lead.state.followers]
        if lead.open:
            yield from self._open_lead(lead, followers, applied=applied)
        yield from self._giver(lead)

    def _open_lead(
        self, lead: Any, followers: Sequence[str], *, applied: bool
    ) -> Iterator[Followup]:
        mine = self.author in followers
        others = _names([name for name in followers if name != self.author])
        who = "you" if mine and not applied else others or lead.record.company
        closes = lead.record.closes
        if closes and closes <= self.today + _WEEK and not applied:
            if mine:
                what = "apply"
            elif others:
                what = "ask whether they applied"
            else:
                what = "pass it on again: nobody follows it up"
            what = f"{what}, {_title(lead)} (closes {short_day(closes)})"
            yield self._of(lead, "closing", closes, self._bucket(closes), who, what, closes)
            return
        if lead.last_news + self.cold <= self.today:
            days = self._since(lead.last_news, "no news")
            what = f"{_title(lead)} ({days})"
            if not followers:
                who, what = "nobody", f"pass it on again, or close it: {what}"
            yield self._of(lead, "cold", self._step(lead.last_news), "cold", who, what)
        elif mine and not applied:
            yield self._of(lead, "claimed", lead.last_news, "week", who, f"apply: {_title(lead)}")
        elif followers:
            last = lead.record.trail[-1]
            what = f"{_title(lead)} ({last.event} {short_day(last.date)})"
            yield self._of(lead, "waiting", lead.last_news, "waiting", who, what)

    def _giver(self, lead: Any) -> Iterator[Followup]:
        """Who gave a lead hears what came of it, each time that something does."""
        untold = _untold(lead.record.trail, "thanked")
        outcomes = [entry for entry in untold if entry.event in _OUTCOMES]
        if lead.record.via and outcomes and not lead.retracted:
            last = outcomes[-1]
            what = f"{_TELL[last.event]}: {_title(lead)} ({short_day(last.date)})"
            yield self._of(lead, "thanks", last.date, "thanks", lead.record.via, what)

    def of_wish(self, wish: Any) -> Iterator[Followup]:
        """Whose promise is open, and whom to thank."""
        trail = wish.record.trail
        for claim in wish.state.claims:
            since = max(e.date for e in trail if e.event == "claimed" and e.who == claim.by)
            who = "somebody" if claim.by == SOMEONE else claim.by
            rule = f"{claim.by}/".casefold().replace(" ", "-")
            if since + self.cold <= self.today:
                what = f"{wish.record.title} ({self._since(since, 'promised')})"
                yield self._of(wish, f"{rule}cold", self._step(since), "cold", who, what)
            else:
                what = f"{wish.record.title} (promised {short_day(since)})"
                yield self._of(wish, f"{rule}waiting", since, "waiting", who, what)
        # For another's wish, thanks are another's to say.
        granted = [e for e in _untold(trail, "thanked") if e.event == "granted"]
        if granted and wish.shower and wish.shower.record.seeker == self.author:
            who = _names(dict.fromkeys(entry.who for entry in granted))
            what = f"say thank you: {wish.record.title}"
            yield self._of(wish, "thanks", granted[-1].date, "thanks", who, what)

    def _of(
        self,
        item: Any,
        rule: str,
        basis: date,
        bucket: str,
        who: str,
        what: str,
        due: date | None = None,
    ) -> Followup:
        return Followup(
            key=f"{item.key}/{rule}",
            basis=basis,
            bucket=bucket,
            who=who,
            what=what,
            file=f"content/{item.source}",
            due=due,
        )

    def _bucket(self, due: date) -> str:
        if due <= self.today:
            return "today" if due == self.today else "overdue"
        return "week" if due <= self.today + _WEEK else "later"

    def _since(self, day: date, what: str) -> str:
        days = (self.today - day).days
        return f"{what} for {days} days" if what == "no news" else f"{what} {days} days ago"

    def _step(self, last: date) -> date:
        """The day on which it has gone cold once more: what was done comes back after that."""
        return last + (self.today - last) // self.cold * self.cold


def _untold(trail: Sequence[Entry], event: str) -> list[Entry]:
    """The entries since the last of that kind, or since it was opened again."""
    last = max((n for n, e in enumerate(trail) if e.event in (event, "reopened")), default=-1)
    return list(trail[last + 1 :])


def _title(lead: Any) -> str:
    return f"{lead.record.title} at {lead.record.company}"


def _names(names: Iterable[str]) -> str:
    return ", ".join("somebody" if name == SOMEONE else name for name in names)
