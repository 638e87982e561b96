"""`invoke import-leads` and `invoke export-leads`."""

import errno
import shutil
import signal
import subprocess
import sys

import pytest

from problems import ProblemsFound
from tools import changes
from tools.console import Stop
from tools.site import open_site
from tools.spreadsheet import import_leads
from tools.spreadsheet.export_leads import export_leads
from tools.spreadsheet.import_leads import Choices

JOBS = (
    "Position,Employer,Date Posted,Link,Notes,Recruiter\n"
    'Clerk,Acme,2009-08-01,https://acme.example/7,"two shifts, one desk",Dot\n'
    "Clerk,Bolt,2009-08-02,https://bolt.example/1?utm_source=x,,\n"
    "Packer,Bolt,2009-08-03,,,\n"
)


@pytest.fixture
def empty(project):
    """A project in which nobody has heard of any lead."""
    shutil.rmtree(project.content / "leads")
    return project


def run(project, text, *columns, yes=True, **choices):
    path = project.folder / "jobs.csv"
    path.write_text(text, "utf-8")
    choices = Choices(columns=columns, **choices)
    return import_leads.import_leads(project.folder, str(path), choices, yes=yes)


def leads(project):
    files = project.files()
    return {
        name.removeprefix("leads/"): data.decode()
        for name, data in sorted(files.items())
        if name.startswith("leads/")
    }


def problems(project, text, *columns, **choices):
    with pytest.raises(ProblemsFound) as caught:
        run(project, text, *columns, **choices)
    assert leads(project) == {}
    return caught.value.problems


def said_by(project, *words):
    done = project.command(*words)
    return done.returncode, done.stdout + done.stderr


def test_the_command_shows_the_columns_and_writes_the_leads(empty):
    (empty.folder / "jobs.csv").write_text(JOBS)
    status, said = said_by(empty, "import-leads", "jobs.csv")
    assert status == 0, said
    assert "Position     Title " in said
    assert "left out: people's contacts belong on cards" in said
    assert "Dot" not in said
    assert "Wrote 3 leads into content/leads/." in said
    assert list(leads(empty)) == [
        "2009-08-01-clerk-acme.md",
        "2009-08-02-clerk-bolt.md",
        "2009-08-03-packer.md",
    ]
    assert leads(empty)["2009-08-01-clerk-acme.md"] == (
        "Title: Clerk\nCompany: Acme\nDate: 2009-08-01\nPosting: https://acme.example/7\n\n"
        "two shifts, one desk\n"
    )


def test_the_command_tells_what_is_wrong_without_a_traceback(empty):
    (empty.folder / "jobs.csv").write_text(JOBS.replace("2009-08-03", "soon"))
    status, said = said_by(empty, "import-leads", "jobs.csv")
    assert (status, "jobs.csv:4" in said, "Traceback" in said) == (1, True, False), said
    assert leads(empty) == {}
    with pytest.raises(Stop, match="nobody is here"):
        import_leads.import_leads(empty.folder, "", Choices())
    for path in ("missing.csv", str(empty.folder)):
        with pytest.raises(OSError, match=r"No such file|Is a directory"):
            import_leads.import_leads(empty.folder, path, Choices())


def test_a_dry_run_writes_nothing(empty, capsys):
    assert run(empty, JOBS.replace("2009-08-03", "2009-09-03"), dry_run=True) == 0
    said = capsys.readouterr().out
    assert "3 new leads" in said
    assert "1 dated after today" in said
    assert leads(empty) == {}


def test_the_same_job_is_skipped_in_the_file_and_in_the_site(empty, capsys):
    lead = "Title: Clerk\nCompany: Bolt\nDate: 2009-07-01\nPosting: https://www.bolt.example/1/\n"
    empty.write({"leads/there.md": lead})
    again = (
        "Clerk,Acme,2009-08-09,https://acme.example/7?utm_medium=y#a,,\nPACKER,Bolt,2009-08-09,,,\n"
    )
    other = "Clerk,Acme,2009-08-09,https://acme.example/8,,\n"
    run(empty, JOBS + again + other)
    run(empty, JOBS)
    said = capsys.readouterr().out
    assert "line 3: Clerk at Bolt (content/leads/there.md)" in said
    assert "line 5: Clerk at Acme (line 2)" in said
    assert "line 6: PACKER at Bolt (line 4)" in said
    assert "3 rows: 0 new leads." in said
    assert "line 2: Clerk at Acme (content/leads/2009-08-01-clerk-acme.md)" in said
    assert len(leads(empty)) == 4


def test_every_bad_row_is_told_and_none_is_written(empty):
    text = (
        "Title,Company,Date,Closes,Structured\nA,,2009-08-01,,\nB,Acme,2 days ago,,\n"
        "C,Acme,2009-08-01,2009-07-01,\nD,Acme,2009-08-01,,maybe\nE,Acme,2009-08-01,,\n"
    )
    found = problems(empty, text)
    assert [(p.file, p.line, p.field) for p in found] == [
        ("jobs.csv", 2, "Company"),
        ("jobs.csv", 3, "Date"),
        ("jobs.csv", 4, "Closes"),
        ("jobs.csv", 5, "Structured"),
    ]


def test_an_ambiguous_day_is_asked_for_and_never_guessed(empty, person):
    text = "Title,Company,Date\nA,Acme,03/04/2009\n"
    (found,) = problems(empty, text)
    assert "--dates" in found.hint
    person("y", "03")
    run(empty, text, yes=False)
    assert list(leads(empty)) == ["2009-03-04-a.md"]
    (empty.folder / "content/leads/2009-03-04-a.md").unlink()
    run(empty, text, dates="dmy")
    assert list(leads(empty)) == ["2009-04-03-a.md"]


