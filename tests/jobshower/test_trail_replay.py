"""Trails replayed: to every stage, and every entry that is refused."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jobshower.trail import (
    LEAD_EVENTS,
    WISH_EVENTS,
    Claim,
    Entry,
    LeadState,
    WishState,
    parse,
    replay_lead,
    replay_wish,
)

BORN = date(2009, 8, 5)
TODAY = date(2009, 8, 28)


def lead(*lines):
    return replay_lead(parse(lines, LEAD_EVENTS), BORN, TODAY)


def wish(*lines, quantity=1):
    return replay_wish(parse(lines, WISH_EVENTS), BORN, TODAY, quantity)


def days(*events):
    """Entries of days that follow one another, from the sixth on."""
    return [f"2009-08-{6 + number:02} {event}" for number, event in enumerate(events)]


@pytest.mark.parametrize(
    ("events", "stage", "ended"),
    [
        ([], "open", ""),
        (["claimed by Dana"], "claimed", ""),
        (["claimed by Dana", "unclaimed by Dana"], "open", ""),
        (["claimed by Dana", "applied by Dana"], "applied", ""),
        (["applied by Dana", "claimed by Dana"], "applied", ""),
        (["applied by Dana", "interview by Dana"], "interview", ""),
        (["interview by Dana", "offer by Dana"], "offer", ""),
        (["interview by Dana", "applied by Sam"], "interview", ""),
        (["interview by Dana", "claimed by Sam", "unclaimed by Dana"], "claimed", ""),
        (["applied by Dana", "unclaimed by Dana"], "open", ""),
        (["offer by Dana", "landed by Dana"], "landed", "landed"),
        (["landed"], "landed", "landed"),
        (["filled"], "filled", "filled"),
        (["closed"], "closed", "closed"),
        (["retracted"], "retracted", "retracted"),
        (["thanked"], "open", ""),
        (["closed", "reopened"], "open", ""),
        (["retracted", "reopened", "claimed by Dana"], "claimed", ""),
        (["closed", "filled"], "filled", "filled"),
        (["claimed by Dana", "closed"], "closed", "closed"),
        (["closed", "claimed by Dana"], "closed", "closed"),
        (["applied by Dana", "closed", "interview by Dana"], "interview", "closed"),
        (["applied by Dana", "closed", "claimed by Sam"], "closed", "closed"),
        (["closed", "interview by Dana", "claimed by Sam"], "interview", "closed"),
        (["closed", "interview by Dana", "unclaimed by Dana"], "closed", "closed"),
        (["closed", "interview by Dana", "landed by Dana"], "landed", "landed"),
        (["applied by Dana", "retracted", "interview by Dana"], "retracted", "retracted"),
    ],
)
def test_lead_comes_to_its_stage(events, stage, ended):
    state, refusals = lead(*days(*events))

    assert (state.stage, state.ended) == (stage, ended)
    assert refusals == []


def test_lead_knows_who_follows_it_up():
    state, _ = lead(
        *days("claimed by Dana", "applied by Sam", "claimed", "unclaimed by Dana", "thanked")
    )

    assert state.followers == (Claim("Sam"), Claim("someone"))
    assert state.thanked
    assert state.since == date(2009, 8, 10)


def test_reopened_lead_begins_anew():
    state, _ = lead(*days("claimed by Dana", "thanked", "closed", "reopened"))

    assert state == LeadState(since=date(2009, 8, 9))


@pytest.mark.parametrize(
    ("quantity", "events", "stage", "remaining"),
    [
        (1, [], "open", 1),
        (1, ["claimed by Dana"], "claimed", 0),
        (1, ["claimed by Dana", "unclaimed by Dana"], "open", 1),
        (1, ["claimed by Dana", "granted by Dana"], "granted", 0),
        (1, ["granted by Dana"], "granted", 0),
        (1, ["granted by Dana", "thanked"], "granted", 0),
        (1, ["withdrawn"], "withdrawn", 1),
        (1, ["granted by Dana", "withdrawn"], "withdrawn", 0),
        (1, ["withdrawn", "reopened"], "open", 1),
        (1, ["granted by Dana", "reopened"], "open", 1),
        (3, ["claimed by Dana x2"], "open", 1),
        (3, ["claimed by Dana x2", "claimed by Sam"], "claimed", 0),
        (3, ["claimed by Dana x2", "granted by Dana"], "open", 1),
        (3, ["claimed by Dana x2", "granted by Dana", "claimed by Sam"], "claimed", 0),
        (3, ["claimed by Dana x2", "granted by Dana x2", "granted by Sam"], "granted", 0),
        (3, ["claimed by Dana x2", "unclaimed by Dana"], "open", 2),
        (3, ["claimed by Dana", "granted by Dana x3"], "granted", 0),
        (None, ["claimed by Dana x50", "granted by Sam x50"], "open", None),
        (None, ["withdrawn"], "withdrawn", None),
    ],
)
def test_wish_comes_to_its_stage(quantity, events, stage, remaining):
    state, refusals = wish(*days(*events), quantity=quantity)

    assert (state.stage, state.remaining) == (stage, remaining)
    assert refusals == []


def test_wish_can_be_partly_promised_and_partly_granted():
    state, _ = wish(*days("claimed by Dana x2", "claimed by Sam", "granted by Dana"), quantity=4)

    assert state.claims == (Claim("Dana"), Claim("Sam"))
    assert (state.claimed, state.granted, state.remaining) == (2, 1, 1)


def test_thanks_are_for_what_was_granted_before():
    assert wish(*days("granted by Dana", "thanked"), quantity=2)[0].thanked
    assert not wish(*days("granted", "thanked", "granted"), quantity=2)[0].thanked


def test_an_entry_may_be_of_its_items_day_or_of_today():
    _, refusals = lead("2009-08-05 claimed by Dana", "2009-08-28 applied by Dana")

    assert refusals == []


@pytest.mark.parametrize(
    ("lines", "message", "hint"),
    [
        (
            ["2009-08-10 claimed", "2009-08-09 claimed"],
            "The trail runs backwards: the entry above is of 2009-08-10.",
            "put the entries in the order of their days",
        ),
        (
            ["2009-08-04 claimed"],
            "This lies before the day it began, 2009-08-05.",
            "correct this date, or the key Date",
        ),
        (
            ["2009-08-29 claimed"],
            "This has not happened yet: today is 2009-08-28.",
            "write the day on which it happened",
        ),
        (
            ["2009-08-10 unclaimed by Dana"],
            "Dana has no claim here that could be taken back.",
            "nothing is claimed: leave this entry out",
        ),
        (
            ["2009-08-10 unclaimed"],
            "Nobody without a name has no claim here that could be taken back.",
            "nothing is claimed: leave this entry out",
        ),
        (
            ["2009-08-10 claimed by Dana", "2009-08-11 claimed", "2009-08-12 unclaimed by Sam"],
            "Sam has no claim here that could be taken back.",
            "the open claims are by Dana, someone",
        ),
        (
            [
                "2009-08-10 claimed by Sam",
                "2009-08-11 unclaimed by Sam",
                "2009-08-12 unclaimed by Sam",
            ],
            "Sam has no claim here that could be taken back.",
            "nothing is claimed: leave this entry out",
        ),
    ],
)
@pytest.mark.parametrize("replay", [lead, lambda *lines: wish(*lines, quantity=9)])
def test_refused_in_every_trail(replay, lines, message, hint):
    _, refusals = replay(*lines)

    (refusal,) = refusals
    assert refusal.entry.offset == len(lines) - 1
    assert refusal.message == message
    assert hint in refusal.hint


@pytest.mark.parametrize(
    ("quantity", "events", "message", "hint"),
    [
        (
            1,
            ["claimed by Dana", "claimed by Sam"],
            "1 is wanted, and with this entry 2 are promised or granted.",
            "raise the Quantity",
        ),
        (
            1,
            ["claimed by Dana", "claimed by Dana"],
            "1 is wanted, and with this entry 2 are promised or granted.",
            "raise the Quantity",
        ),
        (
            3,
            ["claimed by Dana x4"],
            "3 are wanted, and with this entry 4 are promised or granted.",
            "raise the Quantity",
        ),
        (
            1,
            ["granted by Dana", "granted by Dana"],
            "1 is wanted, and with this entry 2 are promised or granted.",
            "raise the Quantity",
        ),
        (
            1,
            ["claimed by Dana", "granted"],
            "1 is wanted, and with this entry 2 are promised or granted.",
            "“granted by Dana”",
        ),
        (
            3,
            ["claimed by Dana", "granted by Dana x4"],
            "3 are wanted, and with this entry 4 are promised or granted.",
            "raise the Quantity",
        ),
        (
            5,
            ["claimed by Dana x2", "unclaimed by Dana x3"],
            "Dana has no claim here that could be taken back.",
            "the open claims are by Dana",
        ),
    ],
)
def test_refused_for_its_quantity(quantity, events, message, hint):
    _, refusals = wish(*days(*events), quantity=quantity)

    (refusal,) = refusals
    assert refusal.entry.offset == len(events) - 1
    assert refusal.message == message
    assert hint in refusal.hint


def test_all_refusals_are_told():
    _, refusals = wish("2009-08-01 claimed", "2009-08-10 unclaimed", "2009-09-01 granted")

    assert [refusal.entry.offset for refusal in refusals] == [0, 1, 2]


def test_a_refused_entry_does_not_make_the_next_one_run_backwards():
    _, refusals = wish("2009-08-20 unclaimed by Dana", "2009-08-10 claimed by Sam")

    assert [refusal.entry.offset for refusal in refusals] == [0]


def test_equal_dates_keep_the_order_of_the_file():
    taken, given_back = "2009-08-10 claimed by Dana", "2009-08-10 unclaimed by Dana"

    assert wish(taken, given_back)[0].stage == "open"
    assert [r.entry.event for r in wish(given_back, taken)[1]] == ["unclaimed"]
    assert wish(given_back, taken)[0].stage == "claimed"
    assert lead("2009-08-10 closed", "2009-08-10 reopened")[0].stage == "open"
    assert lead("2009-08-10 reopened", "2009-08-10 closed")[0].stage == "closed"


# Whatever the entries are.

DAYS = st.integers(-2, 25).map(lambda days: BORN + timedelta(days=days))
NAMES = st.sampled_from(["", "someone", "Dana R.", "Sam"])
QUANTITIES = st.none() | st.integers(1, 4)


def entries(events):
    entry = st.builds(Entry, DAYS, st.sampled_from(events), NAMES, st.integers(1, 3))
    trails = st.lists(entry, max_size=9)
    # Half of them in the order of their days, so that more than the first is accepted.
    return (trails | trails.map(lambda t: sorted(t, key=lambda e: e.date))).map(numbered)


def numbered(trail):
    return [msgspec.structs.replace(e, offset=number) for number, e in enumerate(trail)]


LEADS = entries(LEAD_EVENTS)
WISHES = entries(WISH_EVENTS)


def accepted(trail, refusals):
    refused = {refusal.entry.offset for refusal in refusals}
    return [entry for entry in trail if entry.offset not in refused]


def balance(trail, name):
    """Claimed minus unclaimed since the wish was last asked."""
    total = 0
    for entry in trail:
        if entry.event == "reopened":
            total = 0
        elif entry.who == name:
            total += {"claimed": entry.times, "unclaimed": -entry.times}.get(entry.event, 0)
    return total


@given(WISHES, QUANTITIES)
def test_never_more_is_claimed_than_entries_allow(trail, quantity):
    state, refusals = replay_wish(trail, BORN, TODAY, quantity)

    kept = accepted(trail, refusals)
    for claim in state.claims:
        assert 0 < claim.times <= balance(kept, claim.by)
    assert len({claim.by for claim in state.claims}) == len(state.claims)
    assert state.granted <= sum(e.times for e in kept if e.event == "granted")
    if quantity is not None:
        assert state.claimed + state.granted <= quantity
        assert state.remaining >= 0
    assert state.stage in ("open", "claimed", "granted", "withdrawn")


@given(LEADS)
def test_a_lead_is_followed_by_nobody_who_did_not_say_so(trail):
    state, refusals = replay_lead(trail, BORN, TODAY)

    steps = {"claimed", "applied", "interview", "offer"}
    said = {e.who for e in accepted(trail, refusals) if e.event in steps}
    assert {claim.by for claim in state.followers} <= said
    if not state.ended:
        assert (state.stage == "open") == (state.followers == ())
    if state.stage in ("landed", "filled", "closed", "retracted"):
        assert state.ended == state.stage


@given(WISHES, QUANTITIES, NAMES, st.integers(1, 3))
def test_unclaim_undoes_claim_of_a_wish(trail, quantity, name, times):
    claim = Entry(TODAY, "claimed", name, times, offset=len(trail))
    before, refused = replay_wish(trail, BORN, TODAY, quantity)
    _, refused_then = replay_wish([*trail, claim], BORN, TODAY, quantity)
    assume(len(refused) == len(refused_then))

    unclaim = msgspec.structs.replace(claim, event="unclaimed", offset=len(trail) + 1)
    after, refused_after = replay_wish([*trail, claim, unclaim], BORN, TODAY, quantity)

    assert refused_after == refused
    assert msgspec.structs.replace(after, since=None) == msgspec.structs.replace(before, since=None)


@given(LEADS)
def test_unclaim_undoes_claim_of_a_lead(trail):
    before, refused = replay_lead(trail, BORN, TODAY)
    pair = [Entry(TODAY, event, "Zoë", offset=len(trail)) for event in ("claimed", "unclaimed")]

    after, refused_after = replay_lead([*trail, *pair], BORN, TODAY)

    assert refused_after == refused
    assert msgspec.structs.replace(after, since=None) == msgspec.structs.replace(before, since=None)


@given(WISHES, QUANTITIES)
def test_a_refused_entry_of_a_wish_changes_nothing(trail, quantity):
    state, refusals = replay_wish(trail, BORN, TODAY, quantity)

    assert replay_wish(accepted(trail, refusals), BORN, TODAY, quantity) == (state, [])


@given(LEADS)
def test_a_refused_entry_of_a_lead_changes_nothing(trail):
    state, refusals = replay_lead(trail, BORN, TODAY)

    assert replay_lead(accepted(trail, refusals), BORN, TODAY) == (state, [])


@given(WISHES, QUANTITIES)
def test_accepted_entries_go_forward_from_birth_to_today(trail, quantity):
    state, refusals = replay_wish(trail, BORN, TODAY, quantity)

    dates = [BORN, *(e.date for e in accepted(trail, refusals)), TODAY]
    assert all(one <= other for one, other in pairwise(dates))
    assert state.since == (dates[-2] if len(dates) > 2 else None)


@given(WISHES, QUANTITIES)
def test_equal_dates_replay_in_the_order_of_the_file(trail, quantity):
    """As if each entry had a day of its own, in the order in which they stand."""
    _, refusals = replay_wish(trail, BORN, TODAY, quantity)
    kept = accepted(trail, refusals)
    apart = [msgspec.structs.replace(e, date=BORN + timedelta(days=n)) for n, e in enumerate(kept)]

    state, none = replay_wish(apart, BORN, TODAY, quantity)

    same_day = [msgspec.structs.replace(e, date=TODAY) for e in kept]
    squeezed, none_either = replay_wish(same_day, BORN, TODAY, quantity)
    assert none == none_either == []
    assert msgspec.structs.replace(state, since=None) == msgspec.structs.replace(
        squeezed, since=None
    )


ANY_ENTRY = st.builds(
    Entry,
    st.dates(),
    st.sampled_from(sorted({*LEAD_EVENTS})),
    st.text(max_size=3),
    st.integers(1, 10**9),
    st.text(max_size=3),
)
ANY_WISH_ENTRY = st.builds(
    Entry, st.dates(), st.sampled_from(WISH_EVENTS), st.text(max_size=3), st.integers(1, 10**9)
)


@given(st.lists(ANY_ENTRY, max_size=6), st.dates(), st.dates())
def test_any_trail_of_a_lead_can_be_replayed(trail, born, today):
    state, refusals = replay_lead(trail, born, today)

    assert isinstance(state, LeadState)
    assert len(refusals) <= len(trail)


@given(st.lists(ANY_WISH_ENTRY, max_size=6), st.dates(), st.dates(), QUANTITIES)
def test_any_trail_of_a_wish_can_be_replayed(trail, born, today, quantity):
    state, refusals = replay_wish(trail, born, today, quantity)

    assert isinstance(state, WishState)
    assert len(refusals) <= len(trail)
