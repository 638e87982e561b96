"""The roundup of each week in which anything happened."""

from __future__ import annotations

from datetime import date

import pytest


@pytest.fixture
def roundup(content):
    """The roundup of one week, by its slug."""

    def find(slug, **settings):
        library = content.read(**settings)
        return {roundup.slug: roundup for roundup in library.roundups}[slug]

    return find


@pytest.fixture
def slugs(content):
    def find(**settings):
        return [roundup.slug for roundup in content.read(**settings).roundups]

    return find


def sources(items):
    return [item.slug for item in items]


def told(news):
    return [(str(one.day), one.entry.event, one.entry.by) for one in news]


def test_no_content_no_roundup(slugs):
    assert slugs() == []


@pytest.mark.parametrize(
    "write",
    [
        lambda content: content.post("x", Date="2009-08-12"),
        lambda content: content.lead("x", Date="2009-08-12"),
        lambda content: content.event("x", Start="2009-08-12"),
        lambda content: content.words("2009-w33"),
    ],
)
def test_anything_makes_its_week_a_roundup(content, slugs, write):
    write(content)

    assert slugs() == ["2009-w33"]


def test_news_of_a_lead_makes_a_roundup(content, roundup):
    content.lead("acme", Date="2009-07-29", Trail=["2009-08-12 filled: alas", "2009-08-12 thanked"])

    week = roundup("2009-w33")

    assert told(week.lead_news) == [
        ("2009-08-12", "filled", ""),
        ("2009-08-12", "thanked", ""),
    ]
    assert week.new_leads == []
    assert sources(roundup("2009-w31").new_leads) == ["acme"]


def test_wishes_asked_and_granted_are_told_apart(content, roundup):
    content.shower()
    content.wish("asked", Date="2009-08-12", Trail="2009-08-13 claimed by Nora Whitfield")
    content.wish("granted", Date="2009-08-04", Trail=["2009-08-12 granted", "2009-08-14 thanked"])

    week = roundup("2009-w33")

    assert sources(week.wishes_asked) == ["nora/asked"]
    assert told(week.wishes_granted) == [("2009-08-12", "granted", "")]
    assert told(week.wish_news) == [
        ("2009-08-13", "claimed", "Nora Whitfield"),
        ("2009-08-14", "thanked", ""),
    ]


def test_hidden_claims_are_not_told(content, slugs):
    content.shower(Show_Claims="hidden", Date="2009-07-27")
    content.wish("secret", Date="2009-07-28", Trail="2009-08-12 claimed by Nora Whitfield")

    assert slugs() == ["2009-w31"]


def test_empty_weeks_have_none_and_the_chain_leaps_over_them(content):
    for day in ("2009-06-02", "2009-06-23", "2009-08-12"):
        content.lead(f"lead-{day[5:]}", Date=day)

    newest, middle, oldest = content.read().roundups

    assert [newest.slug, middle.slug, oldest.slug] == ["2009-w33", "2009-w26", "2009-w23"]
    assert (oldest.previous, oldest.next) == (None, middle)
    assert (middle.previous, middle.next) == (oldest, newest)
    assert (newest.previous, newest.next) == (middle, None)


def test_chain_crosses_the_new_year(content):
    for day in ("2009-12-27", "2010-01-03", "2010-01-04"):
        content.post(f"post-{day}", Date=day)

    first, *others = content.read(TODAY="2010-01-09").roundups[::-1]

    assert first.slug == "2009-w52"
    assert [one.slug for one in others] == ["2009-w53", "2010-w01"]
    assert others[0].previous is first
    assert others[0].title == "Week 53 of 2009"
    assert others[1].title == "Week 1 of 2010"


def test_goals_are_reported_by_the_next_roundup(content):
    content.words("2009-w30", Goals=["[x] call Dana", "[ ] write to Acme"])
    content.post("later", Date="2009-08-12")
    content.words("2009-w34", Goals="[ ] rest")

    newest, middle, oldest = content.read().roundups

    assert [(goal.text, goal.done) for goal in oldest.goals] == [
        ("call Dana", True),
        ("write to Acme", False),
    ]
    assert oldest.earlier_goals == ()
    assert middle.goals == ()
    assert middle.earlier_goals == oldest.goals
    assert newest.earlier_goals == ()


def test_the_authors_words_give_the_title(content, roundup):
    content.words("2009-w33", Title="Corn on the porch", body="Well.")

    week = roundup("2009-w33")

    assert week.title == "Corn on the porch"
    assert week.words.document.body == "Well.\n"
    assert (week.url, week.save_as) == ("roundups/2009-w33/", "roundups/2009-w33/index.html")


def test_words_without_a_title_leave_the_weeks_number(content, roundup):
    content.words("2009-w33", Title=None)

    assert roundup("2009-w33").title == "Week 33 of 2009"


