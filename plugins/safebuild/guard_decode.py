"""What a browser or a reader makes of a text: entities, escapes and invisible characters undone.

Every function is pure and leaves a text alone that has nothing to decode, so that the guard costs
little on the pages that are fine, which is nearly all of them.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import sys
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

__all__ = ["BREAK", "SEAM", "decode", "embedded", "unfold"]

# Stand-ins for tags, neither words nor spaces, and in no written text: a BREAK is a block's edge,
# over which nobody reads; a SEAM is an inline tag, which no reader sees.
BREAK = "\x03"
SEAM = "\x02"

_ROUNDS = 3
_OTHERS = re.compile("[^\x00-\x7f]+")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# Letters, digits and signs that look like others: full width, circled, mathematical, superscript.
_LOOKALIKE = re.compile(
    "[\u00b2\u00b3\u00b9\u2024\u2070-\u209c\u2100-\u214f\u2460-\u24ff\u3002\ufe50-\ufe6f"
    "\uff01-\uffef\U0001d400-\U0001d7ff\U0001f130-\U0001f189]"
)
# RFC 3490 section 3.1: IDNA reads these as the dot between labels.
_DOTS = str.maketrans("\u3002\uff61", "..")
# JSON (RFC 8259 section 7), JavaScript and CSS (css-syntax-3 section 4.3.7) escapes.
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-9A-Fa-f]{2,6})[ \t\n]?"
    r"|([nrtbfN,;/@.\"'\\-]))"
)
_SURROGATES = range(0xD800, 0xE000)
_CONTROL = {"n": "\n", "N": "\n", "r": "\n", "t": "\t", "b": " ", "f": " "}
_PERCENT_CONTROL = re.compile(r"%(?=0[0-8BCEFbcef]|1[0-9A-Fa-f]|7[Ff])")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_SOFT_BREAK = re.compile(r"=\r?\n")
_QUOTED = re.compile(r"(?:=[0-9A-F]{2})+")
_GLUE = re.compile(r"""(['"`])\s*\+\s*(['"`])""")
_FOLD = re.compile(r"\r?\n[ \t]")
# https://fetch.spec.whatwg.org/#data-url-processor
_DATA = re.compile(
    r"data:[\w.+/-]*(?:;[\w=.+-]+?)*?; *base64,([A-Z0-9+/=_\s%-]{8,})", re.IGNORECASE
)
_ATOB = re.compile(r"""atob\(\s*['"`]([A-Za-z0-9+/=]{8,})""")
_CLOUDFLARE = re.compile(r"""(?:data-cfemail=["']?|email-protection#)([0-9a-fA-F]{6,})""")


def decode(text: str) -> str:
    """The text as it is read, with whatever was escaped twice decoded twice."""
    for _ in range(_ROUNDS):
        before = text
        text = _once(text)
        if text == before:
            break
    if "=40" in text or "quoted-printable" in text.casefold():
        text = _QUOTED.sub(_unquoted, _SOFT_BREAK.sub("", text))
    if "+" in text:
        text = _GLUE.sub("", text)
    return text if text.isascii() else _plain(text)


def _once(text: str) -> str:
    if "&" in text:
        # What templates escape most, without a call for each.
        text = html.unescape(text.replace("&#39;", "'").replace("&#34;", '"'))
    if "\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
    if "%" in text and _PERCENT.search(text):
        # A control character is no part of anything, but "%00" may be a part of an address.
        text = unquote(_PERCENT_CONTROL.sub("%25", text), errors="replace")
    return text


def _plain(text: str) -> str:
    """The text without what nobody sees, and with plain letters for those that look like them."""
    # Few characters of a page are others than ASCII: look at these alone first.
    others = "".join(_OTHERS.findall(text))
    if _INVISIBLE.search(others):
        text = _INVISIBLE.sub("", text)
    if _LOOKALIKE.search(others):
        text = unicodedata.normalize("NFKC", text).translate(_DOTS)
    return text


def unfold(text: str) -> str:
    """Calendar and card lines in one piece again (RFC 5545 section 3.1, RFC 6350 section 3.2)."""
    return _FOLD.sub("", text)


def embedded(text: str) -> Iterator[bytes]:
    """What is packed into a text: `data:` addresses, atob() and Cloudflare's hidden addresses."""
    if "base64," in text or "BASE64," in text:
        for match in _DATA.finditer(text):
            yield from _base64(unquote(match[1]))
    if "atob(" in text:
        for match in _ATOB.finditer(text):
            yield from _base64(match[1])
    if "cfemail" in text or "email-protection#" in text:
        for match in _CLOUDFLARE.finditer(text):
            key, *rest = bytes.fromhex(match[1][: len(match[1]) // 2 * 2])
            yield bytes(byte ^ key for byte in rest)


def _base64(text: str) -> Iterator[bytes]:
    packed = re.sub(r"[^A-Za-z0-9+/]", "", text.translate(str.maketrans("-_", "+/")))
    if len(packed) % 4 == 1:
        packed = packed[:-1]
    try:
        yield base64.b64decode(packed + "=" * (-len(packed) % 4))
    except binascii.Error:
        return


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3] or match[4]
    if not code:
        return _CONTROL.get(match[5], match[5])
    number = int(code, 16)
    # A half of a surrogate pair, or nothing at all, stays what it is.
    return chr(number) if number <= sys.maxunicode and number not in _SURROGATES else match[0]


def _unquoted(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("=", "")).decode("utf-8", errors="replace")
