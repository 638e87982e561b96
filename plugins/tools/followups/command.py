"""`invoke followups`: what to do about whom. It is private: printed, and never published."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import msgspec

from jobshower.dates import short_day
from jobshower.feeditems import midnight
from problems import ProblemsFound, did_you_mean, report
from safebuild.cards import check_private
from tools.changes import Changes
from tools.console import Console, Stop
from tools.site import Site, open_site

from .collect import BUCKETS, COLD_DAYS, Followup, collect
from .marks import Mark, read_marks, until, without_marked, write_marks

__all__ = ["done", "due_now", "show", "snooze", "undo", "write_calendar"]

MARKS = "followups.txt"
CALENDAR = "followups.ics"


def show(
    root: Path, *, everything: bool = False, cold: int = COLD_DAYS, as_json: bool = False
) -> int:
    """Print what is to be followed up, with `everything` also what is for later.

    Returns 1 where a file cannot be read, since something may be missing; the rest is printed.
    """
    site = open_site(root)
    shown = due_now(site, cold, everything=everything)
    if as_json:
        print(_json(site, shown))
    else:
        _print(site, Console(), shown)
    problems = site.sources.problems + site.cards[1]
    if problems:
        ending = "What these files say is not in the list."
        print(f"\n{report(problems, site.content, ending=ending)}", file=sys.stderr)
        return 1
    return 0


def due_now(site: Site, cold: int = COLD_DAYS, *, everything: bool = False) -> list[Followup]:
    """What is to be followed up and not marked, with `everything` also what is for later."""
    found, marks = _found(site, cold)
    shown = without_marked(found, marks, site.today)
    return [one for one in shown if everything or one.bucket != "later"]


def write_calendar(root: Path, file: str = "", cold: int = COLD_DAYS) -> int:
    """Write the follow-ups as a private calendar, into the private folder unless `file` says.

    What has no day of its own, or is overdue, is on today's. Raises Stop for a published folder.
    """
    site = open_site(root)
    path = (Path(file) if file else site.private / CALENDAR).absolute()
    for setting in ("OUTPUT_PATH", "PATH", "THEME"):
        public = Path(site.settings[setting]).resolve()
        if public in (path.resolve(), *path.resolve().parents):
            where = site.shown(public)
            raise Stop(
                f"What lies in {where}/ gets published, and this is private.", "leave it out"
            )
    _keep_private(site)
    found, marks = _found(site, cold)
    # Waiting is nothing to do.
    due = [one for one in without_marked(found, marks, site.today) if one.bucket != "waiting"]
    text = _calendar(site, due)
    changes = Changes()
    changes.write(path, text)
    changes.apply()
    Console().say(f"Wrote {site.shown(path)}. It is private: open it with your own calendar.")
    return 0


def done(root: Path, wanted: str, *, cold: int = COLD_DAYS, yes: bool = False) -> int:
    """Note that a follow-up is done: it comes back only if something new happens."""
    console = Console(yes=yes)

    def mark(site: Site, one: Followup) -> tuple[Mark, str]:
        return Mark(key=one.key, basis=one.basis, day=site.today), "Done"

    return _mark(root, console, wanted, mark, cold)


def snooze(root: Path, wanted: str, day: str, *, cold: int = COLD_DAYS, yes: bool = False) -> int:
    """Put a follow-up off until a day: a date, a weekday, or so many days or weeks."""
    console = Console(yes=yes)

    def mark(site: Site, one: Followup) -> tuple[Mark, str]:
        def check(text: str) -> str:
            return until(text, site.today).isoformat()

        try:
            text = check(day) if day else console.ask("Until when", option="3d", check=check)
        except ValueError as error:
            raise Stop(str(error)) from None
        until_day = date.fromisoformat(text)
        mark = Mark(key=one.key, basis=one.basis, day=until_day, snoozed=True)
        return mark, f"Asleep until {short_day(until_day)}"

    return _mark(root, console, wanted, mark, cold)


def undo(root: Path, wanted: str, *, cold: int = COLD_DAYS, yes: bool = False) -> int:
    """Bring back what was done or put off."""
    console = Console(yes=yes)
    site = open_site(root)
    found, marks = _found(site, cold)
    hidden = [one for one in found if one.key in marks and marks[one.key].hides(one, site.today)]
    one = _pick(wanted, hidden, console)
    del marks[one.key]
    write_marks(site.private / MARKS, marks.values())
    console.say(f"Back: {one.who}: {one.what}")
    return 0


def _mark(
    root: Path,
    console: Console,
    wanted: str,
    make: Callable[[Site, Followup], tuple[Mark, str]],
    cold: int,
) -> int:
    site = open_site(root)
    _keep_private(site)
    found, marks = _found(site, cold)
    one = _pick(wanted, without_marked(found, marks, site.today), console)
    mark, words = make(site, one)
    write_marks(site.private / MARKS, (marks | {one.key: mark}).values())
    console.say(f"{words}: {one.who}: {one.what}")
    console.say(f"To bring it back: invoke followups undo {one.id}")
    return 0


def _found(site: Site, cold: int) -> tuple[list[Followup], dict[str, Mark]]:
    if cold < 1:
        raise Stop(f"Nothing goes cold after {cold} days.", "write --cold 14")
    found = collect(
        site.items("lead"),
        site.items("wish"),
        site.items("event"),
        site.cards[0],
        site.options.author,
        site.today,
        cold,
    )
    return found, read_marks(site.private / MARKS)


def _keep_private(site: Site) -> None:
    """Write nothing private into a folder that would be published, or that git has."""
    problems = [p for p in check_private(site.root, site.settings) if "/cards/" not in p.file]
    if problems:
        raise ProblemsFound(problems)


def _pick(text: str, found: Sequence[Followup], console: Console) -> Followup:
    """The one that an ID, its beginning, or any part of its words means. Raises Stop."""
    if not found:
        raise Stop("There is nothing of that kind.")
    named = {f"{one.id}  {one.who}: {one.what}": one for one in found}
    if not text:
        if not console.asks:
            raise Stop("Which one?", "write its ID, or a part of its words")
        return named[console.choose("Which one", list(named))]
    wanted = text.strip().casefold()
    for rule in _RULES:
        fits = [line for line, one in named.items() if rule(wanted, one)]
        if len(fits) == 1:
            return named[fits[0]]
        if fits:
            if console.asks:
                return named[console.choose("Which one", fits)]
            raise Stop(f"“{text}” could be:\n    " + "\n    ".join(fits), "write its ID")
    close = did_you_mean(wanted, [one.id for one in found])
    hint = f"did you mean {close}?" if close else "“invoke followups” lists them all"
    raise Stop(f"No follow-up has “{text}” in it.", hint)


def _words(one: Followup) -> str:
    return f" {one.who} {one.what} {one.key}".casefold().replace("/", " ")


# An ID, its beginning, the beginning of a word, and any part.
_RULES: tuple[Callable[[str, Followup], bool], ...] = (
    lambda wanted, one: one.id == wanted,
    lambda wanted, one: one.id.startswith(wanted),
    lambda wanted, one: f" {wanted}" in _words(one),
    lambda wanted, one: wanted in _words(one),
)


def _print(site: Site, console: Console, shown: Sequence[Followup]) -> None:
    console.say(f"{site.today:%Y-%m-%d}: {len(shown)} to follow up")
    for bucket, title in BUCKETS.items():
        rows = [one for one in shown if one.bucket == bucket]
        if rows:
            console.say()
            cells = [(one.id, one.who, one.what, _when(one)) for one in rows]
            console.table(("ID", "who", "what", "when"), cells, title=title)
    if shown:
        console.say(
            f"\ninvoke followups done {shown[0].id}   or   invoke followups snooze {shown[0].id} 3d"
        )


def _when(one: Followup) -> str:
    return short_day(one.due) if one.due else ""


def _json(site: Site, shown: Sequence[Followup]) -> str:
    rows = [msgspec.to_builtins(msgspec.structs.asdict(one)) for one in shown]
    whole = {"version": 1, "today": site.today.isoformat(), "followups": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _calendar(site: Site, shown: Sequence[Followup]) -> str:
    from feeds import CalendarItem  # noqa: PLC0415 (icalendar loads slowly)
    from feeds.calendar import CalendarDocument  # noqa: PLC0415
    from feeds.ical import build_calendar  # noqa: PLC0415

    now = midnight(site.options, site.today)
    items = [
        CalendarItem(
            id=_uid(one.key),
            title=f"{one.who}: {one.what}",
            start=max(one.due or site.today, site.today),
            description=f"{BUCKETS[one.bucket]}. {one.file} ({one.id})",
            # It moves on from day to day while it is not done.
            updated=now,
        )
        for one in shown
    ]
    document = CalendarDocument(
        id=_uid(site.options.site_name),
        title="To follow up",
        description="Private: made by “invoke followups”.",
        url="",
        self_url="",
        site="",
        items=items,
    )
    return build_calendar(document)


def _uid(text: str) -> str:
    return f"followup-{hashlib.sha256(text.encode()).hexdigest()[:24]}"
