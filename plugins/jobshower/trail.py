"""Trails: what happened to a lead or a wish, and the stage that follows from it.

Grammar, one line an entry: `DATE EVENT [by NAME] [xN] [: NOTE]`. A stage is stored nowhere: it is
the result of replaying the entries from *open*. Everything here is pure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from types import MappingProxyType

import msgspec

from problems import did_you_mean

from .values import BadValue, Mistake, to_day

__all__ = [
    "LEAD_EVENTS",
    "SOMEONE",
    "WISH_EVENTS",
    "Claim",
    "Entry",
    "LeadState",
    "Refusal",
    "WishState",
    "format_entry",
    "parse",
    "replay_lead",
    "replay_wish",
]

LEAD_EVENTS = (
    "claimed",
    "unclaimed",
    "applied",
    "interview",
    "offer",
    "landed",
    "filled",
    "closed",
    "reopened",
    "retracted",
    "thanked",
)
WISH_EVENTS = ("claimed", "unclaimed", "granted", "thanked", "withdrawn", "reopened")

SOMEONE = "someone"
"""Who did it where no name is given."""

_PROGRESS = MappingProxyType({"claimed": 1, "applied": 2, "interview": 3, "offer": 4})
_ENDS = frozenset({"landed", "filled", "closed", "retracted"})

_ENTRY = re.compile(
    r"(?P<date>\S+)(?:\s+(?P<event>\S+))?(?:\s+by\s+(?P<by>\S.*?))?(?:\s+x(?P<times>\d{1,6}))?"
)
_SHAPE = "write DATE EVENT by NAME: NOTE, as in 2009-08-07 claimed by Dana R.: will call on Monday"


class Entry(msgspec.Struct, frozen=True):
    """One thing that happened; `offset` counts its line from that of the key `Trail`."""

    date: date
    event: str
    by: str = ""
    times: int = 1
    note: str = ""
    offset: int = 0

    @property
    def who(self) -> str:
        """The name, or SOMEONE."""
        return self.by or SOMEONE


class Refusal(msgspec.Struct, frozen=True):
    """An entry that replaying does not accept, and why."""

    entry: Entry
    message: str
    hint: str


class Claim(msgspec.Struct, frozen=True):
    """A promise that is open: who gave it, and how many of the quantity it covers."""

    by: str
    times: int = 1


class LeadState(msgspec.Struct, frozen=True):
    """What the entries make of a lead.

    `stage` is the furthest step of anybody who follows it up, or how it ended; `ended` is the
    event that ended it, or "". An interview after the posting closed moves the stage on and leaves
    it ended. `followers` have claimed it or gone further; `since` is the day of the last entry.
    """

    stage: str = "open"
    ended: str = ""
    followers: tuple[Claim, ...] = ()
    thanked: bool = False
    since: date | None = None


class WishState(msgspec.Struct, frozen=True):
    """What the entries make of a wish.

    `quantity` is None for unlimited; `claims` are the open promises, `granted` counts those kept.
    `stage` is open while anything is still wanted, claimed when all that is wanted is promised,
    granted when all is done, or withdrawn.
    """

    quantity: int | None = 1
    claims: tuple[Claim, ...] = ()
    granted: int = 0
    withdrawn: bool = False
    thanked: bool = False
    since: date | None = None

    @property
    def claimed(self) -> int:
        """How many are promised."""
        return sum(claim.times for claim in self.claims)

    @property
    def remaining(self) -> int | None:
        """How many are neither promised nor granted; None for unlimited."""
        return None if self.quantity is None else self.quantity - self.claimed - self.granted

    @property
    def stage(self) -> str:
        """One of open, claimed, granted, withdrawn."""
        if self.withdrawn:
            return "withdrawn"
        if self.quantity is not None and self.granted >= self.quantity:
            return "granted"
        return "claimed" if self.remaining == 0 else "open"


def parse(lines: Sequence[str], events: Collection[str]) -> tuple[Entry, ...]:
    """The entries of a trail, in the order of the file. Raises BadValue with every bad line."""
    entries, mistakes = [], []
    for offset, line in enumerate(lines):
        if not line:
            continue
        try:
            entries.append(_parse_entry(line, offset, events))
        except BadValue as error:
            mistakes += [
                msgspec.structs.replace(mistake, offset=offset, value=line)
                for mistake in error.mistakes
            ]
    if mistakes:
        raise BadValue(*mistakes)
    return tuple(entries)


def format_entry(entry: Entry) -> str:
    """The line that parses to this entry."""
    by = f" by {entry.by}" if entry.by else ""
    times = f" x{entry.times}" if entry.times > 1 else ""
    note = f": {entry.note}" if entry.note else ""
    return f"{entry.date.isoformat()} {entry.event}{by}{times}{note}"


def replay_lead(
    entries: Iterable[Entry], born: date, today: date
) -> tuple[LeadState, list[Refusal]]:
    """Replay a lead's entries; a refused one changes nothing.

    `born` is the day on which the lead was heard of, `today` the day of the build.
    """
    refusals: list[Refusal] = []
    followers: dict[str, str] = {}
    stage, ended, thanked, since = "open", "", False, None
    for entry in entries:
        refusal = _refuse_day(entry, born, since, today)
        if not refusal and entry.event == "unclaimed" and entry.who not in followers:
            refusal = _nobody_claimed(entry, followers)
        if refusal:
            refusals.append(refusal)
            continue
        since = entry.date
        if entry.event == "thanked":
            thanked = True
        elif entry.event in _ENDS:
            stage = ended = entry.event
        elif entry.event == "reopened":
            followers, stage, ended, thanked = {}, "open", "", False
        else:
            _follow(followers, entry)
            stage = _stage(followers, entry, stage, ended)
    state = LeadState(
        stage, ended, tuple(Claim(name) for name in followers), thanked=thanked, since=since
    )
    return state, refusals


def replay_wish(
    entries: Iterable[Entry], born: date, today: date, quantity: int | None = 1
) -> tuple[WishState, list[Refusal]]:
    """Replay a wish's entries; a refused one changes nothing.

    `born` is the day on which the wish was asked, `quantity` None for unlimited.
    """
    refusals: list[Refusal] = []
    claims: dict[str, int] = {}
    granted, withdrawn, thanked, since = 0, False, False, None
    for entry in entries:
        refusal = _refuse_day(entry, born, since, today)
        refusal = refusal or _refuse_count(entry, claims, granted, quantity)
        if refusal:
            refusals.append(refusal)
            continue
        since = entry.date
        if entry.event == "claimed":
            claims[entry.who] = claims.get(entry.who, 0) + entry.times
        elif entry.event == "unclaimed":
            _take(claims, entry.who, entry.times)
        elif entry.event == "granted":
            _take(claims, entry.who, entry.times)
            granted += entry.times
            thanked = False
        elif entry.event == "thanked":
            thanked = True
        elif entry.event == "withdrawn":
            withdrawn = True
        else:
            claims, granted, withdrawn, thanked = {}, 0, False, False
    promised = tuple(Claim(name, times) for name, times in claims.items())
    state = WishState(
        quantity, promised, granted, withdrawn=withdrawn, thanked=thanked, since=since
    )
    return state, refusals


def _parse_entry(line: str, offset: int, events: Collection[str]) -> Entry:
    head, _, note = line.partition(":")
    match = _ENTRY.fullmatch(head.strip())
    if not match:
        raise BadValue(Mistake("This is not a trail entry.", _SHAPE))
    day = to_day(match["date"])
    event = match["event"] or ""
    if event not in events:
        close = did_you_mean(event, events)
        hint = f"did you mean “{close}”?" if close else f"write one of {', '.join(events)}"
        message = f"“{event}” is not an event of this trail." if event else "The event is missing."
        raise BadValue(Mistake(message, hint))
    times = int(match["times"] or 1)
    if times < 1:
        raise BadValue(Mistake("Nothing happens x0 times.", "write x2 for two, or leave it out"))
    return Entry(day, event, match["by"] or "", times, note.strip(), offset)


def _refuse_day(entry: Entry, born: date, since: date | None, today: date) -> Refusal | None:
    """A day that does not lie between the last accepted entry's, or `born`, and `today`."""
    if entry.date > today:
        message = f"This has not happened yet: today is {today}."
        return Refusal(entry, message, "write the day on which it happened")
    if entry.date < born:
        message = f"This lies before the day it began, {born}."
        return Refusal(entry, message, "correct this date, or the key Date")
    if since and entry.date < since:
        message = f"The trail runs backwards: the entry above is of {since}."
        return Refusal(entry, message, "put the entries in the order of their days")
    return None


