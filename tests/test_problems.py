"""The report that a writer reads."""

from __future__ import annotations

import json

import pytest

from problems import (
    COLLECTED,
    Problem,
    ProblemsFound,
    check_settings,
    did_you_mean,
    report,
    report_json,
    tell,
)

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


@pytest.fixture
def content(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content" / "leads").mkdir(parents=True)
    text = "Title: Clerk\nCompnay: Acme\n\nCloses: 10/11/2026\n漢字: \x1b[31m wrong\n"
    (tmp_path / "content" / "leads" / "acme.md").write_text(text, "utf-8")
    return tmp_path / "content"


@pytest.mark.parametrize(
    ("problem", "lines"),
    [
        (
            CLOSES,
            ["content/leads/acme.md:4:9", "    Closes: 10/11/2026", f"    {' ' * 8}{'~' * 10}"],
        ),
        (
            Problem(file="leads/acme.md", line=2, column=1, field="Compnay", message="Bad."),
            ["content/leads/acme.md:2:1", "    Compnay: Acme", "    ~~~~~~~"],
        ),
        (
            Problem(file="leads/acme.md", line=5, value="wrong", message="Bad."),
            ["content/leads/acme.md:5:11", "    漢字: \ufffd[31m wrong", f"    {' ' * 12}~~~~~"],
        ),
        (
            Problem(file="leads/acme.md", line=9, field="Tags", message="Bad."),
            ["content/leads/acme.md:9", "    Tags", "    Bad."],
        ),
        (Problem(file="settings", field="TODAY", message="Bad."), ["settings", "    TODAY"]),
    ],
)
def test_the_line_is_shown_with_a_mark_under_what_is_wrong(content, problem, lines):
    assert report([problem], content).splitlines()[: len(lines)] == lines


def test_a_long_line_is_cut_around_the_mark(content):
    (content / "a.md").write_text("x" * 500 + " here " + "y" * 500)
    problem = Problem(file="a.md", line=1, value="here", message="Bad.")
    _, line, mark, *_ = report([problem], content).splitlines()
    assert len(line) < 120
    assert line[mark.index("~") : mark.rindex("~") + 1] == "here"


def test_other_tools_get_json(content):
    found = json.loads(report_json([CLOSES], content, ["careful"]))
    assert found["version"] == 1
    assert found["ok"] is False
    assert found["warnings"] == ["careful"]
    (problem,) = found["problems"]
    assert problem["file"] == "content/leads/acme.md"
    assert (problem["line"], problem["column"]) == (4, 9)
    assert problem["source"] == "Closes: 10/11/2026"
    assert json.loads(report_json([]))["ok"] is True


def test_problems_are_collected_where_somebody_collects():
    context = {COLLECTED: []}
    tell(context, [CLOSES])
    assert context[COLLECTED] == [CLOSES]
    with pytest.raises(ProblemsFound):
        tell({}, [CLOSES])
    tell({}, [])


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"LEAD_STALE_DAY": 3}, ["LEAD_STALE_DAYS"]),
        ({"LEAD_STALE_DAYS": "many"}, ["a number above 0"]),
        ({"LEAD_STALE_DAYS": True}, ["a number above 0"]),
        ({"WRITE_DRAFTS": "no"}, ["True or False"]),
        ({"EXTRA_KEYS": "Mood"}, ["a list of texts"]),
        ({"LEAD_URL": "x", "today": 1, "TODAY": 5}, []),
    ],
)
def test_settings_are_checked_by_their_defaults(settings, words):
    defaults = {"LEAD_STALE_DAYS": 45, "WRITE_DRAFTS": False, "EXTRA_KEYS": (), "TODAY": None}
    found = check_settings(settings, defaults)
    assert len(found) == len(words)
    assert all(word in f"{p.message} {p.hint}" for p, word in zip(found, words, strict=True))
