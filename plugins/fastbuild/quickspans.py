"""Links, code and emphasis that lie side by side in a text, found in one pass. See `quickmarkdown`.

Upstream goes through a text once for each kind, puts a placeholder where it has found something,
and puts everything back in the end. As long as nothing is nested, and no other pattern has anything
to do there, that makes the same as to read on from one to the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import Delimiter
from markdown.util import STX, AtomicString, code_escape

from .quickpatterns import Backtick, Delimiters, Link, needles

__all__ = ["Spans"]

_SPAN = re.compile(
    r"`([^`]+)`(?!`)"
    r"""|(?<!!)\[([^][`*_]*)\]\(([^()<'"[`*]*)\)"""
    r"|(\*\*?)(?![\s*])([^*_`[]*)(?<!\s)\4(?!\*)"
)
_CODE, _LINK = 1, 3
_TAGS = "strong,em"


class Spans:
    """Finds what three patterns of a parser would find, where they are upstream's."""

    def __init__(self, patterns: Sequence[Any]) -> None:
        """`patterns` are all, in their order."""
        known = {kind: place for place, one in enumerate(patterns) if (kind := _kind(one))}
        places = [known.get(kind, -1) for kind in (Backtick, Link, Delimiters)]
        self.places = frozenset(places if places == sorted(places) and places[0] >= 0 else ())
        """The places of these patterns; none if one of them is another's."""
        if self.places:
            code, _, emphasis = (patterns[place] for place in places)
            self._code, self._emphasis = code.tag, emphasis
            self._strong, self._em = emphasis.delimiters["*"].tags

    def find(self, text: str) -> tuple[str | None, list[Element]] | None:
        """What `text` begins with, and the elements in it; None if it is not that plain.

        No other pattern may have anything to find in it.
        """
        if "\\" in text or STX in text or self._emphasis.regions:
            return None  # something else is to be done first, or was done already
        found: list[Element] = []
        plain: list[str] = []
        end = 0
        for match in _SPAN.finditer(text):
            kind = match.lastindex
            if kind == _CODE:
                element = Element(self._code)
                element.text = AtomicString(code_escape(match[1].strip()))
            elif kind == _LINK:
                element = Element("a", {"href": match[3].strip()})
                element.text = match[2]
            else:
                element = Element(self._em if len(match[4]) == 1 else self._strong)
                element.text = match[5]
            plain.append(text[end : match.start()])
            found.append(element)
            end = match.end()
        plain.append(text[end:])
        left = "".join(plain)
        if "*" in left or "[" in left or "`" in left or "_" in left:
            return None
        for element, tail in zip(found, plain[1:], strict=True):
            element.tail = tail or None
        return plain[0] or None, found


def _kind(pattern: Any) -> type | None:
    """The class of a pattern, if that is one of the three, and it is as upstream has made it."""
    kind = type(pattern)
    wanted = {Backtick: ["`"], Link: ["["], Delimiters: ["*", "_"]}.get(kind)
    if wanted is None or needles(pattern) != wanted or pattern.ANCESTOR_EXCLUDES:
        return None
    if kind is Delimiters:
        own, upstream = pattern.delimiters["*"], Delimiter("*", _TAGS, smart=False, double=False)
        if (own.boundary, own.tag_count) != (upstream.boundary, upstream.tag_count):
            return None
    return kind
