"""A page that is clear at a glance has nothing in it, whatever the guard reads into it."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from safebuild import guard_glance
from safebuild.guard import Guard, leaks_in, make_guard
from safebuild.guard_decode import decode
from safebuild.guard_glance import Glance
from safebuild.guard_repeats import Repeats

GUARD = make_guard({"GUARD_REGIONS": ("US", "DE"), "PATH": "/no/such/site/content"})
HEAD = '<!doctype html>\n<html lang="en">\n<head>\n<title>Notes</title>\n</head>\n<body>\n'
FOOT = "\n<footer><p>Built to be read.</p></footer>\n</body>\n</html>\n"


def page(inside):
    return f"{HEAD}{inside}{FOOT}".encode()


def clear(inside, glance=None):
    return (glance or Glance()).is_clear("posts/x/index.html", page(inside), GUARD)


@pytest.mark.parametrize(
    "inside",
    [
        "<p>On Monday I had a talk at the county’s <b>records</b> room – nothing came of it.</p>",
        '<p><time datetime="2009-08-16">2009-08-16</time> in <a href="/tags/a/">a</a></p>',
        '<p><a href="https://www.example.org/people/716">716</a>: it&#39;s &quot;new&quot;.</p>',
        "<table><tr><td>1234</td><td>5678</td></tr></table>",
        '<script type="application/ld+json">{"@type": "Person", "name": "Nora"}</script>',
        '<p>A pre<b>dic</b>ate, and <a href="/2/">Newer</a>Page 3 of 5</p>',
    ],
)
def test_what_most_pages_have_is_no_sign(inside):
    assert clear(inside)


CORPUS = Path(__file__).parent / "corpus"


def corpus_texts():
    for name in ("contacts.toml", "innocents.toml"):
        yield from strings_of(tomllib.loads((CORPUS / name).read_text("utf-8")))


def strings_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings_of(part)


def test_whatever_is_found_in_the_corpus_has_a_sign():
    found = 0
    for text in corpus_texts():
        for inside in (text, f"<p>{text}</p>", f'<img alt="{text}">', f"<script>{text}</script>"):
            if leaks_in("x.html", page(inside), GUARD):
                found += 1
                assert not clear(inside), inside
    assert found > 400


WORDS = """
    dana . - _ ( ) [ ] { } < > « » | * " ' ` + = / \\ & % # : ; , @ ＠ at AT At ät æt dot DOT
    d0t punkt point ponto bei (a) [a] arroba klammeraffe host example com org de
    mail.example.org nora.rowe2 216 555 0123 5550123 +1 +49 (216) 030 1 2 3 4 5 6 7 8 9 0
    2009-08-16 2009 08 tel: call phone &#64; &#x40; &commat; &amp; &amp;#64; &#39; &#x27; &quot;
    &nbsp; &ndash; &#8211; &shy; &lt; &gt; &copy; %40 =40 \\u0040 \\x40 \\40 – — é ² ٣
    e-mail email write without spaces x <b> </b> <i> </i> <p> </p> <br> <td> </td> <Div>
    <DIV> </DIV> <!-- --> <script> </script> <Script> </Script> <style> </style>
    <span/hidden> </span> <img/alt="at"> <a/href=" "> <at> <dot> <bdo>
    data:;base64,ZGFuYUBtYWlsLmV4YW1wbGUub3Jn atob(' data-cfemail=" display:none style="
    direction:rtl quoted-printable <![CDATA[ ]]> <!x> <?x ?> that) {a} <At> <bei> </é>
