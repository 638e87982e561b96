"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from typing import Any, Literal

from .entry import Entry, Feed

__all__ = ["JsonDocument", "build_json"]


class JsonDocument:
    """A JSON Feed, as receivers of Pelican's `feed_written` get it."""

    feed_type: Literal["json"] = "json"

    def __init__(self, content: dict[str, Any]) -> None:
        """Take the whole feed as JSON will hold it."""
        self.content = content

    def text(self) -> str:
        """The whole document, with final newline."""
        return json.dumps(self.content, ensure_ascii=False, indent=1) + "\n"


def build_json(feed: Feed) -> JsonDocument:
    """Make a feed's document, entries in the order given."""
    return JsonDocument(
        _filled(
            version="https://jsonfeed.org/version/1.1",
            title=feed.title,
            home_page_url=feed.url,
            feed_url=feed.self_url,
            description=feed.description,
            next_url=feed.older_url,
            authors=[{"name": feed.author}],
            language=feed.language,
            hubs=[{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        )
        # Required, even if there are none.
        | {"items": [_item(entry, feed) for entry in feed.entries]}
    )


def _item(entry: Entry, feed: Feed) -> dict[str, Any]:
    # One of both must be there, and an empty page is an empty text.
    content = {"content_html": entry.html} if entry.html else {"content_text": entry.summary}
    image = entry.image
    return _filled(
        id=entry.id,
        url=entry.url,
        title=entry.title,
        **content,
        summary=entry.summary,
        image=image.url if image else "",
        date_published=entry.published.isoformat(),
        date_modified=entry.updated.isoformat(),
        authors=[{"name": name} for name in entry.authors],
        tags=list(entry.categories),
        language="" if entry.language.lower() == feed.language.lower() else entry.language,
        # An attachment's type is required.
        attachments=[_filled(url=image.url, mime_type=image.type, size_in_bytes=image.length)]
        if image and image.type
        else [],
    )


def _filled(**members: Any) -> dict[str, Any]:
    """Members that say something: JSON Feed has no empty ones."""
    return {name: value for name, value in members.items() if value not in (None, "", [])}
