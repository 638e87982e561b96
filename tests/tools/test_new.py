"""`invoke new`: from “I heard of a job” to a file that builds."""

import os
import stat
import subprocess
from datetime import date

import pytest

from problems import ProblemsFound
from tools.console import Stop
from tools.new import command as new

TODAY = "2009-08-28"
LEADS = "leads/2009-08-28-"


def make(project, what, title="", **more):
    named = ("source", "edit", "yes", "force")
    options = {k.replace("_", "-"): v for k, v in more.items() if k not in named}
    rest = {k: v for k, v in more.items() if k in named}
    before = set(project.files())
    new.make(project.folder, what, title, options=options, **rest)
    return sorted(set(project.files()) - before)


def test_one_of_each_builds(project):
    """With nobody there, the first by the real command; then a build with warnings as errors."""
    address = "https://quill.example/jobs/stock-clerk?utm_source=x"
    done = project.command("new", "lead", address, "--yes")
    assert done.returncode == 0, done.stderr
    make(project, "post", "For and against", tags="office, Ämter")
    make(project, "lead", "Payroll clerk at Quill & Sons", closes="2009-09-04")
    make(project, "wish", "Practise an interview with me", kind="prac")
    make(project, "event", "September mixer", start="2009-09-03 18:30", location="Library")
    make(project, "member", "Zoë K.", consent="today")
    make(project, "card", "Jo March", email="jo@march.example", follow_up="2009-09-01")
    assert project.text("posts/2009-08-28-for-and-against.md") == (
        f"Title: For and against\nDate: {TODAY}\nTags: office, Ämter\n\n"
    )
    assert project.text(f"{LEADS}quill-sons-payroll-clerk.md") == (
        f"Title: Payroll clerk\nCompany: Quill & Sons\nDate: {TODAY}\nCloses: 2009-09-04\n\n"
    )
    assert project.text(f"{LEADS}quill-stock-clerk.md") == (
        f"Title: Stock clerk\nCompany: Quill\nDate: {TODAY}\n"
        "Posting: https://quill.example/jobs/stock-clerk\n\n"
    )
    assert "Kind: practice" in project.text("showers/nora/practise-an-interview-with-me.md")
    assert project.text("events/2009-09-03-september-mixer.md").startswith("Title: September mixer")
    assert f"Consent: {TODAY}" in project.text("network/zoe-k.md")
    card = project.folder / "private/cards/jo-march.md"
    assert card.read_text("utf-8").startswith("Name: Jo March\nEmail: jo@march.example\n")
    built = project.build()
    assert built.returncode == 0, built.stderr
    board = (project.folder / "output/leads/index.html").read_text("utf-8")
    assert "Stock clerk" in board


@pytest.mark.parametrize(
    "title",
    [
        "🎈",
        "a/b\\c: d",
        "שלום עולם",
        "مرحبا",
        "x" * 400,
        "long words " * 40,
        '"quoted" <b>bold</b> & *starred* [link](x)',
        "2009-08-05",
        "2009-08-05-party",
        "shower",
        "--- fence",
        "Title: again",
        "a\x00b\u2028c",
        ".hidden",
        "CON",
        "#1 {{ jinja }} {filename}",
    ],
)
def test_odd_titles_give_sound_files(project, title):
    made = make(project, "post", title)
    made += make(project, "lead", title, company=title)
    made += make(project, "wish", title, kind="advice")
    made += make(project, "member", title, consent="today")
    assert len(made) == 4
    assert all(len(name.rpartition("/")[2].encode()) < 120 for name in made)
    site = new.open_site(project.folder)
    assert site.sources.problems == []


@pytest.mark.slow
def test_odd_titles_build(project):
    for title in ["🎈", "a/b\\c: d", "مرحبا", "x" * 400, '"q" <b>b</b> & *s* [l](x)', "2009-08-05"]:
        make(project, "post", title)
        make(project, "lead", title, company=title)
        make(project, "wish", title, kind="advice")
        make(project, "event", title, start="2009-09-03")
    built = project.build()
    assert built.returncode == 0, built.stderr


def test_names_do_not_collide(project):
    first = make(project, "post", "Hello", force=True)
    again = make(project, "post", "Hello!", force=True)
    assert first == ["posts/2009-08-28-hello-2.md"]
    assert again == ["posts/2009-08-28-hello-3.md"]
    project.write({"posts/other.md": "Title: X\nDate: 2009-08-01\nSlug: taken\n\nText.\n"})
    assert make(project, "post", "Taken") == ["posts/2009-08-28-taken-2.md"]


def test_what_is_dated_later_is_told(project, capsys):
    make(project, "post", "Later", date="2009-09-30")
    assert "shown from 2009-09-30 on" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("title", "company", "posting"),
    [
        ("shipping CLERK", "Acme, Inc.", ""),
        ("Something else", "Other", "http://www.acme.example/jobs/7/?utm_campaign=x&gclid=1"),
    ],
)
def test_a_lead_that_is_there_is_shown_and_not_made(project, capsys, title, company, posting):
    before = project.files()
    with pytest.raises(Stop, match="Nothing was written"):
        make(project, "lead", title, company=company, posting=posting, yes=True)
    said = capsys.readouterr().out
    assert "content/leads/2009-08-05-acme-clerk.md (Shipping clerk at Acme)" in said
    assert project.files() == before
    assert make(project, "lead", title, company=company, posting=posting, force=True)


