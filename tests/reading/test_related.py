"""Posts about the same: by tags, the rarer the better, the same on every machine."""

import math
import time

from hypothesis import given
from hypothesis import strategies as st

from reading.related import related


def test_the_rarer_tag_counts_more():
    tags = [{"work", "bees"}, {"work"}, {"bees"}, {"work"}, {"work"}, set()]
    assert related(tags, 2)[0] == [2, 1]


def test_the_more_of_its_tags_are_shared_the_nearer_a_post_is():
    tags = [{"a", "b"}, {"a", "b", "c", "d"}, {"a", "b"}]
    assert related(tags, 2)[0] == [2, 1]


def test_of_two_that_are_as_near_the_one_nearer_in_time_comes_first():
    assert related([{"a"}, {"a"}, {"a"}, {"a"}], 2)[3] == [2, 1]
    assert related([{"a"}, {"a"}, {"a"}], 1)[1] == [0]


def test_what_shares_nothing_is_not_related_and_kin_is_left_out():
    assert related([{"a"}, {"b"}, set()], 3) == [[], [], []]
    assert related([{"a"}, {"a"}, {"a"}], 3, [{1}, {0}, set()])[0] == [2]


def test_of_many_posts_with_one_tag_the_nearest_are_found_in_no_time():
    start = time.perf_counter()
    found = related([{"all", f"t{n % 7}"} for n in range(3000)], 3)
    assert time.perf_counter() - start < 5
    assert found[700][:2] == [693, 707]


@given(st.lists(st.sets(st.sampled_from("abcdef")), max_size=20), st.integers(0, 5))
def test_any_posts(tags, count):
    found = related(tags, count)
    assert len(found) == len(tags)
    for post, others in enumerate(found):
        assert len(others) <= count
        assert len(set(others)) == len(others)
        assert post not in others
        assert all(tags[post] & tags[other] for other in others)
        assert others == _all_compared(tags, post)[:count]


def _all_compared(tags, post):
    shelves = {tag: sum(tag in own for own in tags) for tag in "abcdef"}
    weight = {tag: math.log(1 + len(tags) / n) ** 2 for tag, n in shelves.items() if n}
    length = [math.sqrt(sum(weight[tag] for tag in sorted(own))) for own in tags]

    def likeness(other):
        shared = sum(weight[tag] for tag in sorted(tags[post] & tags[other]))
        return round(shared / (length[post] * length[other]), 6)

    others = [n for n, own in enumerate(tags) if n != post and own & tags[post]]
    return sorted(others, key=lambda other: (-likeness(other), abs(other - post), other))
