"""From the text of a value to the value itself, one converter a type.

A converter takes the lines of a field and returns the value, or raises BadValue with every
mistake in it. `TYPES` names the ones that msgspec does not know by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from sys import intern
from typing import Any, NewType
from urllib.parse import urlsplit

import msgspec

__all__ = [
    "CONVERTERS",
    "BadValue",
    "Goal",
    "Goals",
    "Link",
    "Mistake",
    "Moment",
    "Money",
    "Names",
    "Quantity",
    "YesNo",
    "to_day",
]

Lines = Sequence[str]


class Mistake(msgspec.Struct, frozen=True):
    """What is wrong with a value; `offset` counts the lines below the key's own."""

    message: str
    hint: str = ""
    offset: int = 0
    value: str = ""


class BadValue(ValueError):
    """A value that cannot be read, with one or more mistakes."""

    def __init__(self, *mistakes: Mistake) -> None:
        self.mistakes = mistakes
        super().__init__("; ".join(mistake.message for mistake in mistakes))


DAY_HINT = "write year-month-day, as in 2009-08-05"
# A year before it is a slip of the finger, which would make roundups and charts begin there.
_FIRST_YEAR = 1900
MOMENT_HINT = "write year-month-day and, if you like, the time: 2009-08-05 18:30"


def to_day(text: str) -> date:
    """An ISO 8601 calendar date, and no other spelling of one. Raises BadValue."""
    try:
        day = msgspec.convert(text, date)
    except msgspec.ValidationError as error:
        raise BadValue(Mistake("This is not a date.", DAY_HINT, value=text)) from error
    if day.year < _FIRST_YEAR:
        raise BadValue(Mistake(f"The year {day:%Y} is long past.", DAY_HINT, value=text))
    return day


class Moment(msgspec.Struct, frozen=True):
    """A day, or a day and a time; a time without an offset is the site's own."""

    day: date
    time: time | None = None

    def at(self, zone: tzinfo) -> datetime:
        """The aware datetime in `zone`; a whole day begins at midnight."""
        moment = datetime.combine(self.day, self.time or time())
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)

    def day_in(self, zone: tzinfo) -> date:
        """The calendar day in `zone`, which an offset may move."""
        return self.at(zone).date()


_MOMENT = re.compile(
    r"(?P<day>\S{10})"
    r"(?:[ T_]+(?P<time>\d{1,2}:\d{2}(?::\d{2})?)\s*(?P<zone>Z|[+-]\d{2}:?(?:\d{2})?|))?"
)
# “18:30-20:00” is no time in a zone, but an evening. UTC+14 and UTC-12 are as far as zones go.
_ZONES = (timedelta(hours=-12), timedelta(hours=14))


def _moment(lines: Lines) -> Moment:
    text = _text(lines)
    bad = BadValue(Mistake("This is not a date.", MOMENT_HINT))
    match = _MOMENT.fullmatch(text)
    if not match:
        raise bad
    try:
        day = to_day(match["day"])
        if not match["time"]:
            return Moment(day)
        clock = f"{match['time']:0>5}" if match["time"].count(":") == 1 else f"{match['time']:0>8}"
        moment = time.fromisoformat(clock + match["zone"])
    except ValueError as error:
        raise bad from error
    offset = moment.utcoffset()
    if offset is not None and not _ZONES[0] <= offset <= _ZONES[1]:
        raise bad
    return Moment(day, moment)


Link = NewType("Link", str)
_SCHEMES = ("http", "https", "mailto")


def _link(lines: Lines) -> str:
    text = _text(lines)
    hint = "write the whole address, as in https://acme.example/jobs/7"
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise BadValue(Mistake("This is not a web address.", hint)) from error
    if parts.scheme.lower() not in _SCHEMES:
        raise BadValue(Mistake("A link begins with https://, http:// or mailto:.", hint))
    mail = parts.scheme.lower() == "mailto" and "@" in parts.path
    if re.search(r'[\s<>"\x00-\x1f\x7f]', text) or not (parts.hostname or mail):
        raise BadValue(Mistake("This is not a web address.", hint))
    return text


Names = NewType("Names", tuple)


