"""A shower as its readers see it: wishes, promises, progress, thanks."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

SHOWN = ["names", "taken", "hidden"]


@pytest.fixture
def shower(content):
    """The one shower of a site, whose wishes are written already."""

    def read(settings=None, **keys):
        for name in ("Dana R.", "Sam W."):
            content.member(name)
        content.shower(**keys)
        (item,) = content.read(**(settings or {})).showers
        return item

    return read


@pytest.fixture
def wish(content, shower):
    """The one wish of a site."""

    def read(show="names", status="open", settings=None, **keys):
        content.wish("pie", Kind="thing", Title="A pie", **keys)
        (item,) = shower(settings, Show_Claims=show, Status=status).wishes
        return item

    return read


PROMISED = ["2009-08-06 claimed by Dana R.: Dana R. bakes", "2009-08-07 claimed by Sam W. x2"]


@pytest.mark.parametrize(
    ("show", "claims"),
    [
        ("names", [("Dana R.", 1), ("Sam W.", 2)]),
        ("taken", [("someone", 1), ("someone", 2)]),
        ("hidden", []),
    ],
)
def test_promises_are_seen_as_the_seeker_wants(wish, show, claims):
    item = wish(show, Quantity=4, Trail=PROMISED)

    assert [(claim.by, claim.times) for claim in item.claims] == claims


@pytest.mark.parametrize(
    ("show", "events"),
    [
        (
            "names",
            [
                ("claimed", "Dana R."),
                ("claimed", "Sam W."),
                ("unclaimed", "Sam W."),
                ("granted", "Dana R."),
                ("thanked", "Nora Whitfield"),
                ("withdrawn", ""),
                ("reopened", ""),
            ],
        ),
        (
            "taken",
            [
                ("claimed", ""),
                ("claimed", ""),
                ("unclaimed", ""),
                ("granted", ""),
                ("thanked", "Nora Whitfield"),
                ("withdrawn", ""),
                ("reopened", ""),
            ],
        ),
        (
            "hidden",
            [
                ("granted", ""),
                ("thanked", "Nora Whitfield"),
                ("withdrawn", ""),
                ("reopened", ""),
            ],
        ),
    ],
)
def test_news_is_told_as_the_seeker_wants(wish, show, events):
    item = wish(
        show,
        Quantity=4,
        Trail=[
            "2009-08-06 claimed by Dana R.",
            "2009-08-07 claimed by Sam W. x2",
            "2009-08-08 unclaimed by Sam W.",
            "2009-08-09 granted by Dana R.",
            "2009-08-10 thanked by Nora Whitfield",
            "2009-08-11 withdrawn",
            "2009-08-12 reopened",
        ],
    )

    assert [(news.entry.event, news.entry.by) for news in item.trail_news] == events


@pytest.mark.parametrize("show", ["taken", "hidden"])
def test_no_helpers_name_is_in_anything_that_is_shown(wish, show):
    item = wish(
        show, Quantity=2, Trail=["2009-08-06 claimed by Sam W.", "2009-08-09 granted by Dana R."]
    )

    shown = [
        *(claim.by for claim in item.claims),
        *(f"{news.text} {news.entry}" for news in item.trail_news),
        *(f"{news.text} {news.entry}" for news in item.shower.gifts),
        item.stage_name,
        item.help_link,
    ]
    assert item.shower.gifts
    assert not [text for text in shown if "Dana" in text or "Sam" in text]


@pytest.mark.parametrize(
    ("show", "stage", "remaining", "is_open"),
    [("names", "claimed", 0, False), ("taken", "claimed", 0, False), ("hidden", "open", 1, True)],
)
def test_a_hidden_promise_leaves_the_wish_open(wish, show, stage, remaining, is_open):
    item = wish(show, Trail="2009-08-06 claimed by Dana R.")

    assert (item.stage, item.remaining, item.open) == (stage, remaining, is_open)
    assert bool(item.help_link) == is_open


@pytest.mark.parametrize("show", SHOWN)
def test_a_hidden_promise_does_not_show_in_the_day_of_the_last_news(wish, show):
    item = wish(show, Trail=["2009-08-06 withdrawn", "2009-08-06 reopened", "2009-08-09 claimed"])

    day = date(2009, 8, 6 if show == "hidden" else 9)
    assert item.last_news == item.shower.last_news == day


@pytest.mark.parametrize(
    ("quantity", "show", "remaining"),
    [
        (5, "names", 2),
        (5, "hidden", 4),
        ("unlimited", "names", None),
        ("unlimited", "hidden", None),
    ],
)
def test_how_many_are_still_wanted(wish, quantity, show, remaining):
    item = wish(
        show,
        Quantity=quantity,
        Trail=["2009-08-06 claimed by Dana R. x3", "2009-08-07 granted by Dana R."],
    )

    assert item.remaining == remaining


@pytest.mark.parametrize(
    ("quantity", "tally"), [(1, ""), (3, "1 of 3 granted"), ("unlimited", "1 so far")]
)
def test_how_many_were_granted_is_told_where_many_are_wanted(wish, quantity, tally):
    assert wish(Quantity=quantity, Trail="2009-08-07 granted by Dana R.").tally == tally


@pytest.mark.parametrize("show", SHOWN)
def test_progress_counts_what_readers_may_know(content, shower, show):
    content.wish("a", Trail="2009-08-06 granted by Dana R.")
    content.wish("b", Trail="2009-08-06 claimed by Dana R.")
    content.wish("c", Quantity=2, Trail="2009-08-06 claimed by Dana R.")
    content.wish("d")
    content.wish("e", Trail="2009-08-06 withdrawn")
    content.wish("f", Date="2009-09-01")

    progress = shower(Show_Claims=show).progress

    claimed = 0 if show == "hidden" else 1
    assert (progress.granted, progress.claimed, progress.open) == (1, claimed, 3 - claimed)
    assert progress.total == 4


def test_a_shower_without_wishes_has_no_progress(shower):
    item = shower()

    assert (item.progress.total, item.groups, item.gifts) == (0, [], [])
    assert item.last_news == date(2009, 8, 3)


def test_groups_have_what_is_open_first_then_priority_then_age(content, shower):
    content.wish("low-old", Priority="low", Date="2009-08-04")
    content.wish("normal-b", Date="2009-08-06")
    content.wish("normal-a", Date="2009-08-06")
    content.wish("normal-old", Date="2009-08-05")
    content.wish("high-new", Priority="high", Date="2009-08-20")
    content.wish("withdrawn", Priority="high", Trail="2009-08-06 withdrawn")
    content.wish("granted", Priority="high", Trail="2009-08-06 granted")
    content.wish("claimed", Priority="high", Trail="2009-08-06 claimed")

    (group,) = shower().groups

    assert (group.kind, group.name) == ("advice", "Advice")
    assert [wish.slug.removeprefix("nora/") for wish in group.wishes] == [
        "high-new",
        "normal-old",
        "normal-a",
        "normal-b",
        "low-old",
        "claimed",
        "granted",
        "withdrawn",
    ]


def test_groups_are_the_kinds_there_are_in_the_designs_order(content, shower):
    for kind in ("thing", "company", "introduction"):
        content.wish(kind, Kind=kind)

    assert [group.kind for group in shower().groups] == ["introduction", "company", "thing"]


def test_a_hidden_promise_does_not_move_its_wish(content, shower):
    content.wish("taken", Priority="high", Trail="2009-08-06 claimed")
    content.wish("free")

    (group,) = shower(Show_Claims="hidden").groups

    assert [wish.slug for wish in group.wishes] == ["nora/taken", "nora/free"]


def test_gifts_are_newest_first_and_know_whether_thanks_were_said(content, shower):
    content.wish(
        "pie",
        Quantity=3,
        Trail=[
            "2009-08-06 granted by Dana R.: cherry",
            "2009-08-08 thanked",
            "2009-08-20 granted by Sam W.",
        ],
    )
    content.wish("advice", Trail="2009-08-10 granted")

    gifts = shower().gifts

    assert [(str(n.day), n.entry.by, n.thanked) for n in gifts] == [
        ("2009-08-20", "Sam W.", False),
        ("2009-08-10", "", False),
        ("2009-08-06", "Dana R.", True),
    ]
    assert "Dana R." in gifts[2].text
    assert gifts[2].entry.note == "cherry"


def test_helping_is_a_mail_that_says_with_what(wish):
    parts = urlsplit(wish().help_link)

    fields = parse_qs(parts.query, strict_parsing=True)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", "hello@nora.example")
    assert fields["subject"] == ["I can help Nora Whitfield: A pie [wish/nora/pie]"]
    assert "https://nora.example/showers/nora/#wish-pie\r\n" in fields["body"][0]


def test_helping_may_be_a_form_filled_in(wish):
    item = wish(settings={"REPLY_TO": "https://form.example/?id={id}&u={url}"})

    assert parse_qs(urlsplit(item.help_link).query) == {
        "id": ["wish/nora/pie"],
        "u": ["https://nora.example/showers/nora/#wish-pie"],
    }


@pytest.mark.parametrize(
    "keys",
    [
        {"Trail": "2009-08-06 granted"},
        {"Trail": "2009-08-06 claimed"},
        {"Trail": "2009-08-06 withdrawn"},
        {"status": "landed"},
        {"show": "hidden", "status": "landed"},
        {"settings": {"REPLY_TO": None}},
    ],
    ids=["granted", "claimed", "withdrawn", "landed", "landed and hidden", "nowhere to write to"],
)
def test_no_help_is_asked_for(wish, keys):
    assert wish(**keys).help_link == ""


@pytest.mark.parametrize("quantity", [2, "unlimited"])
def test_help_is_asked_for_while_more_is_wanted(wish, quantity):
    assert wish(Quantity=quantity, Trail="2009-08-06 claimed").help_link


def test_a_wish_has_its_place_on_the_showers_page(wish):
    item = wish()

    assert (item.url, item.anchor, item.key) == (
        "showers/nora/#wish-pie",
        "wish-pie",
        "wish/nora/pie",
    )


class TestEvents:
    @pytest.mark.parametrize(
        ("keys", "past"),
        [
            ({"Start": "2009-08-27"}, True),
            ({"Start": "2009-08-28"}, False),
            ({"Start": "2009-08-28 08:00"}, False),
            ({"Start": "2009-08-26", "End": "2009-08-28"}, False),
            ({"Start": "2009-08-26", "End": "2009-08-27"}, True),
            ({"Start": "2009-08-28 03:00Z"}, True),  # the evening before, in New York
        ],
    )
    def test_an_event_is_past_when_its_last_day_is(self, content, keys, past):
        content.event("mixer", **keys)

        (event,) = content.read().events

        assert event.past == past

    def test_an_event_without_a_time_lasts_all_day(self, content):
        content.event("fair", Start="2009-08-27")
        content.event("mixer", Start="2009-08-27 18:00", End="2009-08-27 20:00")

        fair, mixer = content.read().events

        assert (fair.all_day, fair.ends) == (True, None)
        assert (mixer.all_day, mixer.ends.isoformat()) == (False, "2009-08-27T20:00:00-04:00")
        assert mixer.url == "events/#mixer"
        assert mixer.anchor == "mixer"
