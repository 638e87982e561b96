"""What people write in spreadsheets about a job, as a lead's front matter wants it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from jobshower.values import CONVERTERS, BadValue, Money, Names

__all__ = ["STATUSES", "employment", "place", "plain", "remote", "salary", "status", "tags"]

_WORDS = re.compile(r"[^a-z]+")


def _by_word(table: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(
        {word: value for value, words in table.items() for word in words.split(", ")}
    )


_EMPLOYMENTS = _by_word(
    {
        "full-time": "fulltime, ft, full, permanent",
        "part-time": "parttime, pt, part",
        "contract": "contract, contractor, freelance",
        "temporary": "temporary, temp, seasonal",
        "internship": "internship, intern",
    }
)
_REMOTE = _by_word(
    {
        "yes": "yes, y, true, remote, fullyremote, remoteonly, wfh, workfromhome, anywhere, home",
        "hybrid": "hybrid, partly, partlyremote",
        "no": "no, n, false, onsite, inperson, inoffice, office",
    }
)
STATUSES = _by_word(
    {
        # Nothing has happened yet.
        "": "open, active, saved, bookmarked, wishlist, toapply, interested, new, notapplied, "
        "notstarted, todo, researching, planned, lead, pending, notyetapplied",
        "applied": "applied, submitted, applicationsubmitted, applicationsent, inreview, "
        "underreview, noresponse, waiting, awaitingresponse, sent",
        "interview": "interview, interviewing, interviewed, interviewscheduled, phonescreen, "
        "phoneinterview, screening, firstinterview, secondinterview, finalinterview, finalround, "
        "onsiteinterview, technicalinterview, assessment",
        "offer": "offer, offered, offerreceived, offerextended",
        "landed": "accepted, hired, landed, offeraccepted, gotit, gotthejob",
        "filled": "filled, rejected, rejection, declined, turneddown, notselected",
        "closed": "closed, expired, inactive, gone, ended, cancelled, canceled, removed",
    }
)
"""The event of a lead's trail for a status, by its letters alone; "" where nothing happened."""

_REMOTE_PLACE = re.compile(
    r"(?:(?P<how>fully remote|remote|hybrid)\b[\s,:()–-]*(?:in|within|from)?\s*(?P<rest>.*?)\)?|"
    r"(?P<before>.+?)[\s,(–-]+(?P<after>remote|hybrid)\)?)",
    re.IGNORECASE,
)
_UNITS = {
    "hour": r"hour|hourly|hr|h",
    "day": r"day|daily",
    "week": r"week|weekly|wk",
    "month": r"month|monthly|mo",
    "year": r"year|yearly|annum|annual|annually|yr|y|pa|p\.a\.",
}
_AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?"
_SALARY = re.compile(
    rf"(?P<currency>US\$|[$€£]|[A-Z]{{3}})?\s*(?P<low>{_AMOUNT})\s*(?P<low_k>[kK])?"
    rf"(?:\s*(?:-|–|—|to)\s*(?:US\$|[$€£]|[A-Z]{{3}})?\s*(?P<high>{_AMOUNT})\s*(?P<high_k>[kK])?)?"
    r"\s*(?P<after>USD|EUR|GBP|CAD|AUD|CHF|€|£)?"
    rf"\s*(?:(?:an?|per|/)?\s*(?P<unit>{'|'.join(_UNITS.values())})\.?)?",
)
_SYMBOLS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP"}


def employment(cell: str) -> str:
    """One of the values of `Employment`. Raises ValueError."""
    return _known(_EMPLOYMENTS, cell)


def remote(cell: str) -> str:
    """One of the values of `Remote`. Raises ValueError."""
    return _known(_REMOTE, cell)


def status(cell: str) -> str:
    """The event that a status tells of, or "" for none. Raises ValueError."""
    return _known(STATUSES, cell)


def place(cell: str) -> tuple[str, str]:
    """A location, and what it says of `Remote`: `Remote in USA` is in the USA, and remote."""
    match = _REMOTE_PLACE.fullmatch(cell)
    if not match:
        return cell, ""
    how = (match["how"] or match["after"]).casefold()
    rest = (match["rest"] if match["how"] else match["before"]) or ""
    return rest.strip(" ,;-–()"), "hybrid" if how == "hybrid" else "yes"


def salary(cell: str) -> str:
    """An amount with currency and unit, as `Salary` wants it. Raises ValueError.

    Nothing is guessed: without a currency or a unit it is none.
    """
    match = _SALARY.fullmatch(cell.strip())
    if not match or not match["unit"]:
        raise ValueError(cell)
    currency = match["currency"] or match["after"] or ""
    currency = _SYMBOLS.get(currency, currency)
    if not currency:
        raise ValueError(cell)
    low = _amount(match["low"], match["low_k"] or (match["high_k"] if match["high"] else None))
    high = _amount(match["high"] or match["low"], match["high_k"] or match["low_k"])
    unit = next(u for u, names in _UNITS.items() if re.fullmatch(names, match["unit"]))
    amount = f"{low}" if low == high else f"{low}-{high}"
    text = f"{currency} {amount} {'an' if unit == 'hour' else 'a'} {unit}"
    try:
        CONVERTERS[Money]([text])
    except BadValue as error:
        raise ValueError(cell) from error
    return text


def tags(cell: str) -> str:
    """Tags as the front matter has them, however they are parted."""
    names = CONVERTERS[Names](cell.replace("|", ";").replace("/", " / ").split("\n"))
    return "; ".join(names) + (";" if any("," in name for name in names) else "")


def plain(cell: str) -> str:
    """A text of somebody's as Markdown that shows it: no HTML, no headings and lists by chance."""
    text = cell.replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"^([ \t]*)(#|>|={3,}|-{3,}|~{3,}|`{3,})", r"\1\\\2", text, flags=re.MULTILINE)


def _known(values: Mapping[str, str], cell: str) -> str:
    word = _WORDS.sub("", cell.casefold())
    if word not in values:
        raise ValueError(cell)
    return values[word]


def _amount(text: str, thousands: str | None) -> Decimal:
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation as error:  # pragma: no cover (the pattern lets only numbers through)
        raise ValueError(text) from error
    return (amount * 1000).normalize().quantize(Decimal(1)) if thousands else amount
