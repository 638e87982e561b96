"""What is done to a whole text before its blocks are looked at. See `quickmarkdown`."""

from __future__ import annotations

import re

from markdown import preprocessors
from markdown.extensions import md_in_html
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.util import ETX, STX

__all__ = ["PREPROCESSORS"]


class _Whitespace(preprocessors.NormalizeWhitespace):
    """Looks first for a line that is blank."""

    def run(self, lines: list[str]) -> list[str]:
        """As upstream's."""
        source = "\n".join(lines).replace(STX, "").replace(ETX, "")
        source = source.replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        source = source.expandtabs(self.md.tab_length)
        if "\n " in source and " \n" in source:
            source = re.sub(r"(?<=\n) +\n", "\n", source)
        return source.split("\n")


def _has_html(source: str) -> bool:
    """Whether a parser of HTML sees anything in it but text."""
    return "<" in source or "&#" in source


class _HtmlBlocks(preprocessors.HtmlBlockPreprocessor):
    """Reads a text as HTML if there is any in it."""

    def run(self, lines: list[str]) -> list[str]:
        """As upstream's."""
        source = "\n".join(lines)
        return super().run(lines) if _has_html(source) else source.split("\n")


class _MarkdownInHtml(md_in_html.HtmlBlockPreprocessor):
    """Reads a text as HTML if there is any in it."""

    def run(self, lines: list[str]) -> list[str]:
        """As upstream's."""
        source = "\n".join(lines)
        return super().run(lines) if _has_html(source) else source.split("\n")


class _FencedBlocks(FencedBlockPreprocessor):
    """Looks for a fence first."""

    def run(self, lines: list[str]) -> list[str]:
        """As upstream's."""
        source = "\n".join(lines)
        if "~~~" in source or "```" in source:
            return super().run(lines)
        return source.split("\n")


PREPROCESSORS: dict[type, type] = {
    FencedBlockPreprocessor: _FencedBlocks,
    md_in_html.HtmlBlockPreprocessor: _MarkdownInHtml,
    preprocessors.HtmlBlockPreprocessor: _HtmlBlocks,
    preprocessors.NormalizeWhitespace: _Whitespace,
}
