"""The pages that stand once: which there are, and the addresses of the whole site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any

import msgspec

from .board import Board

__all__ = ["PAGES", "ListPage", "site_addresses"]


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
    ListPage("search", "search/", "Search"),
    ListPage("not_found", "404.html", "Not found", "404.html"),
)


def site_addresses(
    context: Mapping[str, Any], boards: Iterable[Board]
) -> Iterator[tuple[str, date | None]]:
    """Every page's address below the site's, and the day of its last change where it has one."""
    yield "", None
    for content in chain(context["articles"], context["pages"]):
        for one in (content, *content.translations):
            changed = getattr(one, "modified", None) or getattr(one, "date", None)
            yield one.url, changed.date() if changed else None
    yield from ((url, None) for url in _pelican_lists(context))
    yield from ((board.url, None) for board in boards)
    yield from ((lead.url, lead.last_news) for lead in context["leads"])
    yield from ((roundup.url, roundup.last_day) for roundup in context["roundups"])
    yield from ((shower.url, shower.last_news) for shower in context["showers"])
    yield from ((page.url, None) for page in PAGES if not page.file)


def _pelican_lists(context: Mapping[str, Any]) -> Iterator[str]:
    """Tags, categories, authors and archives, as far as the settings want them."""
    for name in ("TAGS", "CATEGORIES", "AUTHORS", "ARCHIVES"):
        if context.get(f"{name}_SAVE_AS"):
            yield context[f"{name}_URL"]
    for name in ("tags", "categories", "authors"):
        yield from (wrapper.url for wrapper, _ in context[name])
    for periods in context["period_archives"].values():
        yield from (period["url"] for period in periods)
