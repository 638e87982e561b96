"""Days as people write them in spreadsheets and announcements. All of it is pure.

Whether 03/04/2009 is in March or in April is never guessed: the other days of a file tell, or the
person does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

__all__ = ["ORDERS", "NoDay", "is_nothing", "orders_of", "to_closing_day", "to_iso"]

ORDERS = ("dmy", "mdy", "ymd")
"""Day first, as in Europe; month first, as in the United States; the year of two digits first."""

# Which of them it is shows; that a year comes first is only said.
_FOUND = ("dmy", "mdy")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NOTHING = frozenset(
    ("", "-", "–", "—", "?", "n/a", "na", "none", "null", "nil", "tbd", "unknown", "no", "not yet")
)
_NO_DEADLINE = re.compile(
    r"rolling.*|asap|(?:open )?until filled|open|no deadline|ongoing|not specified", re.IGNORECASE
)
_CLOCK = (
    r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]\.?m\.?)?"
    r"(?:\s*(?:Z|UTC|[+-]\d{2}:?\d{2}))?)?"
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_CLOCK}", re.IGNORECASE)
_NUMBERS = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_NAME = r"([a-z]{3,9})\.?"
_DAY_NAMED = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+)?{_NAME},?[\s-]+(\d{{4}}|\d{{2}}){_CLOCK}",
    re.IGNORECASE,
)
_NAMED_DAY = re.compile(
    rf"{_WEEKDAY}{_NAME}[\s-]+(\d{{1,2}})(?:st|nd|rd|th)?,?[\s-]+(\d{{4}}|\d{{2}}){_CLOCK}",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(
    rf"{_WEEKDAY}(?:\d{{1,2}}[-/.]\d{{1,2}}\.?|"
    r"\d{1,2}(?:st|nd|rd|th|\.)? (?:of )?[a-z]{3,9}\.?|"
    r"[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?:just )?(?:today|yesterday|tomorrow|now)|.*\bago|\d+\s*(?:d|h|w|mo|m)\+?|"
    r"(?:last|this|next) \w+|in \d+ \w+",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
_NINETIES = 70
_BY = re.compile(
    r"\W*(?:(?:(?:on or )?before|no later than|not later than|on|by|until)\s+)?", re.IGNORECASE
)
_HOUR = re.compile(
    r"[\s,]+(?:at\s+)?"
    r"(?:noon|midnight|\d{1,2}(?::\d{2}){1,2}|(?<=at )\d{1,2}|\d{1,2}(?=\s*[ap]\.?m))"
    r"(?:\s*[ap]\.?m\b\.?)?(?:\s*\(?[a-z]{1,8}\)?)?$",
    re.IGNORECASE,
)


class NoDay(ValueError):
    """Not a day; `hint` says what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


def is_nothing(cell: str) -> bool:
    """Whether a cell says that there is no day."""
    return cell.casefold() in _NOTHING or bool(_NO_DEADLINE.fullmatch(cell))