def test_a_person_may_say_no_to_the_columns(empty, person):
    person("n")
    with pytest.raises(Stop, match="Nothing was written"):
        run(empty, JOBS, yes=False)
    assert leads(empty) == {}


def test_a_column_can_be_mapped_or_go_into_the_text(empty):
    text = "What,Company,Date,Sponsor\nA,Acme,2009-08-01,Yes <b>\n"
    run(empty, text, "What=Title", "Sponsor=Notes")
    assert leads(empty)["2009-08-01-a.md"].endswith("\n\nYes &lt;b>\n")


def test_nobodys_contact_comes_along(empty, capsys):
    card = "Name: Ruth Calloway\nEmail: ruth@calloway.example\n\nWants a quiet office.\n"
    (empty.folder / "private/cards").mkdir(parents=True)
    (empty.folder / "private/cards/ruth.md").write_text(card)
    text = (
        "Title,Company,Date,Via,Notes,URL\n"
        "A,Acme,2009-08-01,dot@acme.example,call Dot at 216-555-0123 or dot@acme.example soon,\n"
        "B,Acme,2009-08-01,Ruth Calloway,a fine place,mailto:dot@acme.example\n"
        "C,Acme,2009-08-01,a neighbor,dot at acme dot example,\n"
    )
    run(empty, text)
    texts = "".join(leads(empty).values())
    assert "dot@" not in texts
    assert "555-0123" not in texts
    assert "Calloway" not in texts
    assert "acme dot example" not in texts
    assert "call Dot at … or … soon" in texts
    assert "a fine place" in texts
    assert "somebody's contact in Via" in capsys.readouterr().out
    site = open_site(empty.folder)
    assert [site.leaks("x.md", text) for text in leads(empty).values()] == [[], [], []]


def test_a_trail_after_today_is_left_out(empty, capsys):
    run(empty, "Title,Company,Date,Status,Updated\nA,Acme,2009-08-01,closed,2009-08-29\n")
    assert "Trail" not in leads(empty)["2009-08-01-a.md"]
    assert "after today" in capsys.readouterr().out


def test_a_full_disk_leaves_nothing(empty, monkeypatch):
    written = []

    def fsync(handle):
        written.append(handle)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(changes.os, "fsync", fsync)
    with pytest.raises(OSError, match="No space"):
        run(empty, JOBS)
    assert leads(empty) == {}


KILLED = """import os, signal, sys
sys.path.insert(0, "plugins")
from pathlib import Path
from tools import changes
from tools.spreadsheet import import_leads
place, placed = changes._place, []
def killed(*words):
    if placed:
        os.kill(os.getpid(), signal.SIGKILL)
    placed.append(place(*words))
changes._place = killed
import_leads.import_leads(Path("."), "jobs.csv", import_leads.Choices(), yes=True)
"""


def test_a_killed_import_is_completed_by_the_next(empty):
    (empty.folder / "jobs.csv").write_text(JOBS)
    command = [sys.executable, "-c", KILLED]
    done = subprocess.run(command, cwd=empty.folder, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    whole = [name for name in leads(empty) if not name.startswith(".")]
    assert len(whole) == 1
    assert open_site(empty.folder).sources.problems == []
    run(empty, JOBS)
    assert len([name for name in leads(empty) if not name.startswith(".")]) == 3
    assert open_site(empty.folder).sources.problems == []


LEAD = (
    "Title: =Clerk\nCompany: Acme\nDate: 2009-08-01\nTags: a\n    b\n"
    "Trail: 2009-08-02 claimed by Dana R.: +1\n    2009-08-03 applied by Dana R.\n"
    "Id: tag:x\n\n- one\n- two, “three”\n\n    code\n"
)


def test_export_and_import_make_the_same_files(empty):
    empty.write({"leads/2009-08-01-clerk.md": LEAD})
    empty.write({"leads/deep/later.md": "Title: B\nCompany: C\nDate: 2010-01-01\n"})
    before = leads(empty)
    status, said = said_by(empty, "export-leads", "leads.csv")
    assert (status, "Wrote 2 leads to leads.csv" in said) == (0, True), said
    for file in before:
        (empty.folder / "content/leads" / file).unlink()
    path = str(empty.folder / "leads.csv")
    assert import_leads.import_leads(empty.folder, path, Choices(), yes=True) == 0
    assert leads(empty) == before


def test_a_name_that_is_taken_is_told(empty):
    empty.write({"leads/2009-08-01-clerk.md": LEAD})
    text = "File,Title,Company,Date,Trail,Text\nclerk.md,Other,Acme,2009-08-01,,\n"
    with pytest.raises(ProblemsFound, match="there already"):
        run(empty, text)


def test_an_export_goes_over_no_file_and_into_no_site(empty, capsysbinary):
    empty.write({"leads/2009-08-01-clerk.md": LEAD})
    (empty.folder / "leads.csv").write_text("mine")
    for name in ("leads.csv", "output/leads.csv"):
        with pytest.raises(Stop):
            export_leads(empty.folder, str(empty.folder / name))
    assert (empty.folder / "leads.csv").read_text() == "mine"
    assert export_leads(empty.folder, "") == 0
    assert capsysbinary.readouterr().out.startswith(b"\xef\xbb\xbfFile,Title,Company")
    assert export_leads(empty.folder, str(empty.folder / "leads.csv"), yes=True) == 0
    assert "'=Clerk" in (empty.folder / "leads.csv").read_text("utf-8")


def test_an_export_with_a_lead_missing_is_none(empty):
    empty.write({"leads/a.md": "Title: A\nCompany: B\nDate: soon\n"})
    with pytest.raises(ProblemsFound, match="not a date"):
        export_leads(empty.folder, "x.csv")
