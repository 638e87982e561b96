"""Private cards are read as written, checked without being told, and stay out of git."""

import shutil
import subprocess
from datetime import date

import pytest

from safebuild.cards import check_private, read_cards
from sitebuilder import ROOT

CARD = """Name: Dana Rowe
Email: dana@mail.example, d.rowe@work.example
Phone: 216-555-0123
Member: dana-r
Met: June job club,
    by the coffee urn
Follow-Up: 2009-08-14
Tags: harbor press, bureau

Left in spring.

Call after six.
"""


@pytest.fixture
def project(tmp_path):
    for name in ("content", "private/cards", "theme", "output"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def settings(project, **more):
    return {"PATH": str(project / "content"), "THEME": "theme", "OUTPUT_PATH": "output", **more}


def write(project, text, name="dana.md"):
    (project / "private" / "cards" / name).write_text(text, "utf-8")


def test_a_card_is_read(project):
    write(project, CARD)
    (card,), problems = read_cards(project / "private")
    assert problems == []
    assert card.name == "Dana Rowe"
    assert card.emails == ("dana@mail.example", "d.rowe@work.example")
    assert card.phones == ("216-555-0123",)
    assert card.member == "dana-r"
    assert card.met == "June job club, by the coffee urn"
    assert card.follow_up == date(2009, 8, 14)
    assert card.tags == ("harbor press", "bureau")
    assert card.note == "Left in spring.\n\nCall after six."


@pytest.mark.parametrize(
    "text", [f"---\n{CARD.partition('Left')[0].strip()}\n---\n\nLeft", CARD.replace("\n", "\r\n")]
)
def test_fences_and_other_line_ends_are_understood(project, text):
    write(project, text)
    (card,), problems = read_cards(project / "private")
    assert problems == []
    assert card.name == "Dana Rowe"
    assert card.note.startswith("Left")


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("Name: Dana\nE-Mail: dana@mail.example\n", 2, "did you mean Email?"),
        ("Name: Dana\nFollow-Up: next week\n", 2, "2009-08-14"),
        ("Email: dana@mail.example\n", 0, "Name"),
        ("", 0, "Name"),
        ("Name: Dana\nName: Rowe\n", 2, "keep one"),
        ("Name: Dana\nof the bureau dana@mail.example\n", 2, "indent it"),
    ],
)
def test_a_mistake_is_told_by_its_line_and_without_its_value(project, text, line, hint):
    write(project, text)
    problems = check_private(project, settings(project))
    assert [(problem.file, problem.line) for problem in problems] == [
        ("private/cards/dana.md", line)
    ]
    assert hint in problems[0].hint
    assert problems[0].private
    assert "mail.example" not in str(problems)
    assert "next week" not in str(problems)


def test_a_card_that_is_no_text_is_told(project):
    (project / "private" / "cards" / "x.md").write_bytes(b"Name: D\xe1na")
    (problem,) = check_private(project, settings(project))
    assert "not UTF-8" in problem.message


def test_no_private_folder_is_no_problem(tmp_path):
    assert check_private(tmp_path, settings(tmp_path)) == []


def test_the_example_is_right(tmp_path):
    shutil.copytree(ROOT / "private.example", tmp_path / "private")
    cards, problems = read_cards(tmp_path / "private")
    assert problems == []
    assert len(cards) == 8


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("content/private", "PATH"),
        ("theme/static/private", "THEME"),
        ("output/private", "OUTPUT_PATH"),
        (".", "PATH"),
        ("content", "PATH"),
    ],
)
def test_a_place_that_is_published_is_refused(project, place, named):
    (project / place).mkdir(parents=True, exist_ok=True)
    problems = check_private(project, settings(project, PRIVATE_PATH=str(project / place)))
    assert any(named in problem.message for problem in problems)
    assert all(problem.field == "PRIVATE_PATH" for problem in problems)


def git(project, *words):
    command = ["git", "-C", str(project), "-c", "user.name=x", "-c", "user.email=x@x.example"]
    subprocess.run([*command, *words], check=True, capture_output=True)


def test_what_git_tracks_is_refused(project):
    write(project, CARD)
    git(project, "init")
    assert check_private(project, settings(project)) == []
    git(project, "add", "private")
    (problem,) = check_private(project, settings(project))
    assert "git tracks 1" in problem.message
    assert "git rm" in problem.hint
    git(project, "commit", "-m", "x")
    assert len(check_private(project, settings(project))) == 1


def test_without_git_nothing_is_asked(project, monkeypatch):
    write(project, CARD)
    monkeypatch.setenv("PATH", str(project))
    assert check_private(project, settings(project)) == []


def test_this_projects_own_private_folder_is_ignored_by_git():
    done = subprocess.run(
        ["git", "-C", str(ROOT), "check-ignore", "-q", "private/cards/x.md"], check=False
    )
    assert done.returncode == 0