def _names(lines: Lines) -> tuple[str, ...]:
    """One a line; or on one line with commas, or with semicolons where an item has a comma."""
    lines = [line for line in lines if line]
    if lines[0].startswith("[") and lines[-1].endswith("]"):
        hint = "write the items without brackets, with commas between them: office, clinic"
        raise BadValue(Mistake("This list has brackets.", hint))
    if len(lines) == 1:
        lines = lines[0].split(";" if ";" in lines[0] else ",")
    # Many have the same ones.
    return tuple(dict.fromkeys(intern(item) for item in (line.strip() for line in lines) if item))


Quantity = NewType("Quantity", int)


def _quantity(lines: Lines) -> int | None:
    """A whole number from 1, or None for `unlimited`."""
    text = _text(lines)
    if text.casefold() == "unlimited":
        return None
    if not re.fullmatch(r"0*[1-9][0-9]{0,5}", text):
        raise BadValue(
            Mistake("This is not a quantity.", "write a whole number from 1, or unlimited")
        )
    return int(text)


YesNo = NewType("YesNo", bool)


def _yes_no(lines: Lines) -> bool:
    answer = {"yes": True, "no": False}.get(_text(lines).casefold())
    if answer is None:
        raise BadValue(Mistake("This is neither yes nor no.", "write yes or no"))
    return answer


class Money(msgspec.Struct, frozen=True):
    """An amount or a range of it, in an ISO 4217 currency, for a unit of time.

    `unit` is one of HOUR, DAY, WEEK, MONTH, YEAR, as in schema.org's QuantitativeValue.unitText.
    """

    currency: str
    low: Decimal
    high: Decimal
    unit: str

    def __str__(self) -> str:
        amount = f"{self.low:,}" if self.low == self.high else f"{self.low:,}–{self.high:,}"
        article = "an" if self.unit == "HOUR" else "a"
        return f"{self.currency} {amount} {article} {self.unit.lower()}"


_SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP"}
_AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?"
_MONEY = re.compile(
    rf"(?P<currency>[A-Z]{{3}}|[$€£])\s*(?P<low>{_AMOUNT})(?:\s*(?:-|–|to)\s*(?P<high>{_AMOUNT}))?"
    r"\s*(?:an?|per|/)\s*(?P<unit>hour|day|week|month|year)"
)


def _money(lines: Lines) -> Money:
    match = _MONEY.fullmatch(_text(lines))
    if not match:
        raise BadValue(
            Mistake(
                "This is not a salary that can be read.",
                "write it as in USD 28000-32000 a year, or USD 14.50 an hour",
            )
        )
    low = Decimal(match["low"].replace(",", ""))
    high = Decimal((match["high"] or match["low"]).replace(",", ""))
    if high < low:
        raise BadValue(
            Mistake("The range runs from more to less.", "write the smaller amount first")
        )
    currency = _SYMBOLS.get(match["currency"], match["currency"])
    return Money(currency, low, high, match["unit"].upper())


class Goal(msgspec.Struct, frozen=True):
    """Something that the author set out to do in a week."""

    text: str
    done: bool


Goals = NewType("Goals", tuple)
_GOAL = re.compile(r"(?:[-*]\s+)?\[(?P<mark>[ xX]?)\]\s+(?P<text>\S.*)")


def _goals(lines: Lines) -> tuple[Goal, ...]:
    goals, mistakes = [], []
    for offset, line in enumerate(lines):
        if not line:
            continue
        if match := _GOAL.fullmatch(line):
            goals.append(Goal(match["text"], bool(match["mark"].strip())))
        else:
            hint = "write [ ] before a goal, [x] before one that is reached"
            mistakes.append(Mistake("This goal has no box.", hint, offset, line))
    if mistakes:
        raise BadValue(*mistakes)
    return tuple(goals)


def _text(lines: Lines) -> str:
    return " ".join(line for line in lines if line)


CONVERTERS: dict[Any, Callable[[Lines], Any]] = {
    str: _text,
    date: lambda lines: to_day(_text(lines)),
    Moment: _moment,
    Link: _link,
    Names: _names,
    Quantity: _quantity,
    YesNo: _yes_no,
    Money: _money,
    Goals: _goals,
}
