"""Reads what a written file says to others: links and anchors, and whether it is well-formed."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from .page import Fault, Page

__all__ = ["read_css", "read_html", "read_json", "read_page", "read_xml"]

# What a browser fetches or follows from a page, and what is fetched by whoever shows a link to it,
# by an attribute that has to stand in the page. `content` of any other meta may be anything.
_LINKS = {
    b"href=": "//@href",
    b"src=": "//@src",
    b"poster=": "//@poster",
    b"action=": "//@action",
    b"data=": "//object/@data",
    b"cite=": "//@cite",
    b"longdesc=": "//@longdesc",
    b"property=": "//meta[@property='og:image' or @property='og:url']/@content",
}
_LONGEST_NAME = max(map(len, _LINKS)) - 1
_SETS = etree.XPath("//@srcset | //@imagesrcset", smart_strings=False)
_ANCHORS = etree.XPath("//@id | //a/@name", smart_strings=False)
_FEED_LINKS = etree.XPath("//@href | //@url | //@htmlUrl | //@xmlUrl", smart_strings=False)
# Of a sitemap with thousands of addresses, an expression would put all in order.
_LINK_NAMES = ("{*}link", "{*}loc", "{*}url", "{*}comments")
_TEXT_NAMES = ("{*}encoded", "{*}description", "{*}content", "{*}summary")
_IN_TEXT = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:href|src)=["']([^"'<>]+)["']""")
_XML = (".xml", ".rss", ".atom", ".opml", ".svg")
_CSS_LINKS = re.compile(r"""url\(\s*["']?(?!data:)([^"')]+)""")
# libxml2's parser knows HTML 5's tokens, and tells where tags do not match.
_MISMATCH = etree.ErrorTypes.ERR_TAG_NAME_MISMATCH
# Put behind a page: whatever in it is never closed swallows this, too.
_END_ID = "safebuild-end"
_END = f'<br id="{_END_ID}">'.encode("ascii")
_NO_TAGS = re.compile(rb"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
# HTML, 13.1.2: no end tag, or one that may be left out. SVG closes most of its tags at once.
_NEED_NO_END = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "html",
        "head",
        "body",
        "p",
        "li",
        "dt",
        "dd",
        "option",
        "optgroup",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "rt",
        "rp",
        "colgroup",
        "caption",
        "path",
        "circle",
        "rect",
        "line",
        "polyline",
        "polygon",
        "ellipse",
        "use",
        "stop",
        "image",
    ]
)
_ENDED = re.compile(rb"</html\s*>(?:\s|<!--[^>]*-->)*\Z", re.IGNORECASE)


def read_html(data: bytes, *, whole: bool) -> Page:
    """A page; `whole` says that it must be one from its doctype to its end.

    An element that is never closed, or closed twice, shows as tags that do not match. A tag or
    comment that swallows the rest of the page shows in its missing end.
    """
    if not data.strip():
        return Page(faults=(Fault("This page is empty."),) if whole else ())
    parser = etree.HTMLParser(encoding="utf-8")
    try:
        root = etree.fromstring(data + _END if whole else data, parser)
    except etree.LxmlError as error:
        return Page(faults=(Fault(f"This is no HTML: {error}"),))
    faults = [
        Fault(_in_words(entry.message), entry.line)
        for entry in parser.error_log
        if entry.type == _MISMATCH
    ]
    if whole and not _ENDED.search(data):
        faults.append(Fault("This page has no end: </html> is not the last that stands in it."))
    if root is None:
        return Page(faults=tuple(faults))
    anchors = frozenset(_ANCHORS(root))
    if whole and _END_ID not in anchors:
        faults.append(Fault("A tag, a quote or a comment in this page is never closed."))
    if whole and not faults:
        faults += _unclosed(root, data)
    return Page(frozenset(_links(root, data)), anchors - {_END_ID}, tuple(faults))


def _links(root: etree._Element, data: bytes) -> Iterator[str]:
    """The addresses that stand in a page, which is looked through for those that it has."""
    # What stands before each =, and so the name of each attribute that has a value: to look for
    # each of them in the whole page would take longer.
    before = [it.rstrip()[-_LONGEST_NAME:] for it in data.lower().split(b"=")]
    names = b"=".join(before)
    found = tuple(name for name in _LINKS if name in names)
    if found:
        yield from _links_by(found)(root)
    if b"srcset=" in names:
        for links in _SETS(root):
            yield from (part.split()[0] for part in links.split(",") if part.split())


@lru_cache(1 << len(_LINKS))
def _links_by(names: tuple[bytes, ...]) -> etree.XPath:
    return etree.XPath(" | ".join(_LINKS[name] for name in names), smart_strings=False)


def read_xml(data: bytes) -> Page:
    """A feed, a sitemap, an outline, a picture."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return Page(faults=(Fault(f"This XML is not well-formed: {error.msg}", error.lineno or 0),))
    links = {link.strip() for link in _FEED_LINKS(root)}
    for element in root.iter(*_LINK_NAMES):
        links.update(text.strip() for text in _own_texts(element))
    for element in root.iter(*_TEXT_NAMES):
        for text in _own_texts(element):
            if "=" in text:
                links.update(link.replace("&amp;", "&") for link in _IN_TEXT.findall(text))
    return Page(frozenset(links))


def _own_texts(element: etree._Element) -> Iterator[str]:
    """The texts of an element, without those of the elements in it."""
    if element.text:
        yield element.text
    for child in element:
        if child.tail:
            yield child.tail


def read_json(data: bytes) -> Page:
    """A JSON feed, or any other JSON."""
    try:
        json.loads(data)
    except ValueError as error:
        return Page(faults=(Fault(f"This JSON is not well-formed: {error}"),))
    return Page()


def read_css(data: bytes) -> Page:
    """A stylesheet's pictures and fonts."""
    return Page(frozenset(_CSS_LINKS.findall(data.decode("utf-8", "replace"))))


def read_page(name: str, data: bytes, *, whole: bool) -> Page | None:
    """A file by the ending of its name; None for those that lead nowhere."""
    ending = posixpath.splitext(name)[1].lower()
    if ending in (".html", ".htm"):
        return read_html(data, whole=whole)
    if ending in _XML:
        return read_xml(data)
    if ending in (".json", ".webmanifest"):
        return read_json(data)
    return read_css(data) if ending == ".css" else None


def _in_words(message: str) -> str:
    if match := re.match(r"Opening and ending tag mismatch: (\S+) and (\S+)", message):
        return f"<{match[2]}> is not closed before </{match[1]}>."
    if match := re.match(r"Unexpected end tag : (\S+)", message):
        return f"</{match[1]}> closes nothing."
    return message


def _unclosed(root: etree._Element, data: bytes) -> Iterator[Fault]:
    """What is open where the body ends, of which the parser says nothing.

    Only what stands last can be; whether it is closed, its tags' number tells.
    """
    last, names = root, set()
    while len(last):
        last = last[-1]
        if isinstance(last.tag, str):
            names.add(last.tag)
    names -= _NEED_NO_END
    if names:
        data = _NO_TAGS.sub(b"", data).lower()
    for name in sorted(names):
        opened, closed = _tags(name)
        if len(opened.findall(data)) > len(closed.findall(data)):
            yield Fault(f"<{name}> is not closed before </body>.")


@lru_cache(256)
def _tags(name: str) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """What finds the tags of an element, its name in small letters as the page is."""
    tag = re.escape(name.lower().encode("ascii", "replace"))
    return re.compile(rb"<%s(?=[\s/>])" % tag), re.compile(rb"</%s(?=[\s/>])" % tag)
