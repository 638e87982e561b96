"""Whatever text a person pastes comes out of the feeds as it went in."""

import json
from datetime import UTC, datetime, timedelta
from html import unescape

from feedsite import ATOM, CONTENT, check_atom, check_json, check_rss
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds import FeedItem
from feeds.content import absolute, one_line, xml_safe
from feeds.entry import Feed, render
from feeds.jsonfeed import build_json
from feeds.rss_atom import build

BASE = "https://example.org"
DAY = datetime(2009, 8, 5, tzinfo=UTC)
# Hypothesis leaves surrogates out unless asked for.
TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


def item(**fields: object) -> FeedItem:
    defaults = {
        "id": "tag:example.org,2009:post/a",
        "kind": "post",
        "url": "a/",
        "title": "A",
        "html": lambda base: f"<p>{base}</p>",
        "published": DAY,
        "updated": DAY,
    }
    return FeedItem(**{**defaults, **fields})


def documents(made: FeedItem, **fields: str) -> tuple[etree._Element, etree._Element, dict]:
    """The item's feed in all formats, checked and parsed."""
    words = {"title": "T", "description": "D", "language": "en", "author": "N", **fields}
    feed = Feed(
        id="tag:example.org,2009:feed/x",
        url=f"{BASE}/",
        self_url=f"{BASE}/feeds/x.xml",
        entries=(render(made, BASE),),
        **words,
    )
    atom, rss = (build(feed, kind).text() for kind in ("atom", "rss"))
    check_atom(atom)
    check_rss(rss)
    text = build_json(feed).text()
    check_json(text)
    # As a reader gets it, through UTF-8.
    (json_item,) = json.loads(text.encode())["items"]
    return etree.fromstring(atom.encode()), etree.fromstring(rss.encode()), json_item


@given(TEXT, TEXT, TEXT)
def test_any_text_comes_back(title: str, summary: str, name: str) -> None:
    atom, rss, json_item = documents(
        item(title=title, summary=summary, categories=(name,), authors=(name,))
    )
    entry, rss_item = atom.find(f"{ATOM}entry"), rss.find(".//item")
    if one_line(title):
        assert entry.findtext(f"{ATOM}title") == rss_item.findtext("title") == one_line(title)
        assert json_item["title"] == one_line(title)
    if one_line(summary):
        assert entry.findtext(f"{ATOM}summary") == json_item["summary"] == one_line(summary)
        assert unescape_once(rss_item.findtext("description")) == one_line(summary)
    if one_line(name):
        assert entry.find(f"{ATOM}category").get("term") == one_line(name)
        assert rss_item.findtext("category") == one_line(name)
        assert json_item["tags"] == [one_line(name)]
        assert json_item["authors"] == [{"name": one_line(name)}]
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == one_line(name)
        assert rss_item.findtext("{http://purl.org/dc/elements/1.1/}creator") == one_line(name)


@given(TEXT)
def test_any_content_comes_back(html: str) -> None:
    atom, rss, json_item = documents(item(html=lambda base: html))
    expected = absolute(html, BASE, "a/")
    assert (atom.findtext(f".//{ATOM}content") or "") == expected
    assert (rss.findtext(f".//{CONTENT}") or "") == expected
    assert json_item.get("content_html", "") == expected


@given(TEXT)
def test_any_words_in_a_paragraph_come_back(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    html = absolute(f"<p>{escaped}</p>", BASE, "a/")
    assert unescape_once(html.removeprefix("<p>").removesuffix("</p>")) == xml_safe(text)


@given(TEXT)
def test_any_address_is_absolute_or_gone(address: str) -> None:
    quoted = address.replace("&", "&amp;").replace('"', "&quot;")
    documents(item(html=lambda base: f'<a href="{quoted}">x</a><img srcset="{quoted} 2x">'))


@given(st.datetimes(datetime(1800, 1, 1), datetime(2100, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_any_date_is_the_same_moment(moment: datetime) -> None:
    atom, *_ = documents(item(published=moment))
    written = datetime.fromisoformat(atom.findtext(f".//{ATOM}published"))
    assert timedelta() <= moment - written < timedelta(seconds=1)


def unescape_once(text: str) -> str:
    """What HTML of one text says; only what `escape` wrote is undone."""
    for reference in ("&lt;", "&gt;", "&nbsp;", "&amp;"):
        text = text.replace(reference, unescape(reference))
    return text
