"""What stands in a text: links, code, emphasis. See `quickmarkdown`."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any
from xml.etree.ElementTree import Element

from markdown import inlinepatterns
from markdown.extensions import smarty
from markdown.inlinepatterns import (
    BacktickInlineProcessor,
    DelimiterProcessor,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    LinkInlineProcessor,
    Pattern,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)

from .quickblocks import BLOCK_PATTERNS

__all__ = ["DIGEST", "PATTERNS", "REFERENCES", "Backtick", "Delimiters", "Link", "needles"]

# Patterns, and what a text must have if one of them is to match in it.
_NEEDLES = {
    inlinepatterns.BACKTICK_RE: "`",
    inlinepatterns.ESCAPE_RE: "\\",
    inlinepatterns.LINK_RE: "[",
    inlinepatterns.IMAGE_LINK_RE: "![",
    inlinepatterns.AUTOLINK_RE: "<",
    inlinepatterns.AUTOMAIL_RE: "<",
    inlinepatterns.HTML_RE: "<",
    smarty.HTML_STRICT_RE: "<",
    inlinepatterns.ENTITY_RE: "&",
    inlinepatterns.LINE_BREAK_RE: "  \n",
    r"\n": "\n",
    r"\[\^([^\]]*)\]": "[^",
    r"\[\[([\w0-9_ -]+)\]\]": "[[",
    r"(?<!-)---(?!-)": "--",
    r"(?<!-)--(?!-)": "--",
    r"(?<!\.)\.{3}(?!\.)": "...",
    r"\<\<": "<<",
    r"\>\>": ">>",
    smarty.singleQuoteStartRe: "'",
    smarty.doubleQuoteStartRe: '"',
    smarty.doubleQuoteSetsRe: '"',
    smarty.singleQuoteSetsRe: '"',
    smarty.doubleQuoteSetsRe2: '"',
    smarty.singleQuoteSetsRe2: '"',
    smarty.decadeAbbrRe: "'",
    smarty.openingSingleQuotesRegex: "'",
    smarty.closingSingleQuotesRegex: "'",
    smarty.closingSingleQuotesRegex2: "'",
    smarty.remainingSingleQuotesRegex: "'",
    smarty.openingDoubleQuotesRegex: '"',
    smarty.closingDoubleQuotesRegex: '"',
    smarty.closingDoubleQuotesRegex2: '"',
    smarty.remainingDoubleQuotesRegex: '"',
}
# Stands for these patterns as they are.
DIGEST = blake2b("\0".join([*_NEEDLES, *BLOCK_PATTERNS]).encode(), digest_size=8).hexdigest()

_FLAGS = re.DOTALL | re.UNICODE


def needles(pattern: Any) -> list[str]:
    """A text has one of these if a pattern matches in it; "" if that is not known."""
    if getattr(type(pattern), "getCompiledRegExp", None) is not Pattern.getCompiledRegExp:
        return [""]
    if type(pattern) is Delimiters and pattern.tokens:
        return pattern.tokens
    regex = getattr(pattern, "compiled_re", None)
    known = regex is not None and regex.flags == _FLAGS
    return [_NEEDLES.get(regex.pattern, "") if known else ""]


class _Brackets:
    """Finds the end of a link's text and address at once, where nothing is nested in them."""

    _TEXT = re.compile(r"[^\[\]]*\]")
    # Space at its beginning is stripped afterwards: two that take it would try all their shares.
    _LINK = re.compile(r"""\(([^()<'"\x02]*)\)""")

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802
        """As upstream's."""
        match = self._TEXT.match(data, index)
        if match:
            end = match.end()
            return data[index : end - 1], end, True
        return super().getText(data, index)  # type: ignore[misc]

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802
        """As upstream's."""
        match = self._LINK.match(data, index)
        if match:
            return match[1].strip(), None, match.end(), True
        return super().getLink(data, index)  # type: ignore[misc]


class Link(_Brackets, LinkInlineProcessor):
    """Upstream's, with these brackets."""


class _Image(_Brackets, ImageInlineProcessor):
    pass


class _Reference(_Brackets, ReferenceInlineProcessor):
    pass


class _ShortReference(_Brackets, ShortReferenceInlineProcessor):
    pass


class _ImageReference(_Brackets, ImageReferenceInlineProcessor):
    pass


class _ShortImageReference(_Brackets, ShortImageReferenceInlineProcessor):
    pass


class Backtick(BacktickInlineProcessor):
    """Looks at backticks only."""

    _TICKS = re.compile("`+")

    def find_code_spans(self, start: int, text: str) -> tuple[int, int | None]:
        """As upstream's."""
        opening = self._TICKS.match(text, start)
        if opening is None:
            return super().find_code_spans(start, text)
        start = opening.end()
        ticks = start - opening.start()
        longest = end = 0
        for span in self._TICKS.finditer(text, start):
            length = span.end() - span.start()
            if length == ticks:
                return start, span.start()
            if length > longest:
                longest, end = length, span.end()
        if 0 < longest < ticks:
            return start - (ticks - longest), end - longest
        return start + ticks, None


class Delimiters(DelimiterProcessor):
    """Emphasis that begins and ends with the next delimiter is made at once."""

    def search(self, data: str, start: int) -> re.Match[str] | None:
        """As upstream's."""
        delimiters = self.delimiters
        if max(map(len, delimiters)) > 1:
            return super().search(data, start)
        for place in self.compiled_re.finditer(data, start):
            delimiter = delimiters[place[0]]
            match = delimiter.boundary.match(data, place.start())
            if match is not None and (delimiter.stack or match.lastgroup != "end"):
                return match
        return None

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # noqa: N802
        """As upstream's."""
        delimiter = self.delimiters[m[0]]
        if self.regions or delimiter.tag_count != 2 or max(map(len, self.delimiters)) > 1:  # noqa: PLR2004
            return super().handleMatch(m, data)
        boundary = delimiter.boundary
        opening = boundary.match(data, m.start())
        if opening is None or opening.lastgroup == "end":
            return super().handleMatch(m, data)
        start, end = opening.span()
        length = end - start
        following = self.compiled_re.search(data, end)
        if length > 2 or following is None or following[0] != m[0]:  # noqa: PLR2004
            return super().handleMatch(m, data)
        closing = boundary.match(data, following.start())
        if closing is None or closing.lastgroup == "start" or len(closing[0]) != length:
            return super().handleMatch(m, data)
        element = Element(delimiter.tags[2 - length])
        element.text = data[end : closing.start()]
        return element, start, closing.end()


REFERENCES = (_Reference, _ShortReference, _ImageReference, _ShortImageReference)
PATTERNS: dict[type, type] = {
    BacktickInlineProcessor: Backtick,
    DelimiterProcessor: Delimiters,
    ImageInlineProcessor: _Image,
    ImageReferenceInlineProcessor: _ImageReference,
    LinkInlineProcessor: Link,
    ReferenceInlineProcessor: _Reference,
    ShortImageReferenceInlineProcessor: _ShortImageReference,
    ShortReferenceInlineProcessor: _ShortReference,
}
