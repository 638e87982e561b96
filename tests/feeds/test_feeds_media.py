"""The picture of an item, in every format."""

from collections.abc import Callable

import pytest
from feedsite import ATOM, LEADS, MEDIA, Site, lead, post
from lxml import etree

from feeds import feed_items
from feeds.media import describe

BUILD = Callable[..., Site]


def test_a_picture_of_the_site_has_its_type_and_size(build_site: BUILD) -> None:
    files = {"a.md": post("A", Image="images/desk.PNG"), "images/desk.PNG": "12345"}
    site = build_site(files)
    url = "https://example.org/images/desk.PNG"
    assert site.feed("posts").entries[0].enclosures == [
        {"href": url, "type": "image/png", "length": "5"}
    ]
    (media,) = site.feed("posts", "rss").entries[0].media_content
    assert media == {"url": url, "medium": "image", "type": "image/png", "filesize": "5"}
    (item,) = site.json("posts")["items"]
    assert item["image"] == url
    assert item["attachments"] == [{"url": url, "mime_type": "image/png", "size_in_bytes": 5}]


def test_a_picture_elsewhere_has_no_size(build_site: BUILD) -> None:
    site = build_site({"a.md": post("A", Image="https://cdn.example/pic?id=7")})
    (item,) = site.json("posts")["items"]
    assert item["image"] == "https://cdn.example/pic?id=7"
    assert "attachments" not in item
    link = site.atom("posts").findall(f".//{ATOM}entry/{ATOM}link")[1]
    assert dict(link.attrib) == {"href": item["image"], "rel": "enclosure"}
    rss = etree.fromstring(site.text("feeds/posts.rss.xml").encode())
    (media,) = rss.iter(f"{MEDIA}content")
    assert dict(media.attrib) == {"url": item["image"], "medium": "image"}


def test_items_of_other_plugins_have_pictures(build_site: BUILD) -> None:
    item = lead(image="/images/desk.jpg")
    with feed_items.connected_to(lambda context: ([LEADS], [item])):
        site = build_site({"a.md": post("A"), "images/desk.jpg": "123"})
    assert site.feed("leads").entries[0].enclosures[0].length == "3"


@pytest.mark.parametrize(
    "image", ["", " ", "data:image/png;base64,AA==", "ftp://x.example/y.png", "http://[x"]
)
def test_what_is_no_picture_on_the_web_is_none(image: str) -> None:
    assert describe(image, "https://example.org", {}) is None


def test_feeds_without_pictures_do_not_speak_of_them(build_site: BUILD) -> None:
    assert "mrss" not in build_site({"a.md": post("A")}).text("feeds/posts.rss.xml")
