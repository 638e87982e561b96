"""What the writer wants to know when her site is built: what is new, and what closes soon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from .dates import long_day, plural
from .library import Library
from .weeks import Week

__all__ = ["summary"]

_MOST = 5
_SOON = timedelta(days=6)


def summary(library: Library, today: date, drafts: int = 0) -> list[tuple[str, list[str]]]:
    """Headings with their lines: the running week, leads that close, what is not shown yet.

    `drafts` is the number of posts that only the preview shows.
    """
    return [
        (f"New this week, up to {long_day(today)}", _new(library, today)),
        ("Closing within a week", _listed([_closing(lead) for lead in _soon(library, today)])),
        ("Waiting for their day", _waiting(library, drafts)),
    ]


def _new(library: Library, today: date) -> list[str]:
    week = library.roundups[0] if library.roundups else None
    if week is None or week.week != Week.of(today):
        return ["nothing yet"]
    news = len(week.lead_news) + len(week.wish_news) + len(week.wishes_granted)
    counts = [
        (len(week.posts), "post", "posts"),
        (len(week.new_leads), "lead", "leads"),
        (len(week.wishes_asked), "wish", "wishes"),
        (news, "piece of news", "pieces of news"),
    ]
    told = [plural(number, one, many) for number, one, many in counts if number]
    titles = [item.record.title for item in (*week.posts, *week.new_leads, *week.wishes_asked)]
    return [", ".join(told) or "nothing yet", *_listed([f"“{title}”" for title in titles])]


def _soon(library: Library, today: date) -> list[Any]:
    leads = [
        lead
        for lead in library.leads
        if lead.open and lead.record.closes and today <= lead.record.closes <= today + _SOON
    ]
    return sorted(leads, key=lambda lead: (lead.record.closes, lead.source))


def _closing(lead: Any) -> str:
    record = lead.record
    return f"{long_day(record.closes)}: {record.title} at {record.company}"


def _waiting(library: Library, drafts: int) -> list[str]:
    later = [item for item in library.waiting if getattr(item.record, "status", "") != "draft"]
    texts = "texts with a later date"
    counts = [(drafts, "draft", "drafts"), (len(later), "text with a later date", texts)]
    told = [plural(number, one, many) for number, one, many in counts if number]
    return [", ".join(told)] if told else []


def _listed(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _MOST
    return [*lines[:_MOST], *([f"and {more} more"] if more > 0 else [])]
