"""What a subscriber of a small site gets."""

from collections.abc import Callable
from pathlib import Path

import pytest
from feedsite import ATOM, Site, post
from lxml import etree
from pelican.plugins import signals

BUILD = Callable[..., Site]
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BODY = """
Hello *friends*, x <3 & y.

[other]({filename}second.md#why) [top](#top) ![desk]({static}images/desk.png) ![near](near.png)

<script>alert(1)</script>
"""


@pytest.fixture
def site(build_site: BUILD) -> Site:
    first = post(
        'Cards & "mixers" <3',
        "2009-08-05 09:30",
        BODY,
        Modified="2009-08-06 10:00",
        Tags="office, C++",
        Category="Advice",
        Authors="Nora, Ann",
    )
    second = post("Second", "2009-08-07", Summary="In <em>short</em>: a <3.", Lang="en")
    files = {"first.md": first, "second.md": second, "images/desk.png": "x"}
    return build_site(
        files,
        SITEURL="https://example.org/blog",
        AUTHOR="Nora",
        ARTICLE_URL="posts/{slug}/",
        ARTICLE_SAVE_AS="posts/{slug}/index.html",
    )


def test_a_site_has_feeds_of_posts_tags_and_categories(site: Site) -> None:
    names = ["posts", "tags/office", "tags/c", "categories/advice", "categories/misc"]
    assert site.names() == {
        f"{name}.{f}" for name in names for f in ("rss.xml", "atom.xml", "json")
    }


@pytest.mark.parametrize("feed_format", ["atom", "rss"])
def test_a_reader_sees_the_feed(site: Site, feed_format: str) -> None:
    feed = site.feed("posts", feed_format).feed
    assert feed.title == "Nora's search: Posts"
    assert feed.link == "https://example.org/blog/"
    assert feed.subtitle == "Every post."
    assert feed.language == "en"
    (own,) = (link for link in feed.links if link.rel == "self")
    assert own.href == f"https://example.org/blog/feeds/posts.{feed_format}.xml"
    assert feed.updated_parsed[:5] == (2009, 8, 7, 4, 0)
    assert "generator" not in feed


@pytest.mark.parametrize("feed_format", ["atom", "rss"])
def test_a_reader_sees_the_entry(site: Site, feed_format: str) -> None:
    newest, entry = site.feed("posts", feed_format).entries
    assert newest.title == "Second"
    assert entry.title == 'Cards & "mixers" <3'
    assert entry.link == "https://example.org/blog/posts/cards-mixers-3/"
    assert entry.published_parsed[:5] == (2009, 8, 5, 13, 30)
    assert [tag.term for tag in entry.tags] == ["Advice", "office", "C++"]
    assert [a.name for a in entry.authors] == ["Nora", "Ann"]
    html = entry.content[0].value
    assert "Hello <em>friends</em>, x &lt;3 &amp; y." in html
    assert 'href="https://example.org/blog/posts/second/#why"' in html
    assert 'href="https://example.org/blog/posts/cards-mixers-3/#top"' in html
    assert 'src="https://example.org/blog/images/desk.png"' in html
    assert 'src="https://example.org/blog/posts/cards-mixers-3/near.png"' in html


def test_an_update_has_its_date_and_keeps_its_place(site: Site) -> None:
    assert site.entry("posts", 'Cards & "mixers" <3').updated == "2009-08-06T10:00:00-04:00"
    assert site.titles("posts")[0] == "Second"


def test_summaries_are_plain_text(site: Site) -> None:
    atom = etree.fromstring(site.text("feeds/posts.atom.xml").encode())
    rss = etree.fromstring(site.text("feeds/posts.rss.xml").encode())
    assert [e.text for e in atom.iter(f"{ATOM}summary")] == [
        "In short: a <3.",
        "Hello friends, x <3 & y. other top",
    ]
    # A description is HTML, whose text must be the same.
    descriptions = [e.text for e in rss.findall(".//item/description")]
    assert descriptions[0] == "In short: a &lt;3."
    # What HTML cannot misread is as people write it, for browsers that show it.
    assert descriptions[1] == "Hello friends, x &lt;3 & y. other top"


def test_pelicans_own_feeds_are_as_good(build_site: BUILD) -> None:
    files = {"a.md": post("A", body="[b](b.html)", Category="Posts", Author="Nora")}
    site = build_site(
        files,
        FEED_ALL_ATOM="feeds/all.atom.xml",
        FEED_ALL_RSS="all.rss.xml",
        FEED_ALL_RSS_URL="https://feeds.example.com/all",
        CATEGORY_FEED_ATOM="feeds/{slug}.atom.xml",
        AUTHOR_FEED_RSS="feeds/{slug}.rss.xml",
        FEED_APPEND_REF=True,
    )
    everything = site.feed("all")
    assert everything.feed.title == "Nora's search"
    assert everything.feed.id == "tag:example.org,2009:feed/all"
    assert everything.entries[0].link == "https://example.org/a.html?ref=feed"
    assert 'href="https://example.org/b.html"' in everything.entries[0].content[0].value
    assert "https://feeds.example.com/all" in site.text("all.rss.xml")
    assert site.feed("nora", "rss").feed.title == "Nora's search: Nora"
    # The category feed and the channel want one file: the channel has it.
    assert site.feed("posts").feed.subtitle == "Every post."


