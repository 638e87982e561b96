"""The theme alone, on other people's blogs: Pelican's own settings, and none of our plugins."""

from __future__ import annotations

import re
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import html5lib
import lxml.html
import pytest

from sitebuilder import ROOT

THEME = ROOT / "theme"
POST = "Title: {}\nDate: {}\n{}\n\nSome words, and more.\n"


def post(title, date="2020-01-02", *lines):
    return POST.format(title, date, "\n".join(lines)).replace("\n\n\n", "\n\n")


SMALL = {"one.md": post("One")}
LARGE = {
    "one.md": post("First &amp; <em>best</em>", "2020-01-02 10:00", "Tags: a, b", "Authors: Jo, Mo")
    + "\n## A part\n\n```python\nx = 1\n```\n\n[About]({filename}/pages/about.md) "
    "![Dot]({static}/images/dot.png)\n",
    "two.rst": "Two\n###\n\n:date: 2020-02-02\n:modified: 2020-03-03\n:tags: a\n:slug: two\n\n"
    "Words.\n\nPart\n----\n\n.. code-block:: python\n\n   x = 1\n",
    "dos.md": post("Dos", "2020-02-02", "Slug: two", "Lang: es", "Tags: solo"),
    "draft.md": post("Unready", "2020-02-03", "Status: draft"),
    "hidden.md": post("Secret", "2020-02-04", "Status: hidden", "Tags: a"),
    "Travel/trip.md": post("Trip", "2021-05-06", "Tags: c"),
    **{f"more-{n}.md": post(f"More {n}", f"2019-0{n}-01", "Tags: b") for n in range(1, 9)},
    "pages/about.md": "Title: About\n\nWho I am.\n",
    "pages/about-es.md": "Title: Acerca\nSlug: about\nLang: es\n\nYo.\n",
    "images/dot.png": b"dot",
}
CLEAN = {
    "ARTICLE_URL": "{date:%Y}/{slug}/",
    "ARTICLE_SAVE_AS": "{date:%Y}/{slug}/index.html",
    "PAGE_URL": "{slug}/",
    "PAGE_SAVE_AS": "{slug}/index.html",
    "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}/index.html",
    "YEAR_ARCHIVE_URL": "{date:%Y}/",
    "MONTH_ARCHIVE_SAVE_AS": "{date:%Y}/{date:%m}/index.html",
    "MONTH_ARCHIVE_URL": "{date:%Y}/{date:%m}/",
    "DEFAULT_PAGINATION": 3,
}
STRICT = """
from jinja2 import StrictUndefined
JINJA_ENVIRONMENT = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
"""
ESCAPED = STRICT.replace("StrictUndefined}", 'StrictUndefined, "autoescape": True}')
SHAPES = {
    "nothing at all": ({}, {}, ""),
    "one post": (SMALL, {}, ""),
    "only a page": ({"pages/about.md": "Title: About\n\nHi.\n"}, {}, ""),
    "everything": (LARGE, {}, ""),
    "everything, published": (LARGE, {"SITEURL": "https://blog.example/sub"}, ""),
    "everything, relative": (LARGE, {"RELATIVE_URLS": True, "SITEURL": ""}, ""),
    "a misspelt variable is an error": (LARGE, {}, STRICT),
    "text is escaped": (LARGE, {**CLEAN, "SITENAME": 'Jo & "Mo"'}, ESCAPED),
    "nothing at all, strictly": ({}, {}, ESCAPED),
    "clean addresses and pages of lists": (LARGE, CLEAN, ""),
    # Without categories Pelican itself can write no drafts.
    "no lists": (
        {name: text for name, text in LARGE.items() if name != "draft.md"},
        {"DIRECT_TEMPLATES": ["index"], "TAG_SAVE_AS": "", "CATEGORY_SAVE_AS": "",
         "AUTHOR_SAVE_AS": ""},
        STRICT,
    ),
    "what pelican-quickstart asks": (
        LARGE,
        {"AUTHOR": "Jo", "SITENAME": "Jo's blog", "SITESUBTITLE": "Words",
         "LINKS": [["Pelican", "https://getpelican.com/?a=1&b=2"]],
         "SOCIAL": [["Mastodon", "https://social.example/@jo", "me"]],
         "MENUITEMS": [["Shop", "https://shop.example/"]], "GITHUB_URL": "https://git.example/jo",
         "FEED_ALL_ATOM": None, "CATEGORY_FEED_ATOM": None, "DISPLAY_CATEGORIES_ON_MENU": False},
        "",
    ),
    "another language, with feeds": (
        LARGE,
        {"DEFAULT_LANG": "fr", "FEED_DOMAIN": "https://blog.example", "FEED_ALL_RSS": "all.rss",
         "TAG_FEED_ATOM": "feeds/tag-{slug}.xml", "DEFAULT_DATE_FORMAT": "%d/%m/%Y",
         "JINJA_GLOBALS": {"extra_siteurls": {"en": "https://en.blog.example"}}},
        "",
    ),
}  # fmt: skip


@pytest.fixture(params=SHAPES)
def blog(request, build, tmp_path):
    files, settings, more = SHAPES[request.param]
    conf = tmp_path / "conf.py"
    lines = [f"{name} = {value!r}" for name, value in settings.items()]
    conf.write_text("\n".join([f"THEME = {str(THEME)!r}", *lines, more, ""]))
    site = build(files, conf=str(conf))
    assert site.status == 0, site.said
    # It draws pages without a theme that holds what it needs.
    assert "CRITICAL" not in site.said
    assert "ERROR" not in site.said
    site.settings = settings
    return site


def read(site):
    return {path: site.text(path) for path in site.files() if path.endswith(".html")}


