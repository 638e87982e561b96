"""E-mail addresses that are spelled out: `dana [at] host dot example`, `dana @ host.example`.

In brackets an at is a sign; as a bare word it is one only where the dots are spelled, too, or
where what stands before it is no word of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .guard_address import BACKWARDS_LOCAL, BACKWARDS_WORD, CUTS, DOMAIN, FILES, Address, is_known
from .guard_decode import BREAK

__all__ = ["spelled_addresses"]

_DOT_WORDS = "dot|d0t|punkt|punto|point|ponto"
_OPEN, _CLOSE = r"[\[({<«|*_]", r"[\])}>»|*_]"
_DOT = (
    rf"(?:\s{{0,4}}{_OPEN}\s{{0,4}}(?:{_DOT_WORDS}|\.)\s{{0,4}}{_CLOSE}\s{{0,4}}"
    rf"|\s{{1,3}}(?:{_DOT_WORDS})\s{{1,3}}|\s?[/-]\s?(?:{_DOT_WORDS})\s?[/-]\s?|\.|\s\.\s|(?<=[a-z0-9])DOT(?=[a-z0-9]))"
)
_LABEL = r"[^\W_](?:[\w-]{0,61}?[^\W_])?"
_SPELLED_DOMAIN = re.compile(
    rf"(?:{_LABEL}{_DOT})+(?:xn--[\w-]+|[^\W\d_]{{2,63}})(?![^\W_])", re.IGNORECASE
)
_SPELLED_DOT = re.compile(_DOT, re.IGNORECASE)
_AT_WORDS = "at|ät|arroba|arobase|chiocciola|klammeraffe|æt|bei|apenstaartje"
# Whoever puts brackets around it means the sign; a bare word needs more evidence.
_BRACKETED = re.compile(
    rf"\s{{0,4}}{_OPEN}\s{{0,4}}(?:{_AT_WORDS}|@|a)\s{{0,4}}{_CLOSE}\s{{0,4}}", re.IGNORECASE
)
# A pattern that begins with letters is found several times faster, hence one for each word, and
# what stands before the word behind it.
_WORDS = tuple(
    re.compile(rf"{word}(?<=[\s\"/-]{word})(?:\s?[/-]\s?|\s{{1,3}}|\"\s?)")
    for word in _AT_WORDS.split("|")
)
_CAPITALS = re.compile(r"AT(?<=[a-z0-9]AT)(?=[a-z0-9]+DOT[a-z0-9])")
_SIGN = re.compile("@")
_SPACED = re.compile(rf"@[\s{BREAK}]{{1,3}}")
# English writes a small at: "dana AT host.example" is spelled on purpose.
_SHOUTED = re.compile(r"AT(?<=\sAT)\s{1,3}(?=[\w-]+\.)")
_CLOSED_AT = re.compile(rf"at\s{{0,4}}{_CLOSE}")
_CLOSED_SIGN = re.compile(rf"@\s{{0,4}}{_CLOSE}")
# As a word these are none, not even between other signs.
_CLOSED_WORDS = tuple(
    re.compile(rf"{word}(?<=[\s\[({{<«]{word})\s{{0,4}}[\])}}>»]") for word in ("a", "bei")
)
_BRACKET_SIGNS = ("arroba", "arobase", "chiocciola", "klammeraffe", "apenstaartje")
_OTHER_SIGNS = ("ät", "æt")
_CLOSING = "])}>»|*_"
_DOT_WORD_PATTERNS = tuple(
    re.compile(rf"{word}(?<=[\s\[({{<«|*_/-]{word})[\s\])}}>»|*_/-]")
    for word in _DOT_WORDS.split("|")
)
_MAILED = re.compile(
    r"(?:e-?mail|mail|mailto|write(?: to)?|correo|courriel)[:\s]{1,3}$", re.IGNORECASE
)
_LOCAL_DOT = re.compile(
    rf"\s?{_OPEN}\s?(?:{_DOT_WORDS}|\.)\s?{_CLOSE}\s?|\s(?:{_DOT_WORDS})\s|-(?:{_DOT_WORDS})-",
    re.IGNORECASE,
)
# "Lost at the dot com boom".
_ARTICLES = frozenset({"the", "this", "that", "every", "each"})
_PEOPLE = frozenset({"me", "us", "him", "her", "them", "you", "it", "one", "someone", "somebody"})
_NAME_LIKE = re.compile(
    r"[a-z]{2,}\d{0,4}[._+-][a-z]{2,}\d{0,4}|[a-z][._][a-z]{3,}\d{0,4}|[a-z]{3,}\d{1,4}"
)
_EXPLAINED = re.compile(r"[^\w\n]{0,4}(?:without|no|remove|minus)\b[^\n]{0,20}space")
_AT_DOMAIN = re.compile(r"at(?<=\sat)\s{1,3}(?=[\w-]+\.[\w.-]*[a-z]{2})")


def spelled_addresses(text: str) -> Iterator[Address]:
    """Addresses with the at or the dots in words, or with spaces around the sign."""
    lower = text.lower()
    if "@" in text:
        for match in _SPACED.finditer(lower):
            yield from _around(lower, _end_before(lower, match.start()), match.end(), dots=False)
    if _has_brackets(lower):
        for match in _BRACKETED.finditer(lower):
            yield from _around(lower, match.start(), match.end(), dots=False)
    if any(pattern.search(lower) for pattern in _DOT_WORD_PATTERNS):
        yield from _worded(lower)
    for match in _CAPITALS.finditer(text):
        yield from _around(text, match.start(), match.end(), dots=True)
    for match in _SHOUTED.finditer(text):
        local = _local_before(text, _end_before(text, match.start()))
        if any(letter.islower() for letter in local):
            yield from _around(text, _end_before(text, match.start()), match.end(), dots=False)
    for match in _AT_DOMAIN.finditer(lower):
        yield from _named(lower, match.start(), match.end())


def _has_brackets(lower: str) -> bool:
    """Whether there may be an at in brackets; quick, since nearly every page has none."""
    if any(map(lower.__contains__, _CLOSING)) and (
        _CLOSED_AT.search(lower)
        or _CLOSED_SIGN.search(lower)
        or any(it.search(lower) for it in _CLOSED_WORDS)
    ):
        return True
    signs = _BRACKET_SIGNS if lower.isascii() else (*_BRACKET_SIGNS, *_OTHER_SIGNS)
    return any(map(lower.__contains__, signs))


def _worded(lower: str) -> Iterator[Address]:
    """`dana at mail dot example`, and `dana@mail dot example`."""
    for pattern in _WORDS:
        for match in pattern.finditer(lower):
            # One sign before it belongs to it (" -at- ", " / at / "), more do not.
            start = _end_before(lower, match.start() - 1)
            yield from _around(lower, start, match.end(), dots=True)
    for match in _SIGN.finditer(lower):
        if not DOMAIN.match(lower, match.end()):
            yield from _around(lower, match.start(), match.end(), dots=True)


def _end_before(text: str, place: int) -> int:
    """Where the word before a place ends."""
    while place and text[place - 1].isspace():
        place -= 1
    return place


def _around(text: str, start: int, end: int, *, dots: bool) -> Iterator[Address]:
    """The address around an at; `dots`: only with at least one dot that is spelled."""
    local = _local_before(text, start)
    found = _SPELLED_DOMAIN.match(text, end)
    while found and local:
        labels = _SPELLED_DOT.split(found[0])
        spelled = any(mark.strip() != "." for mark in _SPELLED_DOT.findall(found[0]))
        # A sentence may go on after the domain: "host dot example dot" or ". Then".
        while len(labels) > 1 and not is_known(labels[-1]):
            labels.pop()
        is_domain = len(labels) > 1 and not (dots and labels[0] in _ARTICLES)
        if is_domain and (spelled or not dots):
            yield Address(
                f"{local}@{'.'.join(labels)}", (f"{local.strip('._-+')}@{'.'.join(labels)}",)
            )
        return


def _local_before(text: str, start: int) -> str:
    """The local part that ends at a place, its own dots perhaps spelled as well."""
    ahead = _LOCAL_DOT.sub(".", text[max(0, start - 90) : start])
    found = BACKWARDS_LOCAL.match(ahead[::-1])
    local = found[0][::-1].lstrip(".") if found else ""
    return CUTS.split(local)[-1] or local


def _named(text: str, start: int, end: int) -> Iterator[Address]:
    """`dana.rowe at host.example`: a name that no English word looks like, or after "e-mail"."""
    ahead = text[max(0, start - 80) : start].rstrip()
    found = BACKWARDS_WORD.match(ahead[::-1])
    domain = DOMAIN.match(text, end)
    if not found or not domain or not is_known(domain[1]):
        return
    local = found[0][::-1].strip(".")
    named = _NAME_LIKE.fullmatch(local.casefold())
    if named and (is_known(local.rpartition(".")[2]) or local.rpartition(".")[2] in FILES):
        named = None if "." in local else named
    mailed = _MAILED.search(ahead[: len(ahead) - len(local)]) and local.casefold() not in _PEOPLE
    explained = _EXPLAINED.match(text, domain.end())
    if (named and local.casefold() not in _PEOPLE) or mailed or explained:
        yield Address(f"{local}@{domain[0]}")