def test_only_todays_week_is_running(content):
    for day in ("2009-08-17", "2009-08-23", "2009-08-24"):
        content.post(f"post-{day}", Date=day)

    assert [(r.slug, r.running) for r in content.read(TODAY="2009-08-24").roundups] == [
        ("2009-w35", True),
        ("2009-w34", False),
    ]
    assert [(r.slug, r.running) for r in content.read(TODAY="2009-08-23").roundups] == [
        ("2009-w34", True)
    ]
    assert [r.running for r in content.read(TODAY="2009-09-07").roundups] == [False, False]


def test_what_is_scheduled_is_absent(content, slugs):
    content.post("now", Date="2009-08-28")
    content.post("later", Date="2009-08-29")
    content.lead("later", Date="2009-08-31")
    content.words("2009-w36")
    content.shower()
    content.wish("later", Date="2009-09-01")
    content.shower("sam", Seeker="Sam", Date="2009-08-29")
    content.wish("early", seeker="sam", Date="2009-08-20")

    assert slugs() == ["2009-w35"]
    (week,) = content.read().roundups
    assert sources(week.posts) == ["now"]
    assert week.wishes_asked == []


def test_words_of_the_running_week_are_online_from_monday(content, slugs):
    content.words("2009-w35")

    assert slugs(TODAY="2009-08-23") == []
    assert slugs(TODAY="2009-08-24") == ["2009-w35"]


class TestClosingSoon:
    def closing(self, content, slug="2009-w33", **settings):
        content.words(slug)
        library = content.read(**settings)
        return sources({r.slug: r for r in library.roundups}[slug].closing_soon)

    @pytest.mark.parametrize(
        ("closes", "listed"),
        [
            ("2009-08-16", False),  # that week's Sunday: over as it ends
            ("2009-08-17", True),
            ("2009-08-23", True),
            ("2009-08-24", False),
        ],
    )
    def test_of_a_past_week_are_those_of_the_next(self, content, closes, listed):
        content.lead("acme", Closes=closes)

        assert bool(self.closing(content)) == listed

    @pytest.mark.parametrize(
        ("closes", "listed"),
        [
            ("2009-08-11", False),
            ("2009-08-12", True),  # today
            ("2009-08-16", True),
            ("2009-08-23", True),
            ("2009-08-24", False),
        ],
    )
    def test_of_the_running_week_are_seen_from_today(self, content, closes, listed):
        content.lead("acme", Closes=closes)

        assert bool(self.closing(content, TODAY="2009-08-12")) == listed

    @pytest.mark.parametrize(
        ("trail", "listed"),
        [
            ("2009-08-16 filled", False),
            ("2009-08-17 filled", True),
            ("2009-08-10 applied", True),
            (["2009-08-10 closed", "2009-08-16 reopened"], True),
            (["2009-08-10 closed", "2009-08-17 reopened"], False),
            ("2009-08-11 retracted", False),
        ],
    )
    def test_is_what_was_known_as_the_week_ended(self, content, trail, listed):
        content.lead("acme", Closes="2009-08-20", Trail=trail)

        assert bool(self.closing(content)) == listed

    @pytest.mark.parametrize(("heard", "listed"), [("2009-08-16", True), ("2009-08-17", False)])
    def test_is_nothing_that_was_not_heard_of_yet(self, content, heard, listed):
        content.lead("acme", Date=heard, Closes="2009-08-20")

        assert bool(self.closing(content)) == listed

    @pytest.mark.parametrize(("heard", "listed"), [("2009-07-02", False), ("2009-07-03", True)])
    def test_is_nothing_that_had_gone_stale(self, content, heard, listed):
        content.lead("acme", Date=heard, Closes="2009-08-20")

        assert bool(self.closing(content)) == listed

    def test_is_in_the_order_of_the_days(self, content):
        content.lead("b", Closes="2009-08-18")
        content.lead("c", Closes="2009-08-17")
        content.lead("a", Closes="2009-08-18")

        assert self.closing(content) == ["c", "a", "b"]

    def test_alone_is_no_news(self, content):
        content.lead("acme", Date="2009-08-04", Closes="2009-08-20")

        assert [r.slug for r in content.read().roundups] == ["2009-w32"]


class TestEvents:
    def events(self, content, slug, **settings):
        content.words(slug)
        week = {r.slug: r for r in content.read(**settings).roundups}[slug]
        return sources(week.events_held), sources(week.events_coming)

    def test_held_are_the_weeks_coming_those_of_the_next_two(self, content):
        for day in ("09", "10", "16", "17", "30", "31"):
            content.event(f"on-{day}", Start=f"2009-08-{day} 18:00")

        held, coming = self.events(content, "2009-w33", TODAY="2009-09-30")

        assert held == ["on-10", "on-16"]
        assert coming == ["on-17", "on-30"]

    def test_of_the_running_week_are_seen_from_today(self, content):
        for day in ("10", "11", "12", "13", "30", "31"):
            content.event(f"on-{day}", Start=f"2009-08-{day} 18:00")

        held, coming = self.events(content, "2009-w33", TODAY="2009-08-12")

        assert held == ["on-10", "on-11"]
        assert coming == ["on-12", "on-13", "on-30"]

    def test_how_far_ahead_is_a_setting(self, content):
        content.event("near", Start="2009-08-19")
        content.event("far", Start="2009-08-20")

        assert self.events(content, "2009-w33", ROUNDUP_EVENT_DAYS=3) == ([], ["near"])

    def test_are_in_the_order_of_their_hours(self, content):
        content.event("dinner", Start="2009-08-11 18:00")
        content.event("lunch", Start="2009-08-11 12:00")
        content.event("all-day", Start="2009-08-11")

        held, _ = self.events(content, "2009-w33")

        assert held == ["all-day", "lunch", "dinner"]


