"""Pictures of numbers: nothing overlaps, everything is to scale, whatever there is to draw."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobshower.pictures.bars import BAR, Series, draw_bars
from jobshower.pictures.month import LANES, days_of, draw_month, months_of
from jobshower.pictures.tags import HEIGHT, MOST, WIDTH, draw_tags
from jobshower.pictures.timeline import APART, LANE, draw_timeline

AUGUST = date(2009, 8, 1)
TODAY = date(2009, 8, 28)


def count(**amounts):
    return SimpleNamespace(**amounts)


class TestBars:
    series = (Series("asked", "asked"), Series("landed", "landed", rare=True))

    def test_the_largest_number_is_the_whole_width(self):
        picture = draw_bars([("a", count(asked=4, landed=1)), ("b", count(asked=3, landed=8))],
                            self.series)  # fmt: skip
        assert [[bar.width for bar in row.bars] for row in picture.rows] == [
            [50, 12.5],
            [37.5, 100],
        ]

    def test_a_rare_number_has_a_bar_only_where_there_is_one(self):
        picture = draw_bars([("a", count(asked=1, landed=0))], self.series)
        assert [bar.amount for bar in picture.rows[0].bars] == [1]

    def test_a_week_without_anything_has_a_name_and_no_bars(self):
        picture = draw_bars([("a", count(asked=0, landed=0))], self.series)
        assert [(row.of, row.bars) for row in picture.rows] == [("a", [])]

    def test_nothing_is_no_picture(self):
        assert draw_bars([], self.series).height == 0

    @given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=200))
    def test_bars_stand_below_each_other_inside_the_picture(self, amounts):
        counts = [(number, count(asked=a, landed=b)) for number, (a, b) in enumerate(amounts)]
        picture = draw_bars(counts, self.series)
        assert all(0 <= bar.width <= 100 for row in picture.rows for bar in row.bars)
        tops = [row.y + bar.y for row in picture.rows for bar in row.bars]
        assert all(lower - upper >= BAR for upper, lower in pairwise(tops))
        assert all(top + BAR <= picture.height + 0.01 for top in tops)
        assert [row.of for row in picture.rows] == [number for number, _ in counts]


def line(*days, start=AUGUST, end=TODAY, today=TODAY):
    return draw_timeline(start, [(date(2009, 8, day), "step") for day in days], end, today)


class TestTimeline:
    def test_places_are_to_scale(self):
        picture = draw_timeline(
            date(2009, 8, 1),
            [(date(2009, 8, 1), "begun"), (date(2009, 8, 6), "step"), (date(2009, 8, 21), "good")],
            date(2009, 8, 21),
            TODAY,
        )
        assert [(mark.number, mark.sort, mark.x) for mark in picture.marks] == [
            (1, "begun", 0),
            (2, "step", 25),
            (3, "good", 100),
        ]
        assert picture.now == 100

    def test_what_is_to_come_lies_after_now(self):
        picture = line(1, 31, end=date(2009, 8, 31), today=date(2009, 8, 16))
        assert (picture.now, picture.marks[-1].x) == (50, 100)

    def test_what_happened_after_the_end_still_has_a_place(self):
        picture = line(1, 20, end=date(2009, 8, 11))
        assert (picture.end, picture.marks[-1].x) == (date(2009, 8, 20), 100)

    def test_a_life_of_one_day_is_a_mark_at_the_beginning(self):
        picture = line(1, end=AUGUST, today=AUGUST)
        assert [mark.x for mark in picture.marks] == [0]

    def test_things_of_one_day_stand_above_each_other(self):
        low, high = line(5, 5).marks
        assert low.x == high.x
        assert low.y - high.y == LANE

    def test_where_there_is_too_much_for_numbers_each_day_has_a_stroke(self):
        picture = line(*[5] * 20, *[6] * 180)
        assert not picture.numbered
        assert len(picture.marks) == 2
        assert picture.height < 4

    def test_ticks_are_the_beginnings_of_months_and_in_the_long_run_of_years(self):
        short = draw_timeline(date(2009, 12, 2), [], date(2010, 2, 10), TODAY)
        assert short.ticks == [42.86, 87.14]
        assert len(draw_timeline(date(1999, 1, 2), [], TODAY, TODAY).ticks) == 10

    @given(st.lists(st.integers(0, 900), min_size=1, max_size=200), st.integers(0, 900))
    def test_no_mark_lies_over_another(self, offsets, length):
        days = sorted(AUGUST + timedelta(days=offset) for offset in offsets)
        picture = draw_timeline(
            AUGUST, [(day, "step") for day in days], AUGUST + timedelta(days=length), TODAY
        )
        assert all(0 <= mark.x <= 100 and 0 < mark.y <= picture.axis for mark in picture.marks)
        for one, other in ((a, b) for a in picture.marks for b in picture.marks if a is not b):
            apart = APART if picture.numbered else 0.01
            assert abs(one.x - other.x) >= apart or abs(one.y - other.y) >= LANE


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class TestDays:
    @pytest.mark.parametrize(
        ("start", "end", "last"),
        [
            ("2009-08-05 18:00", None, 5),
            ("2009-08-05 18:00", "2009-08-05 20:00", 5),
            ("2009-08-05 20:00", "2009-08-06 00:00", 5),  # midnight is the end of the evening
            ("2009-08-05 20:00", "2009-08-06 01:30", 5),
            ("2009-08-05 20:00", "2009-08-06 09:00", 6),
            ("2009-08-05 09:00", "2009-08-07 00:00", 6),
            ("2009-08-05 09:00", "2009-08-06 04:00", 6),  # nineteen hours are no evening
            ("2009-08-05 09:00", "2009-08-07 17:00", 7),
            ("2009-08-05 18:00", "2009-08-05 17:00", 5),
        ],
    )
    def test_an_event_is_on_the_days_that_people_would_say(self, start, end, last):
        days = days_of(at(start), at(end) if end else None, all_day=False)
        assert days == (date(2009, 8, 5), date(2009, 8, last))

    def test_whole_days_last_to_the_end_of_the_last(self):
        start, end = at("2009-08-05"), at("2009-08-07")
        assert days_of(start, end, all_day=True) == (date(2009, 8, 5), date(2009, 8, 7))

    def test_months_of_a_stretch(self):
        assert months_of(date(2009, 11, 30), date(2010, 1, 1)) == [
            date(2009, 11, 1),
            date(2009, 12, 1),
            date(2010, 1, 1),
        ]


def leaf(*events, month=AUGUST, today=TODAY):
    """Events as (first day, last day) of August 2009."""
    dated = [(date(2009, 8, a), date(2009, 8, b), f"{a}-{b}") for a, b in events]
    return draw_month(month, dated, today)


class TestMonth:
    def test_the_days_stand_below_their_names(self):
        picture = leaf()
        assert [cell.day.day for cell in picture.cells] == list(range(1, 32))
        assert {cell.day.weekday(): cell.x for cell in picture.cells} == {
            number: round(number * 100 / 7, 2) for number in range(7)
        }
        assert len({cell.y for cell in picture.cells}) == 6

    def test_today_is_marked(self):
        assert [c.day for c in leaf().cells if c.sort == "today"] == [TODAY]
        sorts = [cell.sort for cell in leaf(month=date(2009, 9, 1)).cells]
        assert set(sorts) == {"coming"}

    def test_an_event_over_a_sunday_goes_on_in_the_next_week(self):
        one, two = leaf((8, 11)).spans
        assert (two.x, two.y > one.y) == (0, True)
        assert one.x + one.width == pytest.approx(100, abs=0.1)
        assert two.width < 2 * 100 / 7

    def test_an_event_over_the_end_of_a_month_is_on_both_leaves(self):
        event = (date(2009, 8, 29), date(2009, 9, 2), "fair")
        august = draw_month(AUGUST, [event], TODAY).spans
        september = draw_month(date(2009, 9, 1), [event], TODAY).spans
        assert [span.of for span in august] == ["fair", "fair"]
        assert [span.of for span in september] == ["fair"]
        assert august[-1].x == 0

    def test_events_that_meet_have_a_lane_each(self):
        first, second, third = leaf((3, 5), (5, 7), (6, 6)).spans
        assert first.y < second.y
        assert third.y == first.y

    def test_a_day_that_is_too_full_says_how_much_is_left(self):
        picture = leaf(*[(5, 5)] * 7)
        assert len(picture.spans) == LANES - 1
        assert [(more.day.day, more.amount) for more in picture.more] == [(5, 5)]

    def test_the_last_month_there_is(self):
        day = date(9999, 12, 31)
        assert draw_month(day, [(day, day, "end")], TODAY).cells[-1].day == day

    @given(
        st.lists(
            st.tuples(st.integers(-40, 60), st.integers(0, 40)).map(
                lambda p: (AUGUST + timedelta(days=p[0]), AUGUST + timedelta(days=p[0] + p[1]), p)
            ),
            max_size=30,
        )
    )
    def test_every_event_is_drawn_or_counted_and_none_over_another(self, events):
        picture = draw_month(AUGUST, events, TODAY)
        here = [e for e in events if e[0].month <= 8 <= e[1].month]
        for day in (cell.day for cell in picture.cells):
            cell = picture.cells[day.day - 1]
            drawn = [
                s
                for s in picture.spans
                if cell.y < s.y < cell.y + picture.row and s.x < cell.middle < s.x + s.width
            ]
            left = sum(more.amount for more in picture.more if more.day == day)
            assert len(drawn) + left == sum(first <= day <= last for first, last, _ in here)
            assert len({span.y for span in drawn}) == len(drawn)
        assert all(s.x >= 0 and s.x + s.width <= 100.1 for s in picture.spans)


class TestTags:
    def test_a_tag_for_each_wish_in_their_order(self):
        wishes = [("granted", 1.0, 0.0), ("claimed", 0.0, 1.0), ("open", 0.5, 0.25)]
        tags = draw_tags(wishes).tags
        assert [(tag.stage, tag.done, tag.promised) for tag in tags] == wishes

    @pytest.mark.parametrize("amount", [0, MOST + 1, 1000])
    def test_none_and_too_many_are_no_tags(self, amount):
        assert draw_tags([("open", 0.0, 0.0)] * amount).tags == []

    @given(st.integers(1, MOST))
    def test_tags_hang_beside_each_other_inside_the_picture(self, amount):
        picture = draw_tags([("open", 0.0, 0.0)] * amount)
        assert len(picture.tags) == amount
        for one in picture.tags:
            assert WIDTH / 2 <= one.x <= picture.width - WIDTH / 2
            assert 0 < one.y <= picture.height - HEIGHT
            for other in picture.tags:
                if one is not other:
                    assert abs(one.x - other.x) > WIDTH or abs(one.y - other.y) > HEIGHT
