"""Days and times as readers see them, the same in every locale."""

from __future__ import annotations

from datetime import date, datetime

__all__ = ["clock", "iso", "long_day", "number", "plural", "short_day"]

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


def clock(moment: datetime) -> str:
    """`18:00`."""
    return f"{moment:%H:%M}"


def iso(day: date) -> str:
    """ISO 8601, as HTML's `datetime` attribute wants it."""
    return day.isoformat(timespec="minutes") if isinstance(day, datetime) else day.isoformat()


def number(amount: int) -> str:
    """`12,345`."""
    return f"{amount:,}"


def plural(amount: int, one: str, many: str) -> str:
    """`1 lead`, `3 leads`."""
    return f"{number(amount)} {one if amount == 1 else many}"
