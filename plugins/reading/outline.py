"""What a text says of itself before one reads it: how long it takes, and what is in it."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import msgspec

__all__ = ["Heading", "outline", "plain", "reading_minutes", "words"]

_HEADING = re.compile(
    r"""(?:<(?:div|section)\b[^<>]*?\sid=["'](?P<outer>[^"'<>]+)["'][^<>]*>\s*)?"""
    r"""<h(?P<level>[2-6])\b(?P<attributes>[^<>]*)>(?P<title>.*?)</h(?P=level)\s*>""",
    re.IGNORECASE | re.DOTALL,
)
_ID = re.compile(r"""\sid\s*=\s*["']?(?P<id>[^"'\s<>]+)""", re.IGNORECASE)
_ANY_HEADING = re.compile("<h[2-6]", re.IGNORECASE)
# What other extensions put into a heading.
_PERMALINK = re.compile(r"""<a\b[^<>]*class=["'][^"']*headerlink.*?</a>""", re.DOTALL)
_UNREAD = re.compile(r"<(script|style|svg|template)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_ASCII = bytes(range(128))
_SPACES = re.compile(r"\s")
# A text's spaces, and all that is none.
_SHAPE = bytes(
    ord(" ") if it < len(_ASCII) and chr(it).isspace() else ord("x") for it in range(256)
)
# Scripts that set no spaces; two letters are about a word.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


class Heading(msgspec.Struct, frozen=True):
    """A heading: its fragment, its words, and the headings under it."""

    id: str
    title: str
    children: list[Heading]


# A preview asks again for all texts of a small site; those of a large one are in `kept.py`.
@lru_cache(1 << 8)
def words(html: str) -> int:
    """How many words a text has."""
    text = plain(_UNREAD.sub(" ", html))
    data = text.encode("utf-8", "surrogatepass")
    if not text.isascii():
        # Few letters of most texts are others than ASCII: look at these alone first.
        others = data.translate(None, _ASCII).decode("utf-8", "surrogatepass")
        unspaced = len(_UNSPACED.findall(others))
        if unspaced or _SPACES.search(others):
            return len(_UNSPACED.sub(" ", text).split()) + (unspaced + 1) // 2
    shape = data.translate(_SHAPE)
    return shape.count(b" x") + shape.startswith(b"x")


def reading_minutes(count: int, speed: int) -> int:
    """How many minutes so many words take, at so many a minute; at least 1."""
    return max(1, round(count / speed))


def outline(html: str, depth: int = 2) -> list[Heading]:
    """The headings that a link can lead to: `depth` levels, from the highest that the text has."""
    found = []
    if not _ANY_HEADING.search(html):
        return []
    for match in _HEADING.finditer(html):
        own = _ID.search(match["attributes"])
        anchor = own["id"] if own else match["outer"]
        title = " ".join(plain(_PERMALINK.sub("", match["title"]), "").split())
        if anchor and title:
            found.append((int(match["level"]), Heading(unescape(anchor), title, [])))
    top = min((level for level, _ in found), default=0)
    whole: list[Heading] = []
    # The headings that are open, from the outermost in.
    above: list[tuple[int, Heading]] = []
    for level, heading in found:
        if level >= top + depth:
            continue
        while above and above[-1][0] >= level:
            above.pop()
        (above[-1][1].children if above else whole).append(heading)
        above.append((level, heading))
    return whole


def plain(html: str, between: str = " ") -> str:
    """HTML's words, with `between` where tags were."""
    return unescape(_TAG.sub(between, html))
