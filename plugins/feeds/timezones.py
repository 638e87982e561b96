"""VTIMEZONE components (RFC 5545 section 3.6.5): the changes of the clock that dates need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

__all__ = ["Change", "changes", "timezone_component"]

_STEP = timedelta(days=14)
"""Shorter than any summer time: Ramadan interrupts Morocco's for four weeks."""


class Change(msgspec.Struct, frozen=True):
    """One change of the clock."""

    onset: datetime
    """The last moment of the old clock, as that clock shows it, without zone."""
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def timezone_component(zone: ZoneInfo, years: Iterable[int]) -> Timezone:
    """Describe a zone from the first of these years to the last.

    Not by `Timezone.from_tzinfo`: icalendar 7 starts summer time an hour late, since it gives
    the onset by the new clock; section 3.6.5 wants the old one.
    """
    years = sorted(years)
    component = Timezone()
    component.add("tzid", zone.key)
    observances: dict[tuple[Any, ...], list[datetime]] = {}
    for change in changes(zone, years[0], years[-1]):
        key = (change.summer, change.before, change.after, change.name)
        observances.setdefault(key, []).append(change.onset)
    for (summer, before, after, name), (first, *others) in observances.items():
        observance = (TimezoneDaylight if summer else TimezoneStandard)()
        observance.add("dtstart", first)
        observance.add("tzoffsetfrom", before)
        observance.add("tzoffsetto", after)
        observance.add("tzname", name)
        if others:
            observance.add("rdate", others)
        component.add_component(observance)
    return component


def changes(zone: ZoneInfo, first: int, last: int) -> Iterator[Change]:
    """What the clock shows as the first year begins, and each change up to the end of the last."""
    moment = datetime(first, 1, 1, tzinfo=zone).astimezone(UTC)
    end = datetime(last + 1, 1, 1, tzinfo=zone).astimezone(UTC)
    yield _change(zone, moment, moment)
    while moment < end:
        following = min(moment + _STEP, end)
        if _clock(zone, moment) != _clock(zone, following):
            onset = _find(zone, moment, following)
            yield _change(zone, moment, onset)
            following = onset
        moment = following


def _find(zone: ZoneInfo, old: datetime, new: datetime) -> datetime:
    """The first second of the next clock, by halving."""
    clock = _clock(zone, old)
    while new - old > timedelta(seconds=1):
        middle = (old + (new - old) / 2).replace(microsecond=0)
        if _clock(zone, middle) == clock:
            old = middle
        else:
            new = middle
    return new


def _change(zone: ZoneInfo, before: datetime, onset: datetime) -> Change:
    old = _clock(zone, before)[0]
    offset, name, summer = _clock(zone, onset)
    return Change(onset.replace(tzinfo=None) + old, old, offset, name, summer)


def _clock(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, str, bool]:
    local = moment.astimezone(zone)
    return local.utcoffset() or timedelta(), local.tzname() or "", bool(local.dst())
