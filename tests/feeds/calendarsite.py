"""Calendars of a built site, and what RFC 5545 asks of them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import icalendar
from feedsite import Site

from feeds import CalendarItem, item_id

NAME = r"[A-Za-z0-9-]+"
# Section 3.1: a name, parameters, a value without control characters but tabs.
LINE = re.compile(rf"{NAME}(;{NAME}=(\"[^\"\x00-\x08\x0a-\x1f\x7f]*\"|[^\";:,\x00-\x1f\x7f]*))*:.*")
UTC_TIME = re.compile(r"\d{8}T\d{6}Z")


def event(name: str = "mixer", **fields: Any) -> CalendarItem:
    defaults = {
        "id": item_id({"SITEURL": "https://example.org"}, "event", name),
        "title": f"The {name}",
        "start": datetime(2009, 8, 20, 18, 30, tzinfo=UTC),
        "source": f"events/{name}.md",
    }
    return CalendarItem(**{**defaults, **fields})


def check_ics(data: bytes) -> None:
    """RFC 5545, sections 3.1, 3.4 and 3.6, for what these calendars use."""
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")[:-1]
    for line in lines:
        assert len(line) <= 75
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line), line
        line.decode("utf-8")  # a letter is never split
    unfolded = data.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]
    assert all(LINE.fullmatch(line) for line in unfolded)
    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.errors
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    # A published calendar, not an invitation.
    assert "method" not in calendar
    assert calendar["name"] == calendar["x-wr-calname"]
    events = list(calendar.walk("VEVENT"))
    assert events
    assert len({str(one["uid"]) for one in events}) == len(events)
    zones = {str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")}
    assert zones == {moment.params["TZID"] for one in events for moment in zoned(one)}
    for one in events:
        check_event(one)


def zoned(event: icalendar.Event) -> list[Any]:
    moments = [event[name] for name in ("dtstart", "dtend") if name in event]
    return [moment for moment in moments if "TZID" in moment.params]


def check_event(event: icalendar.Event) -> None:
    assert not event.errors
    for name in ("uid", "dtstamp", "dtstart", "summary", "sequence"):
        assert name in event, name
    assert event["summary"].strip()
    for name in ("dtstamp", "last-modified"):
        if name in event:
            assert UTC_TIME.fullmatch(event[name].to_ical().decode())
    assert 0 <= event["sequence"] < 2**31
    start, end = event["dtstart"].dt, event["dtend"].dt if "dtend" in event else None
    assert end is None or end > start
    if not isinstance(start, datetime):
        assert event["dtstart"].params["VALUE"] == event["dtend"].params["VALUE"] == "DATE"
        assert type(end) is date
    assert event.get("status", "CANCELLED") == "CANCELLED"
    assert re.match(r"https?://", event.get("url", "https://"))


def calendar(site: Site, path: str = "calendar.ics") -> icalendar.Calendar:
    """Give a calendar as icalendar reads it, after asserting the rules."""
    data = (site.output / path).read_bytes()
    check_ics(data)
    return icalendar.Calendar.from_ical(data)


def events(site: Site, path: str = "calendar.ics") -> dict[str, icalendar.Event]:
    """A calendar's events by title, in their order."""
    return {str(one["summary"]): one for one in calendar(site, path).walk("VEVENT")}
