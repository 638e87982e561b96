"""Ids that readers know items by never change."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from feedsite import Site, post
from hypothesis import given
from hypothesis import strategies as st

from feeds import item_id
from feeds.item import is_uri
from feeds.settings import prepare
from problems import ProblemsFound

BUILD = Callable[..., Site]
ID = "tag:example.org,2009:post/acme-clerk"


def ids(site: Site) -> list[str]:
    """Give the ids, the same in all formats."""
    atom, rss = ([e.id for e in site.feed("posts", f).entries] for f in ("atom", "rss"))
    assert atom == rss == [item["id"] for item in site.json("posts")["items"]]
    return atom


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"SITEURL": "http://example.org"},
        {"SITEURL": "https://example.org/~nora/blog"},
        {"SITEURL": "https://EXAMPLE.org:8080"},
        {"SITEURL": "//example.org"},
        {"SITEURL": "", "FEED_DOMAIN": "https://example.org"},
        {"SITEURL": "http://localhost:8000", "FEED_DOMAIN": "https://example.org/feeds"},
        {"THEME": "notmyidea"},
        {"DEFAULT_LANG": "en-gb", "TIMEZONE": "Asia/Tokyo", "SITENAME": "Other"},
        {"ARTICLE_URL": "x/{slug}/", "ARTICLE_SAVE_AS": "x/{slug}/index.html"},
    ],
)
def test_addresses_change_no_id(build_site: BUILD, settings: dict[str, str]) -> None:
    site = build_site({"posts/2009-08-05-acme-clerk.md": post("A")}, **settings)
    assert ids(site) == [ID]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("2009-08-05-acme-clerk.md", {"title": "Another title"}),
        ("2009-09-01-acme-clerk.md", {"title": "A", "date": "2009-09-01"}),
        ("acme-clerk.md", {"title": "A", "Slug": "else", "Tags": "x", "Category": "y"}),
        ("drafts/acme-clerk/index.md", {"title": "A"}),
        ("renamed.md", {"title": "A", "Id": "acme-clerk"}),
        ("renamed.md", {"title": "A", "Id": ID}),
    ],
)
def test_edits_change_no_id(build_site: BUILD, name: str, fields: dict[str, str]) -> None:
    assert ids(build_site({name: post(**fields)})) == [ID]


def test_ids_of_another_blog_are_kept(build_site: BUILD) -> None:
    old = "http://old.example.com/?p=12&x=ü"
    assert ids(build_site({"a.md": post("A", Id=old)})) == [old]


def test_translations_have_ids_of_their_own(build_site: BUILD) -> None:
    files = {
        "en/hello.md": post("Hello", Slug="hello"),
        "de/hello.md": post("Hallo", Slug="hello", Lang="de"),
        "hello-fr.md": post("Bonjour", Slug="hello", Lang="fr"),
    }
    site = build_site(files)
    assert sorted(ids(site)) == [
        "tag:example.org,2009:post/hello",
        "tag:example.org,2009:post/hello-fr",
        "tag:example.org,2009:post/hello.de",
    ]


def test_the_channel_keeps_its_id_too(build_site: BUILD) -> None:
    http = build_site({"a.md": post("A")}, SITEURL="http://example.org/x")
    https = build_site({"a.md": post("B")}, SITENAME="Another name")
    assert (
        http.feed("posts").feed.id
        == https.feed("posts").feed.id
        == "tag:example.org,2009:feed/posts"
    )


def test_ids_are_uris() -> None:
    settings = {"SITEURL": "https://bücher.example", "FEED_DOMAIN_SINCE": 2011}
    assert item_id(settings, "wish", "nora/a b?#%é") == (
        "tag:xn--bcher-kva.example,2011:wish/nora/a%20b%3F%23%25%C3%A9"
    )
    assert item_id(settings, "post", "e\u0301") == item_id(settings, "post", "\u00e9")
    assert item_id({"SITEURL": "https://a..b"}, "post", "x") == "tag:a..b,2009:post/x"
    assert item_id({}, "post", "x") == "tag:localhost,2009:post/x"


@given(
    st.text(max_size=30),
    st.text(st.characters(exclude_categories=()), max_size=30),
    st.sampled_from(["http", "https"]),
    st.sampled_from(["", ":8000", "/blog", "/a/b/"]),
)
def test_any_id_is_a_uri_and_outlives_a_move(kind: str, slug: str, scheme: str, path: str) -> None:
    before = item_id({"SITEURL": "https://example.org"}, kind, slug)
    assert item_id({"SITEURL": f"{scheme}://example.org{path}"}, kind, slug) == before
    assert is_uri(before)
    assert before.isascii()
    # What was once written down is kept whatever the file is called now.
    assert item_id({"SITEURL": "https://else.example"}, "else", "else", before) == before


@pytest.mark.parametrize("since", ["", "09", "2009-8", "August 2009", "２００９"])
def test_a_wrong_date_is_refused(since: str) -> None:
    with pytest.raises(ProblemsFound, match="FEED_DOMAIN_SINCE"):
        prepare(SimpleNamespace(settings={"FEED_DOMAIN_SINCE": since, "SITEURL": "https://x.org"}))
