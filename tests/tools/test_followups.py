"""What is to be followed up, and `invoke followups`."""

import json
import os
import shutil
from datetime import date

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from problems import ProblemsFound
from sitebuilder import ROOT
from tools.console import Stop
from tools.followups import command as commands
from tools.followups.collect import BUCKETS, collect
from tools.followups.marks import Mark, read_marks, until, write_marks
from tools.short_ids import short_ids
from tools.site import open_site

TODAY = date(2009, 8, 28)
LEAD = "Title: Clerk\nCompany: Acme\nDate: 2009-08-20\nVia: Dana R., over the fence\n"
WISH = "Title: Read my letter\nKind: review\nDate: 2009-08-03\nQuantity: 2\n"
NORA = "Nora Whitfield"


@pytest.fixture
def bare(project):
    """A project without leads and wishes."""
    shutil.rmtree(project.content / "leads")
    (project.content / "showers/nora/cover-letter.md").unlink()
    return project


def card(project, text, name="dana-rowe"):
    folder = project.folder / "private" / "cards"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(f"Name: Dana Rowe\n{text}\n", "utf-8")


def found(project, today=TODAY, cold=14):
    site = open_site(project.folder)
    assert site.sources.problems == []
    assert site.cards[1] == []
    kinds = [site.items(kind) for kind in ("lead", "wish", "event")]
    return collect(*kinds, site.cards[0], site.options.author, today, cold)


def one(project, **more):
    (followup,) = found(project, **more)
    return followup


@pytest.mark.parametrize(
    ("text", "bucket", "what"),
    [
        ("Follow-Up: 2009-08-27", "overdue", "get in touch"),
        ("Follow-Up: 2009-08-28\nNext: call", "today", "call"),
        ("Follow-Up: 2009-09-04\nNext: call", "week", "call"),
        ("Follow-Up: 2009-09-05\nNext: call", "later", "call"),
        ("Follow-Up: 2009-09-05\nWaiting-For: a name", "later", "waiting for: a name"),
        ("Contacted: 2009-08-20\nWaiting-For: a name", "waiting", "a name"),
        ("Contacted: 2009-08-14\nWaiting-For: a name", "cold", "a name"),
        ("Contacted: 2009-08-14", "cold", "14 days ago"),
        ("Contacted: 2009-08-20\nNext: call", "week", "call"),
        ("Met-On: 2009-08-27\nNext: call", "mixer", "call (you met at Mixer)"),
        ("Met-On: 2009-08-24", "overdue", "write (you met at Meeting)"),
    ],
)
def test_a_card_is_in_its_bucket(bare, text, bucket, what):
    bare.write({"events/mixer.md": "Title: Mixer\nStart: 2009-08-27 18:00\n\nCome.\n"})
    bare.write({"events/meeting.md": "Title: Meeting\nStart: 2009-08-24\n\nCome.\n"})
    card(bare, text)
    followup = one(bare)
    assert followup.bucket == bucket
    assert what in followup.what
    assert followup.who == "Dana Rowe"


@pytest.mark.parametrize(
    "text",
    ["Follow-Up: 2009-08-14\nContacted: 2009-08-20", "Met-On: 2009-08-26", "Met: somewhere"],
)
def test_what_is_settled_is_no_follow_up(bare, text):
    card(bare, text)
    assert found(bare) == []


def lead(project, text="", trail=()):
    lines = "\n    ".join(trail)
    trail = f"Trail: {lines}\n" if lines else ""
    project.write({"leads/clerk.md": f"{LEAD}{text}{trail}\nText.\n"})


@pytest.mark.parametrize(
    ("text", "trail", "bucket", "who", "what"),
    [
        ("Closes: 2009-08-28\n", [], "today", "Acme", "nobody follows it up"),
        ("Closes: 2009-09-04\n", [], "week", "Acme", "closes 4 September"),
        ("Closes: 2009-09-01\n", ["2009-08-21 claimed by Dana R."], "week", "Dana R.", "ask"),
        ("Closes: 2009-09-01\n", [f"2009-08-21 claimed by {NORA}"], "week", "you", "apply"),
        ("", [f"2009-08-21 claimed by {NORA}"], "week", "you", "apply"),
        ("", [f"2009-08-21 applied by {NORA}"], "waiting", "Acme", "applied 21 August"),
        ("", ["2009-08-21 claimed by Dana R."], "waiting", "Dana R.", "claimed 21 August"),
        ("", ["2009-08-21 filled"], "thanks", "Dana R., over the fence", "somebody else"),
    ],
)
def test_a_lead_is_in_its_bucket(bare, text, trail, bucket, who, what):
    lead(bare, text, trail)
    followup = one(bare)
    assert (followup.bucket, followup.who) == (bucket, who)
    assert what in followup.what


