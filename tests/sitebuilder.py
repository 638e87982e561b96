"""Small real sites for tests: files in, Pelican's command run, pages and feeds out."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import feedparser
import lxml.html

__all__ = ["LIBRARIES", "ROOT", "Site", "SiteBuilder", "command"]

ROOT = Path(__file__).resolve().parent.parent

MEMBER = "Title: Dana R.\nConsent: 2009-06-01\n\nMet at the library.\n"


@dataclass
class Site:
    """A finished build: its exit status, what it said, and what it wrote."""

    status: int
    said: str
    output: Path

    def page(self, url: str) -> lxml.html.HtmlElement:
        """The parsed page at an address below the site's."""
        return lxml.html.fromstring(self.text(f"{url}index.html"))

    def text(self, path: str) -> str:
        """A written file as text."""
        return (self.output / path).read_text("utf-8")

    def words(self, url: str) -> str:
        """What the main part of a page says, white space folded."""
        (main,) = self.page(url).xpath("//main")
        return " ".join(main.text_content().split())

    def exists(self, url: str) -> bool:
        """Whether there is a page at an address."""
        return (self.output / f"{url}index.html").exists()

    def feed(self, name: str, form: str = "atom") -> Any:
        """A feed as a reader sees it."""
        parsed = feedparser.parse((self.output / f"feeds/{name}.{form}.xml").read_bytes())
        assert not parsed.bozo, parsed.get("bozo_exception")
        return parsed

    def files(self) -> dict[str, bytes]:
        """Every written file."""
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in sorted(self.output.rglob("*"))
            if path.is_file()
        }


class SiteBuilder:
    """Builds sites in one folder with the project's own settings and theme."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder
        # Of sites that have one in common, only the first compiles the theme.
        self.cache = cache or folder / "cache"
        self.content = folder / "content"
        # What runs the command, where it is somebody else who does.
        self.prefix: list[str] = []
        for name in ("posts", "pages", "images"):
            (self.content / name).mkdir(parents=True, exist_ok=True)

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write source files below the content folder."""
        for name, text in files.items():
            path = self.content / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def __call__(
        self,
        files: Mapping[str, str | bytes] | None = None,
        *,
        conf: str = "pelicanconf.py",
        env: Mapping[str, str] | None = None,
        **settings: Any,
    ) -> Site:
        """Write the files, then build with these settings over the project's own.

        Runs Pelican's command in a process of its own, with warnings as errors.
        """
        self.write(files or {})
        output = self.folder / "output"
        arguments = [str(self.content), "-s", str(ROOT / conf), "-o", str(output)]
        settings.setdefault("CACHE_PATH", str(self.cache))
        arguments += ["--fatal", "errors", "-e"]
        arguments += [f"{name}={json.dumps(value)}" for name, value in settings.items()]
        environment = {"COLUMNS": "200", "PYTHONUTF8": "1", **(env or {})}
        if self.prefix or not _SERVER:
            status, said = _run_anew(self.prefix, arguments, self.folder, environment)
        else:
            status, said = _run_forked(arguments, self.folder, environment)
        return Site(status, said, output)


def _run_anew(
    prefix: Sequence[str], arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> tuple[int, str]:
    """Run the command as a person does; returns its exit status and what it said."""
    done = subprocess.run(
        [*prefix, sys.executable, "-W", "error", "-m", "pelican", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env={**os.environ, **environment},
    )
    return done.returncode, done.stdout + done.stderr


# What a build imports besides our plugins.
LIBRARIES = (
    "pelican", "cbor2", "concurrent.futures.thread", "feedgen.feed", "icalendar", "lxml.html",
    "markdown.extensions.codehilite", "markdown.extensions.extra", "markdown.extensions.toc",
    "msgspec", "nh3", "phonenumbers", "PIL.ImageDraw", "PIL.ImageFont", "rcssmin",
    "rich.status", "segno", "sqlite3",
)  # fmt: skip


def _server() -> Any:
    """A process that has imported Pelican and nothing of a test, to make copies of."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return None
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(LIBRARIES))
    return context


_SERVER = _server()


def _run_forked(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> tuple[int, str]:
    """The same in a copy of a process that need not import Pelican again: three times as fast."""
    log = folder / "said.txt"
    process = _SERVER.Process(target=command, args=(arguments, folder, environment, log))
    process.start()
    process.join()
    return process.exitcode, log.read_text("utf-8")


def command(
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    log: Path,
    *,
    keep_compiled: bool = True,
) -> None:
    """What `python -W error -m pelican` does, in the copy."""
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(said, stream)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    # Like the command's own: without the test runner's folders.
    runners = {str(ROOT), str(ROOT / "plugins"), str(ROOT / "tests"), ""}
    sys.path[:] = [path for path in sys.path if path not in runners]
    os.chdir(folder)
    os.environ.update(environment)
    sys.dont_write_bytecode = not keep_compiled  # as conftest.py says to its own process
    time.tzset()
    warnings.resetwarnings()
    warnings.simplefilter("error")

    from pelican import main
    from pelican.log import console

    # It looked at the terminal when it was imported.
    console.width = int(os.environ["COLUMNS"])
    main(list(arguments))
