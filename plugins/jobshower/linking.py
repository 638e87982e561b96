"""What the items say about each other: linked where it holds, a problem where it does not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, tzinfo
from typing import Any

import msgspec

from front_matter import Document
from problems import Problem, did_you_mean

from .items import Item
from .kinds import Kind
from .leads import LeadItem
from .settings import Options
from .showers import ShowerItem, WishItem
from .trail import SOMEONE, Refusal, format_entry, replay_lead, replay_wish
from .weeks import Week

__all__ = ["Broken", "link_items", "replay_trails"]

ByKind = Mapping[str, list[Any]]


class Broken(msgspec.Struct):
    """Files that have problems of their own: whoever points to them is not also to blame.

    `names` are those of people in them; None where they could not even be read for that.
    """

    slugs: set[tuple[str, str]] = msgspec.field(default_factory=set)
    names: set[str] | None = msgspec.field(default_factory=set)

    def add(self, kind: Kind, slug: str, document: Document | None) -> None:
        """Remember a file that gave no record."""
        self.slugs.add((kind.name, slug))
        key = {"member": "title", "shower": "seeker"}.get(kind.name)
        if key is None or self.names is None:
            return
        if document is None or key not in document.fields:
            self.names = None
        else:
            self.names.add(document.fields[key].text)


def link_items(by_kind: ByKind, options: Options, broken: Broken) -> list[Problem]:
    """Tie wishes to showers and leads, showers to parties; check all dates against each other."""
    problems = _link_showers(by_kind, broken)
    for words in by_kind["roundup"]:
        if Week.from_slug(words.slug) is None:
            problems.append(_no_week(words))
    for lead in by_kind["lead"]:
        problems += _in_order(lead, "Date", lead.day, "Closes", lead.record.closes)
    for event in by_kind["event"]:
        problems += _moments_in_order(event, "Start", "End", options.zone)
    for post in (*by_kind["post"], *by_kind["page"]):
        problems += _moments_in_order(post, "Date", "Modified", options.zone)
    for member in by_kind["member"]:
        if member.record.consent > options.today:
            problems.append(_no_consent_yet(member, options.today))
    return problems


def replay_trails(by_kind: ByKind, options: Options, broken: Broken) -> list[Problem]:
    """Give every lead and wish its state; each refused entry is a problem at its own line."""
    names = None if broken.names is None else _names(by_kind, options) | broken.names
    problems: list[Problem] = []
    for lead in by_kind["lead"]:
        trail = lead.record.trail
        lead.state, refusals = replay_lead(trail, lead.day, options.today)
        problems += [*_refused(lead, refusals), *_strangers(lead, names)]
    for wish in by_kind["wish"]:
        record = wish.record
        wish.state, refusals = replay_wish(record.trail, wish.day, options.today, record.quantity)
        problems += [*_refused(wish, refusals), *_strangers(wish, names)]
    return problems


def _link_showers(by_kind: ByKind, broken: Broken) -> list[Problem]:
    problems: list[Problem] = []
    showers = {shower.slug: shower for shower in by_kind["shower"]}
    leads = {lead.slug: lead for lead in by_kind["lead"]}
    events = {event.slug: event for event in by_kind["event"]}
    for wish in by_kind["wish"]:
        problems += _link_wish(wish, showers, leads, broken)
    for shower in showers.values():
        party = shower.record.party
        shower.party_event = events.get(party)
        if party and not shower.party_event and ("event", party) not in broken.slugs:
            problems.append(_not_there(shower, "Party", party, "event", events))
    return problems


def _link_wish(
    wish: WishItem,
    showers: Mapping[str, ShowerItem],
    leads: Mapping[str, LeadItem],
    broken: Broken,
) -> Iterable[Problem]:
    seeker = wish.slug.partition("/")[0]
    wish.shower = showers.get(seeker)
    if wish.shower:
        wish.shower.wishes.append(wish)
    elif ("shower", seeker) not in broken.slugs:
        yield Problem(
            file=wish.source,
            message="This folder has no shower.md, so the wish belongs to nobody.",
            hint=f"write showers/{seeker}/shower.md with Title, Seeker and Date",
        )
    wanted = wish.record.lead
    wish.about = leads.get(wanted)
    if not wanted or ("lead", wanted) in broken.slugs:
        return
    if wish.about is None:
        yield _not_there(wish, "Lead", wanted, "lead", leads)
    elif not wish.due:
        return
    elif not wish.about.due:
        yield Problem(
            file=wish.source,
            line=wish.line_of("Lead"),
            field="Lead",
            value=wanted,
            message=f"That lead is not shown before {wish.about.day}.",
            hint="give the wish a later Date, or the lead an earlier one",
        )
    else:
        wish.about.wishes.append(wish)


def _names(by_kind: ByKind, options: Options) -> set[str]:
    """Those who may be named: the members, the seekers, the author, and nobody in particular."""
    names = {member.record.title for member in by_kind["member"]}
    names |= {shower.record.seeker for shower in by_kind["shower"]}
    return names | {name for name in (options.author, SOMEONE) if name}


def _refused(item: Item, refusals: Iterable[Refusal]) -> Iterable[Problem]:
    for refusal in refusals:
        yield Problem(
            file=item.source,
            line=item.line_of("Trail") + refusal.entry.offset,
            field="Trail",
            value=format_entry(refusal.entry),
            message=refusal.message,
            hint=refusal.hint,
        )


def _strangers(item: Item, names: set[str] | None) -> Iterable[Problem]:
    if names is None:
        return
    for entry in item.record.trail:
        if entry.by and entry.by not in names:
            close = did_you_mean(entry.by, names)
            other = "write “by someone”, or ask them and add network/<name>.md"
            yield Problem(
                file=item.source,
                line=item.line_of("Trail") + entry.offset,
                field="Trail",
                value=format_entry(entry),
                message=f"{entry.by} is no member of the network, and has not agreed to be named.",
                hint=f"did you mean “{close}”? Otherwise {other}" if close else other,
            )


def _not_there(item: Item, key: str, value: str, kind: str, known: Mapping[str, Any]) -> Problem:
    close = did_you_mean(value, known)
    default = f"write the name of a file in {kind}s/, without its date and .md"
    return Problem(
        file=item.source,
        line=item.line_of(key),
        field=key,
        value=value,
        message=f"There is no {kind} of this name.",
        hint=f"did you mean “{close}”?" if close else default,
    )


def _no_week(words: Item) -> Problem:
    return Problem(
        file=words.source,
        message="The file is not named after an ISO week that exists.",
        hint="name it year, -w and two digits, as in 2009-w32.md",
    )


def _in_order(item: Item, first: str, start: Any, last: str, end: Any) -> Iterable[Problem]:
    if end is not None and end < start:
        yield Problem(
            file=item.source,
            line=item.line_of(last),
            field=last,
            value=item.text_of(last),
            message=f"This lies before its {first}.",
            hint=f"correct {last} or {first}",
        )


def _moments_in_order(item: Item, first: str, last: str, zone: tzinfo) -> Iterable[Problem]:
    """As `_in_order`; a day without a time is good for all of that day."""
    start, end = getattr(item.record, first.lower()), getattr(item.record, last.lower())
    if not (start and end):
        return ()
    whole_days = start.time is None or end.time is None
    if whole_days:
        return _in_order(item, first, start.day_in(zone), last, end.day_in(zone))
    return _in_order(item, first, start.at(zone), last, end.at(zone))


def _no_consent_yet(member: Item, today: date) -> Problem:
    return Problem(
        file=member.source,
        line=member.line_of("Consent"),
        field="Consent",
        value=str(member.record.consent),
        message=f"The day of the consent has not come yet: today is {today}.",
        hint="write the day on which they agreed to be named",
    )