def test_an_ordinary_blog_is_whole(blog):
    sources = read(blog)
    assert "index.html" in sources
    pages = {path: lxml.html.document_fromstring(text) for path, text in sources.items()}
    for path, text in sources.items():
        html5lib.HTMLParser(strict=True).parse(text)
        page = pages[path]
        assert len(page.xpath("//h1")) == 1, path
        assert page.findtext("head/title").strip(" ·"), path
        ids = page.xpath("//@id")
        assert len(set(ids)) == len(ids), path
        labels = page.xpath("//nav/@aria-label")
        assert len(set(labels)) == len(labels) == len(page.xpath("//nav")), path
    check_corners(pages)
    check_links(blog, pages)


def check_corners(pages):
    """Nothing is empty, and nothing is of this project's own kinds."""
    for path, page in pages.items():
        empty = [
            one.tag
            for one in page.iter(
                "h1", "h2", "h3", "ul", "ol", "dl", "nav", "section", "p", "a", "li"
            )
            if not one.text_content().strip() and not one.xpath(".//img")
        ]
        assert empty == [], path
        words = page.text_content()
        for ours in ("Leads", "Shower", "Roundup", "Network", "Jobshower", "None", "Undefined"):
            assert ours not in words, (path, ours)


def check_links(site, pages):
    """Each link to the site itself leads to a file, and to a place in it."""
    base = site.settings.get("SITEURL") or "https://blog.example"
    files = site.files()
    for path, page in pages.items():
        for link in page.xpath("//@href | //@src"):
            url = urljoin(f"{base}/{path}", re.sub(r"^/(?!/)", f"{base}/", link))
            if not url.startswith(f"{base}/"):
                assert urlsplit(url).scheme in {"https", "mailto"}, (path, link)
                continue
            target, fragment = urldefrag(unquote(url).removeprefix(f"{base}/"))
            target = f"{target}index.html" if target.endswith("/") or not target else target
            assert target in files, (path, link)
            if fragment:
                assert pages[target].xpath("//*[@id=$id]", id=fragment), (path, link)


def build_one(build, tmp_path, files, **settings):
    conf = tmp_path / "conf.py"
    lines = [f"{name} = {value!r}" for name, value in settings.items()]
    conf.write_text("\n".join([f"THEME = {str(THEME)!r}", *lines, ""]))
    site = build(files, conf=str(conf))
    assert site.status == 0, site.said
    return site


def test_what_the_settings_ask_for_is_shown(build, tmp_path):
    _, settings, _ = SHAPES["what pelican-quickstart asks"]
    site = build_one(build, tmp_path, LARGE, **settings)
    page = lxml.html.fromstring(site.text("index.html"))
    assert page.xpath("//header//nav//a[text()='Shop']/@href") == ["https://shop.example/"]
    assert page.xpath("//header//nav//a[text()='About']")
    assert not page.xpath("//header//nav//a[text()='Travel']")
    for url in (
        "https://getpelican.com/?a=1&b=2",
        "https://social.example/@jo",
        "https://git.example/jo",
    ):
        assert page.xpath("//footer//a[@href=$url]", url=url)
    assert not page.xpath("//link[@type='application/atom+xml']")
    assert page.findtext("head/title") == "Jo's blog: Words"


def test_a_site_in_several_languages_leads_to_the_others(build, tmp_path):
    _, settings, _ = SHAPES["another language, with feeds"]
    page = lxml.html.fromstring(build_one(build, tmp_path, SMALL, **settings).text("index.html"))
    assert page.get("lang") == "fr"
    assert page.xpath("//footer//a[@hreflang='en']/@href") == ["https://en.blog.example/"]


def test_pelicans_own_feeds_are_announced(build, tmp_path):
    site = build_one(
        build, tmp_path, SMALL, FEED_DOMAIN="https://blog.example", FEED_ALL_RSS="all.rss"
    )
    page = lxml.html.fromstring(site.text("one.html"))
    announced = page.xpath("//head/link[@rel='alternate']/@href")
    assert announced == ["https://blog.example/feeds/all.atom.xml", "https://blog.example/all.rss"]


def test_a_title_with_markup_is_read_as_it_is_meant(build, tmp_path):
    page = lxml.html.fromstring(build_one(build, tmp_path, LARGE).text("first-best.html"))
    assert page.findtext("head/title").startswith("First & best")
    assert page.xpath("//h1/em/text()") == ["best"]


def test_an_owner_changes_one_template_by_another_of_the_same_name(build, tmp_path):
    mine = tmp_path / "mine" / "partials"
    mine.mkdir(parents=True)
    (mine / "footer.html").write_text("<footer>Mine, since {{ 1999 }}.</footer>\n")
    (mine.parent / "extend_head.html").write_text(
        '<link rel="stylesheet" href="{{ SITEURL }}/extra/mine.css">\n'
    )
    (mine.parent / "article.html").write_text(
        '{% extends "!theme/article.html" %}\n'
        "{% block content %}{{ super() }}<p>Thank you for reading.</p>{% endblock %}\n"
    )
    site = build_one(
        build,
        tmp_path,
        SMALL | {"extra/mine.css": ":root { --link: #7a2e6b; }\n"},
        THEME_TEMPLATES_OVERRIDES=[str(mine.parent)],
        STATIC_PATHS=["extra"],
    )
    page = lxml.html.fromstring(site.text("one.html"))
    assert page.xpath("//body/footer")[0].text == "Mine, since 1999."
    # After the theme's own, so that it wins.
    assert page.xpath("//head/link[@rel='stylesheet'][last()]/@href") == ["/extra/mine.css"]
    assert page.xpath("//main/p[last()]/text()") == ["Thank you for reading."]
    assert (site.output / "extra/mine.css").is_file()
