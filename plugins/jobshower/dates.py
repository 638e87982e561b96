"""Days and times as readers see them, the same in every locale."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

__all__ = [
    "Leaf",
    "brief_day",
    "clock",
    "iso",
    "leaf",
    "long_day",
    "month_name",
    "number",
    "plural",
    "short_day",
]

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def long_day(day: date) -> str:
    """`Friday 28 August 2009`."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """`28 August`."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


class Leaf(NamedTuple):
    """What stands on one day's leaf of a tear-off calendar."""

    weekday: str
    day: int
    month: str
    year: int


def leaf(day: date) -> Leaf:
    """The parts of `long_day`, for a date that is set as a leaf of a calendar."""
    return Leaf(_DAYS[day.weekday()], day.day, _MONTHS[day.month - 1], day.year)


def brief_day(day: date, beside: date) -> str:
    """`28 Aug`; `Aug 2009` beside a day of another year."""
    month = _MONTHS[day.month - 1][:3]
    return f"{day.day} {month}" if day.year == beside.year else f"{month} {day.year}"


def month_name(day: date) -> str:
    """`August`."""
    return _MONTHS[day.month - 1]


def clock(moment: datetime) -> str:
    """`18:00`."""
    return f"{moment:%H:%M}"


def iso(day: date) -> str:
    """ISO 8601, as HTML's `datetime` attribute wants it."""
    return day.isoformat(timespec="minutes") if isinstance(day, datetime) else day.isoformat()


def number(amount: int) -> str:
    """`12,345`."""
    return f"{amount:,}"


def plural(amount: int, one: str, many: str = "") -> str:
    """`1 lead`, `3 leads`; `many` is said where no s makes the plural."""
    return f"{number(amount)} {one if amount == 1 else many or one + 's'}"
