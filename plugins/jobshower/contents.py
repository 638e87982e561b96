"""Pelican's side of an item: its text as HTML, with links to and from all other content."""

from __future__ import annotations

from typing import Any

from pelican.contents import Content

from .items import Item

__all__ = ["ItemContent"]


class ItemContent(Content):
    """An item's text. Only what Pelican itself needs of the front matter becomes an attribute."""

    mandatory_properties = ("title",)
    allowed_statuses = ("published",)
    default_status = "published"

    def __init__(self, item: Item, content: str, metadata: dict[str, Any], **kwargs: Any) -> None:
        # Pelican attaches its default category and author to everything that it reads.
        kept = {"title": item.record.title or item.slug, "slug": item.slug}
        if getattr(item.record, "tags", ()):
            kept["tags"] = metadata["tags"]
        self.item = item
        super().__init__(content, kept, **kwargs)
        self.default_template = item.kind.template

    @property
    def id_prefix(self) -> str:
        """What ids in its text begin with, since it shares a page with others, or with ours."""
        return self.item.anchor or self.item.kind.name

    @property
    def url(self) -> str:
        """The item's address, which may end in a fragment."""
        return self.item.url

    @property
    def save_as(self) -> str:
        """The file of the page that shows it; `{attach}` puts its files beside that."""
        page = self.item.url.partition("#")[0]
        return f"{page}index.html"
