"""What is to be found: of each page the whole, or the parts that are results of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import lxml.html

__all__ = ["documents"]

_BODY = b"data-pagefind-body"
_PART = "data-search-part"
_PART_SIGN = _PART.encode("ascii")


def documents(
    pages: Mapping[str, bytes], texts: Collection[str], root: str = ""
) -> dict[str, bytes]:
    """The HTML files to index, by paths from which Pagefind tells their addresses.

    `pages` are a site's HTML files by path. Where none of them is marked with
    `data-pagefind-body`, those are indexed that `texts` names. `root` is the path of the site's
    address, without a final slash: parts need it, since theirs (the page's and a fragment) is
    told by the metadata `url`, as Pagefind's own interfaces have it.
    """
    marked = {name for name, data in pages.items() if _BODY in data or _PART_SIGN in data}
    found: dict[str, bytes] = {}
    for name in sorted(marked or set(texts) & pages.keys()):
        if _PART_SIGN in pages[name]:
            found |= _divided(name, pages[name], root)
        else:
            found[name] = pages[name]
    return found


def _divided(name: str, data: bytes, root: str) -> Iterator[tuple[str, bytes]]:
    """The parts of a page, and, where it is marked itself, the page without them."""
    import lxml.html  # noqa: PLC0415 (takes a while)

    page = lxml.html.document_fromstring(data.decode("utf-8", "replace"))
    address = f"{root}/{name.removesuffix('index.html')}"
    for number, part in enumerate(page.xpath(f"//*[@{_PART}][@id]"), 1):
        alone = _alone(part, f"{address}#{part.get('id')}")
        part.drop_tree()
        yield f"{name.removesuffix('.html')}.{number}.html", alone
    if _BODY in data:
        yield name, lxml.html.tostring(page, encoding="utf-8")


def _alone(part: lxml.html.HtmlElement, address: str) -> bytes:
    """An element as a page of its own."""
    import lxml.html  # noqa: PLC0415 (as above)

    languages = part.xpath("ancestor-or-self::*[@lang][1]/@lang")
    page = lxml.html.document_fromstring('<html><head><meta charset="utf-8"></head><body>')
    if languages:
        page.set("lang", languages[0])
    page.body.set("data-pagefind-body", "")
    page.body.set("data-pagefind-meta", f"url:{address}")
    tail, part.tail = part.tail, None
    page.body.append(lxml.html.fromstring(lxml.html.tostring(part, encoding="unicode")))
    part.tail = tail
    return lxml.html.tostring(page, encoding="utf-8")
