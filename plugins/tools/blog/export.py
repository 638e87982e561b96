"""What is in an export, whichever program wrote it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Literal

import msgspec

__all__ = ["Comment", "Entry", "Export"]


class Comment(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader said below a post. Whose it is, is data about a person."""

    author: str
    html: str
    published: datetime | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One post or page. A date without a zone is in the site's."""

    kind: Literal["post", "page"] = "post"
    title: str
    html: str
    line: int = 0
    """Where it begins in the export, counted from 1."""
    id: str = ""
    """What the old feed called it."""
    url: str = ""
    """Its old address."""
    other_urls: tuple[str, ...] = ()
    """Addresses that led to it as well."""
    slug: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    status: Literal["published", "draft", "hidden"] = "published"
    remark: str = ""
    """What was special about it, where that is lost."""
    category: str = ""
    tags: tuple[str, ...] = ()
    author: str = ""
    summary: str = ""
    """Its excerpt, as HTML."""
    image: str = ""
    comments: tuple[Comment, ...] = ()


class Export(msgspec.Struct, kw_only=True):
    """A whole blog: `home` is its old address, `left_out` counts what is none of its texts."""

    program: str
    home: str = ""
    entries: list[Entry] = []
    attachments: dict[str, str] = {}
    """The addresses of uploaded files, by their numbers in WordPress."""
    left_out: Counter[str] = msgspec.field(default_factory=Counter)
