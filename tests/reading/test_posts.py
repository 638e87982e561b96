"""What a page of a post leads to: neighbours, its series, posts about the same, ways to share."""

from types import SimpleNamespace
from urllib.parse import unquote

import pytest

from reading.posts import SimilarPosts, link_posts

POST = "Title: {}\nDate: {}\n{}\nSome words.\n"


def post(title, date, *lines):
    return POST.format(title, date, "".join(f"{line}\n" for line in lines))


def links(site, url, what):
    return site.page(url).xpath(f"//*[contains(@class, '{what}')]//a/@href")


SERIES = {
    "posts/one.md": post("One", "2009-08-01", "Series: Asking", "Tags: a, b"),
    "posts/two.md": post("Two", "2009-08-02", "Series: asking", "Tags: a, b"),
    "posts/three.md": post("Three", "2009-08-03", "Tags: a"),
    "posts/hidden.md": post("Secret", "2009-08-02", "Series: Asking", "Status: hidden", "Tags: a"),
    "posts/draft.md": post("Unready", "2009-08-04", "Series: Asking", "Status: draft"),
    "posts/uno.md": post("Uno", "2009-08-01", "Series: Asking", "Slug: one", "Lang: es"),
}


@pytest.fixture
def site(build):
    site = build(SERIES)
    assert site.status == 0, site.said
    return site


def test_each_post_leads_to_the_ones_before_and_after(site):
    page = site.page("posts/two/")
    assert page.xpath("//main//a[@rel='prev']/@href") == ["/posts/one/"]
    assert page.xpath("//main//a[@rel='next']/@href") == ["/posts/three/"]
    assert not site.page("posts/one/").xpath("//main//a[@rel='prev']")
    assert not site.page("posts/hidden/").xpath("//main//a[@rel='prev' or @rel='next']")


def test_a_translation_leads_to_what_there_is_in_its_language(site):
    assert site.page("posts/one/es/").xpath("//main//a[@rel='next']/@href") == ["/posts/two/"]


def test_a_series_is_listed_on_each_of_its_posts(site):
    assert links(site, "posts/one/", "series") == ["/posts/two/"]
    assert links(site, "posts/two/", "series") == ["/posts/one/"]
    assert "Part 2 of 2" in site.words("posts/two/")
    assert not links(site, "posts/three/", "series")
    # One alone is no series; nobody else's is hidden.
    assert not links(site, "posts/one/es/", "series")
    assert "Secret" not in site.words("posts/one/")


def test_unlisted_posts_see_the_series_which_does_not_see_them(site):
    assert links(site, "posts/hidden/", "series") == ["/posts/one/", "/posts/two/"]
    assert links(site, "drafts/draft/", "series") == ["/posts/one/", "/posts/two/"]


def test_the_order_of_a_series_can_be_said(build):
    site = build(
        {
            "posts/a.md": post("A", "2009-08-01", "Series: S", "Series-Index: 2"),
            "posts/b.md": post("B", "2009-08-02", "Series: S", "series_index: 1"),
            "posts/c.md": post("C", "2009-08-03", "Series: S"),
        }
    )
    assert site.status == 0, site.said
    assert links(site, "posts/c/", "series") == ["/posts/b/", "/posts/a/"]


def test_a_place_that_is_none_is_told(build):
    site = build({"posts/a.md": post("A", "2009-08-01", "Series: S", "Series-Index: second")})
    assert site.status == 1
    assert "posts/a.md:4" in site.said
    assert "second" in site.said


def test_posts_about_the_same_are_named(site):
    assert links(site, "posts/three/", "related") == ["/posts/two/", "/posts/one/"]
    # What is of the same series stands there already.
    assert links(site, "posts/one/", "related") == ["/posts/three/"]


def test_none_are_where_none_are_wanted(build):
    site = build(SERIES, RELATED_POSTS=0)
    assert not links(site, "posts/three/", "related")


LONG = "".join(f"## Part {n}\n\n{'word ' * 300}\n\n### Piece {n}\n\nMore.\n\n" for n in range(3))


