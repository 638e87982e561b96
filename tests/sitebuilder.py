"""Small real sites for tests: files in, Pelican's command run, pages and feeds out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import feedparser
import lxml.html

__all__ = ["ROOT", "Site", "SiteBuilder"]

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

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        for name in ("posts", "pages", "images"):
            (self.content / name).mkdir(parents=True)

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

        Runs the command in a process of its own, as a person does, with warnings as errors.
        """
        self.write(files or {})
        output = self.folder / "output"
        command = [sys.executable, "-W", "error", "-m", "pelican", str(self.content)]
        command += ["-s", str(ROOT / conf), "-o", str(output), "--fatal", "errors"]
        if settings:
            command.append("-e")
            command += [f"{name}={json.dumps(value)}" for name, value in settings.items()]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=self.folder,
            env={**os.environ, "COLUMNS": "200", "PYTHONUTF8": "1", **(env or {})},
        )
        return Site(done.returncode, done.stdout + done.stderr, output)
