"""Telephone numbers in decoded text, judged by Google's rules (phonenumbers) and by what is around.

Long numbers are everywhere in a job search: requisitions, dates, salaries, ISBNs. A number counts
if it is one that could be dialled, and is written like one or called one by the words before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

import msgspec

from .guard_decode import BREAK, SEAM
from .guard_phone_words import (
    is_address_or_date,
    is_called_a_number,
    is_labelled,
    is_styled,
    told_before,
)

__all__ = ["Number", "digits_of", "national_digits", "normal_number", "numbers"]

_SEPARATORS = r"\s().\[\]/\u2010-\u2015\u2212\u00b7\u2022\u2219~_|*-"
# Possessive, since a separator is no digit: the pattern never has to go back.
_CANDIDATE = re.compile(rf"[0-9](?:[{_SEPARATORS}]{{0,4}}+[0-9]){{6,24}}+")
_ANY_DIGITS = re.compile(rf"\d(?:[{_SEPARATORS}]{{0,4}}+\d){{6,24}}+")
_PREFIX = re.compile(r"(?:\+[\s(]{0,2}|\(\s?)$")
_LINK = re.compile(
    r"(?:\b(?:tel|sms|smsto|callto|fax|facetime|facetime-audio|sip|viber|mms)\s*:(?://)?"
    r"|\bwa\.me/|\b(?:phone|tel|mobile)=|\bsignal\.me/#p/|\bt\.me/(?=\+))"
    r"\s*[+(]{0,2}$",
    re.IGNORECASE,
)
_MIDDLE = re.compile("[\u00b7\u2022\u2219_|*]")
_DASH = re.compile(r"-\s*\n\s*|[\u2010-\u2015\u2212]")
_APART = re.compile(rf"[0-9]+(?:{SEAM}+[0-9]+)+")
_DIGITS_APART = re.compile(rf"{SEAM}(?<=[0-9]{SEAM}){SEAM}*[0-9]")
_WORD_BEHIND = re.compile(rf"{SEAM}(?<=[0-9]{SEAM}){SEAM}*[^\W\d_]")
_BEFORE_WORD = re.compile(rf"(?<=[0-9]){SEAM}+(?=[^\W\d_])")
_LOCAL = re.compile(
    r"(?<![\w$€£+/-])(?<!\d[.,])([2-9]\d{2})[\s.\u2010-\u2015-]?([0-9]{4})(?![\w/-]|[.,]\d)"
)
# A number of the North American plan, anywhere in a row of numbers.
_AMERICAN = re.compile(
    rf"(?<!\d)(?:1[{_SEPARATORS}]{{0,3}})?[2-9]\d\d[{_SEPARATORS}]{{0,3}}[2-9]\d\d"
    rf"[{_SEPARATORS}]{{0,3}}\d{{4}}(?!\d)"
)
_AMERICAN_CODE = 1
_ISO_DATE = re.compile(r"\d{4}[-/.]\d\d[-/.]\d\d")
_DATED = re.compile(
    r"(?:19|20)\d\d-[01]\d-[0-3]\d|[0-3]?\d[./][0-3]?\d[./](?:19|20)\d\d|(?:19|20)\d{6}T"
)
_DECIMAL = re.compile(r"\d\.\d{9,}")
_FRACTION = re.compile(r"\d[.,]$")
# How those are written: 216-555-0123, 216 5550123, 1 216 555 0123.
_GROUPINGS = {(3, 3, 4), (10,), (3, 7), (6, 4), (3, 3, 2, 2), (1, 3, 3, 4), (11,), (1, 10)}
_GROUPINGS |= {(4, 3, 4), (1, 3, 7), (1, 6, 4)}
_USUAL = {(3, 3, 4), (1, 3, 3, 4)}
_TRUNK = "0"
# A shorter row of pages is no number; in a longer one "0123" may be the end of one.
_FEW = 5


class Number(msgspec.Struct, frozen=True):
    """A telephone number as E.164, or only its digits where it has no country."""

    text: str

    def is_in(self, public: frozenset[str]) -> bool:
        """Whether the number may be shown, be it without its country and area."""
        if self.text.startswith("+"):
            return self.text in public
        digits = digits_of(self.text)
        return any(number.endswith(digits.lstrip("0")) for number in public)


class _Found(msgspec.Struct, frozen=True):
    """A number that could be dialled: as written, as E.164, its country's code, and its form."""

    raw: str
    e164: str
    country: int
    is_usual: bool = False


def digits_of(text: str) -> str:
    """The digits alone."""
    return "".join(letter for letter in text if letter.isdecimal())


def normal_number(text: str, regions: tuple[str, ...]) -> str:
    """A number as E.164, or "" where it is none in any of the regions."""
    google = _google()
    for region in regions:
        try:
            number = google.parse(text, region)
        except google.NumberParseException:
            continue
        if google.is_possible_number(number):
            return google.format_number(number, google.PhoneNumberFormat.E164)
    return ""


def national_digits(text: str, regions: tuple[str, ...]) -> str:
    """The digits that all ways of writing a number have in common: without country and trunk."""
    normal = normal_number(text, regions)
    if not normal:
        return digits_of(text)
    return str(_google().parse(normal).national_number or "")


