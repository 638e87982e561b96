"""iCalendar (RFC 5545, and RFC 7986 for calendars that are subscribed to) by icalendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from icalendar import vText

from .calendar import CalendarDocument, CalendarItem
from .content import one_line, xml_safe
from .settings import address
from .timezones import timezone_component

__all__ = ["build_calendar"]

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_REFRESH = timedelta(hours=12)
_END = "END:VCALENDAR\r\n"

# An item, which is not to be forgotten while its identity counts; its event, and the lines of that.
_Made = tuple[CalendarItem, icalendar.Event, str]


def build_calendar(document: CalendarDocument, made: dict[int, _Made] | None = None) -> str:
    """Make the whole file: folded lines, each with CR LF (section 3.1).

    `made` takes what is made of each item, by its identity, for other calendars of the same site.
    """
    made = {} if made is None else made
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Jobshower//feeds//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # icalendar escapes only properties that it knows to be text.
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(document.title))
    for name in ("description", "x-wr-caldesc"):
        calendar.add(name, vText(document.description))
    calendar.add("uid", vText(document.id))
    if document.self_url:
        calendar.add("url", document.url)
        calendar.add("source", document.self_url, parameters={"VALUE": "URI"})
        calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vText("PT12H"))
    updates = [item.updated for item in document.items if item.updated]
    if updates:
        calendar.add("last-modified", _utc(max(updates)))
    for item in document.items:
        if id(item) not in made:
            event = _event(item, document.site)
            made[id(item)] = item, event, event.to_ical().decode("utf-8")
    events = [made[id(item)] for item in document.items]
    for zone, years in sorted(_zones(event for _, event, _ in events).items()):
        calendar.add_component(timezone_component(ZoneInfo(zone), years))
    text = calendar.to_ical().decode("utf-8")
    return "".join([text.removesuffix(_END), *(lines for _, _, lines in events), _END])


def _event(item: CalendarItem, site: str) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", vText(item.id))
    # Without METHOD this is when the item was last revised (section 3.8.7.2): never the build.
    event.add("dtstamp", _utc(item.updated or item.starts))
    event.add("sequence", _sequence(item))
    if item.updated:
        event.add("last-modified", _utc(item.updated))
    event.add("summary", one_line(_text(item.title)) or item.id)
    _add_dates(event, item)
    for name, text in (("location", one_line(item.location)), ("description", item.description)):
        if words := _text(text):
            event.add(name, words)
    if item.url:
        event.add("url", address(site, item.url))
    tags = [tag for tag in map(one_line, map(_text, item.tags)) if tag]
    if tags:
        event.add("categories", tags)
    if item.cancelled:
        event.add("status", "CANCELLED")
    return event


def _add_dates(event: icalendar.Event, item: CalendarItem) -> None:
    if isinstance(item.start, datetime):
        event.add("dtstart", _clock_time(item.start))
        # A moment is its own end: section 3.6.1 wants DTEND later, or not there.
        if isinstance(item.end, datetime) and item.end > item.start:
            event.add("dtend", _clock_time(item.end))
        return
    last: date = item.end or item.start
    event.add("dtstart", item.start)
    # The first day on which it is over.
    event.add("dtend", last + timedelta(days=1))
    # A closing day keeps nobody busy.
    event.add("transp", "TRANSPARENT")


def _sequence(item: CalendarItem) -> int:
    """Section 3.8.7.4: it grows with each change, up to 2³¹; the minutes of `updated` do."""
    if item.sequence is not None:
        return item.sequence
    return max(0, (item.updated - _EPOCH) // timedelta(minutes=1)) if item.updated else 0


def _clock_time(moment: datetime) -> datetime:
    """A time as clocks of its zone show it, so that it stays right if the law changes.

    It is in UTC where it has no named zone, and in the hour that clocks show a second time,
    which a local time cannot name (section 3.3.5).
    """
    zone = moment.tzinfo
    if isinstance(zone, ZoneInfo) and zone.key and not zone.key.endswith("UTC"):
        local = moment.astimezone(UTC).astimezone(zone).replace(microsecond=0)
        if not local.fold:
            return local
    return _utc(moment)


def _zones(events: Iterable[icalendar.Event]) -> dict[str, set[int]]:
    """The zones that dates are in, and the years for which these need them."""
    zones: dict[str, set[int]] = {}
    for event in events:
        for name in ("dtstart", "dtend"):
            moment = event[name].dt if name in event else None
            if isinstance(moment, datetime) and isinstance(moment.tzinfo, ZoneInfo):
                zones.setdefault(moment.tzinfo.key, set()).add(moment.year)
    return zones


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _text(text: str) -> str:
    """What section 3.1 allows in text: XML's letters, but not DEL."""
    text = xml_safe(text).replace("\x7f", "")
    return text.strip(" \t\n") if text.strip() else ""
