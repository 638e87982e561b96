"""What the pictures are drawn from: a lead's or wish's life, a shower's tags, months of events."""

from __future__ import annotations

from datetime import date

import pytest

from jobshower.eventmonths import build_months
from jobshower.followthrough import follow_through


def points(item):
    return [(point.day.day, point.text, point.sort) for point in item.story.points]


class TestALead:
    @pytest.fixture
    def lead(self, content):
        def make(*trail, **keys):
            content.lead("clerk", Trail=list(trail) or None, **keys)
            (lead,) = content.read().leads
            return lead

        return make

    def test_its_life_goes_from_hearing_of_it_to_the_day_on_which_it_closes(self, lead):
        one = lead("2009-08-07 applied", Closes="2009-09-04")
        assert points(one) == [
            (5, "Heard of", "begun"),
            (7, "Somebody applied", "step"),
            (4, "Closes", "end"),
        ]
        assert one.story.picture.end == date(2009, 9, 4)
        assert one.story.picture.now < 100

    def test_while_it_is_open_the_line_goes_to_today(self, lead):
        assert lead("2009-08-07 applied").story.picture.end == date(2009, 8, 28)

    def test_when_it_is_over_the_line_ends(self, lead):
        one = lead("2009-08-07 landed", "2009-08-08 thanked", Closes="2009-09-04")
        assert [sort for *_, sort in points(one)] == ["begun", "good", "step"]
        assert one.story.picture.end == date(2009, 8, 8)

    def test_what_time_has_closed_says_so_in_its_place(self, lead):
        one = lead("2009-08-07 claimed", "2009-08-20 interview", Closes="2009-08-14")
        assert [day for day, *_ in points(one)] == [5, 7, 15, 20]
        assert points(one)[2][1:] == ("Closed", "over")


class TestAShower:
    @pytest.fixture
    def shower(self, content):
        def make(wishes, **keys):
            content.shower(**keys)
            content.member("Dana R.")
            for number, (trail, quantity) in enumerate(wishes):
                content.wish(f"w{number}", Trail=trail, Quantity=quantity)
            (shower,) = content.read().showers
            return shower

        return make

    WISHES = (
        (None, 1),
        (["2009-08-06 claimed x2", "2009-08-07 granted by Dana R."], 4),
        (["2009-08-06 withdrawn"], 1),
        (["2009-08-06 granted by Dana R."], "unlimited"),
        (["2009-08-06 claimed"], 1),
        (["2009-08-06 granted"], 1),
    )

    def test_tags_tell_the_stages_and_how_much_of_each_is_done(self, shower):
        one = shower(self.WISHES)
        assert [(tag.stage, tag.done, tag.promised) for tag in one.tags.tags] == [
            ("granted", 1, 0),
            ("claimed", 0, 1),
            ("open", 0.5, 0),
            ("open", 0.25, 0.5),
            ("open", 0, 0),
        ]
        assert (one.progress.total, one.progress.begun) == (5, 2)

    def test_hidden_claims_are_not_drawn(self, shower):
        one = shower(self.WISHES, Show_Claims="hidden")
        assert {(tag.stage, tag.promised) for tag in one.tags.tags} == {("granted", 0), ("open", 0)}
        assert [point.text for point in one.wishes[4].story.points] == ["Asked"]

    def test_no_wish_is_no_tag(self, shower):
        assert shower(()).tags.tags == []


class TestMonths:
    def months(self, content):
        library = content.read()
        return build_months(library.events, library.options.today)

    def test_months_without_events_are_left_out_and_neighbours_know_each_other(self, content):
        content.event("a", Start="2009-06-05")
        content.event("b", Start="2009-08-27")
        content.event("c", Start="2009-08-29")
        june, august = self.months(content)
        assert (june.title, june.later, june.earlier) == ("June 2009", august, None)
        assert (august.slug, august.earlier, august.over) == ("2009-08", june, False)
        assert [e.slug for e in august.past] == ["b"]
        assert [e.slug for e in august.coming] == ["c"]

    def test_an_event_over_a_months_end_is_listed_once_and_drawn_twice(self, content):
        content.event("fair", Start="2009-08-30", End="2009-09-02")
        august, september = self.months(content)
        assert [len(august.events), len(september.events)] == [1, 0]
        assert (september.still, september.ahead) == (august.events, True)
        assert len(september.drawn) == len(september.picture.spans) == 1

    def test_a_late_evening_is_of_its_own_month(self, content):
        content.event("party", Start="2009-08-31 20:00", End="2009-09-01 01:00")
        assert [month.slug for month in self.months(content)] == ["2009-08"]

    def test_what_seems_to_last_for_ever_has_a_year_of_leaves(self, content):
        content.event("typo", Start="2009-08-30", End="9999-12-31")
        assert len(self.months(content)) == 13


def test_charts_show_half_a_year(content):
    content.lead("old", Date="2006-01-05")
    content.lead("new", Date="2009-08-05")
    library = content.read()
    found = follow_through(library.leads, library.showers)
    assert len(found.weeks) > 150
    assert len(found.lead_bars.rows) == 26
    assert found.lead_bars.rows[-1].of == found.weeks[-1].week
