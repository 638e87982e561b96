"""What was read of a source in the last command is what would be read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import front_matter
from jobshower import known
from jobshower.kinds import PAGE, POST
from jobshower.known import KeptSources, KnownFiles
from jobshower.library import read_sources

MANY = known._MANY


@pytest.fixture
def asked(monkeypatch):
    """The sources that were read anew."""
    sources: list[str] = []
    original = known._read

    def read(data, path, source, kind, extra):
        sources.append(source)
        return original(data, path, source, kind, extra)

    monkeypatch.setattr(known, "_read", read)
    return sources


@pytest.fixture
def many(content):
    """A folder with as many posts and pages as are kept, and a lead."""
    for number in range(MANY):
        content.post(f"p{number}", Tags=f"t{number}", Date=f"2009-08-0{1 + number % 9} 18:30+02:00")
    content.page("about", Summary="Who I am")
    content.lead("acme-clerk")
    return content


def read(content, cache, fingerprint=b"1"):
    kept = KeptSources(cache, lambda: fingerprint)
    return read_sources(content.options(), KnownFiles(None, kept))


def lines(item):
    return {name: (field.key, field.line) for name, field in item.document.fields.items()}


def told(sources):
    items = [item for some in sources.by_kind.values() for item in some]
    return [
        (item.kind.name, item.source, item.slug, item.record, lines(item)) for item in items
    ], sources.problems


def test_what_has_not_changed_is_not_read_again(many, tmp_path, asked):
    plain = told(read_sources(many.options()))
    asked.clear()
    assert told(read(many, tmp_path)) == plain
    assert len(asked) == MANY + 2
    asked.clear()
    assert told(read(many, tmp_path)) == plain
    # Of a lead the text is looked at, too.
    assert asked == ["leads/acme-clerk.md"]
    many.post("p7", "Other words.", Title="Another")
    asked.clear()
    assert [p.record.title for p in read(many, tmp_path).by_kind["post"]].count("Another") == 1
    assert asked == ["leads/acme-clerk.md", "posts/p7.md"]


def test_mistakes_are_told_each_time(many, tmp_path):
    many.post("bad", Date="yesterday")
    many.post("odd", Title="A\x07bell")
    for _ in range(3):
        (problem,) = read(many, tmp_path).problems
        assert (problem.file, problem.line, problem.value) == ("posts/bad.md", 2, "yesterday")


def test_what_is_gone_is_forgotten(many, tmp_path, asked):
    read(many, tmp_path)
    source = many.folder / "posts" / "p3.md"
    text = source.read_bytes()
    source.unlink()
    assert len(read(many, tmp_path).by_kind["post"]) == MANY - 1
    source.write_bytes(text)
    asked.clear()
    assert len(read(many, tmp_path).by_kind["post"]) == MANY
    assert "posts/p3.md" in asked


@pytest.mark.parametrize("damage", ["other", "cut", "no", "folder"])
def test_a_file_of_something_else_is_none(many, tmp_path, asked, damage):
    wanted = told(read(many, tmp_path))
    (file,) = (tmp_path / "jobshower").iterdir()
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-1])
    elif damage == "no":
        file.unlink()
    elif damage == "folder":
        file.unlink()
        file.mkdir()
    asked.clear()
    assert told(read(many, tmp_path, b"2" if damage == "other" else b"1")) == wanted
    assert len(asked) == MANY + 2


def test_of_few_nothing_is_kept(content, tmp_path):
    content.post("one")
    read(content, tmp_path)
    assert not (tmp_path / "jobshower").exists()


LINES = {
    "Date": ["2009-08-03", "2009-08-03 18:30", "2009-08-03 18:30:07Z", "2009-08-03 9:30-05:30"],
    "Tags": ["a", "a, b", "Über; B, c;", "a\n    b"],
    "Summary": ["It is *so*: “one”", "two\n    lines", "\U0001f600"],
    "Status": ["draft", "hidden", "Published"],
    "Modified": ["2009-08-04 00:00+14:00"],
    "Authors": ["Nora Whitfield; Dana R."],
    "Own": ["whatever"],
}


@given(st.fixed_dictionaries({}, optional={key: st.sampled_from(of) for key, of in LINES.items()}))
def test_it_comes_back_as_it_was(tmp_path_factory, lines):
    cache = tmp_path_factory.mktemp("cache")
    text = "Title: A\n" + "".join(f"{key}: {value}\n" for key, value in lines.items()) + "\nWords."
    first = KeptSources(cache, lambda: b"")
    for kind in (POST, PAGE):
        document = front_matter.read_data(text.encode(), "a.md")
        document, record, found = known._read(text.encode(), "", "a.md", kind, ("own",))
        for number in range(MANY):
            first.note(b"", f"{number}.md", kind, (document, record, found))
    first.save()
    again = KeptSources(cache, lambda: b"")
    for kind in (POST, PAGE):
        document, record, found = known._read(text.encode(), "", "a.md", kind, ("own",))
        back = again.find(b"", "1.md", kind)
        assert (back and back[1:]) == ((record, []) if record else None)
        if back:
            fields = document.fields.items()
            told = {name: (field.key, field.line) for name, field in fields}
            assert {name: (it.key, it.line) for name, it in back[0].fields.items()} == told
            assert back[0].body_line == document.body_line
        if record and record.date and record.date.time:
            (at, was) = (back[1].date.time, record.date.time)
            assert (at.tzinfo and at.utcoffset()) == (was.tzinfo and was.utcoffset())


def test_what_is_quoted_is_read_from_the_file(many, tmp_path):
    many.post("late", Date="2009-08-05 18:30", Modified="2009-08-04 09:00")
    for _ in range(2):
        items = read(many, tmp_path).by_kind["post"]
        (late,) = [item for item in items if item.slug == "late"]
        assert late.text_of("Modified") == "2009-08-04 09:00"
        assert late.line_of("Modified") > 1
        assert late.text_of("Author") == ""
        # All others have the same lines, and hold nothing of their own for that.
        assert len({id(item.document) for item in items}) <= 3
