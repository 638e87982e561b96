"""The card that a seeker hands out: what it says, how many fit on a sheet, and its code."""

from __future__ import annotations

import re

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from jobshower.cards import CardRow, card_of, cards_per_sheet
from jobshower.outside import outside_links
from jobshower.pictures.qr import QUIET, draw_qr


def read(code):
    """What a telephone reads in the drawn code."""
    scale = 4
    image = Image.new("L", (code.size * scale, code.size * scale), 255)
    draw = ImageDraw.Draw(image)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path):
        left, top = int(x) * scale, int(y) * scale
        draw.rectangle((left, top, left + int(width) * scale - 1, top + scale - 1), 0)
    (found,) = zxingcpp.read_barcodes(image)
    return found.text


def card(content, settings=None, **keys):
    content.shower(**keys)
    (shower,) = content.read(**(settings or {})).showers
    return card_of(shower)


class TestTheCode:
    def test_it_leads_to_the_showers_page(self, content):
        found = card(content)
        assert read(found.qr) == "https://nora.example/showers/nora/"
        assert found.address == "nora.example/showers/nora/"

    def test_it_has_a_quiet_zone(self):
        code = draw_qr("https://nora.example/")
        corners = re.findall(r"M(\d+) (\d+)h(\d+)", code.path)
        assert min(int(x) for x, _, _ in corners) == min(int(y) for _, y, _ in corners) == QUIET
        assert max(int(x) + int(n) for x, _, n in corners) == code.size - QUIET

    @given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=300))
    def test_any_address_can_be_read_back(self, address):
        assert read(draw_qr(address)) == address

    def test_an_address_may_have_any_letters(self, content):
        content.write("showers/ñora/shower.md", "Title: T\nSeeker: Ñ\nDate: 2009-08-03\n\nText.\n")
        (shower,) = content.read().showers
        assert read(card_of(shower).qr).isascii()

    def test_without_an_address_there_is_none(self, content):
        found = card(content, {"SITEURL": ""})
        assert (found.qr, found.address) == (None, "")


class TestWhatItSays:
    def test_the_fields_that_are_there(self, content):
        found = card(content, Role="Office manager", Targets="Harbor Press; Lamps, Inc.")
        assert found.rows == [
            CardRow("I look for", "Office manager"),
            CardRow("Companies I have in mind", "Harbor Press, Lamps, Inc."),
        ]

    def test_open_wishes_by_their_kinds_and_nobodys_name(self, content):
        content.member("Dana R.")
        content.wish("a", Kind="review", Title="Ask Dana R.", Trail="2009-08-06 claimed by Dana R.")
        content.wish("b", Kind="practice", Title="Practice with Dana R.")
        content.wish("c", Kind="introduction", Title="Meet Dana R.")
        found = card(content)
        assert (found.kinds, found.wishes) == (["introductions", "practice"], 2)
        assert "Dana" not in repr(found)

    def test_whoever_has_landed_looks_for_nothing(self, content):
        content.wish("b")
        found = card(content, Role="Office manager", Status="landed")
        assert (found.rows, found.kinds) == ([], [])
        assert found.qr

    @pytest.mark.parametrize(
        ("reply_to", "mail"),
        [("hi@nora.example", "hi@nora.example"), ("https://form.example/?a={id}", ""), (None, "")],
    )
    def test_an_e_mail_address_to_write_to(self, content, reply_to, mail):
        assert card(content, {"REPLY_TO": reply_to}).mail == mail

    def test_long_fields_end_at_a_word(self, content):
        (row,) = card(content, Level="word " * 1000).rows
        assert len(row.text) <= 600
        assert row.text.endswith("word …")


class TestTheSheet:
    @pytest.mark.parametrize(("letters", "amount"), [(20, 4), (560, 4), (1000, 2), (3000, 1)])
    def test_as_many_cards_as_there_is_room_for(self, letters, amount):
        assert cards_per_sheet([CardRow("Level", "x" * letters)]) == amount

    def test_characters_of_east_asia_take_twice_the_room(self):
        assert cards_per_sheet([CardRow("Level", "x" * 500)]) == 4
        assert cards_per_sheet([CardRow("Level", "字" * 500)]) == 2


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ("", []),
        (
            '<p><a href="https://a.example/x">A  <em>b</em></a></p>',
            [("A b", "https://a.example/x")],
        ),
        ('<a href="https://nora.example/y">home</a> <a href="/z">z</a> <a name="q">q</a>', []),
        ('<a href="https://nora.example">home</a>', []),
        (
            '<a href="https://nora.example.org/">other</a>',
            [("other", "https://nora.example.org/")],
        ),
        (
            '<a href="http://a.example/">one</a> <a href="http://a.example/">two</a>',
            [("one", "http://a.example/")],
        ),
        (
            '<a href="http://a.example/"><img alt="" src="x"></a>',
            [("http://a.example/", "http://a.example/")],
        ),
    ],
)
def test_links_that_leave_the_site(html, links):
    assert outside_links(html, "https://nora.example") == links
