"""Days as spreadsheets have them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.days import NoDay, is_nothing, orders_of, to_closing_day, to_iso

TODAY = date(2009, 8, 28)


@pytest.mark.parametrize(
    "cell",
    [
        "2009-08-05",
        "2009/8/5",
        "2009.08.05",
        "2009-08-05T18:30:00Z",
        "2009-08-05 18:30",
        "5 Aug 2009",
        "05-Aug-09",
        "Aug 5, 2009",
        "August 5th, 2009",
        "Wednesday, August 5, 2009",
        "Wed 5 August 2009",
        "5. August 2009",
        "05.08.2009",
    ],
)
def test_usual_spellings(cell):
    assert to_iso(cell) == "2009-08-05"


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)), st.sampled_from("-/"))
def test_either_order_comes_back(day, between):
    for order, form in (("dmy", "%d{0}%m{0}%Y"), ("mdy", "%m{0}%d{0}%Y"), ("dmy", "%d{0}%m{0}%y")):
        assert to_iso(day.strftime(form.format(between)), order) == day.isoformat()


def test_a_year_of_two_digits_may_come_first():
    assert to_iso("09-08-05", "ymd") == "2009-08-05"
    assert to_iso("2009-08-05", "ymd") == "2009-08-05"


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2 days ago", "counts from"),
        ("yesterday", "counts from"),
        ("3d", "counts from"),
        ("30+ days ago", "counts from"),
        ("03/04/2009", "Which is the month"),
        ("40030", "number for a day"),
        ("Aug 5", "year is missing"),
        ("5/8", "year is missing"),
        ("31/31/2009", "no such day"),
        ("2009-02-30", "no such day"),
        ("5 Foo 2009", "no such day"),
        ("soon", "not a date"),
    ],
)
def test_what_is_no_day_says_why(cell, why):
    with pytest.raises(NoDay, match=why) as caught:
        to_iso(cell)
    assert caught.value.hint


def test_a_day_that_is_the_same_either_way_needs_no_order():
    assert to_iso("05/05/2009") == "2009-05-05"
    assert to_iso("13/05/2009") == "2009-05-13"
    assert to_iso("05/13/2009") == "2009-05-13"


def test_other_days_of_the_column_tell_the_order():
    orders, unclear = orders_of({"Date": ["03/04/2009", "25/04/2009"], "Due": ["2009-05-01"]})
    assert orders == {"Date": "dmy"}
    assert unclear == []


def test_other_columns_tell_where_its_own_days_do_not():
    orders, unclear = orders_of({"Date": ["03/04/2009"], "Due": ["04/25/2009"]})
    assert orders == {"Date": "mdy", "Due": "mdy"}
    assert unclear == []


def test_what_nothing_tells_is_left_to_be_asked():
    assert orders_of({"Date": ["03/04/2009"]}) == ({}, [("Date", "03/04/2009")])
    columns = {"Date": ["03/04/2009"], "Due": ["04/25/2009"], "Sent": ["25/04/2009"]}
    assert orders_of(columns)[1] == [("Date", "03/04/2009")]


@pytest.mark.parametrize("cell", ["", "N/A", "-", "TBD", "Rolling", "until filled"])
def test_no_day_at_all(cell):
    assert is_nothing(cell)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2009-09-04", date(2009, 9, 4)),
        ("September 4, 2009", date(2009, 9, 4)),
        ("by 4 September 2009 at 5 pm EST", date(2009, 9, 4)),
        ("Sept. 4th", date(2009, 9, 4)),
        ("Jan 5", date(2010, 1, 5)),
        ("9/30/2009", date(2009, 9, 30)),
        ("5/5/2010", date(2010, 5, 5)),
        ("9/30", date(2009, 9, 30)),
        ("30.9.", date(2009, 9, 30)),
        ("4 September", date(2009, 9, 4)),
        ("Friday, Sept 4th at 5", date(2009, 9, 4)),
        ("until 4th of Sept. 11:59 pm (EST)", date(2009, 9, 4)),
        ("September 30, 2009 5pm", date(2009, 9, 30)),
        ("no later than Sep 4, 09 at noon", date(2009, 9, 4)),
        ("Aug 27", date(2010, 8, 27)),
        ("2009-09-04T17:00:00Z", date(2009, 9, 4)),
    ],
)
def test_closing_days_as_people_write_them(text, day):
    assert to_closing_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["9/4/2009", "9/4", "5pm", "September 2009", "soon", "until filled", "31 June", ""]
)
def test_what_may_be_two_days_is_none(text):
    with pytest.raises(ValueError, match="“"):
        to_closing_day(text, TODAY)
