"""Any feed: RSS, Atom, RDF and JSON Feed. It has the newest posts, and no drafts or pages."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser
from lxml import etree

from .export import Entry, Export

__all__ = ["knows", "read", "read_json"]

_ROOTS = ("rss", "{http://www.w3.org/2005/Atom}feed", "{http://purl.org/atom/ns#}feed")
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"


def knows(root: etree._Element) -> bool:
    """Whether this is a feed."""
    return root.tag in (*_ROOTS, _RDF)


def read(root: etree._Element, data: bytes) -> Export:
    """The items of a feed. What a tombstone says (RFC 6721) is none."""
    del root
    parsed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=True)
    export = Export(program="a feed", home=parsed.feed.get("link", ""))
    for item in parsed.entries:
        content = item.get("content") or [{}]
        body = content[0].get("value") or item.get("summary", "")
        summary = item.get("summary", "") if content[0].get("value") else ""
        export.entries.append(
            Entry(
                title=_title(item),
                html=body,
                id=item.get("id", ""),
                url=_web(item.get("link", "")),
                slug=_slug(item.get("link", "")),
                published=_moment(item, "published_parsed") or _moment(item, "updated_parsed"),
                updated=_moment(item, "updated_parsed"),
                tags=tuple(
                    dict.fromkeys(
                        " ".join(t.term.split()) for t in item.get("tags", ()) if t.get("term")
                    )
                ),
                author=" ".join(item.get("author_detail", {}).get("name", "").split()),
                summary=summary,
            )
        )
    return export


def read_json(found: Mapping[str, Any]) -> Export:
    """The items of a JSON Feed (jsonfeed.org/version/1.1)."""
    export = Export(program="a feed", home=str(found.get("home_page_url", "")))
    items = found.get("items")
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, Mapping):
            continue
        text = str(item.get("content_text") or "")
        authors = item.get("authors") or [{}]
        export.entries.append(
            Entry(
                title=str(item.get("title") or ""),
                html=str(item.get("content_html") or f"<p>{html.escape(text)}</p>"),
                id=str(item.get("id") or ""),
                url=_web(str(item.get("url") or "")),
                slug=_slug(str(item.get("url") or "")),
                published=_iso(item.get("date_published")),
                updated=_iso(item.get("date_modified")),
                tags=tuple(str(tag) for tag in item.get("tags") or ()),
                author=str(authors[0].get("name", "")) if isinstance(authors[0], Mapping) else "",
                summary=html.escape(str(item.get("summary") or "")),
                image=str(item.get("image") or ""),
            )
        )
    return export


def _title(item: Any) -> str:
    """Plain text: RSS does not say whether its titles are HTML, so only what is HTML is undone."""
    title = item.get("title", "")
    if item.get("title_detail", {}).get("type") != "text/plain":
        title = html.unescape(re.sub(r"</?[a-zA-Z][^>]*>", "", title))
    return " ".join(title.split())


def _web(address: str) -> str:
    return address if re.match(r"https?://", address) else ""


def _slug(address: str) -> str:
    path = re.sub(r"[?#].*", "", address).rstrip("/")
    return re.sub(r"\.html?$", "", path.rpartition("/")[2])


def _moment(item: Any, key: str) -> datetime | None:
    # feedparser would answer with another date, and a warning, if it were asked for a missing one.
    parsed = item[key] if key in item else None  # noqa: SIM401
    return datetime(*parsed[:6], tzinfo=UTC) if parsed else None


def _iso(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None
