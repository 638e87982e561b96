"""The pages that stand once."""

from __future__ import annotations

import msgspec

__all__ = ["PAGES", "ListPage"]


class ListPage(msgspec.Struct, frozen=True):
    """A page that is made by one template of the same name, from the context alone."""

    template: str
    url: str
    title: str
    file: str = ""

    @property
    def save_as(self) -> str:
        """The file that is written for it."""
        return self.file or f"{self.url}index.html"


PAGES = (
    ListPage("roundups", "roundups/", "Roundups"),
    ListPage("showers", "showers/", "Job showers"),
    ListPage("network", "network/", "Network"),
    ListPage("events", "events/", "Events"),
    ListPage("follow_through", "follow-through/", "Follow-through"),
    ListPage("subscribe", "subscribe/", "Subscribe"),
    ListPage("not_found", "404.html", "Not found", "404.html"),
)
