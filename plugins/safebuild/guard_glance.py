"""A look at a page's bytes that tells, of most pages, that the guard would find nothing in them.

Whatever the guard finds has left a sign in the page's own bytes, before tags are taken away and
escapes undone: an @ or something that could become one, seven digits near each other, an “at” with
a domain behind it. Where there is no sign, nothing needs to be decoded. A sign proves nothing:
then the guard reads the page as a whole.

Lines that stand in many pages (the header, what a list says of a post) are looked at once. Between
block tags at both ends nothing reaches from a line into the next: neither words nor digits are
read over the edge of a block (`BREAK`), and where tags are text, < and > part them as well.
"""

from __future__ import annotations

import re

from .guard import Guard
from .guard_readings import BLOCK_NAMES

__all__ = ["Glance"]

# Names of tags at whose place a BREAK is read; others may be inside of a word or a number.
_BLOCK = rb"(?:%s)(?=[\s/>])" % "|".join(BLOCK_NAMES.split()).encode("ascii")
_INLINE = rb"<(?!/?%s)[^<>]*+>" % _BLOCK
_CLOSED = re.compile(rb"[ \t]*+</?%s[^<>]*+>(?:.*</?%s[^<>]*+>)?[ \t\r]*+" % (_BLOCK, _BLOCK))
_LONGEST_LINE = 400
_MOST_LINES = 1 << 15

# Every byte of which nothing has to be known.
_ORDINARY = bytes(set(range(0x20, 0x7F)) - set(b"@%\\&+([{|*_")) + b"\t\n\r"
_ASCII = bytes(range(0x80))
# No other letter, space or digit could be meant by these, and none parts digits but dashes.
_LETTERS = re.compile(
    "[\u00a1-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4-\u00b8\u00bb\u00bf-\u012f\u0132-\u0148"
    "\u014a-\u017e\u2013\u2014\u2018-\u201e\u2020\u2021\u2026\u2030\u2039\u203a\u20ac]*"
)
_UMLAUT_AT = re.compile(r"[äæ]t", re.IGNORECASE)
# An @ with no domain behind it: in JSON-LD and style sheets, and before a name.
_SIGN = re.compile(rb"@(?![A-Za-z]++[\s\"'(:])")
_PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")
# Entities that stand for a quote, an ellipsis, or an &.
_ENTITY = re.compile(
    rb"&(?!\s|#(?:39|34|x27|82(?:16|17|20|21|30));|quot;|[lr][sd]quo;|hellip;|amp;[\s<])"
)
_GLUED = re.compile(rb"\+\s*(?:[\"'`]|&)")
_LETTER = rb"[\w\x80-\xff]"
_BETWEEN = rb"(?:\s|<[^<>]*+>)"
_CLOSE = rb"%s*+(?:[\])}>|*_]|\xc2\xbb)" % _BETWEEN
# Between brackets, these are an at as well. What begins with letters is found fastest.
_OPENING = b"([{|*_\xab"
_BRACKETED = tuple(
    re.compile(rb"%s(?<=[\s({|*_>\[\xab]%s)%s" % (word, word, _CLOSE)) for word in (b"a", b"bei")
)
# Words to look for, and what of them is a sign, if not all: packed texts, escapes, letters that
# are read from the right, elements that nobody sees, dots and at in words.
_ANY = re.compile(b"")
_WORDS: tuple[tuple[bytes, re.Pattern[bytes]], ...] = (
    *(
        (word, _ANY)
        for word in (b"base64", b"atob(", b"=40", b"quoted-printable", b"bidi-override")
    ),
    *((word, _ANY) for word in (b"arroba", b"arobase", b"chiocciola", b"klammeraffe")),
    (b"apenstaartje", _ANY),
    (b"email", re.compile(rb"cfemail|email-protection#")),
    (b"rtl", re.compile(rb"direction\s*:\s*rtl")),
    (b"hidden", re.compile(rb"<%s[^<>]*(?::\s*hidden|\shidden(?=[\s>=]))" % _LETTER)),
    (b"none", re.compile(rb"<%s[^<>]*:\s*none" % _LETTER)),
    *(
        (word, re.compile(rb"(?<![a-z0-9])%s(?![a-z0-9])" % word))
        for word in (b"dot", b"d0t", b"punkt", b"punto", b"point", b"ponto")
    ),
)
_AT = re.compile(
    rb"at(?<![a-z0-9]at)(?:%s++(?:[\w\x80-\xff-]++|<[^<>]*+>)++\.(?:<[^<>]*+>)*+[\w\x80-\xff-]"
    rb"|%s)" % (_BETWEEN, _CLOSE)
)
# A comment or the like, one tag inside of another, letters read from the right, a script whose
# name is read as no block's, an at in angle brackets.
_TAG = re.compile(
    rb"<(?:!(?!doctype html>|DOCTYPE html>)|[^<>]*+(?:<|\Z)|(?i:bdo)\b"
    rb"|(?!script|style|SCRIPT|STYLE)(?i:script|style)"
    rb"|\s*+(?i:a|bei)\s*+(?:[\])}>|*_]|\xc2\xbb))"
)
# A word with a tag in it, from that tag on, and what is a sign in it.
_PARTED = re.compile(
    rb"<(?<=%s<)(?!/?%s)[^<>]*+>(?:%s)*+%s++(?:(?:%s)++%s++)*+"
    % (_LETTER, _BLOCK, _INLINE, _LETTER, _INLINE, _LETTER)
)
_BEGINNING = re.compile(rb"%s{1,40}\Z" % _LETTER)
_INLINE_TAG = re.compile(_INLINE)
_IN_WORD = re.compile(
    rb"(?<![a-z0-9])(?:at|bei)(?![a-z0-9])|[\x84\x86\xa4\xa6]t|d[o0]t|pun[kt]|point|ponto"
    rb"|arro|arob|chioc|klamm|apens"
)
_PICTURE = re.compile(
    rb"<img\b[^<>]*\salt\s*=\s*[\"']?\s*[\[(]?(?:@|at|dot|\.)[\])]?[\"'\s/>]", re.IGNORECASE
)
# The shape of a text: digits as 0, what may stand between them as a full stop, and - < > as they
# are. What has tags in it is looked at again, since the edge of a block parts digits.
_PARTING = b" \t\n\r().[]/~_|*" + bytes(range(0x80, 0x100))
_SEPARATORS = rb"\s().\[\]/~_|*\x80-\xff-"
_SHAPES = {b"0123456789": b"0", _PARTING: b".", b"-": b"-", b"<": b"<", b">": b">"}
_SHAPE = bytearray(b" " * 256)
for _signs, _shape in _SHAPES.items():
    for _sign in _signs:
        _SHAPE[_sign] = _shape[0]
