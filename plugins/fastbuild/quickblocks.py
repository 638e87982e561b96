"""The blocks of a text: paragraphs, lists, headings. See `quickmarkdown`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import blockprocessors as upstream
from markdown.blockparser import BlockParser
from markdown.extensions import (
    abbr,
    admonition,
    def_list,
    footnotes,
    md_in_html,
    sane_lists,
    tables,
)
from markdown.util import STX

from .upstream import Upstream

__all__ = ["BLOCKS", "BLOCK_PATTERNS"]

# What a block must have if one of these is to be its processor, and the name of its pattern.
_NEEDLES: dict[type, tuple[str, str]] = {
    md_in_html.MarkdownInHtmlProcessor: (STX, ""),
    upstream.EmptyBlockProcessor: ("", ""),
    upstream.ListIndentProcessor: (" ", "INDENT_RE"),
    def_list.DefListIndentProcessor: (" ", "INDENT_RE"),
    upstream.CodeBlockProcessor: (" ", ""),
    tables.TableProcessor: ("|", "RE_END_BORDER"),
    upstream.HashHeaderProcessor: ("#", "RE"),
    upstream.SetextHeaderProcessor: ("\n", "RE"),
    upstream.HRProcessor: ("", "SEARCH_RE"),
    upstream.OListProcessor: (".", "RE"),
    upstream.UListProcessor: (" ", "RE"),
    sane_lists.SaneOListProcessor: (".", "RE"),
    sane_lists.SaneUListProcessor: (" ", "RE"),
    def_list.DefListProcessor: (": ", "RE"),
    upstream.BlockQuoteProcessor: (">", "RE"),
    footnotes.FootnoteBlockProcessor: ("[^", "RE"),
    abbr.AbbrBlockprocessor: ("*[", "RE"),
    upstream.ReferenceProcessor: ("]:", "RE"),
}
# Others, which take a block or leave it as it is.
_TAKING = {upstream.ParagraphProcessor, admonition.AdmonitionProcessor}
BLOCK_PATTERNS = [
    getattr(kind, name).pattern for kind, (_, name) in _NEEDLES.items() if hasattr(kind, name)
]
# Those that make their pattern for the width of a tab.
_TAB = 4
_MADE = {r"^(([ ]{4})+)", r"^[ ]{0,3}\d+\.[ ]+(.*)", r"^[ ]{0,3}[*+-][ ]+(.*)"}
_UPSTREAM = Upstream(_NEEDLES)

# None of these looks at a block that begins with anything else, as long as it has but one line; of
# a block of several lines, each must begin with a letter.
_SPECIAL = " \n\t!#*+-0123456789:=>[_|" + STX
_OTHER_LINE = re.compile(r"\n(?![^\W\d_])|\|")


class _QuickParser(BlockParser):
    """Asks only those processors whose block it might be."""

    def parseDocument(self, lines: Iterable[str]) -> Any:  # noqa: N802
        """As upstream's."""
        self._plan()
        return super().parseDocument(lines)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        """As upstream's, and in as many frames: it looks how deep it is."""
        while blocks:
            block = blocks[0]
            first = block[:1]
            plain = (
                first not in _SPECIAL
                and not first.isdecimal()
                and not ("\n" in block and _OTHER_LINE.search(block))
            )
            for needle, processor in self._of_plain if plain else self._all:
                if (
                    needle in blocks[0]
                    and processor.test(parent, blocks[0])
                    and processor.run(parent, blocks) is not False
                ):
                    break

    def _plan(self) -> None:
        processors = list(self.blockprocessors)
        if processors == getattr(self, "_processors", None):
            return
        self._processors = processors
        known = list(map(_needle, processors))
        self._all = [(it or "", one) for it, one in zip(known, processors, strict=True)]
        others = [one for it, one in zip(known, processors, strict=True) if it is None]
        # Anybody else might change a block and leave it to those that follow.
        alone = all(type(one) in _TAKING for one in others)
        self._of_plain = [("", one) for one in others] if alone else self._all


def _needle(processor: Any) -> str | None:
    """What a block must have for a processor; None if that is not known."""
    if not _UPSTREAM.has(processor):
        return None
    needle, name = _NEEDLES[type(processor)]
    own = vars(processor).get(name)
    if (own and own.pattern not in _MADE) or processor.tab_length != _TAB:
        return None
    return needle


BLOCKS: dict[type, type] = {BlockParser: _QuickParser}
