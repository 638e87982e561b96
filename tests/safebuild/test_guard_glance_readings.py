"""No way in which the guard reads a contact is overlooked at a glance."""

import base64
import html
from itertools import product

import pytest

from safebuild.guard import leaks_in, make_guard
from safebuild.guard_glance import Glance

GUARD = make_guard({"GUARD_REGIONS": ("US", "DE"), "PATH": "/no/such/site/content"})
CONTACTS = ("dana@mail.example.org", "dana [at] host.example.org", "call 216-555-0123")


def is_found(inside):
    """Whether the guard finds something in a page with this; then it must not be clear."""
    data = f"<!doctype html>\n<html>\n<body>\n{inside}\n</body>\n</html>\n".encode()
    if not leaks_in("x/index.html", data, GUARD):
        return False
    assert not Glance().is_clear("x/index.html", data, GUARD), inside
    return True


def full_width(letter):
    return chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter


LETTERS = (
    str,
    str.upper,
    full_width,
    lambda letter: f"&#{ord(letter)};",
    lambda letter: f"&#X{ord(letter):X}",
    lambda letter: f"&amp;#{ord(letter)};",
    lambda letter: {"@": "&commat;", "[": "&lsqb;", "-": "&hyphen;"}.get(letter, letter),
    lambda letter: {"@": "%40", "-": "%2d", "a": "%61"}.get(letter, letter),
    lambda letter: f"%25{ord(letter):02X}",
    lambda letter: f"={ord(letter):02X}",
    lambda letter: f"\\u{ord(letter):04x}",
    lambda letter: f"\\x{ord(letter):02X}",
    lambda letter: f"\\{ord(letter):06x} ",
    lambda letter: f"{letter}\u200b",
    lambda letter: f"{letter}&shy;",
    lambda letter: f"{letter}<b></b>",
    lambda letter: f'<span class="a1">{letter}</span>',
    lambda letter: f"{letter}<!-- 1 -->",
    lambda letter: f"{letter}<i style='display : none'>1</i>",
    lambda letter: f"{letter}<b hidden>x</b>",
    lambda letter: f"{letter}<é hidden>x</é>",
    lambda letter: f"{letter}' + '",
    lambda letter: f"{letter}&#39;+&#39;",
    lambda letter: "\r\n\t" if letter == " " else letter,
    lambda letter: "\u2009" if letter == " " else letter,
    lambda letter: "&nbsp;" if letter == " " else letter,
)
PLACES = (
    "{}",
    "<p>{}</p>",
    "<p>{}<p",
    "<!-- {} -->",
    '<img alt="{}">',
    "<a title='{}'>x</a>",
    '<meta name="description" content="{}">',
    "<script>a = '{}';</script>",
    "<script>a = '<p>{}</p>';</script>",
    '<script type="application/ld+json">{{"@type": "{}"}}</script>',
    "<script><style><script>{}</script>",
    '<style>p::after {{ content: "{}" }}</style>',
    "<pre>Content-Transfer-Encoding: quoted-printable\n{}</pre>",
    "<svg><text>{}</text></svg>",
    "<![CDATA[{}]]>",
)
WHOLE = (
    lambda text: f'<bdo dir="rtl">{text[::-1]}</bdo>',
    lambda text: f'<p style="direction :RTL">{text[::-1]}</p>',
    lambda text: f'<a href="data:text/plain;base64,{packed(text)}">x</a>',
    lambda text: f"<script>atob('{packed(text)}')</script>",
    lambda text: f'<a data-cfemail="{xored(text)}">x</a>',
    lambda text: f"<p>{html.escape(f'<i>{text}</i>')}</p>",
)


def packed(text):
    return base64.b64encode(text.encode()).decode()


def xored(text):
    return (b"\xaa" + bytes(byte ^ 0xAA for byte in text.encode())).hex()


@pytest.mark.parametrize("place", PLACES)
def test_letters_in_all_forms_have_a_sign(place):
    forms = product(LETTERS, CONTACTS)
    found = [is_found(place.format("".join(map(form, contact)))) for form, contact in forms]
    assert sum(found) > len(found) / 2


@pytest.mark.parametrize("form", WHOLE)
def test_texts_in_all_forms_have_a_sign(form):
    assert all(is_found(form(contact)) for contact in CONTACTS)


def test_an_at_in_any_brackets_has_a_sign():
    words = "at", "a", "A", "bei", "ät", "@", "<b>a</b>", "b<i>ei</i>"
    forms = product("[({<«|*_", "])}>»|*_", words, ("", " ", "\n  "))
    # Some are found only where there is another “at” before a closing bracket.
    found = [
        is_found(f"<p>I like that), dana {left}{space}{at}{space}{right} host.example.org</p>")
        for left, right, at, space in forms
    ]
    assert sum(found) > len(found) / 2


AT_WORDS = "at", "ät", "æt", "arroba", "arobase", "chiocciola", "klammeraffe", "apenstaartje"
DOT_WORDS = "dot", "d0t", "punkt", "punto", "point", "ponto"
BACKWARDS = "gro.elpmaxe.tsoh ]ta[ anad"


def parted(word):
    return f"{word[0]}<b>{word[1]}</b>{word[2:]}"


LONE_SIGNS = (
    *(f"dana {{{word}}} host.example.org" for word in AT_WORDS),
    *(f"dana {{{parted(word)}}} host.example.org" for word in AT_WORDS),
    *(f"dana at mail {word} example" for word in DOT_WORDS),
    *(f"dana at mail {parted(word)} example" for word in DOT_WORDS),
    "danaAThostDOTorg",
    "nora.rowe at host.example.org",
    "nora.rowe at  host.example.org",
    "nora.rowe at<b> </b>host.<b>example</b>.org",
    "nora.rowe a<b>t</b> host.example.org",
    'nora.rowe <img alt="at"> host.example.org',
    *(f"call 216{sign}555{sign}0123" for sign in (*"-./~_|*–·", "", " ", " ( ", ") ")),
    "sms:21655[50123",
    "sms:21655]50123",
    "call 1216-55-50123",
    "call 216\v555\f0123",
    "call 216<b>5</b>550123",
    *(f"<script>a = {it}216-55{it} + {it}5-0123{it}</script>" for it in ('"', "'", "`", "&#39;")),
    "call 216-55<!-- x > y -->5-0123",
    "call 216-55<?x ?>5-0123",
    "call 216-55<Script>x</Script>5-0123",
    "call 216-55<b hidden>x</b>5-0123",
    "call 216-55<b style='display:none'>x</b>5-0123",
    "call 216-55<b style='visibility:hidden'>x</b>5-0123",
    "call 216%2d555%2d0123",
    "call 216\\x2d555\\x2d0123",
    "call 216&hyphen;555&hyphen;0123",
    "call 216\u2010555\u20100123",
    "quoted-printable call 216=2D555=2D0123",
    f'<bdo dir="ltr">{BACKWARDS}</bdo>',
    f'<p style="direction:rtl">{BACKWARDS}</p>',
    f'<p style="unicode-bidi:bidi-override">{BACKWARDS}</p>',
    f'<a href="/x/email-protection#{xored("dana@mail.example")}">x</a>',
    f'<a data-cfemail="{xored("dana@mail.example")}">x</a>',
)


@pytest.mark.parametrize("inside", LONE_SIGNS)
def test_one_sign_is_enough(inside):
    assert is_found(f"<p>{inside}</p>")
