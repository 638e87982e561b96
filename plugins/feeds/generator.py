"""Pelican's side of writing feeds, calendars and the blogroll."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican.generators import Generator

from .calendar import Calendar, CalendarDocument
from .content import one_line, plain_text
from .item import item_id
from .opml import build_opml
from .settings import DEFAULTS, address, feed_address, site_address
from .writer import FeedWriter

__all__ = ["ChannelGenerator"]

_STYLESHEET = Path(__file__).with_name("static") / "feed.css"


class ChannelGenerator(Generator):
    """Writes every channel and calendar that has items."""

    # For fastbuild: it never looks at a page that it has written.
    renders_later = True

    def generate_output(self, writer: FeedWriter) -> None:
        """Write what the context has, and the stylesheet that a browser shows feeds by."""
        for channel in self.context["feeds"]:
            writer.write_channel(channel, self.context["feed_items"][channel.name], self.context)
        stylesheet = self.settings["FEED_STYLESHEET"]
        # A site that names another file has it.
        if self.context["feeds"] and stylesheet == DEFAULTS["FEED_STYLESHEET"]:
            writer.write_text(stylesheet, _STYLESHEET.read_text(encoding="utf-8"))
        events: dict[int, Any] = {}
        for calendar in self.context["calendars"]:
            document = self._document(calendar)
            if not writer.stays(calendar.path, self.context, document.key()):
                from .ical import build_calendar  # noqa: PLC0415 (takes a while)

                writer.write_text(calendar.path, build_calendar(document, events))
        if outlines := self.context["blogroll"]:
            title = f"{self._site_name}: blogroll"
            writer.write_text(self.context["blogroll_path"], build_opml(title, outlines))

    def _document(self, calendar: Calendar) -> CalendarDocument:
        site = site_address(self.settings)
        title = one_line(calendar.title)
        return CalendarDocument(
            id=item_id(self.settings, "calendar", calendar.name or "everything"),
            title=f"{self._site_name}: {title}" if title else self._site_name,
            description=one_line(calendar.description),
            url=address(site, calendar.url),
            self_url=address(feed_address(self.settings), calendar.path),
            site=site,
            items=self.context["calendar_items"][calendar.name],
        )

    @property
    def _site_name(self) -> str:
        return plain_text(self.settings["SITENAME"]) or "Feed"