@pytest.mark.parametrize("trail", [[], ["2009-08-20 claimed by Dana R."]])
def test_a_lead_goes_cold_and_what_was_done_comes_back(bare, trail):
    lead(bare, trail=trail)
    assert "cold" not in {f.bucket for f in found(bare, today=date(2009, 9, 2))}
    followup = one(bare, today=date(2009, 9, 3))
    assert followup.bucket == "cold"
    mark = Mark(key=followup.key, basis=followup.basis, day=TODAY)
    assert mark.hides(one(bare, today=date(2009, 9, 16)), date(2009, 9, 16))
    assert not mark.hides(one(bare, today=date(2009, 9, 17)), date(2009, 9, 17))


def test_a_giver_is_told_once_and_again_when_more_comes_of_it(bare):
    trail = ["2009-08-21 applied by Dana R.", "2009-08-22 interview by Dana R."]
    lead(bare, trail=trail)
    assert [f.bucket for f in found(bare)] == ["thanks", "waiting"]
    lead(bare, trail=[*trail, "2009-08-23 thanked"])
    assert [f.bucket for f in found(bare)] == ["waiting"]
    lead(bare, trail=[*trail, "2009-08-23 thanked", "2009-08-24 landed by Dana R."])
    assert one(bare).what.startswith("it led to a job")
    lead(bare, trail=[*trail, "2009-08-23 retracted"])
    assert found(bare) == []


def wish(project, *trail):
    seeker = f"Title: Shower\nSeeker: {NORA}\nDate: 2009-08-03\n\nText.\n"
    lines = "\n    ".join(trail)
    project.write({"showers/nora/shower.md": seeker})
    project.write({"showers/nora/letter.md": f"{WISH}Trail: {lines}\n\nText.\n"})


def test_promises_are_waited_for_and_gifts_are_thanked_for(bare):
    wish(bare, "2009-08-10 claimed by Dana R.", "2009-08-20 claimed by Tom H.")
    assert [(f.bucket, f.who) for f in found(bare)] == [("waiting", "Tom H."), ("cold", "Dana R.")]
    wish(bare, "2009-08-10 granted by Dana R.", "2009-08-20 granted by Tom H.")
    assert (one(bare).bucket, one(bare).who) == ("thanks", "Dana R., Tom H.")
    wish(bare, "2009-08-10 granted by Dana R.", "2009-08-20 thanked")
    assert found(bare) == []


def test_what_is_not_due_yet_is_no_follow_up(bare):
    bare.write({"leads/later.md": "Title: A\nCompany: B\nDate: 2009-09-01\nCloses: 2009-09-02\n"})
    assert found(bare) == []


def test_the_example_shows_every_bucket(project):
    shutil.copytree(ROOT / "private.example", project.folder / "private")
    shutil.copytree(ROOT / "content", project.content, dirs_exist_ok=True)
    assert {f.bucket for f in found(project)} == set(BUCKETS)
    assert len({f.id for f in found(project)}) == len(found(project))


@given(st.sets(st.text(min_size=1), max_size=300))
def test_ids_are_short_tell_apart_and_stay(keys):
    keys = sorted(keys)
    ids = short_ids(keys)
    assert len(set(ids)) == len(keys)
    assert not any(a != b and a.startswith(b) for a in ids for b in ids[:20])
    for key, short in zip(keys[:5], ids, strict=False):
        assert short.startswith(short_ids([key])[0])
        assert not set(short) & set("aeiou")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3d", 31),
        ("1 week", 35),
        ("tomorrow", 29),
        ("monday", 31),
        ("fri", 35),
        ("2009-09-01", 32),
    ],
)
def test_days_to_come(text, day):
    assert until(text, TODAY).toordinal() == TODAY.toordinal() + day - 28


@pytest.mark.parametrize("text", ["", "0d", "2009-08-28", "2009-08-01", "soon", "mo", "9/1/2009"])
def test_a_day_that_is_not_to_come_is_refused(text):
    with pytest.raises(ValueError, match=r"to come"):
        until(text, TODAY)


def test_marks_are_read_as_written_and_mistakes_told_by_line(tmp_path):
    path = tmp_path / "followups.txt"
    marks = {
        "a": Mark(key="a", basis=TODAY, day=TODAY),
        "b": Mark(key="b", basis=TODAY, day=TODAY, snoozed=True),
    }
    write_marks(path, marks.values())
    assert read_marks(path) == marks
    path.write_text(path.read_text("utf-8") + "done yesterday a b\nnonsense\n", "utf-8")
    with pytest.raises(ProblemsFound) as caught:
        read_marks(path)
    assert [problem.line for problem in caught.value.problems] == [5, 6]
    assert read_marks(tmp_path / "none.txt") == {}


@pytest.fixture
def carded(bare):
    """A project with one card that is overdue."""
    card(bare, "Follow-Up: 2009-08-14\nNext: call her")
    return bare


def test_the_command_prints_and_remembers(carded):
    def said(*words, status=0):
        result = carded.command("followups", *words)
        assert result.returncode == status, result.stdout + result.stderr
        return result.stdout + result.stderr

    shown = said()
    assert "Overdue\n" in shown
    assert "call her" in shown
    assert "\x1b" not in shown
    (short,) = [line.split()[0] for line in shown.splitlines() if "call her" in line]
    assert f"invoke followups undo {short}" in said("done", short)
    assert "nothing of that kind" in said("snooze", "dana", "3d", status=1)
    assert not (carded.folder / "output").exists()


