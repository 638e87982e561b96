"""The sitemap, by the protocol of sitemaps.org, and robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from .page import Day, newest

__all__ = ["build_robots", "build_sitemaps", "fits_one_file"]

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 50_000
"""Addresses in one file; with the longest that the protocol allows, fewer fill 50 MB."""
_PART = 500
_MOST_BYTES = 50 * 1024 * 1024


def build_sitemaps(
    base: str, pages: Sequence[tuple[str, Day | None]], most: int = _MOST
) -> dict[str, bytes]:
    """The files of a sitemap by their names: one, or an index of several.

    `base` is the site's address without a final slash; `pages` are whole addresses, each with the
    day on which it last changed, or None where that is not known.
    """
    while True:
        parts = [pages[at : at + most] for at in range(0, len(pages), most)] or [[]]
        files = [_document("urlset", "url", part) for part in parts]
        if most == 1 or all(len(file) <= _MOST_BYTES for file in files):
            break
        most //= 2
    if len(files) == 1:
        return {"sitemap.xml": files[0]}
    named = {f"sitemap-{number}.xml": file for number, file in enumerate(files, 1)}
    days = [newest(day for _, day in part) for part in parts]
    index = [(f"{base}/{name}", day) for name, day in zip(named, days, strict=True)]
    return {"sitemap.xml": _document("sitemapindex", "sitemap", index), **named}


def fits_one_file(pages: Sequence[tuple[str, Day | None]]) -> bool:
    """Whether `build_sitemaps` certainly makes one file of so many addresses."""
    # An address may be five times as long in XML.
    return len(pages) <= _MOST and sum(len(address) for address, _ in pages) < _MOST_BYTES // 8


def build_robots(lines: Iterable[str], sitemap: str) -> str:
    """robots.txt: groups of one's own first, then a welcome to all others.

    `sitemap` is the whole address of the sitemap, or "".
    """
    own = "\n".join(line.strip() for line in lines)
    parts = [own, "User-agent: *\nAllow: /", f"Sitemap: {sitemap}" if sitemap else ""]
    return "\n\n".join(filter(None, parts)) + "\n"


def _document(root: str, entry: str, pages: Sequence[tuple[str, Day | None]]) -> bytes:
    """A file, put together from parts: the tree of all addresses takes ten times as much memory."""
    starts = range(0, len(pages), _PART) or (0,)
    parts = [_part(root, entry, pages[at : at + _PART]) for at in starts]
    if len(parts) == 1:
        return parts[0]
    opened = parts[0].index(b"\n", parts[0].index(f"<{root}".encode("ascii"))) + 1
    closed = f"</{root}>\n".encode("ascii")
    middle = (part[opened : -len(closed)] for part in parts)
    return b"".join([parts[0][:opened], *middle, closed])


def _part(root: str, entry: str, pages: Iterable[tuple[str, Day | None]]) -> bytes:
    from lxml import etree  # noqa: PLC0415 (takes a while, and a sitemap may stay as it is)

    whole = etree.Element(f"{{{_NAMESPACE}}}{root}", nsmap={None: _NAMESPACE})
    for address, day in pages:
        one = etree.SubElement(whole, f"{{{_NAMESPACE}}}{entry}")
        etree.SubElement(one, f"{{{_NAMESPACE}}}loc").text = address
        if day is not None:
            etree.SubElement(one, f"{{{_NAMESPACE}}}lastmod").text = _w3c(day)
    return etree.tostring(whole, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _w3c(day: Day) -> str:
    """W3C Datetime, in which a time without its zone is none."""
    if isinstance(day, datetime):
        return day.isoformat(timespec="seconds") if day.tzinfo else day.date().isoformat()
    return day.isoformat()
