"""A Python-Markdown extension: tables, footnotes and pictures as they are good to read.

It changes what the extensions of Markdown Extra make, where those are used, and needs none.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

__all__ = ["ReadingExtension", "makeExtension"]

# So many columns a telephone can show.
_NARROW = 3


class ReadingExtension(Extension):
    """For `extensions` of Markdown, by the name of this module."""

    # For fastbuild: what it makes of a text follows from the text.
    pure = True

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "FOOTNOTE_TITLE": ["Footnote {}", "What a footnote's number is called."],
            "FOOTNOTES_TITLE": ["Footnotes", "What the list of footnotes is called."],
            "TABLE_TITLE": ["Table", "What a table too wide for a telephone is called."],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register what is below."""
        # After attributes were given to their elements, and before escapes are undone.
        md.treeprocessors.register(_Figures(md), "reading-figures", 4)
        # After all that Markdown itself does to a text.
        md.treeprocessors.register(_Tables(md), "reading-tables", -100)
        md.treeprocessors.register(_WideTables(md, self.getConfigs()), "reading-wide", -110)
        # After the blocks of HTML are back in the text.
        md.postprocessors.register(_Code(md), "reading-code", 25)
        md.treeprocessors.register(_Footnotes(md, self.getConfigs()), "reading-footnotes", -100)


class _Figures(Treeprocessor):
    """A picture that is alone in its paragraph and has a title: a figure, the title its caption."""

    def run(self, root: Element) -> None:
        for block in root.iter("p"):
            image = _only_child(block)
            if image is not None and image.tag == "a":
                image = _only_child(image)
            if image is None or image.tag != "img" or not image.get("title", "").strip():
                continue
            block.tag = "figure"
            caption = SubElement(block, "figcaption")
            caption.text = image.attrib.pop("title")
            # It looks at the children of what it is given.
            around = Element("div")
            around.append(caption)
            self.md.treeprocessors["inline"].run(around)


def _only_child(element: Element) -> Element | None:
    if len(element) != 1 or (element.text or "").strip() or (element[0].tail or "").strip():
        return None
    return element[0]


class _Tables(Treeprocessor):
    """A column's alignment becomes a class, and its heading says that it is one.

    The classes are `align-left`, `align-center` and `align-right`. Of the two ways that Markdown
    has, one is obsolete HTML, and the other a style that a strict Content-Security-Policy forbids.
    """

    def run(self, root: Element) -> None:
        for cell in [*root.iter("th"), *root.iter("td")]:
            style = re.fullmatch(r"text-align: (left|center|right);", cell.get("style", ""))
            align = style[1] if style else cell.get("align")
            if align:
                cell.attrib.pop("style" if style else "align")
                cell.set("class", f"{cell.get('class', '')} align-{align}".strip())
            if cell.tag == "th" and not len(cell) and not (cell.text or "").strip():
                cell.tag = "td"  # a heading of nothing
            elif cell.tag == "th":
                cell.set("scope", "col")


class _WideTables(Treeprocessor):
    """A table of many columns scrolls by itself, also for those who have only a keyboard."""

    def __init__(self, md: Markdown, config: dict[str, str]) -> None:
        super().__init__(md)
        self._title = config["TABLE_TITLE"]

    def run(self, root: Element) -> None:
        if next(root.iter("table"), None) is None:
            return
        for parent in list(root.iter()):
            for place, table in enumerate(parent):
                if table.tag == "table" and len(next(table.iter("tr"), ())) > _NARROW:
                    about = {"class": "wide", "role": "group", "aria-label": self._title}
                    around = Element("div", {**about, "tabindex": "0"})
                    around.tail, table.tail = table.tail, None
                    around.append(table)
                    parent[place] = around


class _Code(Postprocessor):
    """Code, whose lines may be longer than the screen, scrolls by keyboard as well."""

    def run(self, text: str) -> str:
        return re.sub(r"<pre(?=>| (?!tabindex))", '<pre tabindex="0"', text)


class _Footnotes(Treeprocessor):
    """Footnotes whose links say what they are, to those who do not see them."""

    def __init__(self, md: Markdown, config: dict[str, str]) -> None:
        super().__init__(md)
        self._config = config

    def run(self, root: Element) -> None:
        for element in root.iter():
            what = element.get("class")
            if what == "footnote-ref":
                number = "".join(element.itertext())
                element.set("aria-label", self._config["FOOTNOTE_TITLE"].format(number))
                element.set("role", "doc-noteref")
            elif what == "footnote-backref":
                # A title is no name. A note to which several numbers lead has as many ways back.
                again = re.match(r"#fnref(\d+)", element.get("href", ""))
                label = element.attrib.pop("title", "")
                element.set("aria-label", f"{label} ({again[1]})" if again else label)
                element.set("role", "doc-backlink")
                # Or telephones make a picture of the arrow.
                element.text = f"{element.text or ''}\ufe0e"
            elif what == "footnote" and element.tag == "div":
                element.tag = "section"
                element.set("aria-label", self._config["FOOTNOTES_TITLE"])
                element.set("role", "doc-endnotes")
                if len(element) and element[0].tag == "hr":
                    element.remove(element[0])


def makeExtension(**configs: Any) -> ReadingExtension:  # noqa: N802 (Python-Markdown's name)
    """The extension, as Python-Markdown asks for it."""
    return ReadingExtension(**configs)