def _follow(followers: dict[str, str], entry: Entry) -> None:
    if entry.event == "unclaimed":
        del followers[entry.who]
        return
    before = followers.get(entry.who, "claimed")
    followers[entry.who] = max(before, entry.event, key=_PROGRESS.__getitem__)


def _stage(followers: dict[str, str], entry: Entry, stage: str, ended: str) -> str:
    """The furthest step of anybody; where the lead has ended, only a step beyond a claim counts."""
    furthest = max(followers.values(), key=_PROGRESS.__getitem__, default="open")
    if not ended:
        return furthest
    claiming = entry.event in ("claimed", "unclaimed")
    if ended == "retracted" or furthest in ("open", "claimed") or (claiming and stage == ended):
        return ended
    return furthest


def _refuse_count(
    entry: Entry, claims: dict[str, int], granted: int, quantity: int | None
) -> Refusal | None:
    """Un-claiming more than was claimed, or claims and grants above the quantity."""
    held = claims.get(entry.who, 0)
    if entry.event == "unclaimed" and entry.times > held:
        return _nobody_claimed(entry, claims)
    if entry.event not in ("claimed", "granted") or quantity is None:
        return None
    kept = min(held, entry.times) if entry.event == "granted" else 0
    total = sum(claims.values()) + granted + entry.times - kept
    if total <= quantity:
        return None
    wanted = f"{quantity} is wanted" if quantity == 1 else f"{quantity} are wanted"
    message = f"{wanted}, and with this entry {total} are promised or granted."
    hint = "raise the Quantity, or take a claim back with “unclaimed”"
    other = next((name for name in claims if name != entry.who), "")
    if entry.event == "granted" and other:
        hint = f"say whose promise was kept, as in “granted by {other}”"
    return Refusal(entry, message, hint)


def _nobody_claimed(entry: Entry, claims: Collection[str]) -> Refusal:
    who = f"{entry.by} has" if entry.by else "Nobody without a name has"
    holders = ", ".join(claims)
    hint = (
        f"the open claims are by {holders}"
        if holders
        else "nothing is claimed: leave this entry out"
    )
    return Refusal(entry, f"{who} no claim here that could be taken back.", hint)


def _take(claims: dict[str, int], name: str, times: int) -> None:
    """Use up to `times` of a name's claims."""
    left = claims.get(name, 0) - times
    if left > 0:
        claims[name] = left
    else:
        claims.pop(name, None)
