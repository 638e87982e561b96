"""Feeds and calendars in programs that people use."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from calendarsite import event
from feedserver import serving
from feedsite import Site, post

from feeds import Outline, blogroll, calendar_items

BUILD = Callable[..., Site]
NEW_YORK = ZoneInfo("America/New_York")

pytestmark = pytest.mark.client


def program(name: str) -> str:
    return shutil.which(name) or pytest.skip(f"{name} is not installed")


def run(command: list[str], home: Path) -> str:
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Newsboat:
    def __init__(self, home: Path, urls: list[str]) -> None:
        self.home = home
        self.urls = home / "urls"
        self.cache = home / "cache.db"
        self.urls.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")

    def command(self, *arguments: str) -> str:
        base = [program("newsboat"), "-q", "-u", str(self.urls), "-c", str(self.cache)]
        return run([*base, *arguments], self.home)

    def entries(self) -> list[tuple[str, str, str, str]]:
        """Id, title, address and content of what it has, oldest first."""
        with sqlite3.connect(self.cache) as database:
            query = "SELECT guid, title, url, content FROM rss_item ORDER BY pubDate, feedurl"
            found = database.execute(query).fetchall()
        database.close()
        return found


@pytest.mark.parametrize("ending", ["atom.xml", "rss.xml"])
def test_newsboat_has_everything_once(build_site: BUILD, tmp_path: Path, ending: str) -> None:
    files = {"a.md": post("A & C", "2009-08-03", Slug="a"), "b.md": post("B 😀", "2009-08-04")}
    site = build_site(files)
    with serving(site.output) as server:
        newsboat = Newsboat(tmp_path, [f"{server.address}/feeds/posts.{ending}"])
        newsboat.command("-x", "reload")
        before = newsboat.entries()
        assert [(entry[0], entry[2]) for entry in before] == [
            ("tag:example.org,2009:post/a", "https://example.org/a.html"),
            ("tag:example.org,2009:post/b", "https://example.org/b.html"),
        ]
        assert [entry[1] for entry in before] == ["A & C", "B 😀"]
        assert "<p>Hello.</p>" in before[0][3]
        assert newsboat.command("-x", "print-unread").split()[0] == "2"
        # Renamed, edited, moved, and a new one beside it.
        files["b.md"] = post("Bee", "2009-08-04", body="New.", Modified="2009-08-06")
        build_site({**files, "c.md": post("C")}, over=site, SITEURL="http://example.org/blog")
        newsboat.command("-x", "reload")
        assert [entry[1] for entry in newsboat.entries()][1:] == ["Bee", "C"]
        assert newsboat.command("-x", "print-unread").split()[0] == "3"


def test_newsboat_imports_the_blogroll(build_site: BUILD, tmp_path: Path) -> None:
    outline = Outline(title="Dana", feed_url="https://dana.example/feed?a=1&b=2")
    with blogroll.connected_to(lambda context: [outline]):
        site = build_site({"a.md": post("A")})
    newsboat = Newsboat(tmp_path, [])
    newsboat.command("-i", str(site.output / "network.opml"))
    assert outline.feed_url in newsboat.urls.read_text(encoding="utf-8")


def test_khal_shows_the_calendar(build_site: BUILD, tmp_path: Path) -> None:
    start = datetime(2009, 8, 20, 18, 30, tzinfo=NEW_YORK)
    items = [
        event("mixer", start=start, end=start + timedelta(hours=2), location="Hall, upstairs"),
        event("fair", start=date(2009, 8, 21), end=date(2009, 8, 22)),
        # The hour after the clocks went forward, which a wrong VTIMEZONE would move.
        event("walk", start=datetime(2009, 3, 8, 3, 30, tzinfo=NEW_YORK)),
    ]
    with calendar_items.connected_to(lambda context: ([], items)):
        site = build_site({"a.md": post("A")})
    config = tmp_path / "config"
    config.write_text(
        f"""[calendars]
[[one]]
path = {tmp_path}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC
[sqlite]
path = {tmp_path}/khal.db
""",
        encoding="utf-8",
    )
    khal = [program("khal"), "-c", str(config)]
    run([*khal, "import", "--batch", str(site.output / "calendar.ics")], tmp_path)
    shown = run([*khal, "list", "-f", "{start} {title} {location}", "2009-08-20", "4d"], tmp_path)
    assert "2009-08-20 22:30 The mixer Hall, upstairs" in shown
    assert shown.count("The fair") == 2
    walk = run([*khal, "list", "-f", "{start} {title}", "2009-03-08", "1d"], tmp_path)
    assert "2009-03-08 07:30 The walk" in walk
