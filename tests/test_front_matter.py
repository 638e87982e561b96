"""A source text taken apart: keys, values, body, and the line of everything."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import front_matter
from front_matter import NotReadable, normal_key, parse, read


def values(document):
    return {key: field.text for key, field in document.fields.items()}


def problems(text):
    with pytest.raises(NotReadable) as caught:
        parse(text, "x.md")
    return caught.value.problems


PLAIN = "Title: A post\nDate: 2009-08-05\n\nFirst line.\n\nSecond line.\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["bare", "BOM"])
def test_line_endings_and_byte_order_marks_do_not_show(tmp_path, ending, mark):
    path = tmp_path / "x.md"
    path.write_bytes(mark + PLAIN.replace("\n", ending).encode())

    document = read(path, "x.md")

    assert values(document) == {"title": "A post", "date": "2009-08-05"}
    assert document.body == "First line.\n\nSecond line.\n"
    assert document.body_line == 4
    assert [field.line for field in document.fields.values()] == [1, 2]


@pytest.mark.parametrize(
    ("text", "fields", "body", "body_line"),
    [
        ("", {}, "", 0),
        ("Title: x", {"title": "x"}, "", 0),
        ("Title: x\n", {"title": "x"}, "", 0),
        ("Title: x\n\n\n\nBody", {"title": "x"}, "Body", 5),
        ("Title: x\n  \t\nBody", {"title": "x"}, "Body", 3),
        ("Title:\nDate: y\n\n", {"title": "", "date": "y"}, "", 0),
        ("Title:x\n", {"title": "x"}, "", 0),
        ("Title : x\n", {"title": "x"}, "", 0),
        ("Title:\t x \n", {"title": "x"}, "", 0),
        ("Title: x: y: z\n", {"title": "x: y: z"}, "", 0),
        ("Title: https://a.example\n", {"title": "https://a.example"}, "", 0),
        ("not_wanted: x\n", {"not-wanted": "x"}, "", 0),
        ('Title: "x"\n', {"title": '"x"'}, "", 0),
        ("Just a body.\n\nMore.", {}, "Just a body.\n\nMore.", 1),
        ("https://a.example is a link.\n", {}, "https://a.example is a link.\n", 1),
        ("\nTitle: x\n", {}, "Title: x\n", 2),
        ("Title: x\n\nNote: y\n\nBody", {"title": "x"}, "Note: y\n\nBody", 3),
        ("Title: x\n\n---\nTags: y\n---\n", {"title": "x"}, "---\nTags: y\n---\n", 3),
        ("---\nTitle: x\n---\nNote: y\n", {"title": "x"}, "Note: y\n", 4),
        ("---\nTitle: x\n---\n\n\nBody", {"title": "x"}, "Body", 6),
        ("---\nTitle: x\n...\nBody", {"title": "x"}, "Body", 4),
        ("--- \n\nTitle: x\n\nDate: y\n---\t\nBody", {"title": "x", "date": "y"}, "Body", 7),
        ("---\n---\nBody", {}, "Body", 3),
    ],
)
def test_front_matter_ends_and_the_body_begins(text, fields, body, body_line):
    document = parse(text, "x.md")

    assert values(document) == fields
    assert document.body == body
    assert document.body_line == body_line or not body


def test_a_value_goes_on_in_indented_lines():
    document = parse("Trail: one\n    two: 2\n\tthree\n \t four \nTags: x\n\nBody", "x.md")

    assert document.fields["trail"].lines == ("one", "two: 2", "three", "four")
    assert document.fields["trail"].text == "one two: 2 three four"
    assert document.fields["tags"].line == 5


def test_a_value_may_begin_on_the_next_line():
    assert parse("Trail:\n    one\n", "x.md").fields["trail"].lines == ("", "one")


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ('"Waiting: an art"', ("Waiting: an art",)),
        ("'Waiting'", ("Waiting",)),
        ("'Don''t wait'", ("Don't wait",)),
        (r'"She said \"go\""', ('She said "go"',)),
        ('"Yes" and "no"', ('"Yes" and "no"',)),
        ("'", ("'",)),
        ("it's", ("it's",)),
        ("[office, clinic]", ("office, clinic",)),
        ("""["office", 'clinic' , plain]""", ("office, clinic, plain",)),
        ("[]", ("",)),
        ('["Acme, Inc.", Pell]', ("Acme, Inc.; Pell; ",)),
        ("[a](https://a.example) and [b]", ("[a](https://a.example) and [b]",)),
        ("\n  - office\n  - 'clinic'", ("", "office", "clinic")),
        ("\n- office\n- clinic", ("", "office", "clinic")),
        (">\n  one\n  two", ("", "one", "two")),
        ("|-\n  one\n\n  two", ("", "one", "", "two")),
        ("\n  - [ ] call [Dana]", ("", "[ ] call [Dana]")),
    ],
)
def test_yaml_is_read_as_it_is_meant(value, lines):
    assert parse(f"---\nTags: {value}\n---\n", "x.md").fields["tags"].lines == lines


@pytest.mark.parametrize(
    ("text", "line", "value"),
    [
        ("Title: x\nno key\n\nBody", 2, "no key"),
        ("Title: x\nDate: y\nand more: of it\n", 3, "and more: of it"),
        ("Title: x\nhttps://a.example\n\n", 2, "https://a.example"),
        ("---\nTitle: x\n# a remark\n---\n", 3, "# a remark"),
        ("---\nno key\n---\n", 2, "no key"),
        ("---\n  indented\n---\n", 2, "indented"),
    ],
)
def test_a_line_that_is_no_key_is_told(text, line, value):
    (problem,) = problems(text)

    assert (problem.file, problem.line, problem.value) == ("x.md", line, value)
    assert problem.field == "front matter"
    assert problem.message.startswith("This line is neither “Key: value”")
    assert "indent it" in problem.hint


def test_a_key_twice_names_both_lines():
    (problem,) = problems("Title: one\nDate: 2009-08-05\nTITLE: two\n\nBody")

    assert (problem.line, problem.field, problem.value) == (3, "TITLE", "two")
    assert problem.message == "This key stands here twice; the first is on line 1."
    assert problem.hint == "keep one of the two"


def test_spellings_of_one_key_are_one_key():
    (problem,) = problems("Done-When: x\ndone_when: y\n")

    assert problem.line == 2
    assert normal_key("Done_When") == normal_key("done-when") == "done-when"


def test_all_broken_lines_are_told():
    found = problems("Title: x\nbad\nTitle: y\nworse\n\nBody")

    assert [problem.line for problem in found] == [2, 3, 4]


def test_an_unclosed_fence_is_one_problem():
    (problem,) = problems("---\nTitle: x\n\nA body.\nOf many lines.\n")

    assert (problem.line, problem.value) == (1, "---")
    assert problem.message == "The front matter that begins here has no end."
    assert "---" in problem.hint


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("Title: Café\n".encode("latin-1"), 1),
        ("Title: x\nDate: y\n\nCafé\n".encode("latin-1"), 4),
        ("Title: x\r\n\r\nCafé\r\n".encode("latin-1"), 3),
        ("Title: x\r\rCafé\r".encode("latin-1"), 3),
        (b"\xef\xbb\xbfTitle: x\n\n\xff", 3),
        ("Title: x\n".encode("utf-16"), 1),
    ],
)
def test_what_is_not_utf8_is_told_with_its_line(tmp_path, source, line):
    path = tmp_path / "x.md"
    path.write_bytes(source)

    with pytest.raises(NotReadable) as caught:
        read(path, "posts/x.md")

    (problem,) = caught.value.problems
    assert problem.place == f"posts/x.md:{line}"
    assert problem.message == "This file is not UTF-8 text."
    assert "UTF-8" in problem.hint


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(NotReadable) as caught:
        read(tmp_path / "x.md", "x.md")

    (problem,) = caught.value.problems
    assert problem.place == "x.md"
    assert problem.message == "This file is not readable: No such file or directory."


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_that_may_not_be_read_is_told(tmp_path):
    path = tmp_path / "x.md"
    path.write_text("Title: x\n", "utf-8")
    path.chmod(0)

    with pytest.raises(NotReadable) as caught:
        read(path, "x.md")

    assert "Permission denied" in caught.value.problems[0].message
    assert "you may read it" in caught.value.problems[0].hint


CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LINES = st.lists(
    st.sampled_from(["---", "...", "", "Title: x", "Tags: [a, b", "  more", "- item", "text", "\t"])
    | st.text(max_size=12)
).map("\n".join)


def test_control_characters_are_taken_out_and_their_lines_noted():
    document = parse("Title: a\x0bb\x00\nTags: x\n\nte\x1bxt\n", "x.md")
    assert document.fields["title"].text == "ab"
    assert document.body == "text\n"
    assert document.cleaned == (1, 4)


@given(st.text() | LINES)
def test_any_text_is_a_document_or_not_readable(text):
    try:
        parse(text, "x.md")
    except NotReadable as error:
        lines_told = [problem.line for problem in error.problems]
    else:
        lines_told = None
    assert lines_told is None or min(lines_told) >= 1


@given(st.text() | LINES)
def test_every_field_and_the_body_are_where_they_are_said_to_be(text):
    text = CONTROL.sub("", text)
    try:
        document = parse(text, "x.md")
    except NotReadable:
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if document.body:
        # The body's first line is where it is said to be.
        assert lines[document.body_line - 1] == document.body.replace("\r", "\n").split("\n")[0]
    for field in document.fields.values():
        assert lines[field.line - 1].startswith(field.key)


@given(st.lists(st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1), min_size=1))
def test_every_line_of_a_value_is_where_it_is_said_to_be(words):
    document = parse("Title: x\nTrail:\n" + "".join(f"    {word}\n" for word in words), "x.md")

    trail = document.fields["trail"]
    assert trail.lines == ("", *words)
    assert trail.line == 2


@given(st.text(), st.sampled_from(["", "\x00", "\t", "\n", "\x1f", "\x7f", "\ufffe", "é"]))
def test_control_characters_are_found_in_any_text(text, more):
    for whole in (text + more, (text + more).encode("ascii", "ignore").decode("ascii")):
        assert front_matter._has_control(whole) is bool(front_matter._CONTROL.search(whole))
