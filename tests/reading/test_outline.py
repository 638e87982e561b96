"""How long a text is, and what is in it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from reading.ids import prefix_ids
from reading.outline import outline, plain, reading_minutes, words


def flat(headings):
    return [(one.id, one.title, flat(one.children)) for one in headings]


def test_headings_nest():
    html = (
        '<h2 id="a">A</h2><h3 id="b">B &amp; <em>b</em></h3><h4 id="c">C</h4>'
        '<h2 id="d">D<a class="headerlink" href="#d">¶</a></h2><h2>none</h2>'
    )
    assert flat(outline(html)) == [("a", "A", [("b", "B & b", [])]), ("d", "D", [])]
    assert flat(outline(html, 1)) == [("a", "A", []), ("d", "D", [])]


def test_the_highest_level_that_there_is_is_the_first():
    html = '<h4 id="x">X</h4><h3 id="a">A</h3><h4 id="b">B</h4>'
    assert flat(outline(html)) == [("x", "X", []), ("a", "A", [("b", "B", [])])]


def test_ids_around_headings_count_as_in_restructured_text():
    html = '<div class="section" id="a">\n<h2>A</h2></div><section id="b"><h2>B</h2></section>'
    assert flat(outline(html)) == [("a", "A", []), ("b", "B", [])]


def test_words_are_counted_without_markup():
    assert words("<p>one two</p><p>three<br>four</p><script>var x = 1</script>") == 4
    assert words("<p>日本語の文</p>") == 3
    assert reading_minutes(660, 220) == 3
    assert reading_minutes(0, 220) == 1


def test_ids_get_a_prefix_and_links_follow():
    html = '<h2 id="a">A</h2><a href="#a">a</a><a href="#else">b</a><p aria-labelledby="a x">c</p>'
    assert prefix_ids(html, "w") == (
        '<h2 id="w-a">A</h2><a href="#w-a">a</a><a href="#else">b</a>'
        '<p aria-labelledby="w-a x">c</p>'
    )


@given(st.text(alphabet="<>h2 id=\"a/'", max_size=60))
def test_any_text_is_read(text):
    outline(text)
    words(text)
    prefix_ids(text, "x")


@given(st.text(alphabet="ab é’\xa0\u2003\x1f\x85日本\n\t<>&;", max_size=30))
def test_words_are_what_spaces_part_but_for_scripts_without(text):
    parted = re.sub("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]", " ", plain(text))
    unspaced = sum(letter in "日本" for letter in text)
    assert words(text) == len(parted.split()) + (unspaced + 1) // 2
