"""JSON Feed 1.1."""

from collections.abc import Callable

from feedsite import Site, post

BUILD = Callable[..., Site]


def test_a_reader_sees_the_feed(build_site: BUILD) -> None:
    site = build_site({"a.md": post("A")}, AUTHOR="Nora", DEFAULT_LANG="en_GB")
    feed = site.json("posts")
    items = feed.pop("items")
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Nora's search: Posts",
        "home_page_url": "https://example.org/",
        "feed_url": "https://example.org/feeds/posts.json",
        "description": "Every post.",
        "authors": [{"name": "Nora"}],
        "language": "en-gb",
    }
    assert items == [
        {
            "id": "tag:example.org,2009:post/a",
            "url": "https://example.org/a.html",
            "title": "A",
            "content_html": "<p>Hello.</p>",
            "summary": "Hello.",
            "date_published": "2009-08-05T00:00:00-04:00",
            "date_modified": "2009-08-05T00:00:00-04:00",
            "authors": [{"name": "Nora"}],
            "tags": ["misc"],
        }
    ]


def test_it_says_what_the_other_formats_say(build_site: BUILD) -> None:
    files = {
        "a.md": post(
            "Ünter <3",
            Modified="2009-08-06",
            Tags="C++, office",
            Authors="Nora, Ann",
            Lang="de",
            body="[b]({filename}b.md) 😀",
        ),
        "b.md": post("B", "2009-08-01", body=""),
    }
    site = build_site(files)
    for item, entry in zip(site.json("posts")["items"], site.feed("posts").entries, strict=True):
        assert item["id"] == entry.id
        assert item["url"] == entry.link
        assert item["title"] == entry.title
        assert item["summary"] == entry.summary
        assert item["date_published"] == entry.published
        assert item["date_modified"] == entry.updated
        assert item["tags"] == [tag.term for tag in entry.tags]
        authors = [author["name"] for author in item.get("authors", [])]
        assert authors == [author.name for author in entry.get("authors", [])]
    first, empty = site.json("posts")["items"]
    assert first["language"] == "de"
    assert 'href="https://example.org/b.html"' in first["content_html"]
    assert empty["content_text"] == "B"


def test_the_letters_are_written_as_they_are(build_site: BUILD) -> None:
    site = build_site({"a.md": post("Ü 😀 é")})
    assert "Ü 😀 é" in site.text("feeds/posts.json")