@pytest.mark.parametrize(
    ("moment", "zone", "slug", "day"),
    [
        ("2009-08-09 23:30", "America/New_York", "2009-w32", "2009-08-09"),
        ("2009-08-09 23:30", "Asia/Tokyo", "2009-w32", "2009-08-09"),
        ("2009-08-10 03:30+00:00", "America/New_York", "2009-w32", "2009-08-09"),
        ("2009-08-10 04:30+00:00", "America/New_York", "2009-w33", "2009-08-10"),
        ("2009-08-09 14:30Z", "Asia/Tokyo", "2009-w32", "2009-08-09"),
        ("2009-08-09 15:30Z", "Asia/Tokyo", "2009-w33", "2009-08-10"),
        ("2009-08-09 23:30 -04:00", "Asia/Tokyo", "2009-w33", "2009-08-10"),
        ("2009-08-10T00:30+09:00", "America/New_York", "2009-w32", "2009-08-09"),
    ],
)
def test_a_posts_week_is_that_of_the_sites_time_zone(content, slugs, moment, zone, slug, day):
    content.post("late", Date=moment)

    assert slugs(TIMEZONE=zone) == [slug]
    (post,) = content.read(TIMEZONE=zone).posts
    assert post.day == date.fromisoformat(day)


@pytest.mark.parametrize(("zone", "listed"), [("America/New_York", True), ("Asia/Tokyo", False)])
def test_a_post_is_due_by_the_sites_time_zone(content, slugs, zone, listed):
    content.post("late", Date="2009-08-29 03:00Z")

    assert bool(slugs(TIMEZONE=zone)) == listed


@pytest.mark.parametrize(
    ("keys", "listed"),
    [
        ({}, True),
        ({"Status": "draft"}, False),
        ({"Status": "hidden"}, False),
        ({"Lang": "en"}, True),
        ({"Lang": "EN"}, True),
    ],
)
def test_listed_are_published_posts(content, slugs, keys, listed):
    content.post("x", Date="2009-08-12", **keys)

    assert bool(slugs(WRITE_DRAFTS=True)) == listed


@pytest.mark.parametrize("language", ["en", "EN", "pt-BR"])
def test_listed_is_the_original_and_no_translation(content, roundup, language):
    content.post("words", Date="2009-08-12")
    content.post("words-es", Date="2009-08-12", Slug="words", Lang="es")

    assert sources(roundup("2009-w33", DEFAULT_LANG=language).posts) == ["words"]


def test_a_post_in_another_language_only_is_no_translation(content, roundup):
    content.post("palabras", Date="2009-08-12", Lang="es")

    assert sources(roundup("2009-w33").posts) == ["palabras"]


def test_a_post_that_says_it_is_a_translation_is_one(content, roundup):
    content.post("words", Date="2009-08-12", Lang="fr")
    content.post("words-es", Date="2009-08-12", Slug="words", Lang="es", Translation="true")

    assert sources(roundup("2009-w33").posts) == ["words"]


def test_told_in_the_order_of_the_days_and_then_of_the_files(content, roundup):
    content.lead("b", Date="2009-08-11")
    content.lead("a", Date="2009-08-11")
    content.lead("c", Date="2009-08-10")

    assert sources(roundup("2009-w33").new_leads) == ["c", "a", "b"]


def test_a_running_week_changes_with_the_newest_thing_told(content, roundup):
    content.lead("acme", Date="2009-08-24", Trail="2009-08-27 applied")
    content.post("x", Date="2009-08-25")

    assert roundup("2009-w35").published is None
    assert roundup("2009-w35").modified == date(2009, 8, 27)


def test_a_week_that_is_over_changes_no_more_but_for_what_is_taken_back(content, roundup):
    content.lead("acme", Date="2009-08-10")
    content.lead("bolt", Date="2009-08-03", Trail="2009-08-20 retracted")

    assert roundup("2009-w33").published == date(2009, 8, 17)
    assert roundup("2009-w33").modified == date(2009, 8, 17)
    assert roundup("2009-w32").modified == date(2009, 8, 20)


def test_of_a_running_week_with_words_alone_no_day_is_known(content, roundup):
    content.words("2009-w35")

    assert roundup("2009-w35").modified is None