@pytest.mark.parametrize("relative", [False, True])
def test_static_files_in_srcset_are_found(build_site: BUILD, relative: bool) -> None:
    body = """<img src="{static}/images/a.png" alt="A" srcset="{static}/images/a.png 1x,
    {static}../images/b.png 2x, https://cdn.example/c.png 3x">"""
    files = {"x/a.md": post("A", body=body), "images/a.png": "x", "images/b.png": "x"}
    atom = build_site(files, RELATIVE_URLS=relative).text("feeds/posts.atom.xml")
    # Not by feedparser, which drops `srcset`.
    html = etree.fromstring(atom.encode()).findtext(f".//{ATOM}content")
    site = "https://example.org/images"
    assert f'srcset="{site}/a.png 1x, {site}/b.png 2x, https://cdn.example/c.png 3x"' in html


def test_relative_urls_do_not_reach_feeds(build_site: BUILD) -> None:
    files = {"a.md": post("A", body="[b]({filename}b.md)"), "b.md": post("B", "2009-08-04")}
    site = build_site(files, RELATIVE_URLS=True, FEED_ALL_ATOM="feeds/all.atom.xml")
    for name in ("posts", "all"):
        assert 'href="https://example.org/b.html"' in site.entry(name, "A").content[0].value


def test_feeds_elsewhere_link_to_the_site(build_site: BUILD) -> None:
    site = build_site({"a.md": post("A")}, FEED_DOMAIN="https://feeds.example.net/nora")
    feed = site.feed("posts")
    assert feed.feed.links[0].href == "https://feeds.example.net/nora/feeds/posts.atom.xml"
    assert feed.entries[0].link == "https://example.org/a.html"
    assert feed.entries[0].id == "tag:feeds.example.net,2009:post/a"


def test_a_site_without_address_is_warned_and_has_valid_feeds(
    build_site: BUILD, caplog: pytest.LogCaptureFixture
) -> None:
    site = build_site({"a.md": post("A")}, SITEURL="")
    assert site.entry("posts", "A").link == "http://localhost:8000/a.html"
    assert sum("for preview only" in record.message for record in caplog.records) == 1


def test_languages(build_site: BUILD) -> None:
    files = {"a.md": post("A", Slug="a"), "a-de.md": post("Ah", Lang="de", Slug="a")}
    site = build_site(files, DEFAULT_LANG="en-GB")
    atom = etree.fromstring(site.text("feeds/posts.atom.xml").encode())
    entries = atom.iter(f"{ATOM}entry")
    assert {e.findtext(f"{ATOM}title"): e.get(LANG) for e in entries} == {"A": None, "Ah": "de"}
    assert atom.get(LANG) == "en-gb"
    assert "<language>en-gb</language>" in site.text("feeds/posts.rss.xml")
    assert "<dc:language>de</dc:language>" in site.text("feeds/posts.rss.xml")


def test_titles_are_what_pages_show(build_site: BUILD) -> None:
    files = {"a.md": post("A <em>fine</em> AT&amp;T")}
    assert build_site(files).titles("posts") == ["A fine AT&T"]


def test_empty_articles_have_a_description(build_site: BUILD) -> None:
    assert build_site({"a.md": post("A", body="")}).entry("posts", "A").summary == "A"


def test_control_characters_are_left_out_and_named(
    build_site: BUILD, caplog: pytest.LogCaptureFixture
) -> None:
    files = {"a.md": post("Be\x08ll", body="ring\x0b\x1b &#1;\ufffe 😀", Tags="x\x07y")}
    site = build_site(files)
    assert site.titles("posts") == ["Bell"]
    assert site.entry("posts", "Bell").tags[1].term == "xy"
    assert [r.message for r in caplog.records if "XML cannot hold" in r.message] == [
        "a.md: characters that XML cannot hold are left out of feeds"
    ]


def test_two_builds_are_the_same_bytes(build_site: BUILD) -> None:
    files = {f"{name}.md": post(name, Tags="c++, C, x") for name in "abcdef"}
    one, two = build_site(files), build_site(dict(reversed(files.items())))
    assert one.names() == two.names()
    for name in one.names():
        assert one.text(f"feeds/{name}") == two.text(f"feeds/{name}")


def test_both_feed_signals_are_sent(build_site: BUILD) -> None:
    written = []

    def generated(context: dict, feed: object) -> None:
        feed.subtitle(f"By {context['SITENAME']}")

    def wrote(path: str, context: dict, feed: object) -> None:
        written.append((Path(path).name, context["SITENAME"], feed.feed_type))

    with signals.feed_generated.connected_to(generated), signals.feed_written.connected_to(wrote):
        site = build_site({"a.md": post("A")}, DEFAULT_CATEGORY="misc")
    assert site.feed("posts").feed.subtitle == "By Nora's search"
    assert ("posts.atom.xml", "Nora's search", "atom") in written
    assert ("posts.rss.xml", "Nora's search", "rss") in written


def test_a_site_without_articles_has_no_feeds(build_site: BUILD) -> None:
    assert build_site({"pages/about.md": "Title: About\n\nMe."}).names() == set()
    empty = build_site(
        {"pages/about.md": "Title: About\n\nMe."}, FEED_ALL_ATOM="feeds/all.atom.xml"
    )
    assert empty.feed("all").entries == []
