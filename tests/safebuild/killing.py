"""Builds that are killed: small ones, in processes forked from one that has all imported.

Starting Python and importing Pelican takes many times as long as building a small site. A fork
of a process that has done so builds as the command does, and dies as it does.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path

from safesite import snapshot

from sitebuilder import ROOT

__all__ = ["Victim"]

PAGE = "Title: {title} {version}\nDate: 2009-08-0{n}\n\nText of {title}, {version}.\n"


class Victim:
    """A small site with an old and a new version, whose builds can be stopped at any moment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.sites: dict[str, dict[str, bytes]] = {}
        self.took = 0.0
        for version in ("new", "old"):
            self.write(version)
            start = time.monotonic()
            assert self.run() == 0, (self.folder / "said").read_text("utf-8")
            self.took = max(self.took, time.monotonic() - start)
            self.sites[version] = self.online()

    def write(self, version: str) -> None:
        """Write the sources of a version."""
        posts = self.folder / "content" / "posts"
        posts.mkdir(parents=True, exist_ok=True)
        for n in range(1, 5):
            # One of four pages is the same in both; two are in one of them only.
            same = "same" if n == 1 else version
            name = f"{version if n == 2 else 'post'}-{n}.md"
            (posts / name).write_text(PAGE.format(title=f"Post {n}", version=same, n=n))
        other = "old" if version == "new" else "new"
        (posts / f"{other}-2.md").unlink(missing_ok=True)

    def online(self) -> dict[str, bytes]:
        """What is online."""
        return {name: data for name, (data, _) in snapshot(self.output).items()}

    def start(self, before: Callable[[], None] = lambda: None) -> int:
        """Begin a build in a process of its own; returns its id."""
        with warnings.catch_warnings():
            # The threads that pytest-xdist runs here are not needed in the child.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child:
            return child
        status = 70
        # Until there is a build.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            os.setpgid(0, 0)
            with Path(os.devnull).open("r+b") as null, (self.folder / "said").open("wb") as said:
                os.dup2(null.fileno(), 0)
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
            sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
            before()
            status = _build(self.folder)
        except BaseException:  # noqa: BLE001 (nobody else would see it)
            traceback.print_exc()
        finally:
            os._exit(status)

    def run(self, before: Callable[[], None] = lambda: None) -> int:
        """Build to the end; returns the exit status."""
        return os.waitstatus_to_exitcode(os.waitpid(self.start(before), 0)[1])

    def stop(self, number: signal.Signals, moment: float) -> int:
        """Build, and send a signal after so many seconds; returns the exit status."""
        child = self.start()
        time.sleep(moment)
        os.kill(child, number)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def moments(self, count: int, seed: int) -> list[float]:
        """So many random moments of a build."""
        generator = random.Random(seed)  # noqa: S311 (repeatable, not secret)
        return [generator.uniform(0, self.took * 1.05) for _ in range(count)]

    def which(self) -> str:
        """Which of the two sites is online, whole; "neither" if it is none of them."""
        online = self.online()
        return next((name for name, site in self.sites.items() if site == online), "neither")

    def waste(self) -> list[str]:
        """What lies beside the output."""
        return sorted(path.name for path in self.folder.glob(".output*"))


def _build(folder: Path) -> int:
    from blinker import Signal
    from pelican.plugins import signals
    from pelican.settings import read_settings

    from safebuild import SafePelican

    for one in vars(signals).values():
        if isinstance(one, Signal):
            # What tests before have connected in this process.
            one._clear_state()
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        settings = read_settings(
            str(ROOT / "pelicanconf.py"),
            override={
                "PATH": str(folder / "content"),
                "OUTPUT_PATH": str(folder / "output"),
                "CACHE_PATH": str(folder / "cache"),
                "PLUGINS": ["safebuild"],
                "THEME": str(_theme(folder)),
                "FEED_ALL_ATOM": "feeds/all.atom.xml",
            },
        )
        SafePelican(settings).run()
    except SystemExit as end:
        return int(end.code or 0)
    except KeyboardInterrupt:
        return 130
    return 0


def _theme(folder: Path) -> Path:
    """A theme of a few lines: what matters is the writing."""
    theme = folder / "theme"
    templates = theme / "templates"
    if not templates.exists():
        templates.mkdir(parents=True)
        (theme / "static").mkdir()
        (theme / "static" / "site.css").write_text("p { color: black }\n" * 200)
        page = (
            "<!DOCTYPE html>\n<html lang='en'><head><title>x</title></head><body>"
            "{% for a in articles or [] %}<p><a href='{{ SITEURL }}/{{ a.url }}'>{{ a.title }}</a>"
            "</p>{% endfor %}{% if article is defined %}{{ article.content }}{% endif %}"
            "</body></html>\n"
        )
        names = "index tags categories authors archives article page tag category author"
        for name in (*names.split(), "period_archives"):
            (templates / f"{name}.html").write_text(page)
    return theme
