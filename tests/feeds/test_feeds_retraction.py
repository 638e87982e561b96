"""What was taken back: the same item, without anything that it said."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from feedsite import ATOM, LEADS, TOMBSTONES, Site, lead, post

from feeds import FeedItem, feed_items

BUILD = Callable[..., Site]
LATER = datetime(2009, 8, 9, 12, tzinfo=UTC)
SECRETS = ("Ann", "Clerk", "office", "desk.png")


def built(build_site: BUILD, item: FeedItem) -> Site:
    with feed_items.connected_to(lambda context: ([LEADS], [item])):
        return build_site({"a.md": post("A"), "images/desk.png": "x"})


@pytest.fixture
def sites(build_site: BUILD) -> list[Site]:
    facts = {"categories": ("office",), "image": "images/desk.png"}
    gone = lead(
        title="A lead that was taken back",
        html=lambda base: "<p>Gone.</p>",
        updated=LATER,
        retracted=True,
        **facts,
    )
    return [built(build_site, item) for item in (lead(**facts), gone)]


def test_it_is_the_same_item_in_every_format(sites: list[Site]) -> None:
    for feed_format in ("atom", "rss"):
        before, after = (site.feed("leads", feed_format).entries[0] for site in sites)
        assert before.id == after.id
        assert before.published == after.published
        assert after.content[0].value == "<p>Gone.</p>"
    before, after = (site.json("leads")["items"][0] for site in sites)
    assert before["id"] == after["id"]
    assert after["content_html"] == "<p>Gone.</p>"
    assert after["date_modified"] > before["date_modified"]


def test_nothing_of_the_old_one_is_left(sites: list[Site]) -> None:
    before, after = sites
    for ending in ("atom.xml", "rss.xml", "json"):
        texts = before.text(f"feeds/leads.{ending}"), after.text(f"feeds/leads.{ending}")
        for secret in SECRETS:
            assert secret in texts[0]
            assert secret not in texts[1]


def test_atom_says_so_to_machines(sites: list[Site]) -> None:
    """RFC 6721: the entry's `updated` is not later, so it does not undo the deletion."""
    before, after = (site.atom("leads") for site in sites)
    assert before.find(f"{TOMBSTONES}deleted-entry") is None
    (gone,) = after.findall(f"{TOMBSTONES}deleted-entry")
    entry = after.find(f"{ATOM}entry")
    assert gone.get("ref") == entry.findtext(f"{ATOM}id")
    assert gone.get("when") == entry.findtext(f"{ATOM}updated") == "2009-08-09T12:00:00+00:00"
    assert gone.findtext(f"{TOMBSTONES}comment") == "Gone."
