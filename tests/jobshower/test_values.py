"""Values: what is read, what is refused, and what the refusal says."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobshower.values import (
    CONVERTERS,
    BadValue,
    Goal,
    Goals,
    Link,
    Moment,
    Money,
    Names,
    Quantity,
    YesNo,
)

NEW_YORK = ZoneInfo("America/New_York")


def convert(wanted, *lines):
    return CONVERTERS[wanted](lines)


def refusal(wanted, *lines):
    with pytest.raises(BadValue) as caught:
        convert(wanted, *lines)
    (mistake,) = caught.value.mistakes
    return mistake


NO_DATES = [
    "10/11/2026",
    "2009-8-1",
    "2009-02-30",
    "2009-13-01",
    "20090801",
    "2009-W32-1",
    "09-08-01",
    "2009/08/01",
    "1 August 2009",
    "August 1",
    "today",
    "٢٠٠٩-08-01",
    "0209-08-05",
    "0001-01-01",
]


@pytest.mark.parametrize("text", [*NO_DATES, "2009-08-01T00:00", "2009-08-01 18:30"])
def test_a_date_is_iso_and_nothing_else(text):
    mistake = refusal(date, text)

    assert "date" in mistake.message or "long past" in mistake.message
    assert mistake.hint == "write year-month-day, as in 2009-08-05"


@pytest.mark.parametrize("text", ["2009-08-05", "2008-02-29", "1900-01-01", "9999-12-31"])
def test_a_date_is_read(text):
    assert convert(date, text).isoformat() == text


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2009-08-05", Moment(date(2009, 8, 5))),
        ("2009-08-05 18:30", Moment(date(2009, 8, 5), time(18, 30))),
        ("2009-08-05T18:30", Moment(date(2009, 8, 5), time(18, 30))),
        ("2009-08-05 8:30", Moment(date(2009, 8, 5), time(8, 30))),
        ("2009-08-05 18:30:15", Moment(date(2009, 8, 5), time(18, 30, 15))),
        ("2009-08-05 00:00", Moment(date(2009, 8, 5), time())),
    ],
)
def test_a_moment_is_a_day_or_a_day_and_a_time(text, moment):
    assert convert(Moment, text) == moment


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2009-08-05", "2009-08-05T04:00"),
        ("2009-08-05 18:30", "2009-08-05T22:30"),
        ("2009-01-05 18:30", "2009-01-05T23:30"),
        ("2009-08-05 18:30Z", "2009-08-05T18:30"),
        ("2009-08-05 18:30+00:00", "2009-08-05T18:30"),
        ("2009-08-05 18:30 -0400", "2009-08-05T22:30"),
        ("2009-08-05 18:30+05:30", "2009-08-05T13:00"),
        ("2009-08-05 18:30+14:00", "2009-08-05T04:30"),
        ("2009-08-05T18:30:00-12", "2009-08-06T06:30"),
    ],
)
def test_a_moment_without_an_offset_is_in_the_sites_zone(text, instant):
    at = convert(Moment, text).at(NEW_YORK)

    assert at == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert at.tzinfo is NEW_YORK


@pytest.mark.parametrize(
    "text",
    [
        *NO_DATES,
        "2009-08-05 24:00",
        "2009-08-05 18:60",
        "2009-08-05 6:30pm",
        "2009-08-05 18.30",
        "2009-08-05 18",
        "2009-08-05 18:30 EST",
        "2009-08-05 18:30 America/New_York",
        "2009-08-05 18:30+25:00",
        "2009-08-05 18:30-20:00",  # from half past six to eight
        "2009-08-05 18:30 - 20:00",
        "2009-08-05 09:00 - 11:00",
        "2009-08-05 18:30.5",
        "2009-08-05 evening",
    ],
)
def test_no_moment(text):
    mistake = refusal(Moment, text)

    assert mistake.message == "This is not a date."
    assert mistake.hint.endswith("2009-08-05 18:30")


@pytest.mark.parametrize(
    ("text", "money", "shown"),
    [
        (
            "USD 28000 a year",
            Money("USD", Decimal(28000), Decimal(28000), "YEAR"),
            "USD 28,000 a year",
        ),
        (
            "USD 28000-32000 a year",
            Money("USD", Decimal(28000), Decimal(32000), "YEAR"),
            "USD 28,000–32,000 a year",
        ),
        (
            "$28,000 – 32,000 per year",
            Money("USD", Decimal(28000), Decimal(32000), "YEAR"),
            "USD 28,000–32,000 a year",
        ),
        (
            "EUR 2100 to 2300 a month",
            Money("EUR", Decimal(2100), Decimal(2300), "MONTH"),
            "EUR 2,100–2,300 a month",
        ),
        (
            "$14.50/hour",
            Money("USD", Decimal("14.50"), Decimal("14.50"), "HOUR"),
            "USD 14.50 an hour",
        ),
        (
            "£9.25 an hour",
            Money("GBP", Decimal("9.25"), Decimal("9.25"), "HOUR"),
            "GBP 9.25 an hour",
        ),
        (
            "€1,250,000.50 a week",
            Money("EUR", Decimal("1250000.50"), Decimal("1250000.50"), "WEEK"),
            "EUR 1,250,000.50 a week",
        ),
        ("CHF 300 a day", Money("CHF", Decimal(300), Decimal(300), "DAY"), "CHF 300 a day"),
    ],
)
def test_money_is_read_and_shown(text, money, shown):
    assert convert(Money, text) == money
    assert str(money) == shown


@pytest.mark.parametrize(
    "text",
    [
        "28000",
        "28000 a year",
        "USD a year",
        "USD 28000",
        "USD 28k a year",
        "usd 28000 a year",
        "USD 28.000 a year",
        "USD 28,00 a year",
        "USD 2,8000 a year",
        "USD -5 an hour",
        "USD 28000- a year",
        "USD 28000-30000-32000 a year",
        "USD 28000 a decade",
        "competitive",
        "USD 28000 a year plus pie",
    ],
)
def test_no_money(text):
    mistake = refusal(Money, text)

    assert mistake.message == "This is not a salary that can be read."
    assert "USD 28000-32000 a year" in mistake.hint


def test_money_runs_from_less_to_more():
    mistake = refusal(Money, "USD 32000-28000 a year")

    assert mistake.message == "The range runs from more to less."
    assert mistake.hint == "write the smaller amount first"


@pytest.mark.parametrize(
    "text",
    [
        "https://acme.example/jobs/7?a=b&c=d#top",
        "http://acme.example",
        "HTTPS://acme.example",
        "https://acme.example:8080/",
        "https://[2001:db8::1]/",
        "https://bücher.example/",
        "mailto:hello@nora.example",
        "mailto:hello@nora.example?subject=Hi",
    ],
)
def test_a_link_is_kept_as_it_is(text):
    assert convert(Link, text) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("javascript:alert(1)", "A link begins with https://, http:// or mailto:."),
        ("JavaScript:alert(1)", "A link begins with https://, http:// or mailto:."),
        ("java\tscript:alert(1)", "A link begins with https://, http:// or mailto:."),
        ("data:text/html,x", "A link begins with https://, http:// or mailto:."),
        ("ftp://acme.example/", "A link begins with https://, http:// or mailto:."),
        ("file:///etc/passwd", "A link begins with https://, http:// or mailto:."),
        ("acme.example/jobs", "A link begins with https://, http:// or mailto:."),
        ("www.acme.example", "A link begins with https://, http:// or mailto:."),
        ("//acme.example", "A link begins with https://, http:// or mailto:."),
        ("/jobs/7", "A link begins with https://, http:// or mailto:."),
        ("https://", "This is not a web address."),
        ("https:acme.example", "This is not a web address."),
        ("https:///jobs", "This is not a web address."),
        ("https://[::1", "This is not a web address."),
        ("https://acme.example/two words", "This is not a web address."),
        ('https://acme.example/"onerror="x', "This is not a web address."),
        ("https://acme.example/<b>", "This is not a web address."),
        ("\x01https://acme.example/", "This is not a web address."),
        ("https://acme.example/\x00", "This is not a web address."),
        ("mailto:", "This is not a web address."),
        ("mailto:?subject=Hi", "This is not a web address."),
    ],
)
def test_no_link(text, message):
    mistake = refusal(Link, text)

    assert mistake.message == message
    assert "https://acme.example/jobs/7" in mistake.hint


@given(st.text())
def test_whatever_is_a_link_begins_with_a_safe_scheme(text):
    try:
        link = convert(Link, text)
    except BadValue:
        return
    assert link.lower().startswith(("http://", "https://", "mailto:"))


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["office"], ("office",)),
        (["office, clinic"], ("office", "clinic")),
        (["Acme, Inc.; Pell & Oar"], ("Acme, Inc.", "Pell & Oar")),
        (["Acme, Inc.;"], ("Acme, Inc.",)),
        (["", "Acme, Inc.", "Pell & Oar"], ("Acme, Inc.", "Pell & Oar")),
        (["office, office,, clinic,"], ("office", "clinic")),
        ([","], ()),
        (["C++, C#, [x"], ("C++", "C#", "[x")),
    ],
)
def test_a_list_has_commas_semicolons_or_lines(lines, names):
    assert convert(Names, *lines) == names


@pytest.mark.parametrize("lines", [["[office, clinic]"], ["[office,", "clinic]"], ["[office]"]])
def test_a_list_has_no_brackets(lines):
    mistake = refusal(Names, *lines)

    assert mistake.message == "This list has brackets."
    assert "office, clinic" in mistake.hint


@pytest.mark.parametrize(
    ("text", "quantity"),
    [("1", 1), ("12", 12), ("03", 3), ("unlimited", None), ("Unlimited", None)],
)
def test_a_quantity_is_a_number_or_unlimited(text, quantity):
    assert convert(Quantity, text) == quantity


@pytest.mark.parametrize(
    "text", ["0", "-1", "²", "٣", "1.5", "two", "1e3", "1_000", "", "∞", "9" * 5000]
)
def test_no_quantity(text):
    mistake = refusal(Quantity, text)

    assert mistake.message == "This is not a quantity."
    assert mistake.hint == "write a whole number from 1, or unlimited"


@pytest.mark.parametrize(("text", "answer"), [("yes", True), ("Yes", True), ("no", False)])
def test_yes_and_no(text, answer):
    assert convert(YesNo, text) is answer


@pytest.mark.parametrize("text", ["true", "1", "y", "maybe"])
def test_neither_yes_nor_no(text):
    assert refusal(YesNo, text).hint == "write yes or no"


def test_goals_have_boxes():
    goals = convert(
        Goals, "", "[ ] call Dana", "[x] write to [Acme](https://a.example)", "- [X] rest", "[] nap"
    )

    assert goals == (
        Goal("call Dana", done=False),
        Goal("write to [Acme](https://a.example)", done=True),
        Goal("rest", done=True),
        Goal("nap", done=False),
    )


def test_every_goal_without_a_box_is_told():
    with pytest.raises(BadValue) as caught:
        convert(Goals, "", "call Dana", "[x] rest", "[y] nap", "[x]")

    assert [(m.offset, m.value) for m in caught.value.mistakes] == [
        (1, "call Dana"),
        (3, "[y] nap"),
        (4, "[x]"),
    ]
    assert {m.message for m in caught.value.mistakes} == {"This goal has no box."}


@pytest.mark.parametrize("wanted", CONVERTERS, ids=str)
@given(lines=st.lists(st.text(), min_size=1).filter(any))
def test_any_text_is_a_value_or_a_mistake(wanted, lines):
    try:
        convert(wanted, *lines)
    except BadValue as error:
        mistakes = [mistake.message for mistake in error.mistakes]
    else:
        mistakes = None
    assert mistakes is None or any(mistakes)
