"""Links by which a reader passes a post on. None of them loads anything before it is followed."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from urllib.parse import quote

import msgspec

__all__ = ["PLACES", "ShareLink", "share_links"]

PLACES = MappingProxyType(
    {
        # RFC 6068: line breaks in a body are CR LF.
        "email": ("E-mail", "mailto:?subject={title}&body={title}%0D%0A{url}"),
        "mastodon": ("Mastodon", "https://share.joinmastodon.org/#text={title}%0A{url}"),
        "bluesky": ("Bluesky", "https://bsky.app/intent/compose?text={title}%0A{url}"),
        "linkedin": ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"),
        "whatsapp": ("WhatsApp", "https://wa.me/?text={title}%0A{url}"),
    }
)
"""By the name that stands in SHARE_LINKS: what it is called, and its address."""


class ShareLink(msgspec.Struct, frozen=True):
    """One of them: what it is called, and its address."""

    name: str
    url: str


def share_links(names: Iterable[str], title: str, url: str) -> list[ShareLink]:
    """The links for a post with a title (plain text) and an absolute address."""
    values = {"title": quote(title, safe=""), "url": quote(url, safe="")}
    return [ShareLink(PLACES[name][0], PLACES[name][1].format(**values)) for name in names]
