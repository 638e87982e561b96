"""A job's announcement, pasted as text: what it says of itself, and the rest as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from jobshower.values import CONVERTERS, BadValue, Money
from tools.days import to_closing_day
from tools.same_job import clean_address

__all__ = ["JobText", "read_job_text"]

_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "title": "(?:job |position )?title|position|role|job|vacancy",
        "company": "company(?: name)?|employer|(?:hiring )?organi[sz]ation",
        "location": "(?:job )?locations?|where|place|city|office",
        "salary": "(?:salary|pay)(?: range| rate)?|wages?|compensation|(?:hourly )?rate",
        "closes": "clos(?:es|ing)(?: date)?|(?:application )?deadline|apply (?:by|before)"
        "|applications (?:close|due)|last day to apply|open until|expires",
        "employment": "(?:employment |job |contract )?type|employment|schedule|hours",
        "posting": "url|link|apply(?: at| here| online)?|(?:job )?posting|web(?:site)?",
        "contact": "contact(?: person| name)?|recruiter|hiring manager|posted by|questions",
    }
)
_LABEL = re.compile(
    "|".join(f"(?P<{name}>{labels})" for name, labels in _LABELS.items()), re.IGNORECASE
)
_LABELLED = re.compile(
    r"\W{0,4}(?P<label>[A-Za-z][A-Za-z ]{1,24}?)\W{0,3}[:：][\s*]{0,4}(?P<value>\S.*)"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
_AT = re.compile(r"(?P<title>.{3,80}?)\s+(?:at|@)\s+(?P<company>[A-Z0-9].{1,60})")
_HIRING = re.compile(
    r"(?P<company>[A-Z].{1,60}?) (?:is|are) (?:hiring|looking for|seeking)"
    r"(?: an?)? (?P<title>.{3,80})"
)
_DASHED = re.compile(
    r"(?P<title>[^|–—]{3,80}?)\s+[-|–—]\s+(?P<company>[^|–—]{2,60}?)"
    r"(?:\s+[-|–—]\s+(?P<location>.+))?"
)
_UNDER_TITLE = re.compile(
    r"(?P<company>[^·•|]{2,60}?)\s+[·•|]\s+(?P<location>[^·•|]{2,60}?)(?:\s+[·•|].*)?"
)
_PLACE = re.compile(r"[A-Z][\w.' -]+, (?:[A-Z]{2}|[A-Z][a-z]+)(?:, [A-Z][\w. ]+)?(?: \d{5})?")
_CURRENCY = r"(?:[$€£]|[A-Z]{3}\s)"
_AMOUNT = r"\d{1,3}(?:[,.]\d{3})+(?:\.\d\d)?|\d+(?:\.\d\d?)?"
_PAY = re.compile(
    rf"(?P<currency>{_CURRENCY})\s?(?P<low>{_AMOUNT})(?P<low_k>[kK])?"
    rf"(?:\s*(?:-|–|—|to)\s*{_CURRENCY}?\s?(?P<high>{_AMOUNT})(?P<high_k>[kK])?)?"
    r"\s*(?:/|an?\b|per\b)?\s*(?P<unit>hours?|hr|hourly|days?|daily|weeks?|weekly|months?|monthly"
    r"|years?|yr|yearly|annum|annually)\b"
)
_UNITS = MappingProxyType(
    {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year", "a": "year"}
)
_EMPLOYMENT = re.compile(
    r"\b(?:(?P<full>full[- ]?time)|(?P<part>part[- ]?time)|(?P<contract>contract(?:or)?|freelance)"
    r"|(?P<temporary>temporary|temp|seasonal)|(?P<internship>intern(?:ship)?))\b",
    re.IGNORECASE,
)
_WORDS = MappingProxyType({"full": "full-time", "part": "part-time"})
_REMOTE = re.compile(
    r"\b(?:(?P<hybrid>hybrid)|(?P<yes>remote(?:ly)?|work from home|from anywhere))\b",
    re.IGNORECASE,
)
_LONGEST_TITLE = 100
_LONGEST_VALUE = 120
_TOP_LINES = 6
_WRAPPED = 55


class JobText(msgspec.Struct):
    """What an announcement says; "" or None where it does not. `body` is the rest.

    `contact` is a person's name, which is not for the public. `unsure` says what was not taken,
    and why.
    """

    title: str = ""
    company: str = ""
    location: str = ""
    salary: str = ""
    closes: date | None = None
    employment: str = ""
    remote: str = ""
    posting: str = ""
    contact: str = ""
    body: str = ""
    unsure: list[str] = []


def read_job_text(text: str, today: date) -> JobText:
    """Take an announcement apart: labelled lines first, then what its first lines look like."""
    job = JobText()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rest = [line for line in lines if not _take_labelled(job, line, today)]
    _take_top(job, rest)
    job.title = job.title[:1].upper() + job.title[1:]
    whole = "\n".join(rest)
    if not job.posting and (address := _ADDRESS.search(whole)):
        job.posting = clean_address(address[0])
        rest = [line for line in rest if line.strip() != address[0]]
    job.salary = job.salary or _salary(whole)
    job.employment = job.employment or _employment(whole)
    job.remote = _remote(" ".join([job.title, job.location, *rest[:_TOP_LINES]]))
    job.location = re.sub(
        rf"\s*[(\[]?{_REMOTE.pattern}[)\]]?$", "", job.location, flags=re.IGNORECASE
    )
    job.body = _markdown(rest)
    return job


def _take_labelled(job: JobText, line: str, today: date) -> bool:
    """Whether a line says what it is, and was taken."""
    match = _LABELLED.fullmatch(line.strip())
    label = _LABEL.fullmatch(match["label"].strip()) if match else None
    if not match or not label or len(match["value"]) > _LONGEST_VALUE:
        return False
    value = match["value"].strip(" *_\t")
    name = label.lastgroup
    if name == "closes":
        try:
            job.closes = job.closes or to_closing_day(value, today)
        except ValueError as error:
            job.unsure.append(f"the closing day: {error}")
            return False
        return True
    convert: Callable[[str], str] = _CONVERT.get(name, str.strip)
    taken = convert(value)
    if not taken or getattr(job, name):
        return False
    setattr(job, name, taken)
    return True


def _take_top(job: JobText, rest: list[str]) -> None:
    """Title, company and place from the first lines, where no labels told them."""
    top = [n for n, line in enumerate(rest) if line.strip()][:3]
    if not top:
        return
    first = rest[top[0]].strip(" #*_\t")
    if not job.title and len(first) <= _LONGEST_TITLE and not first.endswith((".", ":")):
        found = _AT.fullmatch(first) or _HIRING.fullmatch(first) or _DASHED.fullmatch(first)
        parts = found.groupdict() if found else {"title": first}
        if not _ADDRESS.search(parts["title"]):
            job.title = parts["title"].strip()
            job.company = job.company or (parts.get("company") or "").strip(" .")
            job.location = job.location or (parts.get("location") or "").strip()
            rest[top[0]] = ""
    second = rest[top[1]].strip() if len(top) > 1 else ""
    if second and (found := _UNDER_TITLE.fullmatch(second)):
        job.company = job.company or found["company"].strip()
        job.location = job.location or found["location"].strip()
        rest[top[1]] = ""
    elif second and not job.location and _PLACE.fullmatch(second):
        job.location = second
        rest[top[1]] = ""


def _salary(text: str) -> str:
    """The first pay that says for how long, as `Salary` wants it; "" where there is none."""
    match = _PAY.search(text)
    if not match:
        return ""
    low, high = _number(match["low"]), _number(match["high"] or "")
    thousand = bool(match["high_k"] or match["low_k"])
    if thousand:
        low, high = low * 1000, high * 1000
    currency = match["currency"].strip()
    amount = f"{low:g}" if low == int(low) else f"{low:.2f}"
    if high > low:
        amount += f"-{high:g}" if high == int(high) else f"-{high:.2f}"
    unit = _UNITS[match["unit"][0].lower()]
    text = f"{currency} {amount} {'an' if unit == 'hour' else 'a'} {unit}"
    try:
        return str(CONVERTERS[Money]([text]))
    except BadValue:
        return ""


def _number(text: str) -> float:
    text = re.sub(r"[,.](?=\d{3}\b)", "", text)
    return float(text or 0)


def _employment(text: str) -> str:
    """The kind of employment, where the text names only one."""
    found = {match.lastgroup for match in _EMPLOYMENT.finditer(text)}
    return _WORDS.get(name := found.pop(), name) if len(found) == 1 else ""


def _remote(text: str) -> str:
    found = {match.lastgroup for match in _REMOTE.finditer(text)}
    return "hybrid" if "hybrid" in found else "yes" if found else ""


def _address_in(text: str) -> str:
    found = _ADDRESS.search(text)
    return clean_address(found[0]) if found else ""


_CONVERT: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"salary": _salary, "employment": _employment, "posting": _address_in}
)


def _markdown(lines: list[str]) -> str:
    """Plain text as Markdown that shows the same: bullets are lists, and nothing is markup."""
    out: list[str] = []
    for line in lines:
        text = _ADDRESS.sub(lambda found: clean_address(found[0]), line.strip())
        text = text.replace("<", "&lt;")
        if bullet := re.fullmatch(r"[•·▪◦‣●*–-]\s*(\S.*)", text):
            text = f"- {bullet[1]}"
        elif text.startswith("#"):
            text = f"\\{text}"
        before = out[-1] if out else ""
        if text and before and not _belongs(before, text):
            out.append("")
        if text or before:
            out.append(text)
    return "\n".join(out).strip()


def _belongs(before: str, text: str) -> bool:
    """Whether a line goes on what the one before began: a list, or a paragraph that was wrapped."""
    if text.startswith("- "):
        return before.startswith("- ")
    return len(before) >= _WRAPPED and not before.startswith("- ")
