"""The line under a build."""

import pytest

from tools.reminder import remind


def test_what_there_is_to_follow_up_is_counted_and_not_told(project, capsys):
    folder = project.folder / "private/cards"
    folder.mkdir(parents=True)
    (folder / "jo.md").write_text("Name: Jo March\nFollow-Up: 2009-08-20\n", "utf-8")
    remind(project.folder)
    said = capsys.readouterr().out
    assert said.startswith("To follow up: 1 overdue")
    assert "invoke followups" in said
    assert "Jo" not in said
    remind(project.folder, quiet=True)
    assert capsys.readouterr().out == ""


@pytest.mark.slow
def test_the_command_says_it_last(project):
    done = project.command("build")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith("New this week")
    assert done.stdout.splitlines()[-1].startswith("To follow up: ")
    assert project.command("build", "--quiet").stdout == ""
