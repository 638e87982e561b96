"""What is in which feed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from feedsite import LEADS, Site, lead, post
from pelican.plugins import signals
from pelican.settings import read_settings

from feeds import Channel, FeedItem, feed_items
from feeds.writer import FeedWriter
from problems import ProblemsFound

BUILD = Callable[..., Site]


def test_another_plugin_adds_a_channel(build_site: BUILD) -> None:
    def receive(context: dict) -> tuple[list[Channel], list[FeedItem]]:
        assert context["articles"]
        return [LEADS], [lead(), lead("zenith", authors=("Dana",))]

    with feed_items.connected_to(receive):
        site = build_site({"a.md": post("A")})
    assert site.titles("leads") == ["Clerk at zenith", "Clerk at acme"]
    assert site.titles("posts") == ["A"]
    feed = site.feed("leads", "rss")
    assert (feed.feed.title, feed.feed.subtitle) == ("Nora's search: Leads", "Jobs to pass on.")
    assert feed.feed.link == "https://example.org/leads/"
    html = feed.entries[1].content[0].value
    assert 'href="https://example.org/network/"' in html
    assert 'href="https://example.org/leads/acme/#how"' in html


def test_items_join_channels_by_name_and_kind(build_site: BUILD) -> None:
    everything = Channel(name="everything", title="Everything", kinds=frozenset({"post", "lead"}))
    office = Channel(name="tags/office", title="other words", url="elsewhere/")

    def receive(context: dict) -> tuple[list[Channel], list[FeedItem]]:
        del context
        return [everything, LEADS, office], [lead(channels=frozenset({"tags/office"}))]

    listed = []
    with (
        feed_items.connected_to(receive),
        signals.article_writer_finalized.connected_to(
            lambda generator, writer: listed.extend(generator.context["feeds"])
        ),
    ):
        site = build_site({"a.md": post("A", Tags="Office, Bench", Category="News")})
    assert site.titles("everything") == site.titles("tags/office") == ["Clerk at acme", "A"]
    assert site.feed("tags/office").feed.title == "Nora's search: other words"
    # Known to templates, since it is there before any page.
    assert [channel.name for channel in listed] == [
        "everything",
        "leads",
        "posts",
        "tags/bench",
        "tags/office",
        "categories/news",
    ]
    assert listed[3].url == "tag/bench.html"


def test_empty_channels_are_neither_written_nor_listed(build_site: BUILD) -> None:
    with feed_items.connected_to(receive_empty):
        site = build_site({"a.md": post("A", Category="x")})
    assert "leads.atom.xml" not in site.names()


def receive_empty(context: dict) -> tuple[tuple[Channel], tuple]:
    context["seen"] = True
    return (LEADS,), ()


def test_receivers_may_have_nothing(build_site: BUILD) -> None:
    with feed_items.connected_to(lambda context: None):
        assert build_site({"a.md": post("A")}).titles("posts") == ["A"]


def test_a_channel_that_nobody_declared_is_an_error(build_site: BUILD) -> None:
    def receive(context: dict) -> tuple[tuple, list[FeedItem]]:
        del context
        return (), [lead(channels=frozenset({"typo"}))]

    with (
        feed_items.connected_to(receive),
        pytest.raises(ValueError, match=r"leads/acme\.md: no such channel: typo"),
    ):
        build_site({"a.md": post("A")})


def test_an_item_in_no_channel_is_an_error(build_site: BUILD) -> None:
    with (
        feed_items.connected_to(lambda context: ([LEADS], [lead(kind="laed")])),
        pytest.raises(ValueError, match=r"leads/acme\.md: no channel takes a laed"),
    ):
        build_site({"a.md": post("A")})


def test_a_site_with_leads_alone_has_their_feeds_alone(build_site: BUILD) -> None:
    with feed_items.connected_to(lambda context: ([LEADS], [lead()])):
        site = build_site({"pages/about.md": "Title: About\n\nMe."})
    assert site.names() == {"leads.rss.xml", "leads.atom.xml", "leads.json"}
    assert site.titles("leads") == ["Clerk at acme"]


def test_two_items_with_one_id_are_an_error_that_names_both(build_site: BUILD) -> None:
    files = {
        "2009-08-05-hello.md": post("A"),
        "x/hello.md": post("B", Slug="b"),
        "y.md": post("C", Id="z"),
        "z.md": post("D"),
    }
    with pytest.raises(ProblemsFound) as found:
        build_site(files)
    first, second = found.value.problems
    assert (first.file, first.value) == ("x/hello.md", "tag:example.org,2009:post/hello")
    assert "2009-08-05-hello.md" in first.message
    assert (second.file, second.field) == ("z.md", "Id")
    assert "y.md" in second.message


def test_an_id_that_atom_cannot_hold_is_an_error(build_site: BUILD) -> None:
    with (
        feed_items.connected_to(lambda context: ([LEADS], [lead(id="no uri")])),
        pytest.raises(ProblemsFound, match=r"leads/acme\.md\n.*no uri\n.*URI"),
    ):
        build_site({"a.md": post("A")})


def test_only_what_is_published_is_in_feeds(build_site: BUILD) -> None:
    files = {
        "a.md": post("A", Slug="a"),
        "b.md": post("B", Status="draft"),
        "c.md": post("C", Status="hidden"),
        "a-de.md": post("Ah", Slug="a", Lang="de"),
        "d.md": post("D", "2999-01-01"),
    }
    assert build_site(files, WITH_FUTURE_DATES=False).titles("posts") == ["Ah", "A"]


def test_newest_first_and_no_more_than_wanted(build_site: BUILD) -> None:
    files = {f"{day}.md": post(f"Day {day}", f"2009-08-0{day}") for day in range(1, 6)}
    files["1.md"] = post("Day 1", "2009-08-01", Modified="2009-08-09")
    site = build_site(
        files, FEED_MAX_ITEMS=2, ARTICLE_ORDER_BY="title", FEED_ALL_ATOM="feeds/all.atom.xml"
    )
    assert site.titles("posts") == ["Day 5", "Day 4"]
    assert [entry.title for entry in site.feed("all").entries] == ["Day 5", "Day 4"]
    assert len(build_site(files, FEED_MAX_ITEMS=None).titles("posts")) == 5


def test_dates_need_a_time_zone() -> None:
    with pytest.raises(ValueError, match=r"leads/acme\.md: updated needs a time zone"):
        lead(updated=datetime(2009, 8, 9))  # noqa: DTZ001


def test_images_are_found_below_the_content(build_site: BUILD) -> None:
    found = []
    with signals.article_writer_finalized.connected_to(
        lambda generator, writer: found.extend(generator.context["feed_items"]["posts"])
    ):
        build_site(
            {
                "a.md": post("A", Image="images/desk.png"),
                "b.md": post("B", Image="{static}/images/desk.png"),
                "c.md": post("C"),
                "images/desk.png": "x",
            },
            STATIC_URL="assets/{path}",
        )
    assert {item.title: item.image for item in found} == {
        "A": "assets/images/desk.png",
        "B": "assets/images/desk.png",
        "C": "",
    }


def test_a_feed_may_be_made_without_being_written(tmp_path: Any) -> None:
    settings = read_settings(
        override={"SITEURL": "https://example.org", "OUTPUT_PATH": str(tmp_path)}
    )
    feed = FeedWriter(str(tmp_path), settings).write_feed([lead()], dict(settings), feed_type="rss")
    assert "<title>Clerk at acme</title>" in feed.text()
    assert not list(tmp_path.iterdir())