_RUN = re.compile(rb"0[0.-]{6,}")
_DATE = b"0000-00-00"
_FEWEST_DIGITS = 7
_OVER_TAGS = re.compile(rb"0[.-]*+(?:<[^<>]*+>[.-]*+)++(?=0)")
_DIGITS_OVER_TAGS = re.compile(
    rb"[0-9][%s]*+(?:%s[%s]*+)++[0-9]" % (_SEPARATORS, _INLINE, _SEPARATORS)
)
_NO_DIGITS = bytes(set(range(256)) - set(b"0123456789"))


class Glance:
    """The lines that one build's guard has found to be without any sign."""

    def __init__(self) -> None:
        self._known: set[bytes] = set()

    def is_clear(self, name: str, data: bytes, guard: Guard) -> bool:
        """Whether in a page, or in its name, there is no sign of an address or a number."""
        if not (name.endswith(".html") and data.startswith(b"<")):
            return False
        known = self._known
        fresh = [line for line in data.split(b"\n") if line not in known]
        text = b"\n".join((name.encode("utf-8", "surrogateescape"), *fresh))
        if not _is_clear(text, guard):
            return False
        if len(known) > _MOST_LINES:
            known.clear()
        known.update(it for it in fresh if len(it) <= _LONGEST_LINE and _CLOSED.fullmatch(it))
        return True


def _is_clear(data: bytes, guard: Guard) -> bool:
    """Whether nothing in these lines is a sign."""
    lower = data.lower()
    odd = data.translate(None, _ORDINARY)
    if odd and not _is_ordinary(odd, data, lower):
        return False
    if any(word in lower and sign.search(lower) for word, sign in _WORDS):
        return False
    if b"DOT" in data or _AT.search(lower) or _TAG.search(data) or _has_parted_word(data):
        return False
    if b"alt" in lower and _PICTURE.search(data):
        return False
    return not _has_number(data, guard.private_numbers)


def _is_ordinary(odd: bytes, data: bytes, lower: bytes) -> bool:
    """Whether the bytes of a text that may be signs, `odd`, are none where they stand."""
    letters = odd.translate(None, _ASCII)
    if letters:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return False
        if not _LETTERS.fullmatch(letters.decode()):
            return False
        if b"\xc3" in letters and _UMLAUT_AT.search(text):
            return False
    kinds = set(odd)
    if min(kinds) < ord(" ") or not kinds.isdisjoint(b"\\\x7f"):
        return False
    return not (
        (ord("@") in kinds and _SIGN.search(data))
        or (ord("&") in kinds and _ENTITY.search(data))
        or (ord("%") in kinds and _PERCENT.search(data))
        or (ord("+") in kinds and _GLUED.search(data))
        or (not kinds.isdisjoint(_OPENING) and any(it.search(lower) for it in _BRACKETED))
    )


def _has_parted_word(data: bytes) -> bool:
    """Whether one of those words has a tag in it."""
    for match in _PARTED.finditer(data):
        start = match.start()
        beginning = _BEGINNING.search(data[max(0, start - 40) : start])
        word = (beginning[0] if beginning else b"") + _INLINE_TAG.sub(b"", match[0])
        if _IN_WORD.search(word.lower()):
            return True
    return False


def _has_number(data: bytes, private: frozenset[str]) -> bool:
    """Whether there are as many digits near each other as a telephone number has, but for dates."""
    shape = data.translate(_SHAPE)
    for run in _RUN.findall(shape):
        if run.count(b"0") >= _FEWEST_DIGITS and run.rstrip(b".-") != _DATE:
            return True
    if any(_DIGITS_OVER_TAGS.match(data, it.start()) for it in _OVER_TAGS.finditer(shape)):
        return True
    if private:
        digits = data.translate(None, _NO_DIGITS).decode("ascii")
        return any(secret in digits for secret in private)
    return False
