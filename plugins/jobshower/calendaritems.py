"""Events, and leads' closing days, as dates of a calendar; members' feeds as a blogroll."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .feeditems import changed
from .items import EventItem
from .leads import LeadItem

__all__ = ["CalendarSource"]


class CalendarSource:
    """Makes the calendars, dates and outlines of one build.

    `library` is read and linked; `feeds` is the public side of the feeds plugin.
    """

    def __init__(self, library: Any, settings: Any, feeds: Any) -> None:
        self.library = library
        self.settings = settings
        self.feeds = feeds

    def calendars(self) -> Iterator[Any]:
        """One for each shower's party."""
        for shower in self.library.showers:
            if shower.party_event:
                yield self.feeds.Calendar(
                    name=f"showers/{shower.slug}",
                    title=shower.party_event.record.title,
                    description=f"The party of {shower.record.title}.",
                    url=shower.url,
                )

    def items(self) -> Iterator[Any]:
        """Every date, in no order that matters."""
        parties: dict[str, list[str]] = {}
        for shower in self.library.showers:
            if shower.party_event:
                parties.setdefault(shower.party_event.slug, []).append(f"showers/{shower.slug}")
        for event in self.library.events:
            yield self._event(event, frozenset(parties.get(event.slug, ())))
        for lead in self.library.leads:
            if lead.record.closes:
                yield self._closing_day(lead)

    def outlines(self) -> Iterator[Any]:
        """The members' feeds."""
        for member in self.library.members:
            if member.record.feed:
                yield self.feeds.Outline(
                    title=member.record.title,
                    feed_url=member.record.feed,
                    html_url=member.record.site,
                )

    def _event(self, event: EventItem, calendars: frozenset[str]) -> Any:
        record = event.record
        start, end = event.span
        words = [
            self.feeds.plain_text(event.page.get_content(event.options.address)),
            record.link,
        ]
        return self.feeds.CalendarItem(
            id=self.feeds.item_id(self.settings, "event", event.slug, record.id),
            title=record.title,
            start=start,
            end=end,
            location=record.location,
            url=event.url,
            description="\n".join(filter(None, words)),
            updated=record.modified.at(event.options.zone) if record.modified else None,
            cancelled=event.cancelled,
            tags=record.tags,
            calendars=calendars,
            source=event.source,
        )

    def _closing_day(self, lead: LeadItem) -> Any:
        record = lead.record
        title = f"Closes: {record.title} at {record.company}"
        return self.feeds.CalendarItem(
            id=self.feeds.item_id(self.settings, "lead-closing", lead.slug, record.id),
            title="A lead that was taken back" if lead.retracted else title,
            start=record.closes,
            location="" if lead.retracted else record.location,
            url=lead.url,
            description=lead.closed_why if lead.ending else "",
            updated=changed(lead, lead.last_news),
            # Whoever noted the day should see that there is no more need.
            cancelled=lead.ending is not None,
            tags=record.tags,
            source=lead.source,
        )