def orders_of(columns: Mapping[str, Iterable[str]]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """For each column the order of its days, as far as the days themselves tell.

    A column whose days could be either takes the order of the others, if these agree: one
    spreadsheet has one. What is left is returned with a day that could be either.
    """
    orders: dict[str, str] = {}
    open_: list[tuple[str, str]] = []
    for name, cells in columns.items():
        numbers = [(cell, match) for cell in cells if (match := _NUMBERS.fullmatch(cell))]
        fits = {order: [c for c, m in numbers if _fits(m, order)] for order in _FOUND}
        both = [c for c, m in numbers if _differ(m)]
        if len(fits["dmy"]) != len(fits["mdy"]):
            orders[name] = max(_FOUND, key=lambda order, fits=fits: len(fits[order]))
        elif both:
            open_.append((name, both[0]))
    if len(set(orders.values())) == 1:
        (order,) = set(orders.values())
        return orders | dict.fromkeys((name for name, _ in open_), order), []
    return orders, open_


def to_iso(cell: str, order: str = "") -> str:
    """A day as `2009-08-05`. Raises NoDay; where 03/04/2009 has no `order`, too."""
    if match := _YEAR_FIRST.fullmatch(cell):
        return _iso(match[1], match[3], match[4])
    if match := _NUMBERS.fullmatch(cell):
        if not order and _differ(match):
            raise NoDay("Which is the month?", "say --dates dmy, mdy or ymd")
        if order == "ymd":
            return _iso(match[1], match[3], match[4][-2:])
        order = order or ("dmy" if _fits(match, "dmy") else "mdy")
        day, month = _parts(match, order)
        return _iso(match[4], month, day)
    if match := _DAY_NAMED.fullmatch(cell):
        return _iso(match[3], _month(match[2]), match[1])
    if match := _NAMED_DAY.fullmatch(cell):
        return _iso(match[3], _month(match[1]), match[2])
    if _RELATIVE.fullmatch(cell):
        message = "This counts from the day on which the list was made, which is not in it."
        raise NoDay(message, "write the day itself, as in 2009-08-05")
    if _SERIAL.fullmatch(cell):
        message = "This is a spreadsheet's number for a day."
        raise NoDay(message, "format the column as dates, and export again")
    if _NO_YEAR.fullmatch(cell):
        raise NoDay("The year is missing.", "write it, as in 2009-08-05")
    raise NoDay("This is not a date.", "write year-month-day, as in 2009-08-05")


def to_closing_day(text: str, today: date) -> date:
    """A day as an announcement names it: `by Sept 4th at 5 pm`. Raises ValueError.

    Without a year it is the next such day. Of a number that could be day or month, nothing is made.
    """
    text = text.strip()
    day = _HOUR.sub("", text[_BY.match(text).end() :])
    has_year = not _NO_YEAR.fullmatch(day)
    if not has_year:
        between = re.search(r"[-/.](?=\d)", day)
        day = f"{day.rstrip('.')}{between[0] if between else ', '}{today.year}"
    try:
        found = _in_either_order(day)
    except NoDay as error:
        raise ValueError(f"“{text}”: {error}") from error
    if len(found) > 1:
        raise ValueError(f"“{text}” may be {' or '.join(found)}.")
    closes = date.fromisoformat(found[0])
    return closes if has_year or closes >= today else closes.replace(year=closes.year + 1)


def _in_either_order(cell: str) -> list[str]:
    numbers = _NUMBERS.fullmatch(cell)
    fits = [order for order in _FOUND if numbers and _fits(numbers, order)]
    return sorted({to_iso(cell, order) for order in fits or ("",)})


def _parts(match: re.Match[str], order: str) -> tuple[str, str]:
    """Day and month. With full stops, no country writes the month first."""
    first, second = match[1], match[3]
    return (first, second) if order == "dmy" or match[2] == "." else (second, first)


def _fits(match: re.Match[str], order: str) -> bool:
    day, month = _parts(match, order)
    try:
        _iso(match[4], month, day)
    except NoDay:
        return False
    return True


def _differ(match: re.Match[str]) -> bool:
    """Whether it is a day in either order, and not the same one."""
    same = _parts(match, "dmy") == _parts(match, "mdy") or int(match[1]) == int(match[3])
    return not same and all(_fits(match, order) for order in _FOUND)


def _month(name: str) -> str:
    short = name[:3].casefold()
    return str(_MONTHS.index(short) + 1) if short in _MONTHS else "0"


def _iso(year: str, month: str, day: str) -> str:
    number = int(year)
    if len(year) == 2:  # noqa: PLR2004 (the digits of a short year)
        number += 1900 if number >= _NINETIES else 2000
    try:
        return date(number, int(month), int(day)).isoformat()
    except ValueError:
        message = "There is no such day."
        raise NoDay(message, "write year-month-day, as in 2009-08-05") from None
