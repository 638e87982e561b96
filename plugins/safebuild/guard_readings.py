"""A file's bytes as the texts that somebody could read in it.

Markup gives one reading for its text, one for its attributes, and one for each comment, script and
style; whatever is markup again inside of that (a feed's content, say) is read in the same way.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Literal

import msgspec

from .guard_decode import BREAK, SEAM, decode, embedded, unfold
from .guard_files import parts_of

__all__ = ["BLOCK_NAMES", "Reading", "readings"]

_DEPTH = 5
_HTML = {".html", ".htm", ".xhtml", ".md", ".svg"}
_FOLDED = {".ics", ".ifb", ".vcf", ".vcard", ".eml", ".mht"}
_STYLES = {".css"}
_SCRIPTS = {".js", ".mjs", ".map", ".json", ".webmanifest"}

BLOCK_NAMES = (
    "address article aside blockquote body br button caption center col colgroup dd desc "
    "details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 "
    "h3 h4 h5 h6 head header hgroup hr html iframe input legend li link main menu meta nav "
    "noframes noscript ol optgroup option p pre script search section select style summary svg "
    "table tbody td template text textarea tfoot th thead title tr track ul video "
)
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data dfn em font i img ins del kbd label mark q "
    "ruby rt s samp small span strike strong sub sup time tspan textPath tt u var wbr "
)
_HTML_MARKS = dict.fromkeys((BLOCK_NAMES + BLOCK_NAMES.upper()).split(), BREAK)
_XML_MARKS = dict.fromkeys(
    [it for name in _INLINE_NAMES.split() for it in (name, f"xhtml:{name}", f"html:{name}")], SEAM
)
_TAG = re.compile(r"<(?:/?([A-Za-z][\w:.-]*)(?:[\s/][^<>]*)?|[?!][^<>]*)>")
# All that a tag holds, and all that only looks like one ("<mail dana at …>").
_ATTRIBUTES = re.compile(r"<(?:[A-Za-z][\w:.-]*[\s/]+|[?!])([^<>]+)>")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
# "dana <at> host": tags that no browser knows, but that a reader saw where they were escaped.
_WORD_TAG = re.compile(r"<\s?(at|dot)\s?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(.*?)(?:--!?>|\Z)", re.DOTALL)
_RAW = re.compile(r"<(script|style)\b[^<>]*>(.*?)(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_PICTURED = re.compile(
    r"""<img\b[^<>]*\salt\s*=\s*["']?\s*([\[(]?(?:@|&#64;|&commat;|at|dot|\.)[\])]?)["'\s/>][^<>]*>?""",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"""<(\w+)\b[^<>]*(?:display\s*:\s*none|visibility\s*:\s*hidden|\shidden(?=[\s>=]))[^<>]*>"""
    r"""[^<]*</\1\s*>""",
    re.IGNORECASE,
)
# Much quicker than without regard to case; nobody mixes them.
_HIDDEN_SIGNS = tuple(
    re.compile(rf"{word}(?<=[:\s]{word})") for word in ("none", "hidden", "NONE", "HIDDEN")
)
_BACKWARDS_SIGNS = ("bdo", "bidi", "rtl", "BDO", "BIDI", "RTL")
_BACKWARDS = re.compile(r"bidi-override|<bdo\b|direction\s*:\s*rtl", re.IGNORECASE)
_LOOKS_LIKE_MARKUP = re.compile(r"<(?:[A-Za-z][\w:-]*[\s/>]|/[A-Za-z]|!--|!\[CDATA\[|\?xml)")
_STRINGS = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xff]{5,}")
_WIDE_STRINGS = re.compile(rb"(?:[\t\n\r\x20-\x7e]\x00){5,}")

Where = Literal["text", "attribute", "comment", "script", "style", "binary", "calendar"]


class Reading(msgspec.Struct, frozen=True):
    """One text of a file; SEAM stands in it for an inline tag, BREAK for the edge of a block."""

    text: str
    where: Where


def readings(name: str, data: bytes, depth: int = 0) -> Iterator[Reading]:
    """Every text in a file of that name."""
    suffix = PurePosixPath(name).suffix.lower()
    parts = parts_of(data) if depth < _DEPTH else None
    if parts is not None:
        for part_name, part in parts:
            yield from readings(part_name, part, depth + 1)
        return
    text = _text(data)
    if text is None:
        yield from _binary(data)
        return
    if suffix in _FOLDED or text.startswith(("BEGIN:VCALENDAR", "BEGIN:VCARD")):
        yield from _encoded(unfold(text), "calendar", depth)
    elif suffix in _STYLES:
        yield from _encoded(text, "style", depth)
    elif suffix in _SCRIPTS or text.startswith(("{", "[", "pagefind_dcd{")):
        yield from _encoded(text, "script", depth)
    elif text.lstrip("\ufeff \t\r\n").startswith("<") or suffix in _HTML:
        yield from _read(text, "text", depth, html=suffix in _HTML or not _is_xml(text))
    else:
        yield from _encoded(text, "text", depth)


