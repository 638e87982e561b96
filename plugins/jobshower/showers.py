"""A shower and its wishes in their place: what is open, who promised, what was granted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import msgspec

from .items import DatedItem, EventItem
from .leads import LeadItem
from .news import News, Point, Story
from .pictures.tags import Tags, draw_tags
from .replies import reply_link
from .trail import SOMEONE, Claim, Entry, WishState
from .wording import PRIORITIES, STAGES, WISH_KINDS

__all__ = ["Progress", "ShowerItem", "WishGroup", "WishItem"]

_COUNTED = ("granted", "claimed", "open")
_WISH_STAGES = ("open", "claimed", "granted", "withdrawn")


@dataclass(eq=False)
class WishItem(DatedItem):
    """A favour asked for, with who promised and who granted it."""

    shower: ShowerItem | None = None
    about: LeadItem | None = None
    state: WishState = field(default_factory=WishState)

    @property
    def due(self) -> bool:
        """Whether its day, and its shower's, has come."""
        return super().due and (self.shower is None or self.shower.due)

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

    @property
    def story(self) -> Story:
        """Its life, from the day on which it was asked, as far as readers may see it."""
        born = Point(self.day, "Asked", "", "begun")
        over = self.stage in ("granted", "withdrawn")
        today = self.options.today
        return Story.tell(born, self.trail_news, self.last_news if over else today, today)

    @property
    def parts(self) -> tuple[float, float]:
        """How much of it is granted, and how much promised, as parts of 1.

        An unlimited one is never done: it counts as half way once there is anything.
        """
        granted, promised = self.state.granted, sum(claim.times for claim in self.claims)
        if self.state.quantity is None:
            return (0.5, 0.0) if granted else (0.0, 0.5 if promised else 0.0)
        return granted / self.state.quantity, promised / self.state.quantity

    @property
    def begun(self) -> bool:
        """Whether some of it is granted or promised, as far as readers may know."""
        return bool(self.state.granted or self.claims)

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
        return reply_link(self, subject) if self.open else ""


class Progress(msgspec.Struct, frozen=True):
    """How many wishes of a shower stand where; withdrawn ones do not count.

    `begun` of the open ones are granted or promised in part.
    """

    granted: int = 0
    claimed: int = 0
    open: int = 0
    begun: int = 0

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
class ShowerItem(DatedItem):
    """One seeker's registry."""

    wishes: list[WishItem] = field(default_factory=list)
    party_event: EventItem | None = None

    @property
    def card_url(self) -> str:
        """The address of the card to print, below the site's."""
        return f"{self.url}card/"

    @property
    def progress(self) -> Progress:
        """Its wishes, counted."""
        stages = [wish.stage for wish in self.wishes]
        counts = [stages.count(stage) for stage in _COUNTED]
        begun = [wish for wish in self.wishes if wish.stage == "open" and wish.begun]
        return Progress(*counts, len(begun))

    @property
    def tags(self) -> Tags:
        """The wishes that count, as tags: those that came true first."""
        wishes = [wish for wish in self.wishes if wish.stage in _COUNTED]
        wishes.sort(key=lambda wish: (_COUNTED.index(wish.stage), [-part for part in wish.parts]))
        return draw_tags([(wish.stage, *wish.parts) for wish in wishes])

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


def _wish_order(wish: WishItem) -> tuple[int, int, date, str]:
    return (
        _WISH_STAGES.index(wish.stage),
        tuple(PRIORITIES).index(wish.record.priority),
        wish.day,
        wish.slug,
    )