def test_what_is_done_is_gone_until_it_is_taken_back(carded, capsys):
    commands.done(carded.folder, "dana")
    commands.show(carded.folder)
    assert "0 to follow up" in capsys.readouterr().out
    commands.undo(carded.folder, "rowe")
    assert "Back: Dana Rowe" in capsys.readouterr().out
    commands.show(carded.folder, as_json=True)
    shown = json.loads(capsys.readouterr().out)["followups"]
    assert [(one["who"], one["bucket"]) for one in shown] == [("Dana Rowe", "overdue")]


def test_what_nobody_means_is_told(carded):
    for words, told in (("", "Which one"), ("tom", "has “tom” in it"), ("ssmp", "mean ssmq")):
        with pytest.raises(Stop) as caught:
            commands.done(carded.folder, words, yes=True)
        assert told in str(caught.value)
    card(carded, "Follow-Up: 2009-08-20", "dana-other")
    with pytest.raises(Stop, match="could be"):
        commands.done(carded.folder, "dana", yes=True)
    with pytest.raises(Stop, match="not to come"):
        commands.snooze(carded.folder, "ssmq", "2009-08-01")


def test_snoozed_is_back_on_its_day(carded, capsys):
    commands.snooze(carded.folder, "dana", "3d")
    conf = carded.folder / "pelicanconf.py"
    for second, (today, count) in enumerate((("2009-08-30", 0), ("2009-08-31", 1))):
        conf.write_text(conf.read_text("utf-8").replace("2009-08-28", today), "utf-8")
        # Python knows old code by its second and size.
        os.utime(conf, (second, second))
        capsys.readouterr()
        commands.show(carded.folder)
        conf.write_text(conf.read_text("utf-8").replace(today, "2009-08-28"), "utf-8")
        assert f"{count} to follow up" in capsys.readouterr().out


def test_a_new_date_on_the_card_is_a_new_follow_up(carded, capsys):
    commands.done(carded.folder, "dana")
    card(carded, "Follow-Up: 2009-08-20")
    capsys.readouterr()
    commands.show(carded.folder)
    assert "1 to follow up" in capsys.readouterr().out


def test_asked_which_a_person_chooses(carded, person, capsys):
    person("1")
    assert commands.done(carded.folder, "") == 0
    person("1", "nonsense", "monday")
    commands.undo(carded.folder, "dana")
    assert commands.snooze(carded.folder, "", "") == 0
    assert "Asleep until 31 August" in capsys.readouterr().out


def test_the_calendar_is_private_and_the_same_each_time(carded, capsys):
    lead(carded, "Closes: 2009-09-01\n")
    card(carded, "Contacted: 2009-08-27\nWaiting-For: a name", "tom")
    assert commands.write_calendar(carded.folder) == 0
    path = carded.folder / "private" / "followups.ics"
    first = path.read_bytes()
    calendar = icalendar.Calendar.from_ical(first)
    events = {str(event["summary"]): event for event in calendar.events}
    assert events["Dana Rowe: call her"]["dtstart"].dt == TODAY
    closing = next(event for name, event in events.items() if "Clerk" in name)
    assert closing["dtstart"].dt == date(2009, 9, 1)
    assert len({str(event["uid"]) for event in calendar.events}) == 2
    assert "source" not in calendar
    commands.write_calendar(carded.folder)
    assert path.read_bytes() == first
    for place in ("output/x.ics", "content/x.ics", "theme/x.ics"):
        with pytest.raises(Stop, match="gets published"):
            commands.write_calendar(carded.folder, str(carded.folder / place))
    assert "It is private" in capsys.readouterr().out


def test_what_the_commands_keep_is_no_private_note(carded):
    lead(carded, "Closes: 2009-09-01\n")
    text = "Title: Again\nDate: 2009-08-20\n\nThe clerk at Acme closes on the first of September.\n"
    carded.write({"posts/again.md": text})
    commands.write_calendar(carded.folder)
    path = carded.folder / "private" / "followups.ics"
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    commands.done(carded.folder, "clerk")
    done = carded.build("-e", "CHECK_ONLY=true")
    assert done.returncode == 0, done.stderr


def test_a_card_with_a_mistake_is_told_after_the_rest(carded, capsys):
    (carded.folder / "private/cards/tom.md").write_text("Name: Tom Hale\nFolow-Up: 2009-08-14\n")
    assert commands.show(carded.folder) == 1
    said = capsys.readouterr()
    assert "call her" in said.out
    assert "did you mean Follow-Up?" in said.err


def test_nothing_private_is_written_where_git_has_it(carded):
    conf = carded.folder / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + 'PRIVATE_PATH = "content/posts"\n', "utf-8")
    with pytest.raises(ProblemsFound, match="would be published"):
        commands.write_calendar(carded.folder, str(carded.folder / "x.ics"))
