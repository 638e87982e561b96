"""OPML 2.0 (opml.org/spec2.opml): a list of feeds that a reader imports at once."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from .content import one_line

__all__ = ["Outline", "build_opml"]


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's feed. Addresses are whole."""

    title: str
    """Plain text."""
    feed_url: str
    html_url: str = ""
    """The site that the feed is of."""


def build_opml(title: str, outlines: Iterable[Outline]) -> str:
    """Make the whole file, in the order given. It has no dates: they would change each build."""
    from lxml import etree  # noqa: PLC0415 (most sites have no blogroll)

    opml = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(opml, "head"), "title").text = one_line(title)
    body = etree.SubElement(opml, "body")
    for outline in outlines:
        # `text` is what outliners show, `title` what feed readers do.
        name = one_line(outline.title) or one_line(outline.feed_url)
        element = etree.SubElement(body, "outline", type="rss", text=name, title=name)
        element.set("xmlUrl", one_line(outline.feed_url))
        if outline.html_url:
            element.set("htmlUrl", one_line(outline.html_url))
    return etree.tostring(opml, pretty_print=True, encoding="UTF-8", xml_declaration=True).decode(
        "utf-8"
    )
