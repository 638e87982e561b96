"""`invoke trail`: one more line of what came of a lead or a wish, or one fewer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from jobshower.trail import (
    LEAD_EVENTS,
    SOMEONE,
    WISH_EVENTS,
    Entry,
    LeadState,
    Refusal,
    format_entry,
    parse,
    replay_lead,
    replay_wish,
)
from jobshower.values import BadValue, to_day
from jobshower.wording import STAGES
from problems import Problem, ProblemsFound, did_you_mean

from .changes import Changes
from .console import Console, Stop, one_of
from .find import find_item, find_name, title_of
from .site import Site, open_site
from .trailtext import append_entry, remove_entry

__all__ = ["record", "undo"]


def record(
    root: Path,
    wanted: str,
    event: str,
    *,
    by: str = "",
    note: str = "",
    day: str = "",
    times: int = 1,
    yes: bool = False,
) -> None:
    """Append an entry to the trail of the lead or wish that `wanted` means.

    `day` is ISO, or "yesterday", and today where it is empty. Raises Stop or ProblemsFound for
    what replaying the trail would refuse.
    """
    if times < 1:
        raise Stop(f"Nothing happens {times} times.", "write --times 2 for two, or leave it out")
    console = Console(yes=yes)
    site = open_site(root)
    item = find_item(site, wanted, console)
    events = LEAD_EVENTS if item.kind.name == "lead" else WISH_EVENTS
    known = _names(site)
    given = bool(event)
    event = _event(event, events, console)
    if console.asks and not given and not by:
        by = console.ask("By whom (Enter for nobody in particular)", known=known)
    entry = Entry(_day(day, site.today), event, _name(by, known), times, " ".join(note.split()))
    _check(site, item, entry, events)
    path = site.content / item.source
    text = append_entry(path.read_bytes(), format_entry(entry), item.source)
    _keep_private(site, item, entry)
    changes = Changes()
    changes.write(path, text)
    changes.apply()
    console.say(f"{site.shown(path)}\n  + {format_entry(entry)}\n")
    state = _replayed(site, item, (*item.record.trail, entry))[0]
    console.say(f"{title_of(item)}: {_stage(state)}.")
    console.say(f"To take it back: invoke trail {item.slug} --undo")


def undo(root: Path, wanted: str, *, yes: bool = False) -> None:
    """Remove the last entry of a trail, whoever wrote it. Raises Stop where there is none."""
    console = Console(yes=yes)
    site = open_site(root)
    item = find_item(site, wanted, console)
    if not item.record.trail:
        raise Stop(f"{title_of(item)} has no trail yet.", "there is nothing to take back")
    last = item.record.trail[-1]
    path = site.content / item.source
    changes = Changes()
    changes.write(path, remove_entry(path.read_bytes(), item.source))
    changes.apply()
    console.say(f"{site.shown(path)}\n  - {format_entry(last)}\n")
    state = _replayed(site, item, item.record.trail[:-1])[0]
    console.say(f"{title_of(item)}: {_stage(state)}.")


def _names(site: Site) -> list[str]:
    """Who may be named in a trail: members and seekers, the author, and nobody in particular."""
    names = {member.record.title for member in site.items("member")}
    names |= {shower.record.seeker for shower in site.items("shower")}
    return [*sorted(names | {site.options.author} - {""}, key=str.casefold), SOMEONE]


def _event(text: str, events: Sequence[str], console: Console) -> str:
    """The event that is meant, which may be its beginning only."""
    if not text:
        return console.choose("What happened", events)
    return one_of(text, events, f"“{text}” is not an event of this trail.")


def _name(text: str, known: Sequence[str]) -> str:
    if not text.strip():
        return ""
    found = find_name(text, known)
    if found:
        return found
    close = did_you_mean(text, known)
    meant = f"did you mean “{close}”? Otherwise " if close else ""
    raise Stop(
        f"“{text.strip()}” is nobody's name here, or fits more than one.",
        f"{meant}write “--by someone”, or ask them and “invoke new member”",
    )


def _day(text: str, today: date) -> date:
    named = {"": today, "today": today, "yesterday": today - timedelta(days=1)}
    try:
        return named.get(text.strip().casefold()) or to_day(text.strip())
    except BadValue as error:
        mistake = error.mistakes[0]
        raise Stop(f"“{text}”: {mistake.message}", mistake.hint) from None


def _replayed(site: Site, item: Any, trail: Sequence[Entry]) -> tuple[Any, list[Refusal]]:
    if item.kind.name == "lead":
        return replay_lead(trail, item.day, site.today)
    return replay_wish(trail, item.day, site.today, item.record.quantity)


def _stage(state: Any) -> str:
    """The stage in words, with the numbers where more than one is wanted."""
    if isinstance(state, LeadState):
        return STAGES[state.stage]
    stage = "promised" if state.stage == "claimed" else STAGES[state.stage]
    counts = f" ({state.claimed} promised, {state.granted} granted)"
    return stage if state.quantity == 1 else stage + counts


def _check(site: Site, item: Any, entry: Entry, events: Sequence[str]) -> None:
    line = format_entry(entry)
    try:
        (again,) = parse([line], events)
    except BadValue as error:
        mistake = error.mistakes[0]
        raise _refused(site, item, line, mistake.message, mistake.hint) from None
    if again != entry:
        hint = "leave colons and “x2” out of names"
        raise _refused(site, item, line, "This would be read as something else.", hint)
    if len(item.record.trail) >= site.options.max_trail:
        message = f"This trail has {len(item.record.trail)} entries; no more are allowed."
        raise _refused(site, item, line, message, "set MAX_TRAIL")
    refusals = _replayed(site, item, (*item.record.trail, entry))[1]
    for refusal in refusals:
        if refusal.entry is entry:
            raise _refused(site, item, line, refusal.message, refusal.hint)


def _refused(site: Site, item: Any, line: str, message: str, hint: str) -> ProblemsFound:
    file = site.shown(site.content / item.source)
    problem = Problem(file=file, field="Trail", value=line, message=message, hint=hint)
    return ProblemsFound([problem])


def _keep_private(site: Site, item: Any, entry: Entry) -> None:
    """A note is published: what the guard would refuse is refused now."""
    # The guard takes a moment to load.
    found = site.leaks(item.source, entry.note) if entry.note else []
    if found:
        raise ProblemsFound(msgspec.structs.replace(problem, line=0) for problem in found)
