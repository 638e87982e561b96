"""`<img>` becomes what browsers want, and stays what its author wrote."""

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from images.markup import ROOT, Shown, Source, rewrite
from images.vector import svg_size

SHOWN = Shown(
    1000,
    500,
    (
        Source("avif", (("s/a-480.avif", 480), ("s/a-1000.avif", 1000))),
        Source("webp", (("s/a-1000.webp", 1000),)),
    ),
)
PLAIN = Shown(1000, 500)


def one(html, shown=SHOWN, **options):
    html = rewrite(html, lambda src: shown if src == "cup.png" else None, "50vw", **options)
    return lxml.html.fragment_fromstring(html, create_parent="div")


def image(html, shown=PLAIN, **options):
    return dict(one(html, shown, **options).xpath("//img")[0].attrib)


def test_a_picture_has_its_copies_size_and_time():
    page = one('<p><img alt="A cup" src="cup.png"></p>')
    assert [dict(source.attrib) for source in page.xpath("p/picture//source")] == [
        {
            "type": "image/avif",
            "srcset": f"{ROOT}s/a-480.avif 480w, {ROOT}s/a-1000.avif 1000w",
            "sizes": "50vw",
        },
        {"type": "image/webp", "srcset": f"{ROOT}s/a-1000.webp"},
    ]
    assert dict(page.xpath("p/picture//img")[0].attrib) == {
        "alt": "A cup", "src": "cup.png", "width": "1000", "height": "500",
        "decoding": "async", "loading": "lazy",
    }  # fmt: skip


def test_the_first_picture_is_loaded_at_once_if_it_is_on_the_first_screen():
    text = '<p>Hi.</p><img src="cup.png"><img src="cup.png">'
    first, second = one(text, eager=True).xpath("//img")
    assert (first.get("fetchpriority"), first.get("loading")) == ("high", None)
    assert second.get("loading") == "lazy"
    late = f"<p>{'word ' * 200}</p>" + text
    assert [img.get("loading") for img in one(late, eager=True).xpath("//img")] == ["lazy"] * 2
    assert one(text).xpath("//img")[0].get("loading") == "lazy"


def test_what_its_author_wrote_stays():
    given = image('<img src=cup.png class="a &amp; b" width=300 loading="eager" title=\'x "y"\'/>')
    assert given == {
        "src": "cup.png", "class": "a & b", "width": "300", "height": "150",
        "loading": "eager", "title": 'x "y"', "decoding": "async",
    }  # fmt: skip
    assert image('<img src="cup.png" height="100">')["width"] == "200"
    odd = image('<img src="cup.png" width="50%">')
    assert (odd["width"], "height" in odd) == ("50%", False)
    sources = one('<img src="cup.png" width="300">').xpath("//source/@sizes")
    assert sources == ["300px"]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://other.example/cup.png">',
        '<img src="cup.png" srcset="cup-2.png 2x">',
        '<picture><source srcset="x.avif"><img src="cup.png"></picture>',
        '<img src="mug.png">',
        "<img alt='no source'>",
        "&lt;img src='cup.png'&gt;",
        "<imgx src='cup.png'>",
    ],
)
def test_what_is_not_ours_is_left_alone(html):
    assert rewrite(html, lambda src: SHOWN if src == "cup.png" else None, "50vw") == html


def test_a_small_picture_is_not_fetched_as_if_it_were_large():
    small = Shown(500, 250, (Source("webp", (("s/a-240.webp", 240), ("s/a-500.webp", 500))),))
    (sizes,) = one('<img src="cup.png">', small).xpath("//source/@sizes")
    assert sizes == "(min-width: 500px) 500px, 100vw"


def test_a_light_copy_takes_the_place_of_a_heavy_picture():
    light = Shown(4000, 2000, light="s/a-1200.jpg")
    assert image('<img src="cup.png">', light)["src"] == f"{ROOT}s/a-1200.jpg"


@given(st.text(alphabet="<>img src=\"cup.png'=/ ", max_size=80))
def test_any_text_is_read(text):
    rewrite(text, lambda src: PLAIN, "50vw")


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        ('<svg width="30" height="20">', (30, 20)),
        ("<?xml version='1.0'?><!-- x --><svg xmlns='x' width='30px' height='20.4px'>", (30, 20)),
        ('<svg viewBox="0 0 300 200">', (300, 200)),
        ('<svg viewBox="0,0,300,200" width="150">', (150, 100)),
        ('<svg viewBox="0 0 300 200" height="100" width="100%">', (150, 100)),
        ('<svg width="100%">', (0, 0)),
        ("<svg>", (0, 0)),
        ("no picture", (0, 0)),
    ],
)
def test_the_size_of_a_drawing(svg, size):
    assert svg_size(svg.encode()) == size
