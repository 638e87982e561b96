"""Records in their place: a record, where it comes from, its address, and what it is linked to.

An item shows its record's fields as its own (`lead.company`), and has its rendered text in
`page`, Pelican's content object, once Pelican's side has read it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from .frontmatter import Document, normal_key
from .kinds import Kind, Record
from .settings import Options
from .trail import SOMEONE, Claim, Entry, LeadState, WishState
from .wording import PRIORITIES, REMOTE, STAGES, WISH_KINDS, sentence

__all__ = [
    "EventItem",
    "Item",
    "LeadItem",
    "MemberItem",
    "News",
    "PostItem",
    "Progress",
    "ShowerItem",
    "WishGroup",
    "WishItem",
    "WordsItem",
]

_WISH_STAGES = ("open", "claimed", "granted", "withdrawn")


@dataclass(eq=False)
class Item:
    """One source file of the site. `source` is its path below the content folder."""

    kind: Kind
    record: Record
    document: Document
    source: str
    slug: str
    options: Options
    page: Any = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.record, name)

    @property
    def key(self) -> str:
        """What it is called where a whole address is too long: `lead/acme-clerk`."""
        return f"{self.kind.name}/{self.slug}"

    @property
    def url(self) -> str:
        """Its address below the site's, which may end in a fragment."""
        return self.kind.url.format(slug=self.slug)

    @property
    def anchor(self) -> str:
        """The fragment of its address: the id of its element on the page that shows it."""
        return self.url.partition("#")[2]

    @property
    def due(self) -> bool:
        """Whether its day has come; what is not due is written nowhere."""
        return True

    def line_of(self, key: str) -> int:
        """The line of a key in the source, counted from 1; 1 where it is not there."""
        found = self.document.fields.get(normal_key(key))
        return found.line if found else 1


class PostItem(Item):
    """A post or a page; Pelican's own article knows its address."""

    @property
    def url(self) -> str:
        """The article's own address."""
        return self.page.url

    @property
    def day(self) -> date:
        """The day of its Date in the site's time zone; pages may have none."""
        return self.record.date.day_in(self.options.zone) if self.record.date else date.min

    @property
    def due(self) -> bool:
        """Whether its day has come, and for a draft whether this is a preview."""
        draft = self.record.status == "draft" and not self.options.write_drafts
        return self.day <= self.options.today and not draft


class MemberItem(Item):
    """A person of the network."""


class WordsItem(Item):
    """The author's words on a week."""


class EventItem(Item):
    """A mixer, a meeting, a party."""

    @property
    def starts(self) -> datetime:
        """When it starts, in the site's time zone."""
        return self.record.start.at(self.options.zone)

    @property
    def ends(self) -> datetime | None:
        """When it ends, where that is known."""
        return self.record.end.at(self.options.zone) if self.record.end else None

    @property
    def day(self) -> date:
        """The day on which it starts."""
        return self.starts.date()

    @property
    def all_day(self) -> bool:
        """Whether no time is given."""
        return self.record.start.time is None

    @property
    def past(self) -> bool:
        """Whether its last day is over."""
        return (self.ends or self.starts).date() < self.options.today