def _text(data: bytes) -> str | None:
    """The bytes as text, or None where they are none."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        control = len(re.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", data[:4096]))
        return None if control else data.decode("latin-1")


def _binary(data: bytes) -> Iterator[Reading]:
    """Runs of printable characters, in bytes and in UTF-16."""
    runs = [run.decode("utf-8", errors="ignore") for run in _STRINGS.findall(data)]
    runs += [run.decode("utf-16-le") for run in _WIDE_STRINGS.findall(data)]
    if runs:
        yield Reading(decode(BREAK.join(runs)), "binary")


def _is_xml(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith(("<?xml", "<rss", "<feed", "<opml", "<urlset"))


def _read(text: str, where: Where, depth: int, *, html: bool) -> Iterator[Reading]:
    if depth > _DEPTH:
        return
    for packed in embedded(text):
        yield from readings("", packed, depth + 1)
    if "<" not in text or not _LOOKS_LIKE_MARKUP.search(text):
        yield from _leaf(text, where, depth)
        return
    if "<![CDATA[" in text:
        for match in _CDATA.finditer(text):
            if "<" in match[1]:
                yield from _read(match[1], where, depth + 1, html=True)
        text = _CDATA.sub(lambda match: "" if "<" in match[1] else match[1], text)
    if "<!--" in text:
        for match in _COMMENT.finditer(text):
            yield from _read(match[1], "comment", depth + 1, html=True)
        text = _COMMENT.sub(SEAM, text)
    if "<s" in text or "<S" in text:
        yield from _raw(text, depth)
        text = _RAW.sub(lambda match: f"<{match[1]}>", text)
    yield from _flattened(text, where, depth, html=html)


def _raw(text: str, depth: int) -> Iterator[Reading]:
    """Scripts and styles, whose text is no markup."""
    for match in _RAW.finditer(text):
        inside: Where = "script" if match[1].lower() == "script" else "style"
        yield from _encoded(match[2], inside, depth + 1)


def _flattened(text: str, where: Where, depth: int, *, html: bool) -> Iterator[Reading]:
    """What tags say, and what is between them."""
    yield from _attributes(text, depth)
    if any(sign.search(text) for sign in _HIDDEN_SIGNS) and _HIDDEN.search(text):
        yield from _leaf(_flat(_HIDDEN.sub(SEAM, text), html=html), where, depth)
    flat = _flat(text, html=html)
    yield from _leaf(flat, where, depth)
    if any(map(text.__contains__, _BACKWARDS_SIGNS)) and _BACKWARDS.search(text):
        yield Reading(decode(flat)[::-1], where)


def _encoded(text: str, where: Where, depth: int) -> Iterator[Reading]:
    """A text whose own language escapes what is in it: markup shows itself only when decoded."""
    for packed in embedded(text):
        yield from readings("", packed, depth + 1)
    decoded = decode(text)
    if "<" in decoded and depth < _DEPTH and _LOOKS_LIKE_MARKUP.search(decoded):
        yield from _read(decoded, where, depth + 1, html=True)
    else:
        yield Reading(decoded, where)


def _attributes(text: str, depth: int) -> Iterator[Reading]:
    found = _ATTRIBUTES.findall(text)
    if not found:
        return
    joined = BREAK.join(found)
    for packed in embedded(joined):
        yield from readings("", packed, depth + 1)
    yield from _leaf(joined, "attribute", depth)


def _flat(text: str, *, html: bool) -> str:
    """The text without its tags."""
    text = _WORD_TAG.sub(r"[\1]", text)
    if "alt" in text or "ALT" in text:
        text = _PICTURED.sub(r"\1", text)
    # Texts at the even places, the names of the tags between them at the odd ones.
    parts = _TAG.split(text)
    # In HTML an unknown element is inline, as browsers have it; in XML it ends a text.
    marks, unknown = (_HTML_MARKS, SEAM) if html else (_XML_MARKS, BREAK)
    parts[1::2] = [marks.get(name, unknown) for name in parts[1::2]]
    return "".join(parts)


def _leaf(text: str, where: Where, depth: int) -> Iterator[Reading]:
    """One reading, or those inside it where decoding brought markup to light.

    The readings of markup hold all of it, tags included, so that it need not be read itself.
    """
    decoded = decode(text)
    if "<" in decoded and depth < _DEPTH and decoded != text and _LOOKS_LIKE_MARKUP.search(decoded):
        yield from _read(decoded, where, depth + 1, html=True)
    else:
        yield Reading(decoded, where)
