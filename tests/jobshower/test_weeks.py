"""ISO weeks, above all where a year begins."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobshower.weeks import Week


@pytest.mark.parametrize(
    ("day", "slug"),
    [
        ("2009-08-05", "2009-w32"),
        ("2008-12-28", "2008-w52"),
        ("2008-12-29", "2009-w01"),  # a Monday that belongs to the year that is coming
        ("2009-01-01", "2009-w01"),
        ("2009-12-27", "2009-w52"),
        ("2009-12-28", "2009-w53"),
        ("2009-12-31", "2009-w53"),
        ("2010-01-01", "2009-w53"),  # a new year's day that belongs to the old one
        ("2010-01-03", "2009-w53"),
        ("2010-01-04", "2010-w01"),
        ("2012-01-01", "2011-w52"),
        ("2018-12-31", "2019-w01"),
        ("2020-12-31", "2020-w53"),
        ("2027-01-03", "2026-w53"),
    ],
)
def test_week_of_a_day(day, slug):
    assert Week.of(date.fromisoformat(day)).slug == slug


@pytest.mark.parametrize(
    ("slug", "monday", "sunday"),
    [
        ("2009-w32", "2009-08-03", "2009-08-09"),
        ("2009-w01", "2008-12-29", "2009-01-04"),
        ("2009-w53", "2009-12-28", "2010-01-03"),
        ("2010-w01", "2010-01-04", "2010-01-10"),
        ("2010-w52", "2010-12-27", "2011-01-02"),
    ],
)
def test_week_begins_on_monday_and_ends_on_sunday(slug, monday, sunday):
    week = Week.from_slug(slug)

    assert (str(week.monday), str(week.sunday)) == (monday, sunday)


@pytest.mark.parametrize(
    "slug",
    [
        "2010-w53",
        "2008-w53",
        "2009-w54",
        "2009-w00",
        "2009-w99",
        "0000-w01",
        "2009-w5",
        "2009-w032",
        "2009-32",
        "2009-W32",
        "209-w32",
        "2009w32",
        "2009-w32-notes",
        " 2009-w32",
        "2009-w32\n",
        "٢٠٠٩-w32",
        "week-32",
        "",
    ],
)
def test_no_week_has_this_name(slug):
    assert Week.from_slug(slug) is None


DAYS = st.dates(date(1, 1, 1), date(9999, 12, 26))


@given(DAYS)
def test_every_day_is_in_its_week_and_in_no_other(day):
    week = Week.of(day)

    assert day in week
    assert week.monday <= day <= week.sunday == week.monday + timedelta(days=6)
    assert week.monday.weekday() == 0
    assert Week.from_slug(week.slug) == week
    if week.monday > date.min:
        assert day not in Week.of(week.monday - timedelta(days=1))
    assert day not in Week.of(week.sunday + timedelta(days=1))


@given(DAYS, DAYS)
def test_weeks_are_in_the_order_of_their_days(one, other):
    if Week.of(one) != Week.of(other):
        assert (Week.of(one) < Week.of(other)) == (one < other)
        assert (Week.of(one).slug < Week.of(other).slug) == (one < other)


@given(st.text(max_size=10) | st.from_regex(r"\d{4}-w\d{2}", fullmatch=True))
def test_a_name_is_that_of_the_week_or_of_none(slug):
    week = Week.from_slug(slug)

    assert week is None or week.slug == slug
