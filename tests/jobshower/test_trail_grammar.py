"""Trails as they are written: every form of an entry, and every mistake in one."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobshower.trail import LEAD_EVENTS, WISH_EVENTS, Entry, format_entry, parse
from jobshower.values import BadValue

EVENTS = {*LEAD_EVENTS, *WISH_EVENTS}
AUGUST_7 = date(2009, 8, 7)


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("2009-08-07 claimed", Entry(AUGUST_7, "claimed")),
        ("2009-08-07 claimed by Dana R.", Entry(AUGUST_7, "claimed", "Dana R.")),
        ("2009-08-07 claimed by Dana", Entry(AUGUST_7, "claimed", "Dana")),
        ("2009-08-07 claimed x3", Entry(AUGUST_7, "claimed", "", 3)),
        ("2009-08-07 claimed x1", Entry(AUGUST_7, "claimed")),
        ("2009-08-07 claimed by Dana R. x12", Entry(AUGUST_7, "claimed", "Dana R.", 12)),
        ("2009-08-07 thanked: pie", Entry(AUGUST_7, "thanked", note="pie")),
        ("2009-08-07 thanked : pie", Entry(AUGUST_7, "thanked", note="pie")),
        ("2009-08-07 thanked:pie", Entry(AUGUST_7, "thanked", note="pie")),
        ("2009-08-07 thanked:", Entry(AUGUST_7, "thanked")),
        (
            "2009-08-07 granted by Dana R. x2: at 18:30, see https://a.example/x",
            Entry(AUGUST_7, "granted", "Dana R.", 2, "at 18:30, see https://a.example/x"),
        ),
        (
            "2009-08-07 granted by Ludwig van der Beek: by mail x2",
            Entry(AUGUST_7, "granted", "Ludwig van der Beek", note="by mail x2"),
        ),
        ("2009-08-07 claimed by Max", Entry(AUGUST_7, "claimed", "Max")),
        ("2009-08-07   claimed   by   Zoë Ōta", Entry(AUGUST_7, "claimed", "Zoë Ōta")),
        ("2009-08-07 claimed by by Standers", Entry(AUGUST_7, "claimed", "by Standers")),
        ("2009-08-07 claimed by someone", Entry(AUGUST_7, "claimed", "someone")),
    ],
)
def test_an_entry_reads_as_it_is_meant(line, entry):
    assert parse([line], EVENTS) == (entry,)


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("7 August claimed", "This is not a trail entry.", "write DATE EVENT by NAME"),
        ("07.08.2009 claimed", "This is not a date.", "2009-08-05"),
        ("2009-8-7 claimed", "This is not a date.", "2009-08-05"),
        ("2009-02-30 claimed", "This is not a date.", "2009-08-05"),
        ("claimed 2009-08-07", "This is not a date.", "2009-08-05"),
        ("2009-08-07", "The event is missing.", "write one of claimed"),
        ("2009-08-07 by Dana", "The event is missing.", "write one of claimed"),
        ("2009-08-07: pie", "The event is missing.", "write one of claimed"),
        ("2009-08-07 calimed", "“calimed” is not an event of this trail.", "“claimed”"),
        ("2009-08-07 Claimed", "“Claimed” is not an event of this trail.", "“claimed”"),
        ("2009-08-07 applied", "“applied” is not an event of this trail.", "write one of"),
        ("2009-08-07 claimed x0", "Nothing happens x0 times.", "x2"),
        ("2009-08-07 claimed Dana", "This is not a trail entry.", "by NAME"),
        ("2009-08-07 claimed x2 by Dana", "This is not a trail entry.", "by NAME"),
        ("2009-08-07 claimed x²", "This is not a trail entry.", "by NAME"),
        (f"2009-08-07 claimed x{'9' * 5000}", "This is not a trail entry.", "by NAME"),
    ],
)
def test_a_mistake_is_named(line, message, hint):
    with pytest.raises(BadValue) as caught:
        parse([line], WISH_EVENTS)

    (mistake,) = caught.value.mistakes
    assert mistake.message == message
    assert hint in mistake.hint
    assert mistake.value == line


def test_all_bad_lines_are_told_with_their_place():
    lines = ["2009-08-07 claimed", "nonsense", "", "2009-08-09 clamed", "2009-08-10 thanked"]

    with pytest.raises(BadValue) as caught:
        parse(lines, LEAD_EVENTS)

    assert [(m.offset, m.value) for m in caught.value.mistakes] == [
        (1, "nonsense"),
        (3, "2009-08-09 clamed"),
    ]


def test_entries_remember_their_line_and_keep_the_order_of_the_file():
    lines = ["", "2009-08-09 claimed", "", "2009-08-07 thanked"]

    assert [(e.offset, e.event) for e in parse(lines, LEAD_EVENTS)] == [
        (1, "claimed"),
        (3, "thanked"),
    ]


WORDS = st.text(
    st.characters(exclude_categories=["Z", "C"], exclude_characters=":"), min_size=1, max_size=8
)
NAMES = (
    st.lists(WORDS, min_size=1, max_size=3)
    .map(" ".join)
    # What ends like a number of times is no name.
    .filter(lambda name: not re.search(r"\sx\d+$", name))
)
NOTES = st.lists(WORDS | st.just("18:30") | st.just("x2"), max_size=5).map(" ".join)
ENTRIES = st.builds(
    Entry,
    date=st.dates(date(1900, 1, 1)),
    event=st.sampled_from(sorted(EVENTS)),
    by=st.just("") | NAMES,
    times=st.integers(1, 999_999),
    note=NOTES,
)


@given(ENTRIES)
def test_what_is_written_reads_back(entry):
    assert parse([format_entry(entry)], EVENTS) == (entry,)


@given(st.text())
def test_any_line_is_an_entry_or_a_mistake(line):
    try:
        parse([line], EVENTS)
    except BadValue as error:
        mistakes = [mistake.message for mistake in error.mistakes]
    else:
        mistakes = None
    assert mistakes is None or any(mistakes)
