"""Addresses are computed quickly, and are Pelican's own."""

import pytest
from pelican import utils
from pelican.contents import Article, Page
from pelican.settings import read_settings
from pelican.urlwrappers import Author, Category
from pelican.utils import SafeDatetime

from fastbuild import addresses

DATE = SafeDatetime(2009, 8, 3, 9, 30)


@pytest.fixture
def settings(tmp_path):
    return read_settings(override={"PATH": str(tmp_path), "AUTHOR": "Nora Whitfield"})


def article(settings, **metadata):
    whole = {"title": "A", "date": DATE, "slug": "a", "category": Category("Ça va", settings)}
    source = f"{settings['PATH']}/posts/a/b.md"
    return Article("text", metadata=whole | metadata, settings=settings, source_path=source)


@pytest.mark.parametrize(
    "address",
    [
        "posts/{slug}/", "{date:%Y}/{date:%m}/{slug}.html", "{path}/{lang}/",
        "{category}/{author}/", "{title}/{series}", "{{x}}{slug!r}", "plain",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [{}, {"status": "draft"}, {"series": "s", "lang": "de"}])
def test_they_are_those_of_pelican(settings, address, kind):
    settings |= {"ARTICLE_URL": address, "DRAFT_URL": address, "ARTICLE_LANG_URL": address}
    one = article(settings, **kind)
    klass = "draft" if one.status == "draft" else "article"
    try:
        wanted = addresses._stock_expand(one, "url", klass)
    except KeyError:
        with pytest.raises(KeyError):
            addresses._expand_settings(one, "url", klass)
        return
    assert addresses._expand_settings(one, "url", klass) == wanted


def test_a_class_with_addresses_of_its_own_keeps_them(settings):
    class Odd(Page):
        @property
        def url_format(self):
            return {"slug": "odd"}

    settings["ODD_URL"] = "{slug}/"
    one = Odd("text", metadata={"title": "A"}, settings=settings, source_path="a.md")
    assert addresses._expand_settings(one, "url", "odd") == "odd/"


@pytest.mark.parametrize("path", [None, "", "images/x.png", "../up.md", "a//b/./c.md", "é.md"])
def test_relative_paths_are_those_of_pelican(settings, path):
    one = article(settings)
    wanted = addresses._stock_relative(one, path)
    assert addresses._get_relative_source_path(one, path) == wanted
    settings["PATH"] = "content"
    assert addresses._get_relative_source_path(one, path) == addresses._stock_relative(one, path)


@pytest.mark.parametrize("options", [{}, {"preserve_case": True}, {"use_unicode": True}])
@pytest.mark.parametrize("name", ["Ça va <b>", "C++", "", "  x y  "])
def test_slugs_are_those_of_pelican(settings, name, options):
    rules = settings["SLUG_REGEX_SUBSTITUTIONS"]
    wanted = utils.slugify(name, regex_subs=rules, **options)
    assert addresses._slugify(name, regex_subs=rules, **options) == wanted
    assert Author(name, settings).slug == utils.slugify(name, regex_subs=rules)
