"""How files are served: types and caching, the same on every machine."""

import mimetypes

import pytest

from tools.deploy.kinds import cache_control, content_type, turn_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("feeds/posts.atom.xml", "application/atom+xml; charset=utf-8"),
        ("feeds/tags/job.search.rss.xml", "application/rss+xml; charset=utf-8"),
        ("feeds/posts.json", "application/feed+json; charset=utf-8"),
        ("pagefind/pagefind-entry.json", "application/json; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("calendar.ics", "text/calendar; charset=utf-8"),
        ("network.opml", "text/x-opml; charset=utf-8"),
        ("site.webmanifest", "application/manifest+json; charset=utf-8"),
        ("theme/css/site.css", "text/css; charset=utf-8"),
        ("theme/js/board.js", "text/javascript; charset=utf-8"),
        ("images/table.SVG", "image/svg+xml; charset=utf-8"),
        ("images/table.webp", "image/webp"),
        ("images/table.avif", "image/avif"),
        ("images/me.jpg", "image/jpeg"),
        ("theme/fonts/besley-600.woff2", "font/woff2"),
        ("pagefind/wasm.en.pagefind", "application/octet-stream"),
        ("pagefind/fragment/en_4f0c1a7.pf_fragment", "application/octet-stream"),
        ("search.wasm", "application/wasm"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("resume.pdf", "application/pdf"),
        ("CNAME", "application/octet-stream"),
    ],
)
def test_content_types(name, kind, monkeypatch):
    # A machine with tables of its own.
    monkeypatch.setattr(mimetypes, "types_map", {".pdf": "x/y", ".jpg": "x/y"})
    assert content_type(name) == kind


def seconds(name):
    return int(cache_control(name).split("max-age=")[1].split(",")[0])


def test_feeds_live_shortest_and_hashed_names_for_ever():
    feed, page = seconds("feeds/posts.atom.xml"), seconds("posts/x/index.html")
    asset, hashed = seconds("images/table.png"), seconds("theme/css/site.3f9a1c2b.css")
    assert feed <= 600
    # A page of a new design with the old style sheet would be broken.
    assert seconds("theme/css/site.css") == seconds("pagefind/pagefind.js") == page
    assert feed <= page < asset < hashed
    assert "immutable" in cache_control("theme/css/site.3f9a1c2b.css")
    assert "immutable" in cache_control("og/85dd2963ec318f17.jpg")
    assert "immutable" in cache_control("images/sized/table-b7dbe55cd44d-800.webp")


@pytest.mark.parametrize("name", ["images/2009-08-28.png", "images/decade.png", "a.20090828.css"])
def test_a_date_or_a_word_in_a_name_is_no_hash(name):
    assert "immutable" not in cache_control(name)


@pytest.mark.parametrize(
    ("name", "turn"),
    [
        ("index.html", "page"),
        ("posts/feeds/index.html", "page"),
        ("feeds/everything.json", "list"),
        ("feeds/posts/archive-1.atom.xml", "list"),
        ("feeds/feed.css", "asset"),
        ("calendars/tags/office.ics", "list"),
        ("sitemap.xml", "list"),
        ("images/chart.svg", "asset"),
        ("pagefind/pagefind-entry.json", "list"),
    ],
)
def test_turns(name, turn):
    assert turn_of(name) == turn
