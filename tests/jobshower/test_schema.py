"""Front matter against the schema of its kind: every problem, all at once."""

from __future__ import annotations

import pytest

from front_matter import parse
from jobshower.kinds import EVENT, KINDS, LEAD, MEMBER, PAGE, POST, SHOWER, WISH, WORDS
from jobshower.schema import to_record

WHOLE = {
    POST: "Title: x\nDate: 2009-08-05",
    PAGE: "Title: x",
    LEAD: "Title: x\nCompany: Acme\nDate: 2009-08-05",
    WORDS: "Title: x",
    SHOWER: "Title: x\nSeeker: Nora\nDate: 2009-08-05",
    WISH: "Title: x\nKind: advice\nDate: 2009-08-05",
    MEMBER: "Title: x\nConsent: 2009-08-05",
    EVENT: "Title: x\nStart: 2009-08-05 18:00",
}
EVERY_KIND = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])


def check(kind, text, extra=()):
    return to_record(parse(f"{text}\n\nBody.", "x.md"), kind, "x.md", extra)


def problems(kind, text, extra=()):
    record, found = check(kind, text, extra)
    assert (record is None) == bool(found)
    return found


@EVERY_KIND
def test_whole_front_matter_is_a_record(kind):
    record, found = check(kind, WHOLE[kind])

    assert found == []
    assert record.title == "x"


@EVERY_KIND
def test_an_unknown_key_is_told_with_those_there_are(kind):
    (problem,) = problems(kind, f"{WHOLE[kind]}\nXylophone: loud")

    line = WHOLE[kind].count("\n") + 2
    assert (problem.file, problem.line) == ("x.md", line)
    assert (problem.field, problem.value) == ("Xylophone", "loud")
    assert problem.message == f"“Xylophone” is not a key of a {kind.name}."
    assert problem.hint == f"the keys of a {kind.name} are {', '.join(kind.keys)}"


@EVERY_KIND
def test_a_misspelt_key_is_told_with_the_right_one(kind):
    (problem,) = problems(kind, WHOLE[kind].replace("Title", "Titel"))

    assert (problem.line, problem.field) == (1, "Titel")
    assert problem.hint == "did you mean “Title”?"


@EVERY_KIND
def test_every_required_key_is_asked_for(kind):
    found = problems(kind, "Xylophone: loud")

    required = [line.partition(":")[0] for line in WHOLE[kind].splitlines()]
    if kind is WORDS:
        required = []
    assert [p.field for p in found] == ["Xylophone", *required]
    for problem in found[1:]:
        assert problem.line == 1
        assert problem.message == f"This {kind.name} has no {problem.field}."
        assert problem.hint == f"add a line “{problem.field}: …” at the top"


@EVERY_KIND
def test_every_key_wants_a_value(kind):
    for number, key in enumerate(kind.keys):
        text = "".join(f"{one}:{' ' * number}\n" for one in kind.keys)

        problem = problems(kind, text)[number]

        assert (problem.line, problem.field) == (number + 1, key)
        assert problem.message == "This key has no value."
        assert problem.hint == "write one, or delete the line"


@pytest.mark.parametrize("kind", [LEAD, POST, EVENT], ids=lambda kind: kind.name)
def test_an_empty_file_lacks_all_that_is_required(kind):
    record, found = to_record(parse("", "x.md"), kind, "x.md")

    assert record is None
    assert {p.message for p in found} == {
        f"This {kind.name} has no {line.partition(':')[0]}." for line in WHOLE[kind].splitlines()
    }


@pytest.mark.parametrize(
    ("kind", "key", "value", "hint"),
    [
        (POST, "Status", "drfat", "did you mean “draft”? write one of published, draft, hidden"),
        (PAGE, "Status", "secret", "write one of published, draft, hidden"),
        (LEAD, "Remote", "maybe", "write one of no, hybrid, yes"),
        (LEAD, "Kind", "referal", "did you mean “referral”? write one of lead, referral"),
        (
            LEAD,
            "Employment",
            "fulltime",
            (
                "did you mean “full-time”? write one of full-time, part-time, contract, temporary, "
                "internship"
            ),
        ),
        (SHOWER, "Show-Claims", "nobody", "write one of names, taken, hidden"),
        (SHOWER, "Status", "landde", "did you mean “landed”? write one of open, landed"),
        (WISH, "Priority", "hihg", "did you mean “high”? write one of high, normal, low"),
    ],
)
def test_a_wrong_choice_is_told_with_the_right_ones(kind, key, value, hint):
    (problem,) = problems(kind, f"{WHOLE[kind]}\n{key}: {value}")

    assert (problem.field, problem.value) == (key, value)
    assert problem.message == f"“{value}” is not one of its values."
    assert problem.hint == hint


