"""Blogger's export, an Atom feed of everything: the one of “Back up content”, and Takeout's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from .export import Comment, Entry, Export

__all__ = ["knows", "read"]

_ATOM = "{http://www.w3.org/2005/Atom}"
_BLOGGER = "{http://schemas.google.com/blogger/2018}"
_KIND = "http://schemas.google.com/g/2005#kind"
_LABELS = "http://www.blogger.com/atom/ns#"
_REPLY = "{http://purl.org/syndication/thread/1.0}in-reply-to"
# Its prefix is declared in one of two ways, or not at all.
_DRAFT = re.compile(r"(?:\{http://(?:purl\.org/atom/app#|www\.w3\.org/2007/app)\}|app:)draft")
_BREAKS = re.compile(r"(?:\s*<br\s*/?>\s*){2,}", re.IGNORECASE)
_BLOCKS = re.compile(r"<(?:p|div|table|ul|ol|pre|blockquote|h[1-6])\b", re.IGNORECASE)


def knows(root: etree._Element) -> bool:
    """Whether this is Blogger's export; the blog's public feed is a feed like others."""
    if root.tag != f"{_ATOM}feed":
        return False
    return any(
        _kind_of(entry) in ("post", "page", "settings") for entry in root.iter(f"{_ATOM}entry")
    )


def read(root: etree._Element, data: bytes) -> Export:
    """All posts and pages; settings and templates are none."""
    del data
    export = Export(program="Blogger", home=_link(root))
    found = [(entry, _kind_of(entry)) for entry in root.iter(f"{_ATOM}entry")]
    comments: dict[str, list[Comment]] = defaultdict(list)
    for entry, kind in found:
        if kind == "comment":
            comments[_parent(entry)].append(_comment(entry))
    for entry, kind in found:
        if kind in ("post", "page"):
            read_entry = _entry(entry, kind, comments)
            if read_entry:
                export.entries.append(read_entry)
            else:
                export.left_out["texts in the trash"] += 1
        elif kind not in ("comment", "settings"):
            export.left_out["templates" if kind == "template" else "entries of other kinds"] += 1
    return export


def _kind_of(entry: etree._Element) -> str:
    newer = entry.findtext(f"{_BLOGGER}type")
    if newer:
        return newer.strip().lower()
    for category in entry.iter(f"{_ATOM}category"):
        if category.get("scheme") == _KIND:
            return category.get("term", "").rpartition("#")[2]
    return ""


def _entry(entry: etree._Element, kind: str, comments: dict[str, list[Comment]]) -> Entry | None:
    status = (entry.findtext(f"{_BLOGGER}status") or "").strip().upper()
    if status in ("SOFT_TRASHED", "DELETED"):
        return None
    draft = status == "DRAFT" or any(
        child.text and child.text.strip() == "yes"
        for child in entry.iter()
        if isinstance(child.tag, str) and _DRAFT.fullmatch(child.tag)
    )
    own_id = (entry.findtext(f"{_ATOM}id") or "").strip()
    url = _link(entry) or (entry.findtext(f"{_BLOGGER}filename") or "").strip()
    return Entry(
        kind="page" if kind == "page" else "post",
        title=" ".join((entry.findtext(f"{_ATOM}title") or "").split()),
        html=_paragraphs(entry.findtext(f"{_ATOM}content") or ""),
        line=entry.sourceline or 0,
        id=own_id,
        url=url,
        slug=re.sub(r"\.html?$", "", url.rpartition("/")[2]),
        published=_date(entry.findtext(f"{_ATOM}published")),
        updated=_date(entry.findtext(f"{_ATOM}updated")),
        status="draft" if draft else "published",
        tags=tuple(_labels(entry)),
        author=(entry.findtext(f"{_ATOM}author/{_ATOM}name") or "").strip(),
        comments=tuple(comments[own_id]),
    )


def _paragraphs(html: str) -> str:
    """Two line breaks are what Blogger's editor wrote for a paragraph."""
    if not _BREAKS.search(html):
        return html
    parts = [part.strip() for part in _BREAKS.split(html)]
    return "\n".join(
        p if _BLOCKS.match(p) or p.startswith("</") else f"<p>{p}</p>" for p in parts if p
    )


def _labels(entry: etree._Element) -> Iterator[str]:
    for category in entry.iter(f"{_ATOM}category"):
        if category.get("scheme") in (_LABELS, None) and category.get("term"):
            yield " ".join(category.get("term").split())


def _link(element: etree._Element) -> str:
    for link in element.findall(f"{_ATOM}link"):
        if link.get("rel") == "alternate":
            return (link.get("href") or "").strip()
    return ""


def _parent(entry: etree._Element) -> str:
    reply = entry.find(_REPLY)
    newer = (entry.findtext(f"{_BLOGGER}parent") or "").strip()
    return newer if reply is None else (reply.get("ref") or "").strip()


def _comment(entry: etree._Element) -> Comment:
    return Comment(
        author=(entry.findtext(f"{_ATOM}author/{_ATOM}name") or "").strip(),
        html=entry.findtext(f"{_ATOM}content") or "",
        published=_date(entry.findtext(f"{_ATOM}published")),
    )


def _date(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
