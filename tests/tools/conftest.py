"""A project of one's own, the commands in it, and a person at a terminal."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from deploysite import DeploySite

from sitebuilder import MEMBER, ROOT

FILES = {
    "posts/2009-08-03-hello.md": "Title: Hello\nDate: 2009-08-03\nTags: office\n\nText.\n",
    "leads/2009-08-05-acme-clerk.md": (
        "Title: Shipping clerk\nCompany: Acme\nDate: 2009-08-05\nLocation: Port Ashby, OH, US\n"
        "Posting: https://acme.example/jobs/7\nTags: office, night\n"
        "Trail: 2009-08-06 claimed by Dana R.\n\nText.\n"
    ),
    "leads/2009-08-07-harbor-press-clerk.md": (
        "Title: Payroll clerk\nCompany: Harbor Press\nDate: 2009-08-07\n\nText.\n"
    ),
    "showers/nora/shower.md": "Title: Shower\nSeeker: Nora\nDate: 2009-08-03\n\nText.\n",
    "showers/nora/cover-letter.md": (
        "Title: Read my letter\nKind: review\nDate: 2009-08-03\nQuantity: 2\n\nText.\n"
    ),
    "network/dana-r.md": MEMBER,
    "network/tom-h.md": MEMBER.replace("Dana R.", "Tom H."),
}


@pytest.fixture(autouse=True)
def _settings_of_no_other_project() -> None:
    """`publishconf` imports `pelicanconf`: in a process of many projects, the last one's."""
    sys.modules.pop("pelicanconf", None)


@dataclass
class Project:
    """A project's folder with the real commands in it."""

    folder: Path

    @property
    def content(self) -> Path:
        """Its content folder."""
        return self.folder / "content"

    def write(self, files: dict[str, str]) -> None:
        """Write content files."""
        for name, text in files.items():
            path = self.content / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="")

    def text(self, name: str) -> str:
        """A content file's text."""
        return (self.content / name).read_bytes().decode("utf-8")

    def files(self) -> dict[str, bytes]:
        """Every content file."""
        return {
            p.relative_to(self.content).as_posix(): p.read_bytes()
            for p in self.content.rglob("*")
            if p.is_file()
        }

    def command(
        self, *words: str, env: dict[str, str] | None = None, **more: Any
    ) -> subprocess.CompletedProcess[str]:
        """What `invoke …` does, without a terminal."""
        return subprocess.run(
            [sys.executable, "-m", "invoke", *words],
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "COLUMNS": "200", **(env or {})},
            stdin=subprocess.DEVNULL,
            **more,
        )

    def build(self, *settings: str) -> subprocess.CompletedProcess[str]:
        """A whole build, with warnings as errors."""
        command = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "--fatal", "warnings"]
        return subprocess.run(
            [*command, *settings],
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The project's own settings, theme and commands, with a small content."""
    folder = tmp_path / "site"
    folder.mkdir()
    for name in ("tasks.py", "pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, folder)
    for name in ("plugins", "theme"):
        (folder / name).symlink_to(ROOT / name)
    made = Project(folder)
    made.write(FILES)
    for name in ("pages", "images"):
        (made.content / name).mkdir()
    return made


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Somebody at a terminal, who types these lines; an exception is what she presses."""

    def typing(*lines: Any) -> None:
        left = iter(lines)

        def answer(prompt: str = "") -> str:
            sys.stdout.write(prompt)
            line = next(left)
            if isinstance(line, type):
                raise line
            return line

        monkeypatch.setattr("sys.stdin", _Terminal())
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        monkeypatch.setattr("builtins.input", answer)

    return typing


@pytest.fixture
def published(tmp_path: Path) -> DeploySite:
    """A project whose site can be published and deployed."""
    return DeploySite(tmp_path / "project")
