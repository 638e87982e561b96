"""Rows as leads, and leads as rows."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import front_matter
from jobshower.kinds import LEAD
from jobshower.schema import to_record
from tools.spreadsheet import convert
from tools.spreadsheet.columns import EXPORTED, is_known, map_columns, target_of
from tools.spreadsheet.leads import Draft, Reader, lead_text, to_row
from tools.spreadsheet.text import read_table, write_table

TODAY = date(2009, 8, 28)


def draft(header, *cells, orders=None):
    targets, _ = map_columns(header)
    reader = Reader("x.csv", header, targets, orders or {}, "Nora", TODAY)
    table = read_table(write_table(header, [cells]), "x.csv", is_known)
    return reader.draft(table.rows[0]), reader


@pytest.mark.parametrize(
    ("column", "target"),
    [
        ("Position", "Title"),
        ("Job title", "Title"),
        ("ROLE", "Title"),
        ("Employer", "Company"),
        ("Apply Link", "Posting"),
        ("Date Applied", "Applied"),
        ("date_applied (dd/mm/yy)", "Applied"),
        ("Deadline", "Closes"),
        ("Salary ($)", "Salary"),
        ("Compnay", "Company"),
        ("Recruiter Email", "Contact"),
        ("Sponsorship", ""),
        ("", ""),
    ],
)
def test_columns_are_known_by_name(column, target):
    assert target_of(column) == target


def test_of_two_columns_for_one_key_the_first_counts_and_map_comes_before():
    header = ["Job URL", "Apply Link", "Found on"]
    assert map_columns(header)[0] == ["Posting", "", "Date"]
    assert map_columns(header, ["apply link=posting", "Found on=Via"])[0] == ["", "Posting", "Via"]
    assert map_columns(header, ["Job URL="])[0] == ["", "Posting", "Date"]


def test_a_map_of_nothing_is_told_with_what_was_meant():
    _, problems = map_columns(
        ["Position"], ["Postion=Title", "Position=Titel", "nonsense"], "x.csv"
    )
    hints = [problem.hint for problem in problems]
    assert "did you mean “Position”?" in hints
    assert "did you mean “Title”?" in hints
    assert len(problems) == 3


def test_a_row_becomes_a_lead_with_its_trail():
    header = [
        "Position",
        "Employer",
        "Where",
        "Date Found",
        "Date Applied",
        "Status",
        "Last Updated",
    ]
    header += ["Pay", "Type", "Comments", "Deadline"]
    lead, reader = draft(
        header,
        *(
            "Clerk",
            "Acme",
            "Remote in USA",
            "2009-08-01",
            "Aug 3, 2009",
            "Interviewing",
            "2009-08-20",
        ),
        *("$15 - $17 / hr", "Full Time", "<b>ask</b> for\nDot", "rolling"),
    )
    assert reader.problems == []
    assert lead_text(lead) == (
        "Title: Clerk\nCompany: Acme\nDate: 2009-08-01\nLocation: USA\nRemote: yes\n"
        "Employment: full-time\nSalary: USD 15-17 an hour\nTrail: 2009-08-03 applied by Nora\n"
        "    2009-08-20 interview by Nora\n\n&lt;b>ask&lt;/b> for  \nDot\n"
    )


def test_a_step_without_a_day_is_left_out_and_told():
    lead, reader = draft(["Title", "Company", "Date", "Status"], "A", "B", "2009-08-01", "Rejected")
    assert "Trail" not in lead.fields
    assert sum(reader.left_out.values()) == 1
    lead, reader = draft(
        ["Title", "Company", "Date", "Status", "Updated"],
        *("A", "B", "2009-08-01", "closed", "2009-07-01"),
    )
    assert "Trail" not in lead.fields
    assert "before the lead's own" in next(iter(reader.left_out))


def test_who_applied_had_heard_of_it():
    lead, _ = draft(["Title", "Company", "Date Applied"], "A", "B", "2009-08-03")
    assert lead.value("Date") == "2009-08-03"


def test_what_no_key_can_hold_is_kept_in_the_text():
    header = ["Title", "Company", "Date", "Salary", "Link"]
    lead, reader = draft(header, "A", "B", "2009-08-03", "competitive", "ask Dot")
    assert lead.body == "Salary: competitive\n\nLink: ask Dot"
    assert len(reader.left_out) == 2


def test_every_mistake_of_a_row_is_told_with_line_and_column():
    header = ["Position", "Company", "Date posted", "Deadline"]
    _, reader = draft(header, "", "B", "2 days ago", "32/13/2009")
    assert [(p.line, p.field) for p in reader.problems] == [
        (2, "Date posted"),
        (2, "Deadline"),
        (2, "Position"),
    ]
    _, reader = draft(["Position", "Notes"], "A", "x")
    assert [(p.line, p.field) for p in reader.problems] == [(1, "Company"), (1, "Date")]
    assert "--map" in reader.problems[0].hint


@pytest.mark.parametrize("file", ["../x.md", "/etc/x.md", "x.txt", ".x.md", "a\\b.md", "c:x.md"])
def test_a_file_lies_among_the_leads(file):
    cells = {"Title": "A", "Company": "B", "Date": "2009-08-03", "File": file}
    _, reader = draft(EXPORTED, *(cells.get(name, "") for name in EXPORTED))
    assert [p.field for p in reader.problems] == ["File"]


@pytest.mark.parametrize(
    ("cell", "salary"),
    [
        ("$85,000 - $100,000 per year", "USD 85000-100000 a year"),
        ("$85k–100k/yr", "USD 85000-100000 a year"),
        ("£30,000 pa", "GBP 30000 a year"),
        ("EUR 14.50 an hour", "EUR 14.50 an hour"),
        ("14,50", None),
        ("$85,000", None),
        ("85000 a year", None),
        ("$100k-$80k a year", None),
        ("DOE", None),
    ],
)
def test_salaries_are_read_and_never_guessed(cell, salary):
    if salary is None:
        with pytest.raises(ValueError, match=re.escape(cell)):
            convert.salary(cell)
    else:
        assert convert.salary(cell) == salary


@pytest.mark.parametrize(
    ("cell", "place", "remote"),
    [
        ("Remote", "", "yes"),
        ("Remote in USA", "USA", "yes"),
        ("Remote (Canada)", "Canada", "yes"),
        ("Boston, MA (Hybrid)", "Boston, MA", "hybrid"),
        ("Ashby, OH; Millrace, OH", "Ashby, OH; Millrace, OH", ""),
        ("Remoteville, OH", "Remoteville, OH", ""),
    ],
)
def test_places_say_whether_one_has_to_be_there(cell, place, remote):
    assert convert.place(cell) == (place, remote)


LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
LINES = st.text(LETTERS, min_size=1).map(str.strip).filter(bool)
VALUES = {
    "Title": LINES,
    "Company": LINES,
    "Date": st.dates(date(2009, 1, 1), date(2009, 6, 1)).map(str),
    "Location": LINES,
    "Remote": st.sampled_from(["no", "hybrid", "yes"]),
    "Posting": st.just("https://acme.example/jobs?id=7#x"),
    "Via": LINES,
    "Kind": st.sampled_from(["lead", "referral"]),
    "Employment": st.sampled_from(["full-time", "contract"]),
    "Salary": st.sampled_from(["USD 28,000-32,000 a year", "$14.50 an hour"]),
    "Closes": st.just("2009-09-04"),
    "Tags": st.sampled_from(["office, clinic", "a, b; c", "one\n    two, three"]),
    "Trail": st.just("2009-08-07 claimed by Dana R.: =x\n    2009-08-12 applied by Dana R."),
    "Structured": st.just("yes"),
    "Id": st.just("tag:x.example,2009:7"),
}
NEEDED = ("Title", "Company", "Date")
FIELDS = st.fixed_dictionaries(
    {key: VALUES[key] for key in NEEDED},
    optional={key: value for key, value in VALUES.items() if key not in NEEDED},
)
BODIES = st.text(LETTERS | st.just("\n")) | st.sampled_from(
    ["    code\n\n- a\n- b\n\n\n", "=1+1\n", "Note: x\n", "---\n", '"a","b"\r\n\n', "'@x"]
)


def document(text):
    return front_matter.parse(text, "x.md")


def meaning(document):
    """The record, with the entries of its trail wherever their lines stand, and the text."""
    record, problems = to_record(document, LEAD, "x.md")
    assert problems == []
    entries = [(entry.date, entry.event, entry.by, entry.note) for entry in record.trail]
    rest = {key: getattr(record, key) for key in record.__struct_fields__ if key != "trail"}
    return rest, entries, document.body.removesuffix("\n")


@given(st.lists(st.tuples(FIELDS, BODIES), min_size=1, max_size=3))
def test_leads_are_the_same_after_export_and_import(leads):
    texts = {
        f"deep/lead-{number}.md": "".join(f"{key}: {value}\n" for key, value in fields.items())
        + f"\n{body}"
        for number, (fields, body) in enumerate(leads)
    }
    data = write_table(EXPORTED, [to_row(file, document(text)) for file, text in texts.items()])
    table = read_table(data, "x.csv", is_known)
    reader = Reader("x.csv", table.header, map_columns(table.header)[0], {}, "Nora", TODAY)
    drafts = [reader.draft(row) for row in table.rows]
    assert reader.problems == []
    back = {made.file: lead_text(made) for made in drafts}
    assert {file: meaning(document(text)) for file, text in back.items()} == {
        file: meaning(document(text)) for file, text in texts.items()
    }
    again = [to_row(file, document(text)) for file, text in back.items()]
    assert write_table(EXPORTED, again) == data


def test_a_draft_without_a_text_has_no_empty_lines_at_its_end():
    made = Draft(line=2, fields={"Title": ("A",)})
    assert lead_text(made) == "Title: A\n"


HEADER = ["Position", "Employer", "Date Found", "Where", "Pay", "Type", "Remote", "Status", "Notes"]


@given(st.lists(st.text(LETTERS | st.sampled_from("\n-:/ 0123456789")), min_size=9, max_size=9))
def test_any_row_is_a_lead_or_is_told(cells):
    table = read_table(write_table(HEADER, [("=x",) * 9, cells]), "x.csv", is_known)
    reader = Reader("x.csv", HEADER, map_columns(HEADER)[0], {}, "Nora", TODAY)
    for row in table.rows:
        made = reader.draft(row)
        problems = to_record(document(lead_text(made)), LEAD, "x.md")[1]
        assert not problems or made.line in {problem.line for problem in reader.problems}
