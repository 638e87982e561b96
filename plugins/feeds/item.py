"""What goes into a feed: the item and the channel, and the ids that readers know items by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote, urlsplit

import msgspec

from .content import xml_safe
from .settings import DEFAULTS, feed_address

__all__ = ["Channel", "FeedItem", "is_uri", "item_id"]


class FeedItem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a subscriber reads, independent of any feed format.

    Raises ValueError for a date without a time zone.
    """

    id: str
    """The whole id, a URI that never changes: `item_id(…)`."""
    kind: str
    """What it is: "post", "lead", …; channels take items by it."""
    url: str
    """Its page, site-relative: `leads/acme-clerk/`."""
    title: str
    """Plain text."""
    html: Callable[[str], str]
    """Takes the site's absolute address (no final slash), gives the whole content as HTML.

    Called while writing: links between pages resolve only once every generator has its context.
    """
    published: datetime
    updated: datetime
    """When its content last changed; later than `published` after an edit."""
    summary: str = ""
    """Plain text; "" takes the beginning of the content."""
    categories: tuple[str, ...] = ()
    """Names as a reader would see them."""
    authors: tuple[str, ...] = ()
    language: str = ""
    """A language tag such as "de"; "" is the site's language."""
    image: str = ""
    """Site-relative address of its picture."""
    retracted: bool = False
    """Whether it was taken back. Its words then say that, and nothing of what it said before.

    It keeps its id, kind and channels, and `updated` is the moment of the retraction.
    """
    channels: frozenset[str] = frozenset()
    """Names of the channels that it belongs to, besides those that take its kind."""
    source: str = ""
    """The file that it comes from, relative to the content folder, for messages."""

    def __post_init__(self) -> None:
        """Refuse dates that are no moment."""
        for name in ("published", "updated"):
            if getattr(self, name).utcoffset() is None:
                msg = f"{self.source or self.id}: {name} needs a time zone"
                raise ValueError(msg)


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """One feed that people subscribe to, in every format."""

    name: str
    """The path below `feeds/` without extension: "leads", "tags/office"."""
    title: str = ""
    """Plain text, without the site's name: "Leads"."""
    description: str = ""
    """What is in it, in plain words."""
    url: str = ""
    """The page that it mirrors, site-relative; "" is the home page."""
    kinds: frozenset[str] = frozenset()
    """The kinds of item that belong to it without naming it."""

    @property
    def rss_path(self) -> str:
        """Where its RSS is written, below the output folder."""
        return f"feeds/{self.name}.rss.xml"

    @property
    def atom_path(self) -> str:
        """Where its Atom is written, below the output folder."""
        return f"feeds/{self.name}.atom.xml"

    @property
    def json_path(self) -> str:
        """Where its JSON Feed is written, below the output folder."""
        return f"feeds/{self.name}.json"

    @property
    def paths(self) -> dict[Literal["rss", "atom", "json"], str]:
        """Where it is written, by format."""
        return {"rss": self.rss_path, "atom": self.atom_path, "json": self.json_path}

    def archive_path(self, feed_format: Literal["atom", "json"], number: int) -> str:
        """Where an archive of older items is written: `feeds/posts/archive-1.atom.xml`."""
        ending = {"atom": "atom.xml", "json": "json"}[feed_format]
        return f"feeds/{self.name}/archive-{number}.{ending}"


def item_id(settings: Mapping[str, Any], kind: str, slug: str, frozen: str = "") -> str:
    """The id of an item: a `tag:` URI (RFC 4151) from the feeds' host, the kind and the slug.

    Only the host of FEED_DOMAIN (or SITEURL) counts, so that moving to https or into another
    folder changes no id. `frozen` is what an author wrote as `Id:`; a URI there is the whole
    id (a post moved from another blog), any other text replaces the slug (a renamed file).
    """
    since = settings.get("FEED_DOMAIN_SINCE", DEFAULTS["FEED_DOMAIN_SINCE"])
    return _id(feed_address(settings), since, kind, slug, frozen)


@lru_cache(1 << 12)
def _id(address: str, since: str, kind: str, slug: str, frozen: str) -> str:
    frozen = xml_safe(frozen).strip()
    if is_uri(frozen):
        return frozen
    return f"tag:{_host(address)},{since}:{_specific(kind)}/{_specific(frozen or slug)}"


def is_uri(text: str) -> bool:
    """Whether a text can be an id (RFC 4287 section 4.2.6): a scheme, then no spaces."""
    return re.fullmatch(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+", text) is not None


@lru_cache(16)
def _host(address: str) -> str:
    host = (urlsplit(address).hostname or "localhost").lower()
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return quote(host)


def _specific(text: str) -> str:
    # NFC: some systems decompose the letters in file names, and an id must not depend on that.
    text = unicodedata.normalize("NFC", xml_safe(text).strip())
    return quote(text, safe="/-._~!$&'()*+,;=:@")
