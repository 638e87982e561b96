"""A large site of Jobshower's own kinds, by seed: leads, wishes, roundups. Everything is pure."""

from __future__ import annotations

from datetime import date, timedelta

from .posts import NEWEST, Dice, paragraph

__all__ = ["EDITED", "make_leads_site"]

LEADS, WISHES, ROUNDUPS = 2000, 500, 300
EDITED = "leads/lead-1000.md"
"""A lead of the middle."""
_SEEKERS = 10
_PEOPLE = ("Dana R.", "Tom H.", "Priya N.", "Sam W.", "Greta O.", "Luis F.", "Bea M.", "Otto K.")
_JOBS = (
    "Shipping clerk",
    "Bookkeeper",
    "Records clerk",
    "Front desk",
    "Dispatcher",
    "Bindery help",
)
_FIRMS = (
    "Acme",
    "Harbor Press",
    "Kettle Street Clinic",
    "Saltbox Credit Union",
    "Ashby Lamp Works",
)
_PLACES = ("Port Ashby, OH, US", "Greerton, OH, US", "Millrace, OH, US", "Tamarack Point, OH, US")
_TAGS = ("office", "night", "books", "clinic", "printing", "weekend", "shipping", "counter")
_KINDS = ("introduction", "review", "practice", "advice", "company", "barter", "thing")
_EMPLOYMENTS = ("full-time", "part-time", "contract", "temporary")
_LAST = NEWEST.date()
_WEEK = timedelta(days=7)


def make_leads_site(
    leads: int = LEADS, wishes: int = WISHES, roundups: int = ROUNDUPS, seed: int = 0
) -> dict[str, str]:
    """Source files by their paths below the content folder."""
    files: dict[str, str] = {}
    for name in _PEOPLE:
        slug = name.rstrip(".").replace(" ", "-").lower()
        files[f"network/{slug}.md"] = _file(paragraph(Dice(name)), Title=name, Consent="2000-01-01")
    for number in range(leads):
        day = _LAST - _WEEK * roundups * number / leads
        files[f"leads/lead-{number}.md"] = _lead(Dice(f"{seed}/lead/{number}"), day)
    for number in range(min(_SEEKERS, wishes)):
        shower = {"Title": f"Shower {number}", "Seeker": f"Seeker {number}", "Date": "2000-01-01"}
        text = paragraph(Dice(f"{seed}/shower/{number}"))
        files[f"showers/seeker-{number}/shower.md"] = _file(text, **shower)
    for number in range(wishes):
        day = _LAST - _WEEK * roundups * number / wishes
        path = f"showers/seeker-{number % _SEEKERS}/wish-{number}.md"
        files[path] = _wish(Dice(f"{seed}/wish/{number}"), number, day)
    for number in range(roundups):
        year, week, _ = (_LAST - _WEEK * number).isocalendar()
        text = "\n\n".join(paragraph(Dice(f"{seed}/week/{number}/{n}")) for n in range(3))
        files[f"roundups/{year}-w{week:02}.md"] = _file(text, Title=f"Letter {roundups - number}")
    return files


def _lead(dice: Dice, day: date) -> str:
    fields = {
        "Title": dice.one(_JOBS),
        "Company": dice.one(_FIRMS),
        "Date": str(day),
        "Location": dice.one(_PLACES),
        "Posting": f"https://www.example.com/jobs/{dice.below(10_000)}",
        "Employment": dice.one(_EMPLOYMENTS),
        "Closes": str(day + timedelta(days=14 + dice.below(14))),
        "Tags": ", ".join(sorted(dice.few(_TAGS, 2))),
    }
    events = ("claimed", "applied", "interview", "filled")[: dice.below(5)]
    return _file(paragraph(dice), **fields, Trail=_trail(dice, day, events))


def _wish(dice: Dice, number: int, day: date) -> str:
    fields = {
        "Title": f"Wish {number}",
        "Kind": dice.one(_KINDS),
        "Date": str(day),
        "Priority": dice.one(("high", "normal", "low")),
    }
    events = ("claimed", "granted", "thanked")[: dice.below(4)]
    return _file(paragraph(dice), **fields, Trail=_trail(dice, day, events))


def _trail(dice: Dice, day: date, events: tuple[str, ...]) -> str:
    """One person's doings, days apart, as far as the last day."""
    who, lines = dice.one(_PEOPLE), []
    for event in events:
        day += timedelta(days=1 + dice.below(3))
        if day > _LAST:
            break
        by = f" by {who}" if event in {"claimed", "applied", "granted"} else ""
        lines.append(f"{day} {event}{by}")
    return "\n    ".join(lines)


def _file(text: str, **fields: str) -> str:
    lines = [f"{key}: {value}" for key, value in fields.items() if value]
    return "\n".join([*lines, "", text, ""])
