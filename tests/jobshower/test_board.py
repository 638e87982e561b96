"""The board of leads and its filters."""

from __future__ import annotations

import pytest
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from jobshower.board import build_boards


@pytest.fixture
def boards(content):
    """Every board of a site by its address."""

    def build(**settings):
        found = build_boards(
            content.read(**settings).leads,
            lambda tag: slugify(tag, DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]),
        )
        assert len({board.url for board in found}) == len(found)
        return {board.url: board for board in found}

    return build


def slugs(leads):
    return [lead.slug for lead in leads]


def filters(board):
    return {facet.name: [(f.name, f.count) for f in facet.filters] for facet in board.groups}


def test_no_leads_make_one_empty_board(boards):
    found = boards()

    assert list(found) == ["leads/"]
    assert (found["leads/"].leads, found["leads/"].groups) == ([], [])


def test_the_whole_board_comes_first(content, boards):
    content.lead("acme", Tags="office")

    board, *others = boards().values()

    assert (board.url, board.title, board.filter) == ("leads/", "Leads", None)
    assert others


def test_open_leads_and_closed_ones_are_apart_newest_first(content, boards):
    content.lead("old", Date="2009-08-01")
    content.lead("new", Date="2009-08-20")
    content.lead("filled", Date="2009-08-21", Trail="2009-08-22 filled")
    content.lead("past", Date="2009-08-02", Closes="2009-08-03")

    board = boards()["leads/"]

    assert (slugs(board.open), slugs(board.closed)) == (["new", "old"], ["filled", "past"])


@pytest.mark.parametrize(
    ("keys", "url", "name"),
    [
        ({"Tags": "Front desk"}, "leads/tag/front-desk/", "Front desk"),
        ({"Location": "Port Ashby, OH, US"}, "leads/place/port-ashby-oh-us/", "Port Ashby, OH, US"),
        ({"Employment": "part-time"}, "leads/employment/part-time/", "Part-time"),
        ({"Remote": "hybrid"}, "leads/remote/hybrid/", None),
        ({"Remote": "yes"}, "leads/remote/yes/", None),
        ({}, "leads/remote/no/", None),
        ({"Kind": "referral"}, "leads/kind/referral/", "Referral"),
        ({"Trail": "2009-08-22 filled"}, "leads/status/closed/", "Closed"),
    ],
)
def test_a_property_has_its_board(content, boards, keys, url, name):
    content.lead("acme", **keys)
    other = {"Remote": "no" if "Remote" in keys else "yes"}
    content.lead("other", **other)

    board = boards()[url]

    assert slugs(board.leads) == ["acme"]
    assert board.filter.name
    assert board.filter.name == (name or board.filter.name)
    assert board.title == f"Leads: {board.filter.name}"


def test_filters_count_what_is_open(content, boards):
    content.lead("a", Tags="office, clinic", Location="Millrace, OH, US")
    content.lead("b", Tags="office", Employment="contract")
    content.lead("c", Tags="office, yard", Trail="2009-08-06 filled", Employment="contract")

    found = filters(boards()["leads/"])

    assert found["Tag"] == [("clinic", 1), ("office", 2), ("yard", 0)]
    assert found["Place"] == [("Millrace, OH, US", 1)]
    assert found["Employment"] == [("Contract", 1)]
    assert [count for _, count in found["Remote"]] == [2]
    # Who asks for the closed ones wants to know of all.
    assert found["Status"] == [("Closed", 1), ("Open", 2)]


def test_a_card_has_a_token_for_each_filter_that_it_fits(content, boards):
    content.lead("a", Tags="office, clinic", Location="Millrace, OH, US")

    for board in boards().values():
        (lead,) = board.leads
        tokens = board.tokens[lead].split()
        assert tokens == [f.token for facet in board.groups for f in facet.filters]
        assert {"status=open", "tag=office", "place=millrace-oh-us"} <= set(tokens)


def test_only_what_there_is_can_be_filtered_by(content, boards):
    content.lead("acme")

    assert list(filters(boards()["leads/"])) == ["Status", "Kind", "Remote"]


def test_the_active_filter_leads_back_and_the_others_on(content, boards):
    content.lead("a", Tags="office, clinic")

    board = boards()["leads/tag/office/"]

    (tags,) = [facet for facet in board.groups if facet.name == "Tag"]
    assert [(f.name, f.active, f.url) for f in tags.filters] == [
        ("clinic", False, "leads/tag/clinic/"),
        ("office", True, "leads/"),
    ]
    assert [f.active for facet in board.groups for f in facet.filters].count(True) == 1


def test_every_filter_leads_to_a_board(content, boards):
    content.lead("a", Tags="office, clinic", Location="Millrace, OH, US", Remote="hybrid")
    content.lead("b", Employment="contract", Location="Somewhere else")

    found = boards()

    for board in found.values():
        assert {f.url for facet in board.groups for f in facet.filters} <= set(found)


@pytest.mark.parametrize("tags", ["Office, office", "C++, C"])
def test_tags_of_one_slug_list_a_lead_once(content, boards, tags):
    content.lead("acme", Tags=tags)

    (board,) = [board for url, board in boards().items() if url.startswith("leads/tag/")]

    assert slugs(board.leads) == ["acme"]
    assert board.filter.count == 1


def test_one_place_in_two_spellings_is_one_board(content, boards):
    content.lead("a", Location="Port Ashby, OH, US")
    content.lead("b", Location="port ashby OH US")

    assert slugs(boards()["leads/place/port-ashby-oh-us/"].leads) == ["a", "b"]


def test_a_place_without_letters_has_no_board(content, boards):
    content.lead("acme", Location="🎈")

    assert not [url for url in boards() if "/place/" in url]
