"""What came of it all, counted and told."""

from __future__ import annotations

import pytest

from jobshower.followthrough import Count, follow_through


@pytest.fixture
def followed(content):
    def read(**settings):
        library = content.read(**settings)
        return follow_through(library.leads, library.showers)

    return read


def test_nothing_came_of_nothing(followed):
    result = followed()

    assert (result.news, result.weeks, result.totals) == ([], [], Count())


def weeks(result, name):
    return [(story.week.slug, getattr(story.count, name)) for story in result.weeks]


def test_empty_weeks_are_there(content, followed):
    content.lead("old", Date="2009-07-13")
    content.lead("new", Date="2009-08-03")

    assert weeks(followed(), "leads") == [
        ("2009-w29", 1),
        ("2009-w30", 0),
        ("2009-w31", 0),
        ("2009-w32", 1),
    ]


def test_weeks_go_on_across_the_new_year(content, followed):
    content.lead("old", Date="2009-12-24")
    content.lead("new", Date="2010-01-11")

    assert [slug for slug, _ in weeks(followed(TODAY="2010-01-12"), "leads")] == [
        "2009-w52",
        "2009-w53",
        "2010-w01",
        "2010-w02",
    ]


def test_leads_are_counted_where_each_thing_happened(content, followed):
    content.lead(
        "acme",
        Date="2009-08-03",
        Trail=["2009-08-10 claimed", "2009-08-17 landed", "2009-08-18 thanked"],
    )
    content.lead("bolt", Date="2009-08-11", Trail="2009-08-12 filled")

    result = followed()

    assert weeks(result, "leads") == [("2009-w32", 1), ("2009-w33", 1), ("2009-w34", 0)]
    assert weeks(result, "followed_up") == [("2009-w32", 0), ("2009-w33", 1), ("2009-w34", 0)]
    assert weeks(result, "landed") == [("2009-w32", 0), ("2009-w33", 0), ("2009-w34", 1)]
    assert result.totals == Count(leads=2, followed_up=1, landed=1)


def test_a_lead_that_many_follow_up_is_one(content, followed):
    for name in ("Dana R.", "Sam W."):
        content.member(name)
    content.lead(
        "acme",
        Trail=[
            "2009-08-06 claimed by Dana R.",
            "2009-08-07 applied by Dana R.",
            "2009-08-20 claimed by Sam W.",
        ],
    )

    assert followed().totals == Count(leads=1, followed_up=1)


@pytest.mark.parametrize("event", ["claimed", "applied", "interview", "offer"])
def test_following_up_is_any_step(content, followed, event):
    content.lead("acme", Trail=f"2009-08-06 {event}")

    assert followed().totals.followed_up == 1


def test_wishes_are_counted_with_how_many_were_granted(content, followed):
    content.shower()
    content.wish("pie", Quantity=5, Trail=["2009-08-06 granted x3", "2009-08-12 granted"])
    content.wish("later", Date="2009-09-03")

    result = followed()

    assert weeks(result, "wishes") == [("2009-w32", 1), ("2009-w33", 0)]
    assert weeks(result, "granted") == [("2009-w32", 3), ("2009-w33", 1)]
    assert result.totals == Count(wishes=1, granted=4)


def test_a_retracted_lead_is_told_but_not_counted(content, followed):
    content.lead("acme", Trail=["2009-08-06 claimed", "2009-08-07 retracted"])

    result = followed()

    assert result.totals == Count()
    assert [news.entry.event for news in result.news] == ["retracted"]


def test_news_is_newest_first_and_within_a_day_last_first(content, followed):
    content.shower()
    content.lead("acme", Trail=["2009-08-06 claimed", "2009-08-06 applied", "2009-08-12 filled"])
    content.wish("pie", Trail="2009-08-06 granted")

    assert [(str(news.day), news.entry.event) for news in followed().news] == [
        ("2009-08-12", "filled"),
        ("2009-08-06", "applied"),
        ("2009-08-06", "claimed"),
        ("2009-08-06", "granted"),
    ]


def test_a_weeks_news_stands_with_its_numbers(content, followed):
    content.lead("acme", Date="2009-08-03", Trail=["2009-08-06 claimed", "2009-08-19 filled"])

    first, empty, last = followed().weeks

    assert [news.entry.event for news in first.news] == ["claimed"]
    assert empty.news == []
    assert [news.entry.event for news in last.news] == ["filled"]


def test_hidden_promises_are_not_told(content, followed):
    content.shower(Show_Claims="hidden")
    content.wish("pie", Trail=["2009-08-06 claimed", "2009-08-12 granted"])

    assert [news.entry.event for news in followed().news] == ["granted"]
