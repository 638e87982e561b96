"""More items than a feed should have: archives of the older ones (RFC 5005 section 4)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from feedsite import ATOM, HISTORY, LEADS, Site, lead, post
from hypothesis import given
from hypothesis import strategies as st

from feeds import FeedItem, feed_items
from feeds.pages import paginate
from feeds.writer import newest_first

BUILD = Callable[..., Site]
START = datetime(2009, 1, 1, tzinfo=UTC)


def items(count: int) -> list[FeedItem]:
    days = [START + timedelta(days=day) for day in range(count)]
    return newest_first(lead(f"n{i:03}", published=d, updated=d) for i, d in enumerate(days))


def pages(listed: list[FeedItem], limit: int | None) -> list[Any]:
    return paginate(listed, limit, "now", lambda number: f"archive-{number}")


@given(st.integers(0, 60), st.integers(1, 12))
def test_archives_hold_everything_and_never_change(count: int, limit: int) -> None:
    listed = items(count)
    current, *archives = pages(listed, limit)
    assert current.items == listed[:limit]
    assert {i.id for page in (current, *archives) for i in page.items} == {i.id for i in listed}
    assert all(len(page.items) == limit for page in archives)
    # With one item more, whatever was archived is archived in the same place.
    _, *later = pages(items(count + 1), limit)
    for before, after in zip(archives, later, strict=False):
        assert [i.id for i in before.items] == [i.id for i in after.items]
    assert len(later) >= len(archives)


@given(st.integers(1, 60), st.integers(1, 12))
def test_links_lead_from_the_newest_to_the_oldest_and_back(count: int, limit: int) -> None:
    current, *archives = pages(items(count), limit)
    by_path = {page.path: page for page in (current, *archives)}
    assert (current.current, current.newer) == ("", "")
    seen, page = [], current
    while page.older:
        older = by_path[page.older]
        assert older.current == "now"
        assert older.newer == (page.path if page.current else "")
        seen.append(older)
        page = older
    assert seen == archives[::-1]


def test_no_limit_is_one_document() -> None:
    assert len(pages(items(500), None)) == 1


def numbered(numbers: range) -> dict[str, str]:
    return {f"n{n}.md": post(f"N{n}", f"2009-08-{n:02}") for n in numbers}


def test_a_reader_gets_it_all(build_site: BUILD) -> None:
    site = build_site(numbered(range(1, 8)), FEED_MAX_ITEMS=3)
    assert site.titles("posts") == ["N7", "N6", "N5"]
    for ending in ("atom", "json"):
        found, name = [], "posts"
        while name:
            titles, name = read(site, name, ending)
            found += [title for title in titles if title not in found]
        assert found == [f"N{n}" for n in (7, 6, 5, 4, 3, 2, 1)]
    assert not (site.output / "feeds/posts/archive-1.rss.xml").exists()


def read(site: Site, name: str, ending: str) -> tuple[list[str], str]:
    """Titles of one document, and the name of the one before it."""
    if ending == "json":
        feed = site.json(name)
        titles, older = [i["title"] for i in feed["items"]], feed.get("next_url", "")
        end = ".json"
    else:
        entries = site.feed(name)
        titles = [entry.title for entry in entries.entries]
        links = {link.rel: link.href for link in entries.feed.links}
        older, end = links.get("prev-archive", ""), ".atom.xml"
    return titles, older.removeprefix("https://example.org/feeds/").removesuffix(end)


def test_a_site_may_do_without_archives(build_site: BUILD) -> None:
    site = build_site(numbered(range(1, 8)), FEED_MAX_ITEMS=3, FEED_ARCHIVES=False)
    assert not [name for name in site.names() if "archive" in name]
    assert read(site, "posts", "atom")[1] == read(site, "posts", "json")[1] == ""


def test_archives_say_what_they_are(build_site: BUILD) -> None:
    site = build_site(numbered(range(1, 8)), FEED_MAX_ITEMS=3)
    base = "https://example.org/feeds/posts"
    archive = site.atom("posts/archive-1")
    assert archive.find(f"{HISTORY}archive") is not None
    links = {link.get("rel"): link.get("href") for link in archive.findall(f"{ATOM}link")}
    assert links == {
        "self": f"{base}/archive-1.atom.xml",
        "current": f"{base}.atom.xml",
        "next-archive": f"{base}/archive-2.atom.xml",
        "alternate": "https://example.org/",
    }
    # One logical feed.
    current = site.atom("posts")
    assert archive.findtext(f"{ATOM}id") == current.findtext(f"{ATOM}id")
    assert current.find(f"{HISTORY}archive") is None


def test_new_posts_leave_the_archives_alone(build_site: BUILD) -> None:
    sites = [build_site(numbered(range(1, last)), FEED_MAX_ITEMS=3) for last in (8, 9)]
    for name in ("posts/archive-1.atom.xml", "posts/archive-2.atom.xml", "posts/archive-1.json"):
        assert sites[0].text(f"feeds/{name}") == sites[1].text(f"feeds/{name}"), name
    assert sites[0].text("feeds/posts.atom.xml") != sites[1].text("feeds/posts.atom.xml")


def test_a_retraction_of_an_old_item_reaches_subscribers(build_site: BUILD) -> None:
    *others, old = items(6)
    later = others[0].published + timedelta(days=1)
    gone = lead("n000", title="Gone", published=old.published, updated=later, retracted=True)
    with feed_items.connected_to(lambda context: ([LEADS], [*others, gone])):
        site = build_site({"a.md": post("A")}, FEED_MAX_ITEMS=2)
    assert site.titles("leads") == ["Clerk at n005", "Clerk at n004", "Gone"]
    assert "Gone" in site.text("feeds/leads/archive-1.atom.xml")


@pytest.mark.parametrize("limit", [0, -1, "10", True])
def test_a_limit_that_would_empty_all_feeds_is_refused(build_site: BUILD, limit: Any) -> None:
    with pytest.raises(Exception, match="FEED_MAX_ITEMS"):
        build_site({"a.md": post("A")}, FEED_MAX_ITEMS=limit)
