"""Changes of the clock, as RFC 5545 section 3.6.5 wants them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Timezone

from feeds.timezones import changes, timezone_component

FIRST, LAST = 2005, 2012


def offset(component: Timezone, moment: datetime) -> timedelta:
    """The offset at a moment: that of the observance whose onset came last."""
    onsets = []
    for observance in component.subcomponents:
        before = observance["tzoffsetfrom"].td
        dates = [observance["dtstart"].dt]
        if "rdate" in observance:
            dates += [one.dt for one in observance["rdate"].dts]
        onsets += [
            (date.replace(tzinfo=UTC) - before, observance["tzoffsetto"].td) for date in dates
        ]
    return max((onset, after) for onset, after in onsets if onset <= moment)[1]


@given(
    st.timezone_keys(allow_prefix=False),
    st.datetimes(datetime(FIRST, 1, 2), datetime(LAST, 12, 30)),  # noqa: DTZ001
)
def test_any_zone_is_right_at_any_moment(key: str, naive: datetime) -> None:
    zone, moment = ZoneInfo(key), naive.replace(tzinfo=UTC)
    component = timezone_component(zone, {LAST, FIRST})
    assert offset(component, moment) == moment.astimezone(zone).utcoffset()


@pytest.mark.parametrize("key", ["America/New_York", "Australia/Sydney", "Africa/Casablanca"])
def test_the_hours_around_a_change_are_right(key: str) -> None:
    zone = ZoneInfo(key)
    component = timezone_component(zone, {2012})
    moment = datetime(2012, 1, 2, tzinfo=UTC)
    while moment.year == 2012:
        assert offset(component, moment) == moment.astimezone(zone).utcoffset(), moment
        moment += timedelta(minutes=30)


def test_one_year_is_a_few_lines() -> None:
    text = timezone_component(ZoneInfo("America/New_York"), {2009}).to_ical().decode()
    assert text.splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:America/New_York",
        "BEGIN:STANDARD",
        "DTSTART:20090101T000000",
        "TZNAME:EST",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0500",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20090308T020000",
        "TZNAME:EDT",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20091101T020000",
        "TZNAME:EST",
        "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_a_zone_without_changes_is_one_observance() -> None:
    (only,) = changes(ZoneInfo("Asia/Kolkata"), 2005, 2012)
    assert only.after == timedelta(hours=5, minutes=30)
