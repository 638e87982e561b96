"""Texts that lie on the disk are what Pelican and plugins see as a content's own."""

from __future__ import annotations

import copy
import pickle
import sys
from types import SimpleNamespace

import pytest
from pelican.contents import Article
from pelican.settings import read_settings

from fastbuild.shelf import Shelf, _Place, hold_less, shelve_texts

LONG = "<p>A long text – ä, 𝄞, \udc80 – of a post.</p>" * 40


@pytest.fixture
def article():
    shelve_texts(None)

    def make(text, shelf=None):
        settings = read_settings(override={"FASTBUILD": SimpleNamespace(shelf=shelf)})
        return Article(text, {"title": "T"}, settings=settings)

    return make


def test_it_is_read_and_set_as_any_other(article, tmp_path):
    shelf = Shelf(tmp_path)
    one, other = article(LONG, shelf), article(LONG + "other", shelf)
    assert type(vars(one)["_content"]) is _Place
    assert one._content == LONG
    assert other._content == LONG + "other"
    one._content = one._content.replace("long", "longer")
    assert one._content == LONG.replace("long", "longer")
    assert other._content == LONG + "other"
    del one._content
    with pytest.raises(AttributeError):
        _ = one._content
    with pytest.raises(AttributeError):
        del one._content


@pytest.mark.parametrize("text", ["", "short", None])
def test_what_is_short_stays_where_it_is(article, tmp_path, text):
    one = article(text, Shelf(tmp_path))
    assert vars(one)["_content"] is text
    assert one._content is text


def test_without_a_shelf_nothing_is_different(article):
    assert vars(article(LONG))["_content"] is LONG


def test_copies_hold_the_text(article, tmp_path):
    one = article(LONG, Shelf(tmp_path))
    assert copy.copy(one)._content == LONG
    kept = pickle.dumps(vars(one)["_content"])  # as Pelican, with CACHE_CONTENT
    assert pickle.loads(kept) == LONG  # noqa: S301


def test_what_contents_have_alike_they_share(article):
    one, other = article(LONG), article(LONG)
    for content in (one, other):
        content.reader = content.metadata["reader"] = str(b"frontmatter", "ascii")
        content.words = str(b"word " * 20, "ascii")
    before = dict(vars(one))
    hold_less(one)
    hold_less(other)
    assert vars(one) == before
    assert list(vars(one)) == list(before)
    assert one.reader is other.reader is other.metadata["reader"]
    assert one.words is not other.words


def test_a_content_with_many_attributes_has_no_room_for_twice_as_many():
    class Fresh(Article):
        """With a table of names of its own."""

    one, grown = (Fresh(LONG, {"title": "T"}, settings=read_settings()) for _ in range(2))
    for number in range(20):
        for content in (one, grown):
            setattr(content, f"of_a_plugin_{number}", number)
        if number == 8:
            hold_less(one)
    assert list(vars(one)) == list(vars(grown))
    assert one.of_a_plugin_19 == 19
    assert sys.getsizeof(vars(one)) < sys.getsizeof(vars(grown))
