"""How telephone numbers are written and called, and how numbers that are none are."""

from __future__ import annotations

import re

from .guard_decode import BREAK

__all__ = ["is_address_or_date", "is_called_a_number", "is_labelled", "is_styled", "told_before"]

_CALLED = re.compile(
    r"(?:\b(?:tel|tele?phones?|telefone?|telefono|telef|téléphone|teléfono|phones?|ph|calls?|"
    r"calling me|cell(?:ular|phone)?|mobile|móvil|handy|fax|text me|texts?|sms|ring|dial|whatsapp|"
    r"signal|landline|voicemail|hotline|message|reach(?:ed)?(?: \w+)? (?:at|on)|contact|"
    r"(?:my|her|his|their|our|your|home|work|office|direct) (?:number|no|line))\b"
    r"|\b[mtpc]\s?[.:]|[\u260e\u260f\u2706\U0001f4de\U0001f4f1\U0001f4f2])[^\x03]{0,24}$",
    re.IGNORECASE,
)
_NOT_CALLED = re.compile(
    r"\b(?:posting|requisition|isbn|order|invoice|job|model|serial|sku)\W{0,3}\w*\W*$",
    re.IGNORECASE,
)
_CALLED_AFTER = re.compile(r"\s*\(?(?:cell|mobile|phone|fax|tel|home|office)\b", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:\b(?:jobs?|req\w*|ref\w*|posting|position|vacanc\w+|opening|orders?|po|invoice|accounts?|"
    r"acct|case|ticket|item|parts?|sku|model|serial|isbn\S*|issn|doi|pmid|\w*-?id|u?uid|guid|ean|"
    r"upc|gtin|zip|no|nr|num|numbers?|build|rev|version|routing|ein|ssn|vat|tax|licen[sc]e|permit|"
    r"member|customer|tracking|code|hash|key|commit|timestamp|time|epoch|coordinates|lat\w*|lon\w*|"
    r"asin|oclc|lccn|isni|orcid|patent|confirmation|application|candidate|batch|lot|file|record|"
    r"entry|badge|usd|eur|gbp|value)|[#№$€£¥=/?&])"
    r"(?:[\s.:#=\"'(-]|number|no\b|nr\b|id\b|code\b|is\b|was\b|the\b){0,5}$",
    re.IGNORECASE,
)
# Whatever the number looks like.
_NO_NUMBER = re.compile(r"\b(?:sku|isbn\S*|issn|upc|ean|gtin)\W{0,3}$", re.IGNORECASE)
_URL = re.compile(
    r"(?:[a-z][\w+.-]*://|www\.|\b(?:tag|urn|mailto|data|doi|geo):)[^\s\"'<>\x03]*$", re.IGNORECASE
)
_PATH = re.compile(r"[\w%-]+[/=?&][^\s\"'<>\x03]*$|[/?&=#]$")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
# The attributes in which something is said, or linked. Others measure, draw or name.
_TOLD = re.compile(
    r"(?:^|[\s\x03])(title|alt|content|aria-[\w-]+|value|placeholder|label|summary|data-[\w-]+|"
    r"text|description|name|href|action|number|phone|telephone|tel)"
    r"\s*=\s*(\"[^\"\x03]*|'[^'\x03]*|[^\s\x03\"']*)$",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\s?(?:x|ext)\.?\s?\d", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_FAR, _NEAR = 200, 48


def is_address_or_date(text: str, start: int, end: int, where: str) -> bool:
    """Whether digits are a part of a web address, a decimal, a price, a hash, or a drawing."""
    candidate = text[start:end]
    previous, following = text[start - 1 : start], text[end : end + 1]
    if candidate.isdecimal() and _is_glued(text, start, end):
        return True
    if following in {"%", "@"} or previous in {"$", "€", "£", "¥", "%", "@", "\\"}:
        return True
    if _DOTTED.fullmatch(candidate):
        return True
    ahead = text[max(0, start - _FAR) : start].rpartition(BREAK)[2]
    if where == "attribute" and "=" in ahead:
        told = _TOLD.search(ahead)
        if not told or (told[1].lower() in {"href", "action"} and len(told[2]) > 1):
            return True
        ahead = told[2][1:]
    if _URL.search(ahead):
        return True
    path = _PATH.search(ahead[-_NEAR:])
    return where != "calendar" and path is not None and not _CALLED.search(path[0])


def _is_glued(text: str, start: int, end: int) -> bool:
    """Whether digits without any separator go on as a word, a decimal or a time."""
    previous, following = text[start - 1 : start], text[end : end + 1]
    word = _WORD_BEFORE.search(text, max(0, start - _NEAR), start)
    if word and _CALLED.search(word[0]):
        return False
    if previous.isalnum() or (
        previous in {".", ",", ":"} and text[start - 2 : start - 1].isdigit()
    ):
        return True
    return following.isalpha() and not _EXTENSION.match(text, end)


def is_styled(text: str, start: int) -> bool:
    """Whether a style sheet says it, in a comment or a string, and does not measure with it."""
    ahead = text[max(0, start - _FAR) : start]
    rule = re.split(r"[{};\n]", ahead)[-1]
    inside = any(rule.count(mark) % 2 for mark in "\"'")
    return inside or ahead.rfind("/*") > ahead.rfind("*/")


def told_before(text: str, start: int, where: str) -> str:
    """What is said before a number; in a tag, only within the same attribute, but for data-…."""
    ahead = text[max(0, start - _NEAR) : start].rpartition(BREAK)[2]
    if where == "attribute":
        name, _, value = ahead.rpartition("=")
        return ahead if name.rpartition(" ")[2].startswith("data-") else value
    return ahead


def is_called_a_number(ahead: str, behind: str) -> bool:
    """Whether the words around call it a telephone number."""
    if _CALLED.search(ahead):
        return not _NOT_CALLED.search(ahead)
    return bool(_CALLED_AFTER.match(behind))


def is_labelled(ahead: str, *, plain: bool) -> bool:
    """Whether the words before it call it a number of something else; `plain`: only digits."""
    return bool((_LABELLED if plain else _NO_NUMBER).search(ahead))
