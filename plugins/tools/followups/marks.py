"""Which follow-ups were done or put off: `private/followups.txt`, a line each.

    done 2009-08-28 card/dana-rowe/follow-up 2009-08-14
    snoozed 2009-09-01 lead/acme-clerk/thanks 2009-08-20

That is the day on which it was done, or until which it sleeps; what it is about; and the day of
what it followed from. If that is another day, the line says nothing any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import msgspec

from jobshower.values import BadValue, to_day
from problems import Problem, ProblemsFound
from tools.changes import Changes

from .collect import Followup

__all__ = ["Mark", "read_marks", "until", "without_marked", "write_marks"]

_HEAD = (
    "# What “invoke followups” was told: done on a day, or snoozed until one. Delete a line, and\n"
    "# its follow-up is back.\n"
)
_LINE = re.compile(r"(?P<what>done|snoozed)\s+(?P<day>\S+)\s+(?P<key>\S+)\s+(?P<basis>\S+)")
_SPAN = re.compile(r"(?P<number>\d{1,3})\s*(?P<unit>d|day|days|w|week|weeks)")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """What was said of a follow-up: done on `day`, or `snoozed` until then."""

    key: str
    basis: date
    day: date
    snoozed: bool = False

    def hides(self, followup: Followup, today: date) -> bool:
        """Whether that follow-up need not be shown."""
        same = (followup.key, followup.basis) == (self.key, self.basis)
        return same and not (self.snoozed and self.day <= today)


def read_marks(path: Path) -> dict[str, Mark]:
    """The marks by the follow-ups' keys. Raises ProblemsFound with every line that is none."""
    if not path.exists():
        return {}
    marks: dict[str, Mark] = {}
    problems = []
    text = path.read_bytes().decode("utf-8-sig", "replace")
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            mark = _mark(line)
        except ValueError:
            hint = "write it as the others, as in done 2009-08-28 KEY 2009-08-14, or delete it"
            message = "This line cannot be read."
            place = f"{path.parent.name}/{path.name}"
            problems.append(
                Problem(file=place, line=number, message=message, hint=hint, private=True)
            )
        else:
            marks[mark.key] = mark
    if problems:
        raise ProblemsFound(problems)
    return marks


def write_marks(path: Path, marks: Iterable[Mark]) -> None:
    """Replace the file by these marks."""
    lines = [
        f"{'snoozed' if mark.snoozed else 'done'} {mark.day} {mark.key} {mark.basis}\n"
        for mark in sorted(marks, key=lambda mark: mark.key)
    ]
    changes = Changes()
    changes.write(path, _HEAD + "".join(lines))
    changes.apply()


def without_marked(
    found: Iterable[Followup], marks: dict[str, Mark], today: date
) -> list[Followup]:
    """The follow-ups that are neither done nor asleep."""
    return [one for one in found if not (one.key in marks and marks[one.key].hides(one, today))]


def until(text: str, today: date) -> date:
    """The day that `3d`, `2w`, `monday`, `tomorrow` or a date means. Raises ValueError."""
    word = text.strip().casefold()
    if match := _SPAN.fullmatch(word):
        days = int(match["number"]) * (7 if match["unit"].startswith("w") else 1)
        day = today + timedelta(days=days)
    elif word == "tomorrow":
        day = today + timedelta(days=1)
    elif len(word) > 2 and any(name.startswith(word) for name in _WEEKDAYS):  # noqa: PLR2004 (mon)
        number = next(n for n, name in enumerate(_WEEKDAYS) if name.startswith(word))
        day = today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    else:
        try:
            day = to_day(word)
        except BadValue:
            raise ValueError(
                f"“{text}” is no day to come. Write 3d, 2w, monday or 2009-09-01."
            ) from None
    if day <= today:
        raise ValueError(f"{day} is not to come: today is {today}.")
    return day


def _mark(line: str) -> Mark:
    match = _LINE.fullmatch(line.strip())
    if not match:
        raise ValueError(line)
    day, basis = date.fromisoformat(match["day"]), date.fromisoformat(match["basis"])
    return Mark(key=match["key"], basis=basis, day=day, snoozed=match["what"] == "snoozed")
