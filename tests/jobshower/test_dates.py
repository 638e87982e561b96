"""Days and times as readers see them."""

from __future__ import annotations

import locale
from datetime import UTC, date, datetime

import pytest

from jobshower.dates import clock, iso, leaf, long_day, number, plural, short_day

FRIDAY = date(2009, 8, 28)
EVENING = datetime(2009, 8, 28, 18, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("show", "value", "shown"),
    [
        (long_day, FRIDAY, "Friday 28 August 2009"),
        (long_day, EVENING, "Friday 28 August 2009"),
        (long_day, date(2010, 1, 3), "Sunday 3 January 2010"),
        (long_day, date(2009, 12, 28), "Monday 28 December 2009"),
        (short_day, FRIDAY, "28 August"),
        (short_day, date(2009, 9, 1), "1 September"),
        (clock, EVENING, "18:05"),
        (clock, datetime(2009, 8, 28, 8, 0, tzinfo=UTC), "08:00"),
        (iso, FRIDAY, "2009-08-28"),
        (iso, EVENING, "2009-08-28T18:05+00:00"),
        (number, 0, "0"),
        (number, 1234567, "1,234,567"),
    ],
)
def test_a_filter_shows(show, value, shown):
    assert show(value) == shown


@pytest.mark.parametrize(
    ("amount", "shown"), [(0, "0 leads"), (1, "1 lead"), (2, "2 leads"), (1200, "1,200 leads")]
)
def test_plural(amount, shown):
    assert plural(amount, "lead", "leads") == shown


def test_days_are_the_same_in_every_locale():
    before = locale.setlocale(locale.LC_ALL)
    for name in ("de_DE.UTF-8", "ja_JP.UTF-8", "C"):
        try:
            locale.setlocale(locale.LC_ALL, name)
        except locale.Error:
            continue
        shown = (long_day(FRIDAY), clock(EVENING), number(12345))
        locale.setlocale(locale.LC_ALL, before)
        assert shown == ("Friday 28 August 2009", "18:05", "12,345")


def test_a_leaf_says_what_the_long_day_says():
    assert leaf(FRIDAY) == ("Friday", 28, "August", 2009)
    assert " ".join(str(part) for part in leaf(FRIDAY)) == long_day(FRIDAY)
