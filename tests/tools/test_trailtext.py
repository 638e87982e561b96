"""One line of a file changes, and not another byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from front_matter import parse
from tools.trailtext import append_entry, remove_entry

ENTRY = "2009-08-28 claimed by Dana R.: will call"
WORD = st.text("abcdefghij éß日本🎈-", min_size=1, max_size=12).map(str.strip).filter(bool)
EVENT = st.builds("2009-08-{:02} {} by {}".format, st.integers(5, 27), WORD, WORD)
INDENT = st.sampled_from([" ", "  ", "    ", "\t", " \t"])
BODY = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t\u2028\x85"),
    max_size=60,
)


@st.composite
def files(draw, *, trail):
    """A file's bytes, as people and programs write them, with a trail or without one."""
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    fenced = draw(st.booleans())
    keys = draw(
        st.lists(st.sampled_from(["Title", "Company", "Date", "Via"]), min_size=1, unique=True)
    )
    fields = [[f"{key}: {draw(WORD)}"] for key in keys]
    if draw(st.booleans()):
        fields.append([f"Tags: {draw(WORD)}", draw(INDENT) + draw(WORD).lstrip("-") + "x"])
    if trail:
        entries = draw(st.lists(EVENT, min_size=1, max_size=4))
        indent = draw(INDENT)
        mark = "- " if fenced and draw(st.booleans()) else ""
        first_below = draw(st.booleans())
        first = "Trail:" if first_below else f"Trail: {entries.pop(0)}"
        fields.append([first, *(indent + mark + entry for entry in entries)])
        if first_below and not entries:
            fields.pop()
    lines = [line for field in draw(st.permutations(fields)) for line in field]
    if fenced:
        lines = ["---", *lines, "---"]
    text = end.join(lines)
    if draw(st.booleans()):
        text += end + ("" if fenced else end) + draw(BODY).replace("\0", "")
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return (mark + text).encode("utf-8")


def trail_of(data):
    document = parse(data.decode("utf-8-sig"), "x.md")
    field = document.fields.get("trail")
    return [line for line in field.lines if line] if field else []


@given(st.one_of(files(trail=True), files(trail=False)))
def test_one_line_is_added_and_nothing_else_changes(data):
    before = trail_of(data)
    changed = append_entry(data, ENTRY, "x.md")
    assert trail_of(changed) == [*before, ENTRY]
    # What was there is there, before and after the one line.
    line = ENTRY.encode()
    start = changed.rindex(line)
    head, tail = changed[:start], changed[start + len(line) :]
    kept = head.rstrip(b" \t-").removesuffix(b"Trail:")
    assert data.startswith(kept.rstrip(b"\r\n"))
    assert data.endswith(tail.lstrip(b"\r\n"))
    assert len(changed) - len(data) < len(line) + 12


@given(st.one_of(files(trail=True), files(trail=False)))
def test_undone_it_is_the_same_to_the_byte(data):
    assert remove_entry(append_entry(data, ENTRY, "x.md"), "x.md") == data


@given(files(trail=True))
def test_entries_can_be_taken_away_to_the_last(data):
    entries = trail_of(data)
    while entries:
        data = remove_entry(data, "x.md")
        assert trail_of(data) == entries[:-1]
        entries.pop()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Title: A\n\nText.\n", "Title: A\nTrail: @E\n\nText.\n"),
        ("Title: A\r\n\r\nText.", "Title: A\r\nTrail: @E\r\n\r\nText."),
        ("Title: A", "Title: A\nTrail: @E"),
        ("Trail: @D\nTitle: A\n\nText.\n", "Trail: @D\n    @E\nTitle: A\n\nText.\n"),
        ("Trail: @D\n  @D\nTitle: A\n", "Trail: @D\n  @D\n  @E\nTitle: A\n"),
        ("Goals: a\n\tb\nTrail: @D\n\nText.\n", "Goals: a\n\tb\nTrail: @D\n\t@E\n\nText.\n"),
        ("---\nTrail:\n  - @D\n---\nText.\n", "---\nTrail:\n  - @D\n  - @E\n---\nText.\n"),
        ("---\nTags:\n- a\nTrail: @D\n---\n", "---\nTags:\n- a\nTrail: @D\n    @E\n---\n"),
        ("---\nTrail: @D\n\nTitle: A\n---\n", "---\nTrail: @D\n    @E\n\nTitle: A\n---\n"),
        ("\ufeffTitle: A\n\nTrail: no\n", "\ufeffTitle: A\nTrail: @E\n\nTrail: no\n"),
    ],
)
def test_the_line_stands_where_a_person_would_write_it(before, after):
    day = "2009-08-27 claimed"
    before, after = before.replace("@D", day), after.replace("@D", day).replace("@E", ENTRY)
    changed = append_entry(before.encode(), ENTRY, "x.md")
    assert changed.decode() == after
    assert remove_entry(changed, "x.md").decode() == before