"""
PIECES = st.sampled_from(
    [
        *WORDS.split(),
        *(" ", "  ", "\n", "\t", "\v", "\xad", "\u200b", "\xa0", "<span hidden>", "<p hidden>"),
        *("<é hidden>", "( a )", "DISPLAY: NONE", "Direction: RTL", "; BASE64,"),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@settings(max_examples=3000, deadline=None)
@given(TEXTS)
@example("216<Script>x</Script>555-0123 call")
@example("call <b>216</b>-<i>555</i>-0123")
@example("ask dana [<b>a</b>t] host.example.org")
@example("dana a<b>t</b> mail d<i>ot</i> org")
@example("<p>call 216<span hidden>x</span>555-0123</p>")
@example("call 216&ndash;555&ndash;0123")
@example("(like that) dana ( a ) host.example.org")
@example("call 216-55<é hidden>x</é>5-0123")
def test_whatever_is_found_has_a_sign(inside):
    if clear(inside):
        assert leaks_in("posts/x/index.html", page(inside), GUARD) == []


LINES = st.lists(
    st.one_of(TEXTS, TEXTS.map("<p>{}</p>".format), TEXTS.map("<li>{}".format), st.just("<p>")),
    min_size=1,
    max_size=5,
)


SITES = st.lists(LINES, min_size=2, max_size=4)
RANDOM = st.randoms(use_true_random=False)


@settings(max_examples=300, deadline=None)
@given(SITES, RANDOM)
@example([["<p>call 216</p>", "<p>555-0123</p>"], ["call 216", "<p>555-0123</p>"]], None)
@example([["<p>at</p>"], ["<p>nora.rowe2 ", "at", "<p>host.example.org</p>"]], None)
@example([["<p>", "</p>"], ["216<p hidden>", "x", "</p>", "555-0123"]], None)
def test_what_many_pages_share_hides_nothing(pages, random):
    check_shared(pages, random)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(SITES, RANDOM)
def test_what_any_pages_share_hides_nothing(pages, random):
    check_shared(pages, random)


def check_shared(pages, random):
    repeats = Repeats()
    shared = [line for lines in pages for line in lines]
    if random:
        pages = [*pages, random.sample(shared, len(shared)), random.sample(shared, len(shared))]
    for number, lines in enumerate(pages):
        data, name = page("\n".join(lines)), f"posts/{number}/index.html"
        assert repeats.leaks_in(name, data, GUARD) == leaks_in(name, data, GUARD)


PLANTED = ["dana@mail.example.org", "dana [at] host.example.org", "216-555-0123", "+49 30 901820"]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLANTED), st.integers(0, 60), st.integers(0, 60))
def test_a_contact_over_the_seam_of_shared_and_own_text_is_found(contact, cut, second):
    repeats = Repeats()
    cut, second = sorted((cut % (len(contact) + 1), second % (len(contact) + 1)))
    before, middle, after = contact[:cut], contact[cut:second], contact[second:]
    around = (f"<p>call {before}", middle, f"{after} soon</p>")
    for lines in (around[:1], around[1:2], around[2:], ("<p>",), ("</p>",)):
        repeats.leaks_in("a/index.html", page("\n".join(lines)), GUARD)
    for text in (
        "".join(around),
        "\n".join(around),
        "<b></b>".join(around),
        "</p>\n<p>".join(around),
    ):
        data = page(text)
        assert repeats.leaks_in("b/index.html", data, GUARD) == leaks_in(
            "b/index.html", data, GUARD
        )


def test_letters_of_other_languages_are_left_as_they_are():
    letters = [chr(code) for code in range(0x80, 0x3000)]
    known = [it for it in letters if guard_glance._LETTERS.fullmatch(it)]
    assert len(known) > 200
    for letter in known:
        assert decode(f"a{letter}b") == f"a{letter}b"
        assert not letter.isspace()
        assert not letter.isdecimal()


def test_a_line_is_looked_at_once(monkeypatch):
    seen = []
    original = guard_glance._is_clear
    monkeypatch.setattr(
        guard_glance, "_is_clear", lambda data, guard: seen.append(data) or original(data, guard)
    )
    glance = Glance()
    for inside in ("<p>One.</p>\n<p>Two", "<p>One.</p>\n<p>Two"):
        assert clear(inside, glance)
    assert [data.count(b"One.") for data in seen] == [1, 0]
    # It does not end with the end of a block.
    assert [data.count(b"Two") for data in seen] == [1, 1]


def test_private_words_are_looked_for_all_the_same():
    from safebuild.guard_private import Secrets

    guard = Guard(
        secrets=Secrets(
            phrases={("dana", "rowe"): "private name"}, heads=frozenset({("dana", "rowe")})
        )
    )
    for _ in range(2):
        assert Repeats().leaks_in("x/index.html", page("<p>Dana</p>\n<p>Rowe</p>"), guard)


def test_a_name_counts():
    data = page("<p>Nothing.</p>")
    for name in ("216-555-0123/index.html", "dana@mail.example.org/index.html"):
        assert Repeats().leaks_in(name, data, GUARD) == leaks_in(name, data, GUARD) != []


def test_numbers_of_cards_are_found_in_dates():
    guard = Guard(private_numbers=frozenset({"0090816"}))
    data = page("<p>2009-08-16</p>")
    assert Repeats().leaks_in("x/index.html", data, guard) == leaks_in("x/index.html", data, guard)
    assert re.search("telephone", str(leaks_in("x/index.html", data, guard)))
