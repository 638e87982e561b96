"""The posts of `invoke bench`: the same for everybody."""

import hashlib
from itertools import islice

from tools.bench.engines import Site
from tools.bench.posts import edited, make_posts


def told(posts):
    return "\n".join(map(repr, posts))


def test_a_seed_gives_the_same_bytes_on_any_machine():
    text = told(make_posts(50)).encode()
    assert hashlib.sha256(text).hexdigest()[:16] == "41bb5bcf26b030e2"
    assert told(make_posts(50, seed=1)) != told(make_posts(50))


def test_a_small_site_is_the_newest_part_of_a_large_one():
    assert list(make_posts(20)) == list(islice(make_posts(100), 20))


def test_posts_are_of_one_kind():
    posts = list(make_posts(200))
    for post in posts:
        assert len(post.body.split("\n\n")) == 8
        assert len(set(post.tags)) == 3
    assert len({post.slug for post in posts}) == 200
    assert len({part for post in posts for part in post.body.split("\n\n")}) == 1600
    assert [post.date for post in posts] == sorted((post.date for post in posts), reverse=True)


def test_every_week_of_posts_has_a_page():
    pages = [page for page in Site(list(make_posts(60))).pages if page.week]
    assert [page.url for page in pages] == [f"roundups/2009-w{n}/" for n in (34, 33, 32)]
    assert pages[0].title == "Week 34 of 2009"
    assert str(pages[0].date) == "2009-08-23"


def test_an_edit_is_one_more_word():
    assert edited("Title: A\n\nOne.\n\nTwo.\n", "Three.") == "Title: A\n\nOne.\n\nTwo. Three.\n"
