"""What Pelican looks for in texts is found, or not, as by Pelican itself."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican import readers, utils
from pelican.contents import Page
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import SafeDatetime

from fastbuild import texts

LINKS = st.lists(
    st.sampled_from(
        [
            *('<a href="{filename}b.md">', '<img src="|static|a b.png">', "<p>", "a {x} | b", '"'),
            *('<img src="{attach}/c.png">', '<A HREF="{tag}x">', "<img alt='' src='a.png'>", "é"),
        ]
    ),
    max_size=4,
).map("".join)


def outcome(function, *given):
    try:
        found = function(*given)
    except ValueError as error:
        return str(error)
    return type(found), found


@given(st.datetimes(), st.sampled_from(["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]))
def test_dates_as_they_are_written(date, form):
    text = date.strftime(form)
    assert outcome(texts.get_date, text) == outcome(utils.get_date, text)


@given(st.from_regex(r"\A[12]\d\d\d-\d\d?-\d\d([ T]\d\d:\d\d(:\d\d)?)?\Z"))
def test_dates_that_are_none(text):
    assert outcome(texts.get_date, text) == outcome(utils.get_date, text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        *(("2009-08-05", 0), ("5 August 2009", 0), ("Wed, 5 Aug 2009 10:00 GMT", 0)),
        *(("5 August", 1), ("Monday", 1), ("10:00", 1), ("August 2009", 1), ("2009-08", 1)),
    ],
)
def test_it_is_known_which_dates_follow_from_the_day(text, asked):
    before = texts.CLOCK.asked
    assert texts.get_date(text) == utils.get_date(text)
    assert texts.CLOCK.asked - before == asked


def test_a_date_is_of_pelicans_type():
    found = texts.get_date("2009-08-05 09:30")
    assert type(found) is SafeDatetime
    assert found == datetime(2009, 8, 5, 9, 30)  # noqa: DTZ001 (as Pelican's are)


@given(LINKS, st.sampled_from([DEFAULT_CONFIG["INTRASITE_LINK_REGEX"], "(?P<what>a|x)"]))
def test_links(html, expression):
    settings = {**DEFAULT_CONFIG, "PATH": "/content", "INTRASITE_LINK_REGEX": expression}
    context = {"static_content": {}, "generated_content": {}}
    page = Page(html, {}, settings, "/content/a.md", context)
    assert texts._get_static_links(page) == texts._stock_links(page)
    for site in ("https://a.example", ""):
        assert texts._update_content(page, html, site) == texts._stock_update(page, html, site)


@pytest.mark.parametrize("html", ['<img alt="" src="a.png">', "<p>", '<IMG alt="" src="a.png">'])
def test_pictures_without_words(html, monkeypatch):
    def told(function):
        found = []
        monkeypatch.setattr(readers.logger, "warning", lambda *words, **_: found.append(words))
        function(html, "a.md")
        return found

    assert told(texts._find_empty_alt) == told(texts._stock_alt)