def test_a_person_may_make_another(project, person):
    person("y", "n")
    assert make(project, "lead", "Shipping clerk", company="Acme")


@pytest.mark.parametrize(
    ("what", "title", "more"),
    [
        ("post", "HELLO", {}),
        ("wish", "Read my letter", {"kind": "review"}),
        ("member", "dana r", {"consent": "today"}),
    ],
)
def test_other_things_that_are_there_are_shown(project, what, title, more):
    with pytest.raises(Stop, match="Nothing was written"):
        make(project, what, title, **more)


def test_a_card_that_is_there_is_shown(project):
    make(project, "card", "Jo March")
    with pytest.raises(Stop, match="Nothing was written"):
        make(project, "card", "jo march")


def test_a_known_company_is_written_as_it_is_known(project, person, capsys):
    person("", "Habor Press", "", "n")
    (name,) = make(project, "lead", "https://x.example/j/stock-clerk")
    assert "Company: Harbor Press" in project.text(name)
    person("2", "n")
    (name,) = make(project, "lead", "Night clerk")
    assert "Company: Acme" in project.text(name)
    assert "1. Harbor Press\n  2. Acme" in capsys.readouterr().out


def test_a_misspelt_company_is_told_where_nobody_is_asked(project, capsys):
    make(project, "lead", "Night clerk", company="Habor Press")
    assert "You have “Harbor Press” already" in capsys.readouterr().out


def test_a_person_is_asked_for_everything(project, person):
    person("lead", "Night clerk", "Acme", "Port Ashby", "", "4 Sept", "n")
    (name,) = make(project, "")
    text = project.text(name)
    assert "Closes: 2009-09-04" in text
    assert "Location: Port Ashby" in text


def test_leaving_half_way_writes_nothing(project, person):
    person("lead", "Night clerk", KeyboardInterrupt)
    before = project.files()
    with pytest.raises(Stop, match="Nothing was written"):
        make(project, "")
    assert project.files() == before


def test_tags_may_be_numbers(project, person):
    person("Words", "1, new", "n")
    (name,) = make(project, "post")
    assert "Tags: office, new" in project.text(name)


PASTED = """Stock clerk at Quill

Pay: $15 an hour
Contact: Jane Smith, jane@quill.example, 216-555-0188

Ask for Jane Smith.
Or call 216-555-0199 after six.
Or write to jobs at quill dot example
Come early.
"""


def test_a_pasted_announcement_loses_what_is_private(project, tmp_path, capsys):
    (tmp_path / "job.txt").write_text(PASTED, "utf-8")
    (name,) = make(project, "lead", source=str(tmp_path / "job.txt"))
    text = project.text(name)
    assert "Salary: USD 15 an hour" in text
    assert text.endswith("Ask for […].\n\nOr call […] after six.\n\nCome early.\n")
    card = (project.folder / "private/cards/jane-smith.md").read_text("utf-8")
    assert card == (
        "Name: Jane Smith\nEmail: jane@quill.example\nPhone: 216-555-0199, 216-555-0188\n\n"
    )
    said = capsys.readouterr().out
    assert "Left out, since the site is public" in said
    assert "jane@quill.example" not in said
    assert "555" not in said
    assert new.open_site(project.folder).leaks("x.md", text) == []


