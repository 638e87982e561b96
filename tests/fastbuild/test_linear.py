"""What is quicker says the same as Pelican's own."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy, deepcopy
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, UndefinedError
from pelican import utils
from pelican.generators import ArticlesGenerator
from pelican.settings import DEFAULT_CONFIG

from fastbuild.linear import Asked, Members, process_translations, quicken_periods

SPAN = (datetime(2007, 11, 1), datetime(2009, 2, 1))  # noqa: DTZ001 (as Pelican's are)
PERIODS = {
    **DEFAULT_CONFIG,
    "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}.html",
    "YEAR_ARCHIVE_URL": "{date:%Y}",
    "MONTH_ARCHIVE_SAVE_AS": "{date:%Y-%m}.html",
    "MONTH_ARCHIVE_URL": "{date:%Y-%m}",
    "DAY_ARCHIVE_SAVE_AS": "{date:%Y-%m-%d}.html",
    "DAY_ARCHIVE_URL": "{date:%Y-%m-%d}",
}


class Article:
    def __init__(self, slug: str, lang: str, translation: str, date: datetime) -> None:
        self.slug, self.lang, self.date = slug, lang, date
        self.in_default_lang = lang == "en"
        self.metadata = {"translation": translation}
        self.source_path = f"{slug}.{lang}"
        self.translations: list[Any] = []


articles = st.lists(
    st.builds(
        Article,
        st.sampled_from("abcde"),
        st.sampled_from(["en", "es", "de"]),
        st.sampled_from(["true", "false"]),
        st.datetimes(*SPAN),
    ),
    max_size=25,
)


def translated(find: Callable[..., Any], given: list[Article], by: Any) -> Any:
    for article in given:
        article.translations = []
    index, others = find(list(given), by)
    return index, others, [article.translations for article in given]


@given(articles, st.sampled_from(["slug", ["slug"], {"slug", "lang"}, "", None]))
def test_translations(found, by):
    assert translated(process_translations, found, by) == translated(
        utils.process_translations, found, by
    )


@given(articles, st.booleans(), st.randoms())
def test_period_archives(found, newest_first, random):
    dates = sorted(found, key=lambda article: article.date, reverse=newest_first)
    in_their_order = list(found)
    random.shuffle(in_their_order)
    generator = SimpleNamespace(
        _build_period_archives=lambda *given: ArticlesGenerator._build_period_archives(None, *given)
    )
    wanted = generator._build_period_archives(dates, in_their_order, PERIODS)
    quicken_periods(generator)
    assert generator._build_period_archives(dates, in_their_order, PERIODS) == wanted
    # Articles that are listed twice, and dates of articles that are listed nowhere.
    for odd in (in_their_order * 2, in_their_order[1:]):
        wanted = ArticlesGenerator._build_period_archives(None, dates, odd, PERIODS)
        assert generator._build_period_archives(dates, odd, PERIODS) == wanted


@given(articles)
def test_members_are_a_list_that_knows(found):
    members = Members(found[1:])
    assert members == found[1:]
    assert [article in members for article in found] == [article in found[1:] for article in found]
    # Lists of one site, in turn.
    asked = Asked()
    one, other = Members(found[1:], asked), Members(found[:1], asked)
    for _ in range(2):
        assert [it in one for it in found] == [it in found[1:] for it in found]
        assert [it in other for it in found] == [it in found[:1] for it in found]
    # As Pelican's cache may do.
    for again in (copy(members), deepcopy(members)):
        assert type(again) is list
        assert len(again) == len(members)


def test_a_template_that_asks_members_too_much_is_told_of_a_list():
    environment = Environment(undefined=StrictUndefined, autoescape=True)
    said = []
    for empty in (Members(), []):
        with pytest.raises(UndefinedError) as caught:
            environment.from_string("{{ it[0] }}").render(it=empty)
        said.append(str(caught.value))
    assert said[0] == said[1]