def test_a_long_post_has_a_table_of_contents(build):
    head = "Title: Long\nDate: 2009-08-05\n\n"
    site = build(
        {
            "posts/long.md": head + LONG,
            "posts/short.md": head + LONG.replace("word ", ""),
            "posts/own.md": head + "[TOC]\n\n" + LONG,
        }
    )
    assert site.status == 0, site.said
    page = site.page("posts/long/")
    assert page.xpath("//nav[@class='toc']/ol/li/a/@href") == ["#part-0", "#part-1", "#part-2"]
    assert page.xpath("//nav[@class='toc']/ol/li/ol/li/a/text()")[0] == "Piece 0"
    assert "4 minutes to read" in site.words("posts/long/")
    assert not site.page("posts/short/").xpath("//*[@class='toc']")
    assert "1 minute to read" in site.words("posts/short/")
    assert len(site.page("posts/own/").xpath("//*[@class='toc']")) == 1
    site = build(TOC_MIN_HEADINGS=0)
    assert not site.page("posts/long/").xpath("//*[@class='toc']")


def test_a_post_is_answered_by_mail(build):
    site = build({"posts/one.md": post("What & why?", "2009-08-05")}, conf="publishconf.py")
    assert site.status == 0, site.said
    (link,) = site.page("posts/one/").xpath("//main//a[starts-with(@href, 'mailto:hello@')]/@href")
    assert "subject=Re: What & why? [post/one]" in unquote(link)
    assert "https://nora.example/posts/one/" in unquote(link)


def test_or_by_a_form(build):
    files = {"posts/one.md": post("One", "2009-08-05")}
    site = build(files, REPLY_TO="https://form.example/?about={id}&re={subject}")
    assert site.status == 0, site.said
    assert site.page("posts/one/").xpath("//main//a/@href[contains(., 'form.example')]") == [
        "https://form.example/?about=post%2Fone&re=Re%3A%20One"
    ]


def test_or_not_at_all(build):
    site = build({"posts/one.md": post("One", "2009-08-05")}, REPLY_TO="")
    assert site.status == 0, site.said
    assert "Reply" not in site.words("posts/one/")


def test_a_post_is_passed_on_by_plain_links(build):
    names = ["email", "mastodon", "linkedin", "bluesky", "whatsapp"]
    site = build({"posts/one.md": post("A & B", "2009-08-05")}, SHARE_LINKS=names)
    assert site.status == 0, site.said
    shared = links(site, "posts/one/", "share")
    assert len(shared) == len(names)
    for link in shared:
        assert "https://nora.example/posts/one/" in unquote(link)
    assert unquote(shared[0]).startswith("mailto:?subject=A & B&body=A & B\r\nhttps://")
    assert not links(build(SHARE_LINKS=[]), "posts/one/", "share")


def test_an_unknown_way_is_told(build):
    site = build({"posts/one.md": post("One", "2009-08-05")}, SHARE_LINKS=["mastodn"])
    assert site.status == 1
    assert "did you mean “mastodon”?" in site.said


def test_texts_that_share_a_page_share_no_ids(build):
    wish = "Title: {0}\nKind: review\nDate: 2009-08-02\n\n## Why\n\nRead[^1].\n\n[^1]: {0}.\n"
    shower = "Title: Shower\nSeeker: Nora Whitfield\nDate: 2009-08-01\n\nHi[^1].\n\n[^1]: Ho.\n"
    site = build(
        {
            "showers/nora/shower.md": shower,
            "showers/nora/one.md": wish.format("One"),
            "showers/nora/two.md": wish.format("Two"),
        }
    )
    assert site.status == 0, site.said
    page = site.page("showers/nora/")
    ids = page.xpath("//@id")
    assert len(set(ids)) == len(ids)
    notes = page.xpath("//sup/a/@href")
    assert len(notes) == 3
    assert {note.removeprefix("#") for note in notes} < set(ids)


class Post(SimpleNamespace):
    similar_posts = SimilarPosts()


def test_which_are_about_the_same_is_found_once_and_when_somebody_asks():
    found = []

    def find(tags, *_):
        found.append(tags)
        return [[place - 1] if place else [] for place in range(len(tags))]

    def new(name):
        return Post(metadata={}, date=name, tags=[name], translations=[], lang="en", series=None)

    posts = [new("a"), new("b"), new("c")]
    for one in (*posts, draft := new("d")):
        one.get_relative_source_path = lambda: "x"
    assert not hasattr(posts[0], "similar_posts")
    assert not link_posts(posts, [], [draft], 1, None, find)
    assert not found
    assert posts[2].similar_posts == [posts[1]]
    assert posts[0].similar_posts == draft.similar_posts == []
    assert len(found) == 1
    # Another plugin knows better.
    posts[1].similar_posts = [draft]
    assert posts[1].similar_posts == [draft]