def numbers(
    text: str, where: str, regions: tuple[str, ...], private: frozenset[str]
) -> Iterator[Number]:
    """Every telephone number in a reading's text; `private` are digits that always count."""
    if SEAM in text:
        # Quickly found or not, since they begin with what is rare.
        if _DIGITS_APART.search(text):
            text = _APART.sub(_together, text)
        if _WORD_BEHIND.search(text):
            text = _BEFORE_WORD.sub(" ", text)
        text = text.replace(SEAM, "")
    pattern = _CANDIDATE if text.isascii() else _ANY_DIGITS
    for match in pattern.finditer(text):
        if private:
            digits = digits_of(match[0])
            yield from (Number(secret) for secret in private if secret in digits)
        if where == "binary" or _ISO_DATE.fullmatch(match[0]):
            continue
        start, end = match.span()
        yield from _linked(text, start, match[0], regions)
        prefix = _PREFIX.search(text, max(0, start - 4), start)
        start = prefix.start() if prefix else start
        if where == "style" and not is_styled(text, start):
            continue
        if not is_address_or_date(text, start, end, where):
            yield from _dialled(text, start, end, where, regions)
        if any(_code(region) == _AMERICAN_CODE for region in regions):
            yield from _local(text, start, end, where)


def _linked(text: str, start: int, digits: str, regions: tuple[str, ...]) -> Iterator[Number]:
    """A number that a tap dials or writes to (RFC 3966, RFC 5724, and the messengers')."""
    link = _LINK.search(text, max(0, start - 24), start)
    if link:
        plus = "+" if "+" in link[0] else ""
        normal = normal_number(plus + digits, regions)
        if link[0].endswith(("/", "=")) and not plus:
            normal = normal_number("+" + digits_of(digits), regions) or normal
        yield Number(normal or digits_of(digits))


def _together(match: re.Match[str]) -> str:
    """Digits that inline tags part: a row of pages (1 2 3), single digits, or groups."""
    groups = re.split(f"{SEAM}+", match[0])
    if len(groups) > _FEW and all(
        int(after) == int(before) + 1 for before, after in pairwise(groups)
    ):
        return BREAK.join(groups)
    return ("" if all(len(group) == 1 for group in groups) else "-").join(groups)


def _dialled(
    text: str, start: int, end: int, where: str, regions: tuple[str, ...]
) -> Iterator[Number]:
    """The numbers in a candidate that could be dialled and are meant to be."""
    ahead = told_before(text, start, where)
    called = is_called_a_number(ahead, text[end : end + 14])
    written = re.sub(r"\s", " ", _DASH.sub("-", _MIDDLE.sub("-", text[start:end])))
    for region in regions:
        for found in _valid(written, region):
            before = ahead + written[: written.find(found.raw)]
            if called or _is_written_like_one(found, before, where):
                yield Number(found.e164)
        if called and _groups(written) in _USUAL:
            # Not given to anybody yet, as far as phonenumbers knows; the writer knows better.
            yield Number(normal_number(written, regions) or digits_of(written))


@lru_cache(maxsize=8192)
def _valid(text: str, region: str) -> tuple[_Found, ...]:
    """The numbers in a row of digits that somebody could have."""
    found = []
    google = _google()
    e164_form = google.PhoneNumberFormat.E164
    for strict in (False, True):
        leniency = google.Leniency.STRICT_GROUPING if strict else google.Leniency.VALID
        for match in google.PhoneNumberMatcher(text, region, leniency=leniency, max_tries=100):
            e164 = google.format_number(match.number, e164_form)
            found.append(_Found(match.raw_string, e164, match.number.country_code or 0, strict))
    if _code(region) == _AMERICAN_CODE:
        for row in _AMERICAN.finditer(text):
            number = google.parse(row[0], region)
            if google.is_valid_number(number):
                e164 = google.format_number(number, e164_form)
                found.append(_Found(row[0], e164, _AMERICAN_CODE))
    return tuple(found)


def _is_written_like_one(found: _Found, ahead: str, where: str) -> bool:
    """Whether the number's form says enough, without a word that calls it one."""
    raw = found.raw
    if raw.startswith(("+", "(+", "00")):
        return True
    if _DATED.search(raw):
        return False
    if _DECIMAL.fullmatch(raw) or (raw.isdecimal() and _FRACTION.search(ahead)):
        return False
    is_bare = where == "style" or (where == "script" and not ahead.endswith(('"', "'", "`")))
    if (is_bare and raw.isdecimal()) or is_labelled(ahead, plain=raw.isdecimal()):
        return False
    if found.country == _AMERICAN_CODE:
        return _groups(raw) in _GROUPINGS
    # Elsewhere lengths differ, so that only the trunk's 0 or the usual groups tell it from others.
    return raw.lstrip("(").startswith(_TRUNK) or (found.is_usual and not raw.isdecimal())


def _groups(text: str) -> tuple[int, ...]:
    return tuple(len(group) for group in re.findall(r"\d+", text))


def _local(text: str, start: int, end: int, where: str) -> Iterator[Number]:
    """555-0123, where the words before it call it a number."""
    for match in _LOCAL.finditer(text, start, min(len(text), end + 2)):
        ahead = told_before(text, match.start(), where)
        if is_called_a_number(ahead, text[match.end() : match.end() + 14]):
            yield Number(match[1] + match[2])


@lru_cache(maxsize=64)
def _code(region: str) -> int:
    return _google().country_code_for_region(region)


def _google() -> Any:
    """The rules, which take a while to import, and which a site without numbers never needs."""
    import phonenumbers  # noqa: PLC0415

    return phonenumbers