@dataclass(eq=False)
class LeadItem(Item):
    """A job opening, with what came of it."""

    state: LeadState = field(default_factory=LeadState)
    wishes: list[WishItem] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The day on which it was heard of."""
        return self.record.date

    @property
    def due(self) -> bool:
        """Whether its day has come."""
        return self.day <= self.options.today

    @cached_property
    def trail_news(self) -> list[News]:
        """What happened, oldest first; of a lead that was taken back only that."""
        entries = self.record.trail
        if self.retracted:
            entries = [entry for entry in entries if entry.event == "retracted"]
        return [News(self, entry) for entry in entries]

    @property
    def remote_name(self) -> str:
        """Where the work is done, in words."""
        return REMOTE[self.record.remote]

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
        return _reply_link(self, subject) if self.open else ""


@dataclass(eq=False)
class WishItem(Item):
    """A favour asked for, with who promised and who granted it."""

    shower: ShowerItem | None = None
    about: LeadItem | None = None
    state: WishState = field(default_factory=WishState)

    @property
    def day(self) -> date:
        """The day on which it was asked."""
        return self.record.date

    @property
    def due(self) -> bool:
        """Whether its day, and its shower's, has come."""
        return self.day <= self.options.today and (self.shower is None or self.shower.due)

    @property
    def url(self) -> str:
        """Its place on the shower's page."""
        seeker, _, name = self.slug.partition("/")
        return f"showers/{seeker}/#wish-{name}"

    @property
    def open(self) -> bool:
        """Whether somebody can still promise it."""
        return self.stage == "open" and self.shower.record.status == "open"

    @property
    def stage(self) -> str:
        """The stage that readers may know: a hidden claim leaves it open."""
        if self.state.stage == "claimed" and self.shower.record.show_claims == "hidden":
            return "open"
        return self.state.stage

    @property
    def stage_name(self) -> str:
        """The stage in words."""
        return "promised" if self.stage == "claimed" else STAGES[self.stage]

    @property
    def kind_name(self) -> str:
        """The kind of favour, as a heading."""
        return WISH_KINDS[self.record.kind]

    @property
    def priority_name(self) -> str:
        """How much it is needed, in words; "" for the usual."""
        return PRIORITIES[self.record.priority]

    @property
    def tally(self) -> str:
        """How many are granted, where more than one is wanted."""
        if self.state.quantity is None:
            return f"{self.state.granted} so far"
        wanted = self.state.quantity
        return f"{self.state.granted} of {wanted} granted" if wanted > 1 else ""

    @property
    def remaining(self) -> int | None:
        """How many are still wanted, as far as readers may know; None for unlimited."""
        if self.state.quantity is None or self.shower.record.show_claims != "hidden":
            return self.state.remaining
        return self.state.quantity - self.state.granted

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The open promises that readers may see, nameless where the seeker wants that."""
        shown = self.shower.record.show_claims
        if shown == "hidden":
            return ()
        if shown == "taken":
            return tuple(Claim(SOMEONE, claim.times) for claim in self.state.claims)
        return self.state.claims

    @cached_property
    def trail_news(self) -> list[News]:
        """What happened, oldest first, as far as readers may see it."""
        shown = self.shower.record.show_claims
        entries = self.record.trail
        if shown == "hidden":
            entries = [e for e in entries if e.event not in ("claimed", "unclaimed")]
        if shown != "names":
            entries = [self._nameless(entry) for entry in entries]
        return [News(self, entry) for entry in entries]

    def _nameless(self, entry: Entry) -> Entry:
        """A helper's name goes; the seeker's own stays."""
        if entry.by == self.shower.record.seeker:
            return entry
        return msgspec.structs.replace(entry, by="")

    @property
    def last_news(self) -> date:
        """The day of its newest visible entry, or its own."""
        return self.trail_news[-1].day if self.trail_news else self.day

    @property
    def help_link(self) -> str:
        """Where "I can help" leads; "" where no help is wanted any more."""
        subject = f"I can help {self.shower.record.seeker}: {self.record.title}"
        return _reply_link(self, subject) if self.open else ""


class Progress(msgspec.Struct, frozen=True):
    """How many wishes of a shower stand where; withdrawn ones do not count."""

    granted: int = 0
    claimed: int = 0
    open: int = 0

    @property
    def total(self) -> int:
        """All that count."""
        return self.granted + self.claimed + self.open


class WishGroup(msgspec.Struct, frozen=True):
    """The wishes of one kind."""

    kind: str
    name: str
    wishes: list[Any]


@dataclass(eq=False)
class ShowerItem(Item):
    """One seeker's registry."""

    wishes: list[WishItem] = field(default_factory=list)
    party_event: EventItem | None = None

    @property
    def day(self) -> date:
        """The day on which it was opened."""
        return self.record.date

    @property
    def due(self) -> bool:
        """Whether its day has come."""
        return self.day <= self.options.today

    @property
    def progress(self) -> Progress:
        """Its wishes, counted."""
        stages = [wish.stage for wish in self.wishes]
        return Progress(*(stages.count(stage) for stage in ("granted", "claimed", "open")))

    @property
    def groups(self) -> list[WishGroup]:
        """The wishes by kind; in each what is open first, then by priority, then by age."""
        groups = []
        for kind, name in WISH_KINDS.items():
            wishes = [wish for wish in self.wishes if wish.record.kind == kind]
            if wishes:
                groups.append(WishGroup(kind, name, sorted(wishes, key=_wish_order)))
        return groups

    @property
    def gifts(self) -> list[News]:
        """Everything granted, newest first: what to say thank you for."""
        news = [n for wish in self.wishes for n in wish.trail_news if n.entry.event == "granted"]
        return sorted(news, key=lambda n: (-n.day.toordinal(), n.item.source, n.entry.offset))

    @property
    def last_news(self) -> date:
        """The newest day of anything in it."""
        return max([self.day, *(wish.last_news for wish in self.wishes)])


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


def _wish_order(wish: WishItem) -> tuple[int, int, date, str]:
    return (
        _WISH_STAGES.index(wish.stage),
        tuple(PRIORITIES).index(wish.record.priority),
        wish.day,
        wish.slug,
    )


def _reply_link(item: Item, subject: str) -> str:
    """REPLY_TO with the item filled in: RFC 6068 for mail, the author's template for a form."""
    options = item.options
    if not options.reply_to:
        return ""
    address = f"{options.address}/{item.url}"
    if options.reply_to.startswith(("http://", "https://")):
        values = {"subject": subject, "id": item.key, "title": item.record.title, "url": address}
        return options.reply_to.format(
            **{name: quote(value, safe="") for name, value in values.items()}
        )
    body = f"This is about {item.record.title}\n{address}\n({item.key})\n\n"
    # RFC 6068 section 5: line breaks in a body are CR LF, spaces are %20.
    query = urlencode(
        {"subject": f"{subject} [{item.key}]", "body": body.replace("\n", "\r\n")},
        quote_via=quote,
        safe="",
    )
    return f"mailto:{quote(options.reply_to, safe='@')}?{query}"
