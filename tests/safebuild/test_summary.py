"""What a build says when it is done."""

import os
import sys

import pexpect
import pytest

from safebuild.summary import Difference, describe, difference
from sitebuilder import ROOT

LEAD = "Title: Clerk {n}\nCompany: Acme\nDate: 2009-08-{day:02}\n{more}\nText.\n"


def content(**more):
    return {
        "posts/a.md": "Title: Hello\nDate: 2009-08-25\n\nText.\n",
        "posts/d.md": "Title: Draft\nDate: 2009-08-25\nStatus: draft\n\nText.\n",
        "posts/later.md": "Title: Later\nDate: 2009-09-25\n\nText.\n",
        "leads/a.md": LEAD.format(n=1, day=24, more="Closes: 2009-09-03\n"),
        "leads/b.md": LEAD.format(n=2, day=10, more="Closes: 2009-08-28\n"),
        "leads/c.md": LEAD.format(n=3, day=10, more="Closes: 2009-09-04\n"),
        **more,
    }


def test_it_tells_what_a_person_wants_to_know(build):
    said = build(content()).said
    assert (
        "New this week, up to Friday 28 August 2009\n"
        "  1 post, 1 lead\n"
        "  “Hello”\n"
        "  “Clerk 1”\n"
        "Closing within a week\n"
        "  Friday 28 August 2009: Clerk 2 at Acme\n"
        "  Thursday 3 September 2009: Clerk 1 at Acme\n"
        "Waiting for their day\n"
        "  1 draft, 1 text with a later date\n"
        "The site\n"
    ) in said
    assert "Processed" not in said
    assert "\x1b" not in said
    assert "seconds" not in said
    again = build().said
    assert "No page has changed" in again
    changed = build({"posts/a.md": "Title: Hello\nDate: 2009-08-25\n\nOther.\n"}).said
    assert "Pages: " in changed
    assert " changed" in changed


def test_many_lines_are_few(build):
    many = {f"leads/{n}.md": LEAD.format(n=n, day=25, more="") for n in range(9)}
    assert (
        "  “Clerk 3”\n  and 5 more\n" in build(many | {"posts/a.md": content()["posts/a.md"]}).said
    )


def test_an_empty_week_is_told(build):
    said = build({"posts/a.md": "Title: Hello\nDate: 2009-08-03\n\nText.\n"}).said
    assert "New this week, up to Friday 28 August 2009\n  nothing yet\n" in said
    assert "Closing" not in said
    assert "Waiting" not in said


def test_a_check_and_a_failed_build_have_none(build):
    assert "The site\n" not in build(content(), CHECK_ONLY=True).said
    said = build({"posts/bad.md": "Title: x\nDate: never\n\nText.\n"}).said
    assert "The site\n" not in said


def test_difference_counts_pages():
    before = {"index.html", "old/index.html", "a.css"}
    after = {"index.html", "new/index.html", "b.css"}
    found = difference(before, after, ["index.html", "new/index.html", "b.css"])
    assert found == Difference(new=1, changed=1, gone=1)


def test_the_site_in_numbers(tmp_path):
    (tmp_path / "index.html").write_bytes(b"x" * 2000)
    (tmp_path / "feeds.rss.xml").write_bytes(b"x" * 1000)
    heading, lines = describe(tmp_path, {"index.html", "feeds.rss.xml"}, Difference(new=1))
    assert heading == "The site"
    assert lines == [
        "1 page, feeds and calendars: 1, together 0.0 MB",
        "The largest file is index.html, 2 KB",
        "Pages: 1 new",
    ]


def terminal(build, *words, **env):
    """What Pelican's command shows on a real terminal."""
    command = ["-m", "pelican", str(build.content), "-s", str(ROOT / "pelicanconf.py")]
    command += ["-o", str(build.folder / "output"), *words]
    child = pexpect.spawn(
        sys.executable,
        command,
        cwd=str(build.folder),
        env={**os.environ, "TERM": "xterm-256color", **env},
        encoding="utf-8",
        timeout=60,
        dimensions=(40, 60),
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.before
    return child.before


@pytest.mark.slow
def test_on_a_terminal_it_has_colours_and_shows_what_is_done(build):
    build.write(content())
    said = terminal(build)
    assert "\x1b[1m" in said
    # Stages that are over before the next picture of them is drawn are not seen.
    assert any(stage in said for stage in ("Reading the texts …", "Writing the pages …"))
    assert "Built in" in said


@pytest.mark.slow
def test_no_color_is_respected(build):
    build.write(content())
    said = terminal(build, NO_COLOR="1")
    assert "\x1b[3" not in said
    assert "The site" in said


@pytest.mark.slow
def test_quiet_is_quiet(build):
    build.write(content())
    # Pelican draws its spinner once before a plugin is asked.
    said = terminal(build, "--quiet")
    assert said.count("Generating") <= 2
    assert "Reading" not in said
    assert "The site" not in said
