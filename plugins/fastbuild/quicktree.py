"""What is done to the whole tree of a text, and its HTML. See `quickmarkdown`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import serializers
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.toc import TocTreeprocessor
from markdown.treeprocessors import InlineProcessor, PrettifyTreeprocessor, UnescapeTreeprocessor
from markdown.util import STX, AtomicString

from .quickinline import QuickInline

__all__ = ["SERIALIZERS", "TREES"]

# What lies deeper is left to upstream, which needs no stack.
_DEEP = 30


class _Prettify(PrettifyTreeprocessor):
    """Asks once what a tag is."""

    def run(self, root: Element) -> None:
        """As upstream's."""
        if self.md.is_block_level(root.tag):
            self._prettify(root, root.tag, {})
        elif not (root.tail or "").strip():
            root.tail = "\n"
        for br in root.iter("br"):
            tail = br.tail
            br.tail = f"\n{tail}" if tail and tail.strip() else "\n"
        for pre in root.iter("pre"):
            code = pre[0] if len(pre) else None
            if code is not None and code.tag == "code" and not len(code) and code.text is not None:
                code.text = AtomicString(code.text.rstrip() + "\n")

    def _prettify(self, element: Element, tag: Any, known: dict[Any, bool]) -> None:
        if len(element) and tag not in {"code", "pre"}:
            first = True
            for child in element:
                tag = child.tag
                block = known.get(tag)
                if block is None:
                    block = known[tag] = self.md.is_block_level(tag)
                if block:
                    if first and not (element.text or "").strip():
                        element.text = "\n"
                    self._prettify(child, tag, known)
                first = False
        if not (element.tail or "").strip():
            element.tail = "\n"


class _Unescape(UnescapeTreeprocessor):
    """Looks where an escape begins."""

    def run(self, root: Element) -> None:
        """As upstream's."""
        unescape = self.unescape
        for element in root.iter():
            text = element.text
            if text and STX in text and element.tag != "code":
                element.text = unescape(text)
            tail = element.tail
            if tail and STX in tail:
                element.tail = unescape(tail)
            for key, value in element.items():
                if value and STX in value:
                    element.set(key, unescape(value))


class _AttrList(AttrListTreeprocessor):
    """Looks for a brace first."""

    def run(self, doc: Element) -> None:
        """As upstream's."""
        if "{" in "".join(doc.itertext()) or "{" in (doc.tail or ""):
            super().run(doc)


class _Toc(TocTreeprocessor):
    """Looks for headings, and for the place of a table of contents, where there are some."""

    def run(self, doc: Element) -> None:
        """As upstream's."""
        tags = {element.tag for element in doc.iter()}
        headings = any(isinstance(tag, str) and self.header_rgx.match(tag) for tag in tags)
        if headings or self.marker in "".join(doc.itertext()):
            super().run(doc)
        else:
            # What it leaves on the parser is the same.
            super().run(Element("div"))

    def replace_marker(self, root: Element, elem: Element) -> None:
        """As upstream's."""
        if self.marker in "".join(root.itertext()):
            super().replace_marker(root, elem)


def _serializer(  # noqa: C901 (it is one)
    output_format: str,
) -> Callable[[Element], str]:
    upstream = serializers._serialize_html  # noqa: SLF001 (as its public functions)
    escape, escape_value = serializers._escape_cdata, serializers._escape_attrib_html  # noqa: SLF001
    empty, bare = serializers.HTML_EMPTY, serializers.BOOLEAN_ATTRIBUTES["html"]
    xhtml = output_format == "xhtml"

    def serialize(write: Callable[[str], None], element: Element, depth: int) -> None:
        tag = element.tag
        if type(tag) is not str or depth > _DEEP:
            upstream(write, element, output_format)
            return
        start = tag
        items = element.items()
        if items:
            for key, value in sorted(items):
                if type(key) is not str or not isinstance(value, str):
                    upstream(write, element, output_format)
                    return
                told = escape_value(value)
                short = key == told and not xhtml and key in bare
                start += f" {told}" if short else f' {key}="{told}"'
        lower = tag.lower()
        if xhtml and lower in empty:
            write(f"<{start} />")
        else:
            write(f"<{start}>")
            text = element.text
            if text:
                write(text if lower in {"script", "style"} else escape(text))
            for child in element:
                serialize(write, child, depth + 1)
            if lower not in empty:
                write(f"</{tag}>")
        tail = element.tail
        if tail:
            write(escape(tail))

    def to_string(element: Element) -> str:
        """As upstream's."""
        written: list[str] = []
        serialize(written.append, element, 0)
        return "".join(written)

    return to_string


TREES: dict[type, type] = {
    AttrListTreeprocessor: _AttrList,
    InlineProcessor: QuickInline,
    PrettifyTreeprocessor: _Prettify,
    TocTreeprocessor: _Toc,
    UnescapeTreeprocessor: _Unescape,
}
SERIALIZERS: dict[Any, Callable[[Element], str]] = {
    serializers.to_html_string: _serializer("html"),
    serializers.to_xhtml_string: _serializer("xhtml"),
}
