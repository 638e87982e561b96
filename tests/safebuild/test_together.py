"""Autoreload, two builds at once, and what all stages tell together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from safesite import post, snapshot

from problems import ProblemsFound
from safebuild.lock import Lock
from sitebuilder import ROOT


def wait_for(what, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def reloading(build):
    """`pelican --autoreload`, and the file that takes what it says."""
    build.write({"posts/a.md": post("First"), "posts/b.md": post("Other")})
    said = build.folder / "said"
    command = [sys.executable, "-m", "pelican", str(build.content), "--autoreload"]
    command += ["-s", str(ROOT / "pelicanconf.py"), "-o", str(build.folder / "output")]
    with said.open("wb") as file:
        process = subprocess.Popen(command, cwd=build.folder, stdout=file, stderr=subprocess.STDOUT)
        yield build, process, said
        process.send_signal(signal.SIGINT)
        process.wait(20)


@pytest.mark.slow
def test_autoreload_tells_waits_and_goes_on(reloading):
    build, process, said = reloading
    page = build.folder / "output" / "posts" / "a" / "index.html"
    assert wait_for(page.exists)
    before = snapshot(build.folder / "output")
    time.sleep(1)
    build.write({"posts/a.md": "Titel: Broken\n"})
    assert wait_for(lambda: "did you mean “Title”?" in said.read_text("utf-8")), said.read_text()
    time.sleep(1)
    assert said.read_text("utf-8").count("did you mean “Title”?") == 1  # it waits
    assert process.poll() is None
    assert snapshot(build.folder / "output") == before
    build.write({"posts/a.md": post("Mended")})
    assert wait_for(lambda: "Text of Mended" in page.read_text("utf-8")), said.read_text()
    assert process.poll() is None


def test_the_second_of_two_builds_says_so_and_ends(build):
    build.write({"posts/a.md": post("A")})
    with Lock(build.folder / ".output.lock"):
        site = build()
    assert site.status == 1
    assert f"Another build of this site is running (process {os.getpid()})." in site.said
    assert build().status == 0


def test_what_waits_for_a_lock_gets_it_when_its_holder_is_gone(tmp_path):
    path = tmp_path / "lock"
    with Lock(path):
        with pytest.raises(ProblemsFound):
            Lock(path).__enter__()
        path.unlink()  # by hand: then there are two locks, of two files
        with Lock(path):
            pass
    assert not path.exists()


def test_problems_of_all_stages_come_together(build):
    site = build(
        {
            "posts/a.md": post("A", "Modified: never"),
            "posts/b.md": post("B") + "\n[x]({filename}gone.md)\n",
            "posts/c.md": post("C", "Slug: b"),
            "posts/d.md": post("D") + "\n" + "[" * 200 + "\n",
            "leads/e.md": "Title: E\nCompany: X\nDate: 2009-08-05\n\n[x]({static}gone.png)\n",
            "events/f.md": b"Title: \xff\n",
        },
        FEED_DOMAIN_SINCE="2009",
    )
    assert site.status == 1
    places = [line for line in site.said.splitlines() if line.startswith("content/")]
    assert places == [
        "content/events/f.md:1:1",
        "content/leads/e.md:5:5",
        "content/posts/a.md:3:11",
        "content/posts/b.md:6:5",
        "content/posts/c.md",
        "content/posts/d.md:6:1",
    ]
    assert "6 problems in 6 files." in site.said
