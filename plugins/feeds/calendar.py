"""What goes into a calendar: the item, the calendar, and which is in which. All of it is pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from zoneinfo import TZPATH

import msgspec

__all__ = ["Calendar", "CalendarDocument", "CalendarItem", "sort_into_calendars"]

_ZONE = re.compile(r"[\w+-]+(?:/[\w+-]+)*", re.ASCII)


class CalendarItem(msgspec.Struct, frozen=True, kw_only=True):
    """One date that a subscriber keeps, independent of any calendar format.

    Raises ValueError for dates that are none: without time zone, or an end before the start.
    """

    id: str
    """The whole id, a URI that never changes: `item_id(…)`."""
    title: str
    """Plain text."""
    start: datetime | date
    """A moment, or a date for what takes the whole day."""
    end: datetime | date | None = None
    """The moment at which it ends, or its last day; None where that is not known."""
    location: str = ""
    url: str = ""
    """Its page, site-relative."""
    description: str = ""
    """Plain text, of as many lines as it needs."""
    updated: datetime | None = None
    """When anything in it last changed."""
    sequence: int | None = None
    """How often it has changed. None takes it from `updated`, which must then move each time."""
    cancelled: bool = False
    """Whether it will not take place. It stays in the calendar, so that subscribers see that."""
    tags: tuple[str, ...] = ()
    """Names; each has a calendar of its own."""
    calendars: frozenset[str] = frozenset()
    """Names of other calendars that it belongs to, besides the one of everything."""
    source: str = ""
    """The file that it comes from, relative to the content folder, for messages."""

    def __post_init__(self) -> None:
        """Refuse what no calendar can hold."""
        moments = {"start": self.start, "end": self.end, "updated": self.updated}
        for name, moment in moments.items():
            if isinstance(moment, datetime) and moment.utcoffset() is None:
                raise ValueError(f"{self.source or self.id}: {name} needs a time zone")
        if self.end is None:
            return
        if isinstance(self.end, datetime) == self.all_day:
            raise ValueError(f"{self.source or self.id}: start and end are of two kinds")
        if self.end < self.start:
            raise ValueError(f"{self.source or self.id}: the end is before the start")

    @property
    def all_day(self) -> bool:
        """Whether it has days and no hours."""
        return not isinstance(self.start, datetime)

    @property
    def starts(self) -> datetime:
        """A moment to sort by; a whole day comes before its hours."""
        if isinstance(self.start, datetime):
            return self.start
        return datetime.combine(self.start, time(), tzinfo=UTC)


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """One calendar that people subscribe to."""

    name: str
    """The path below `calendars/` without extension: "showers/nora"; "" is that of everything."""
    title: str = ""
    """Plain text, without the site's name."""
    description: str = ""
    """What is in it, in plain words."""
    url: str = ""
    """The page that it belongs to, site-relative; "" is the home page."""

    @property
    def path(self) -> str:
        """Where it is written, below the output folder."""
        return f"calendars/{self.name}.ics" if self.name else "calendar.ics"


class CalendarDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One calendar, complete but for the syntax."""

    id: str
    title: str
    description: str
    url: str
    """The absolute address of the page that it belongs to."""
    self_url: str
    """The absolute address of this very file; "" for one that is not on the web, as the above."""
    site: str
    """The site's absolute address, without a final slash."""
    items: Sequence[CalendarItem]

    def key(self) -> bytes:
        """Sixteen bytes that stand for all that the file is made of."""
        told = blake2b(digest_size=16)
        for item in self.items:
            # Which other calendars it is in shows nowhere.
            told.update(repr(msgspec.structs.replace(item, calendars=frozenset())).encode())
        told.update(repr(msgspec.structs.replace(self, items=())).encode())
        moments = (at for it in self.items for at in (it.start, it.end, it.updated))
        zones = {str(getattr(moment, "tzinfo", None) or "") for moment in moments}
        for zone in sorted(zones):
            told.update(_rules(zone))
        return told.digest()


def sort_into_calendars(
    declared: Iterable[Calendar],
    items: Iterable[CalendarItem],
    tag_calendar: Callable[[str], Calendar | None],
) -> list[tuple[Calendar, tuple[CalendarItem, ...]]]:
    """Give every calendar that has items, with these in their order of time.

    First comes the one of everything, then those declared, then the tags'. `tag_calendar` gives
    a tag's calendar, or None for a tag without address. Raises ValueError for an item that names
    a calendar which nobody declared.
    """
    calendars = {"": Calendar(name="", title="", description="Every date of this site.")}
    for calendar in declared:
        calendars[calendar.name] = calendar
    found: dict[str, list[CalendarItem]] = {name: [] for name in calendars}
    of_tags: dict[str, Calendar] = {}
    for item in sorted(items, key=lambda item: (item.starts, item.id)):
        if unknown := item.calendars - calendars.keys():
            names = ", ".join(sorted(unknown))
            raise ValueError(f"{item.source}: no such calendar: {names}")
        tagged = [calendar for tag in item.tags if (calendar := tag_calendar(tag))]
        of_tags |= {calendar.name: calendar for calendar in tagged}
        for name in {"", *item.calendars, *(calendar.name for calendar in tagged)}:
            found.setdefault(name, []).append(item)
    calendars = dict(sorted(of_tags.items())) | calendars
    return [(calendars[name], tuple(found[name])) for name in _order(found, of_tags)]


def _order(found: dict[str, list[CalendarItem]], of_tags: Iterable[str]) -> list[str]:
    tags = sorted(of_tags)
    return [name for name in [*(n for n in found if n not in tags), *tags] if found[name]]


@lru_cache(64)
def _rules(zone: str) -> bytes:
    """A time zone's file, which the system may have of a later year than the last time."""
    for folder in TZPATH if _ZONE.fullmatch(zone) else ():
        try:
            return Path(folder, zone).read_bytes()
        except OSError:
            continue
    return b""
