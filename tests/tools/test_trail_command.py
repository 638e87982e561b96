"""`invoke trail`: what came of it, in one line; refused with the reason where it cannot be."""

import shutil

import pytest

from front_matter import parse
from problems import ProblemsFound
from tools import trail
from tools.console import Stop

ACME = "leads/2009-08-05-acme-clerk.md"
HARBOR = "leads/2009-08-07-harbor-press-clerk.md"
LETTER = "showers/nora/cover-letter.md"


def entries(project, name):
    field = parse(project.text(name), name).fields.get("trail")
    return list(field.lines) if field else []


def test_the_command_appends_and_undoes(project):
    before = project.files()
    done = project.command("trail", "harbor", "claim", "--by", "dana", "--note", "will call: soon")
    assert done.returncode == 0, done.stderr
    assert entries(project, HARBOR) == ["2009-08-28 claimed by Dana R.: will call: soon"]
    assert "content/leads/2009-08-07-harbor-press-clerk.md" in done.stdout
    assert "+ 2009-08-28 claimed by Dana R.: will call: soon" in done.stdout
    assert "being followed up" in done.stdout
    built = project.build()
    assert built.returncode == 0, built.stderr
    page = (project.folder / "output/leads/harbor-press-clerk/index.html").read_text("utf-8")
    assert "Dana R." in page
    done = project.command("trail", "harbor", "--undo")
    assert done.returncode == 0, done.stderr
    assert "- 2009-08-28 claimed" in done.stdout
    assert project.files() == before


@pytest.mark.parametrize(
    "wanted",
    [
        "acme-clerk",
        "ACME",
        "lead/acme-clerk",
        "shipping",
        "acme ship",
        "content/leads/2009-08-05-acme-clerk.md",
        "leads/2009-08-05-acme-clerk.md",
        "2009-08-05-acme-clerk.md",
        "https://nora.example/leads/acme-clerk/",
        "hipping",
    ],
)
def test_any_part_of_it_is_its_id(project, wanted):
    trail.record(project.folder, wanted, "applied", by="dana")
    assert entries(project, ACME)[-1] == "2009-08-28 applied by Dana R."


@pytest.mark.parametrize("wanted", ["cover-letter", "nora/cover-letter", "read letter", "wish"])
def test_a_wish_is_found_so_too(project, wanted):
    trail.record(project.folder, wanted, "granted", by="Tom H.", times=2)
    assert entries(project, LETTER) == ["2009-08-28 granted by Tom H. x2"]


def test_an_id_of_its_own_is_one(project):
    project.write({HARBOR: project.text(HARBOR).replace("\n\n", "\nId: old-77\n\n", 1)})
    trail.record(project.folder, "old-77", "closed")
    assert entries(project, HARBOR) == ["2009-08-28 closed"]


def test_two_that_fit_are_listed_with_what_to_type(project):
    before = project.files()
    done = project.command("trail", "clerk", "claimed")
    assert done.returncode == 1
    assert "acme-clerk: Shipping clerk at Acme" in done.stderr
    assert "harbor-press-clerk: Payroll clerk at Harbor Press" in done.stderr
    assert "Traceback" not in done.stderr
    assert project.files() == before


def test_a_person_may_choose_of_two(project, person):
    person("2")
    trail.record(project.folder, "clerk", "claimed")
    assert entries(project, HARBOR) == ["2009-08-28 claimed"]


def test_a_name_that_two_have_is_told_with_what_is_before_it(project):
    project.write({"showers/nora/acme-clerk.md": project.text(LETTER)})
    with pytest.raises(Stop) as stop:
        trail.record(project.folder, "acme", "claimed")
    assert "lead/acme-clerk" in str(stop.value) or "nora/acme-clerk" in str(stop.value)
    trail.record(project.folder, "nora/acme-clerk", "claimed")
    trail.record(project.folder, "lead/acme-clerk", "applied")
    assert entries(project, ACME)[-1] == "2009-08-28 applied"


