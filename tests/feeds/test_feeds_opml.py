"""The blogroll: feeds of others, in one file that a reader imports."""

from collections.abc import Callable

import listparser
from feedsite import Site, post
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds import Outline, blogroll
from feeds.content import one_line
from feeds.opml import build_opml

BUILD = Callable[..., Site]
DANA = Outline(
    title='Dana & "friends" <3',
    feed_url="https://dana.example/feed?a=1&b=2",
    html_url="https://dana.example/",
)
LEE = Outline(title="Lee", feed_url="https://lee.example/atom")


def receive_two(context: dict) -> list[Outline]:
    assert "articles" in context
    return [LEE, DANA]


def test_a_reader_imports_it(build_site: BUILD) -> None:
    with blogroll.connected_to(receive_two):
        site = build_site({"a.md": post("A")})
    data = (site.output / "network.opml").read_bytes()
    found = listparser.parse(data)
    assert not found.bozo
    assert found.version == "opml2"
    assert found.meta.title == "Nora's search: blogroll"
    assert [(feed.title, feed.url) for feed in found.feeds] == [
        (LEE.title, LEE.feed_url),
        (DANA.title, DANA.feed_url),
    ]
    # What the specification asks of a subscription list.
    root = etree.fromstring(data)
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert [child.tag for child in root] == ["head", "body"]
    lee, dana = root.iter("outline")
    assert dana.attrib == {
        "type": "rss",
        "text": DANA.title,
        "title": DANA.title,
        "xmlUrl": DANA.feed_url,
        "htmlUrl": DANA.html_url,
    }
    assert "htmlUrl" not in lee.attrib


def test_without_others_there_is_no_file(build_site: BUILD) -> None:
    contexts = []
    for answer in (None, []):
        with blogroll.connected_to(
            lambda context, answer=answer: contexts.append(context) or answer
        ):
            assert not (build_site({"a.md": post("A")}).output / "network.opml").exists()
    assert contexts[0]["blogroll_path"] == ""
    assert contexts[0]["blogroll"] == []


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_name_comes_back(name: str) -> None:
    outline = Outline(title=name, feed_url="https://x.example/")
    (found,) = etree.fromstring(build_opml(name, [outline]).encode()).iter("outline")
    assert found.get("text") == found.get("title") == (one_line(name) or "https://x.example/")
