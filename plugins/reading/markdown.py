"""A Python-Markdown extension: HTML without inline styles."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

__all__ = ["ReadingExtension", "makeExtension"]


class ReadingExtension(Extension):
    """For `extensions` of Markdown, by the name of this module."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register what is below, after everything that Markdown itself does to a text."""
        md.treeprocessors.register(_Alignment(md), "reading-alignment", -100)


class _Alignment(Treeprocessor):
    """A column's alignment becomes a class: `align-left`, `align-center`, `align-right`.

    Of the two ways that Markdown has, one is obsolete HTML, and the other a style that a strict
    Content-Security-Policy forbids.
    """

    def run(self, root: Element) -> None:
        for cell in root.iter():
            if cell.tag not in {"th", "td"}:
                continue
            style = re.fullmatch(r"text-align: (left|center|right);", cell.get("style", ""))
            align = style[1] if style else cell.get("align")
            if align:
                cell.attrib.pop("style" if style else "align")
                cell.set("class", f"{cell.get('class', '')} align-{align}".strip())


def makeExtension(**configs: Any) -> ReadingExtension:  # noqa: N802 (Python-Markdown's name)
    """The extension, as Python-Markdown asks for it."""
    return ReadingExtension(**configs)