def test_nothing_that_fits_is_told_with_what_may_be_meant(project):
    with pytest.raises(Stop) as stop:
        trail.record(project.folder, "acne-clerk", "claimed")
    assert "did you mean “acme-clerk”?" in str(stop.value)


def test_a_file_with_a_mistake_is_told_as_that(project):
    project.write({HARBOR: project.text(HARBOR).replace("Date: 2009", "Date: x")})
    with pytest.raises(ProblemsFound, match="not a date"):
        trail.record(project.folder, "harbor-press", "claimed")
    trail.record(project.folder, "acme", "applied")


@pytest.mark.parametrize(
    ("wanted", "event", "more", "reason"),
    [
        ("acme", "unclaimed", {"by": "tom"}, "the open claims are by Dana R."),
        ("acme", "applied", {"day": "2009-08-04"}, "before the day it began"),
        ("acme", "applied", {"day": "2009-08-05"}, "The trail runs backwards"),
        ("acme", "applied", {"day": "2009-08-29"}, "has not happened yet: today is 2009-08-28"),
        ("cover", "granted", {"times": 3}, "2 are wanted"),
        ("acme", "applied", {"note": "mail dana@mail.example"}, "would be published"),
    ],
)
def test_what_replay_would_refuse_is_refused_with_its_reason(project, wanted, event, more, reason):
    before = project.files()
    with pytest.raises(ProblemsFound) as found:
        trail.record(project.folder, wanted, event, **more)
    assert reason in str(found.value)
    assert project.files() == before


@pytest.mark.parametrize(
    ("event", "more", "reason"),
    [
        ("granted", {}, "is not an event of this trail"),
        ("aplied", {}, "did you mean “applied”?"),
        ("", {}, "write one of claimed"),
        ("applied", {"by": "ghost"}, "invoke new member"),
        ("applied", {"by": "Dana S."}, "did you mean “Dana R.”?"),
        ("applied", {"day": "tomorrow"}, "2009-08-05"),
        ("applied", {"times": 0}, "leave it out"),
    ],
)
def test_what_is_misspelt_is_told_with_what_is_right(project, event, more, reason):
    with pytest.raises(Stop) as stop:
        trail.record(project.folder, "acme", event, **more)
    assert reason in str(stop.value)


@pytest.mark.parametrize(
    ("by", "name"),
    [
        ("dana", "Dana R."),
        ("DANA R.", "Dana R."),
        ("someone", "someone"),
        ("whit", "Nora Whitfield"),
    ],
)
def test_a_part_of_a_name_will_do(project, by, name):
    trail.record(project.folder, "acme", "applied", by=by)
    assert entries(project, ACME)[-1] == f"2009-08-28 applied by {name}"


def test_yesterday_is_a_day(project):
    trail.record(project.folder, "acme", "applied", day="yesterday", note=" two\n lines ")
    assert entries(project, ACME)[-1] == "2009-08-27 applied: two lines"


def test_a_person_is_asked_for_what_is_missing(project, person):
    person("acme", "", "interview", "2")
    trail.record(project.folder, "", "")
    assert entries(project, ACME)[-1].startswith("2009-08-28 interview")


def test_undo_needs_an_entry(project):
    with pytest.raises(Stop, match="no trail yet"):
        trail.undo(project.folder, "harbor")


def test_a_read_only_file_is_a_sentence(project, monkeypatch):
    before = project.files()
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(PermissionError):
        trail.record(project.folder, "acme", "applied")
    assert project.files() == before


def test_the_maximum_is_told(project):
    conf = project.folder / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + "MAX_TRAIL = 1\n", "utf-8")
    with pytest.raises(ProblemsFound, match="MAX_TRAIL"):
        trail.record(project.folder, "acme", "applied")


def test_no_content_is_told(project):
    shutil.rmtree(project.content / "leads")
    shutil.rmtree(project.content / "showers")
    with pytest.raises(Stop, match="There is no lead and no wish yet"):
        trail.record(project.folder, "acme", "applied")