def test_a_wish_of_an_unknown_kind_is_told_with_all_nine():
    (problem,) = problems(WISH, WHOLE[WISH].replace("advice", "pony"))

    assert problem.hint == (
        "write one of introduction, lead, interview, review, practice, advice, company, barter, "
        "thing"
    )


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        (POST, "Modified", "10/11/2026"),
        (PAGE, "Date", "yesterday"),
        (LEAD, "Closes", "2009-8-1"),
        (LEAD, "Posting", "javascript:alert(1)"),
        (LEAD, "Salary", "a lot"),
        (LEAD, "Structured", "true"),
        (LEAD, "Tags", "[a, b]"),
        (LEAD, "Trail", "2009-08-07 granted"),
        (WISH, "Quantity", "0"),
        (WISH, "Trail", "2009-08-07 landed"),
        (WORDS, "Goals", "call Dana"),
        (MEMBER, "Site", "dana.example"),
        (MEMBER, "Feed", "data:text/xml,x"),
        (EVENT, "End", "late"),
        (EVENT, "Link", "acme"),
    ],
)
def test_a_bad_value_is_told_with_its_line(kind, key, value):
    (problem,) = problems(kind, f"{WHOLE[kind]}\n{key}: {value}")

    assert (problem.field, problem.value) == (key, value)
    assert problem.line == WHOLE[kind].count("\n") + 2
    assert problem.message
    assert problem.hint


@pytest.mark.parametrize(
    ("kind", "key", "hint"),
    [
        (POST, "draft", "here that is Status: draft"),
        (POST, "Published", "here that is Status: published"),
        (POST, "keywords", "here that is Tags"),
        (POST, "description", "here that is Summary"),
        (LEAD, "Employer", "here that is Company"),
        (LEAD, "Deadline", "here that is Closes"),
        (LEAD, "expires", "here that is Closes"),
        (LEAD, "Url", "here that is Posting, for the job's own address"),
        (LEAD, "Link", "here that is Posting, for the job's own address"),
        (LEAD, "Heard", "here that is Date"),
        (MEMBER, "Name", "here that is Title"),
        (EVENT, "When", "here that is Start"),
        (EVENT, "Where", "here that is Location"),
        # What has no such thing is not told to take another that sounds like it.
        (LEAD, "draft", f"the keys of a lead are {', '.join(LEAD.keys)}"),
    ],
)
def test_words_of_other_blog_engines_are_understood(kind, key, hint):
    (problem,) = problems(kind, f"{WHOLE[kind]}\n{key}: true")

    assert problem.field == key
    assert problem.hint == hint


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Title: x\nCompnay: Acme\nDate: 2009-08-05", ["Compnay"]),
        ("Title: x\nEmployer: Acme\nDate: 2009-08-05", ["Employer"]),
        ("Title: x\nEmployer: Acme", ["Employer", "Date"]),
    ],
)
def test_a_misspelt_key_is_not_also_missing(text, fields):
    assert [problem.field for problem in problems(LEAD, text)] == fields


def test_a_key_that_means_something_else_hides_no_missing_one():
    found = problems(POST, "Title: x\ndraft: true")

    assert [problem.field for problem in found] == ["draft", "Date"]


def test_all_problems_of_a_file_are_told_together():
    found = problems(
        LEAD,
        "Title: x\nCompnay: Acme\nRemote: maybe\nCloses: soon\nTrail: 2009-08-06 claimed\n"
        "    nonsense\n    2009-08-07 clamed\nPosting:",
    )

    assert [(p.line, p.field, p.value) for p in found] == [
        (2, "Compnay", "Acme"),
        (3, "Remote", "maybe"),
        (4, "Closes", "soon"),
        (6, "Trail", "nonsense"),
        (7, "Trail", "2009-08-07 clamed"),
        (8, "Posting", ""),
        (1, "Date", ""),
    ]


@pytest.mark.parametrize("extra", ["Series", "series", "SERIES"])
def test_extra_keys_are_let_through(extra):
    assert problems(POST, f"{WHOLE[POST]}\nSeries: one", [extra]) == []


def test_extra_keys_let_nothing_else_through():
    (problem,) = problems(POST, f"{WHOLE[POST]}\nSeries: one\nSeires: two", ["Series"])

    assert problem.field == "Seires"


def test_a_whole_lead():
    record, _ = check(
        LEAD,
        "Title: Clerk\ncompany: Acme\nDate: 2009-08-05\nRemote: Yes\nTags: office, clinic\n"
        "Kind: referral\nStructured: yes\nTrail:\n    2009-08-06 claimed by Dana R.",
    )

    assert (record.company, record.remote, record.kind) == ("Acme", "yes", "referral")
    assert record.tags == ("office", "clinic")
    assert record.structured is True
    assert [entry.by for entry in record.trail] == ["Dana R."]
    assert (record.salary, record.closes, record.location) == (None, None, "")


@EVERY_KIND
def test_keys_are_written_with_hyphens(kind):
    assert all(key.replace("-", "").isalpha() or key == "Save_as" for key in kind.keys)
    assert kind.keys[0] == "Title"
