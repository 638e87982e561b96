"""What commands say and ask, and how they end."""

import pytest

from problems import Problem, ProblemsFound
from tools.console import Console, Stop
from tools.running import run


def test_nobody_is_asked_without_a_terminal():
    console = Console()
    assert not console.asks
    assert console.ask("Company", "Acme") == "Acme"
    assert console.confirm("Sure?", default=True) is True
    with pytest.raises(Stop) as stop:
        console.ask("Company", option="--company")
    assert "--company" in str(stop.value)


def test_nobody_is_asked_with_yes(person):
    person()
    assert Console().asks
    assert not Console(yes=True).asks


def test_an_answer_or_its_default(person):
    person(" Acme ", "")
    console = Console()
    assert console.ask("Company") == "Acme"
    assert console.ask("Company", "Harbor Press") == "Harbor Press"


def test_what_is_needed_is_asked_again(person, capsys):
    person("", "Acme")
    assert Console().ask("Company", option="--company") == "Acme"
    assert "Please write something" in capsys.readouterr().out


def test_a_check_says_what_is_wrong(person, capsys):
    def check(answer):
        if answer != "right":
            raise ValueError("Not right.")
        return answer

    person("wrong", "right")
    assert Console().ask("Which", check=check) == "right"
    assert "Not right." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["2"], "Harbor Press"),
        (["harbor press"], "Harbor Press"),
        (["Habor Press", ""], "Harbor Press"),
        (["Habor Press", "n"], "Habor Press"),
        (["Somebody Else"], "Somebody Else"),
        (["7"], "7"),
    ],
)
def test_a_known_name_is_found_again(person, typed, meant):
    person(*typed)
    assert Console().ask("Company", known=["Acme", "Harbor Press"]) == meant


@pytest.mark.parametrize("typed", [["2"], ["rev"], ["REVIEW"], ["x", "", "9", "review"]])
def test_a_choice_is_one_of_its_names(person, typed):
    person(*typed)
    assert Console().choose("Kind", ["advice", "review"]) == "review"


def test_nobody_chooses_without_a_terminal():
    assert Console().choose("Kind", ["advice", "review"], "review") == "review"
    with pytest.raises(Stop, match="advice, review"):
        Console().choose("Kind", ["advice", "review"])


@pytest.mark.parametrize("pressed", [KeyboardInterrupt, EOFError])
def test_leaving_while_asked_is_a_sentence(person, capsys, pressed):
    person(pressed)
    assert run(lambda: Console().ask("Company")) == 1
    assert capsys.readouterr().err == "Stopped. Nothing was written.\n"


def test_a_table_is_plain_text_where_no_terminal_is(capsys):
    console = Console()
    console.table(["What", "When"], [["A [b]lead[/b] " + "x" * 200, "today"], ["B", ""]], "Due")
    out = capsys.readouterr().out
    assert "\x1b" not in out
    lines = out.splitlines()
    assert lines[0] == "Due"
    assert lines[2].endswith("x  today")
    assert lines[3] == "B"


def test_quiet_says_nothing(capsys):
    console = Console(quiet=True)
    console.say("hello")
    console.table(["a"], [["b"]])
    assert capsys.readouterr().out == ""


def test_progress_is_for_a_terminal_only(capsys):
    with Console().progress("Sending", 2) as step:
        step()
    assert capsys.readouterr() == ("", "")


def fail(error):
    raise error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Stop("There is no such lead.", "its name is acme"), "There is no such lead.\n→ its name"),
        (OSError(28, "No space left on device", "a.md"), "make some room"),
        (PermissionError(13, "Permission denied", "a.md"), "a.md\n    Permission denied."),
        (ProblemsFound([Problem(file="x.md", line=3, message="Bad.")]), "x.md:3\n    Bad."),
        (KeyboardInterrupt(), "Stopped."),
    ],
)
def test_what_stops_a_command_is_told(capsys, error, words):
    assert run(fail, error) == 1
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert "old site" not in said


def test_a_mistake_in_the_program_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        run(lambda: 1 / 0)


def test_the_status_is_the_functions():
    assert run(lambda: 3) == 3
    assert run(lambda: None) == 0
