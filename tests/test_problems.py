"""The report that a writer reads."""

from __future__ import annotations

import pytest

from problems import Problem, ProblemsFound, did_you_mean, report

CLOSES = Problem(
    file="leads/acme.md",
    line=4,
    field="Closes",
    value="10/11/2026",
    message="This is not a date.",
    hint="write year-month-day",
)


def test_report_tells_file_line_field_value_and_hint():
    assert report([CLOSES]) == (
        "leads/acme.md:4\n"
        "    Closes: 10/11/2026\n"
        "    This is not a date.\n"
        "    → write year-month-day\n"
        "\n"
        "1 problem in 1 file. Nothing was written; the old site is untouched."
    )


@pytest.mark.parametrize(
    ("problem", "lines"),
    [
        (Problem(file="a.md", message="Bad."), ["a.md", "    Bad."]),
        (Problem(file="a.md", field="Tags", message="Bad."), ["a.md", "    Tags", "    Bad."]),
        (Problem(file="a.md", line=2, message="Bad."), ["a.md:2", "    Bad."]),
    ],
)
def test_report_leaves_out_what_there_is_not(problem, lines):
    assert report([problem]).split("\n\n")[0].split("\n") == lines


@pytest.mark.parametrize(
    ("files", "count"),
    [
        (["a.md"], "1 problem in 1 file."),
        (["a.md", "a.md"], "2 problems in 1 file."),
        (["a.md", "b.md", "b.md"], "3 problems in 2 files."),
    ],
)
def test_last_line_counts_problems_and_files(files, count):
    problems = [Problem(file=name, line=n, message="Bad.") for n, name in enumerate(files)]

    assert count in report(problems).split("\n\n")[-1]


def test_problems_are_told_by_file_and_line():
    later = Problem(file="leads/acme.md", line=12, message="Worse.")
    other = Problem(file="events/mixer.md", line=30, message="Bad.")

    found = ProblemsFound([later, CLOSES, other])

    assert [problem.place for problem in found.problems] == [
        "events/mixer.md:30",
        "leads/acme.md:4",
        "leads/acme.md:12",
    ]
    assert str(found) == report(found.problems)
    assert found.exitcode == 1


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Compnay", "Company"),
        ("COMPANY", "Company"),
        ("companies", "Company"),
        ("done_when", "Done-When"),
        ("Xylophone", ""),
        ("", ""),
    ],
)
def test_did_you_mean_finds_the_near_word_only(word, meant):
    assert did_you_mean(word, ["Title", "Company", "Date", "Done-When"]) == meant


def test_did_you_mean_knows_nothing_without_words():
    assert did_you_mean("Company", []) == ""