def test_the_pasted_text_may_come_through_a_pipe(project):
    command = [os.sys.executable, "-m", "invoke", "new", "lead", "--text", "-"]
    done = subprocess.run(
        command,
        cwd=project.folder,
        input=PASTED,
        encoding="utf-8",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Title: Stock clerk" in project.text(f"{LEADS}quill-stock-clerk.md")


def test_a_title_with_somebodys_number_is_refused(project):
    before = project.files()
    with pytest.raises(ProblemsFound, match="would be published"):
        make(project, "post", "Call 216-555-0188 for a job")
    assert project.files() == before


@pytest.mark.parametrize(
    ("what", "title", "more", "words"),
    [
        ("poast", "X", {}, "did you mean “post”?"),
        ("lead", "", {}, "a title"),
        ("lead", "Clerk", {}, "--company"),
        ("lead", "Clerk", {"company": "A", "closes": "2009-08-01"}, "lies before"),
        ("lead", "Clerk", {"company": "A", "closes": "soon"}, "--closes “soon”"),
        ("post", "X", {"closes": "2009-09-04"}, "--closes is not for a post"),
        ("wish", "X", {}, "write one of introduction"),
        ("wish", "X", {"kind": "advise"}, "did you mean “advice”?"),
        ("wish", "X", {"kind": "advice", "seeker": "luis"}, "the showers are nora"),
        ("event", "X", {}, "--start"),
        ("member", "X", {}, "--consent"),
        ("card", "", {}, "its title"),
    ],
)
def test_what_is_missing_or_wrong_is_told(project, what, title, more, words):
    before = project.files()
    with pytest.raises(Stop) as stop:
        make(project, what, title, **more)
    assert words in str(stop.value)
    assert project.files() == before


def test_a_bad_value_is_told_as_the_build_would(project):
    with pytest.raises(ProblemsFound, match="not a date"):
        make(project, "event", "X", start="tonight")


def test_the_first_wish_begins_a_shower(project):
    for path in (project.content / "showers/nora").iterdir():
        path.unlink()
    made = make(project, "wish", "Read my letter", kind="review")
    assert made == ["showers/nora/read-my-letter.md", "showers/nora/shower.md"]
    assert "Seeker: Nora Whitfield" in project.text(made[1])
    assert new.open_site(project.folder).sources.problems == []


def test_a_member_has_agreed(project, person):
    person("n")
    with pytest.raises(Stop, match="Nobody is named"):
        make(project, "member", "Zoë K.")
    person("y", "n")
    assert make(project, "member", "Zoë K.") == ["network/zoe-k.md"]


def test_who_is_met_at_an_event_is_followed_up_within_48_hours(project):
    folder = project.folder / "private/cards"
    make(project, "card", "Amy March", date="2009-08-20")
    make(project, "card", "Jo March")
    project.write({"events/mixer.md": f"Title: Mixer\nStart: {TODAY} 18:00\n\nCome.\n"})
    make(project, "card", "Meg March")
    texts = [path.read_text("utf-8") for path in sorted(folder.iterdir())]
    assert ["Met-On: 2009-08-20" in texts[0], "Met-On" in texts[1]] == [True, False]
    assert f"Met-On: {TODAY}" in texts[2]


def test_cards_stay_out_of_git(project):
    subprocess.run(["git", "init", "-q"], cwd=project.folder, check=True)
    with pytest.raises(Stop, match="git would take"):
        make(project, "card", "Jo March")
    (project.folder / ".gitignore").write_text("/private/\n")
    make(project, "card", "Jo March")
    assert (project.folder / "private/cards/jo-march.md").exists()


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """An editor that appends a line."""
    script = tmp_path / "my editor"
    script.write_text('#!/bin/sh\nprintf "%s\\n" "$LINE" >> "$1"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("EDITOR", f"'{script}'")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("LINE", "Words.")
    return script


@pytest.mark.usefixtures("editor")
def test_the_editor_opens_the_file(project):
    (name,) = make(project, "post", "X", edit=True)
    assert project.text(name).endswith("\n\nWords.\n")


@pytest.mark.usefixtures("editor")
def test_visual_goes_first(project, monkeypatch):
    monkeypatch.setenv("VISUAL", "true")
    (name,) = make(project, "post", "X", edit=True)
    assert not project.text(name).endswith("Words.\n")


@pytest.mark.usefixtures("editor")
def test_a_person_may_write_on(project, person):
    person("")
    (name,) = make(project, "post", "X")
    assert project.text(name).endswith("Words.\n")


def test_a_mistake_made_in_the_editor_is_told(project, editor):
    editor.write_text('#!/bin/sh\nprintf "Compnay: x\\n" > "$1"\n')
    with pytest.raises(Stop) as stop:
        make(project, "lead", "X", company="Acme", edit=True)
    assert "did you mean “Company”?" in str(stop.value)
    assert "The file is as you left it" in str(stop.value)


@pytest.mark.parametrize("command", ["/no/such/editor", "false"])
def test_a_missing_editor_is_a_sentence_and_the_file_stays(project, command):
    env = {"EDITOR": command, "VISUAL": ""}
    done = project.command("new", "post", "X", "--edit", env=env)
    assert done.returncode == 1
    assert "The file is there: content/posts/2009-08-28-x.md" in done.stderr
    assert "Traceback" not in done.stderr
    assert project.text("posts/2009-08-28-x.md") == f"Title: X\nDate: {TODAY}\n\n"


def test_a_full_disk_is_a_sentence(project, monkeypatch, capsys):
    from tools import changes
    from tools.running import run

    def full(*_):
        raise OSError(28, "No space left on device")

    before = project.files()
    monkeypatch.setattr(changes.os, "fsync", full)
    assert run(make, project, "post", "X") == 1
    assert "make some room on the disk" in capsys.readouterr().err
    assert project.files() == before


def test_a_closed_folder_is_a_sentence(project, capsys):
    from tools.running import run

    folder = project.content / "posts"
    folder.chmod(0o555)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("root may write all")
        assert run(make, project, "post", "X") == 1
    finally:
        folder.chmod(0o755)
    assert "Permission denied" in capsys.readouterr().err


def test_today_is_the_sites(project):
    make(project, "post", "X")
    assert date.fromisoformat(TODAY) == new.open_site(project.folder).today
