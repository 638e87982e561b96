"""Where a setting stands."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from problems import Problem

__all__ = ["in_settings"]


def in_settings(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, those of a setting with the file and line that set it, where one does."""
    return sorted(_placed(p) if p.file == "settings" and p.field else p for p in problems)


def _placed(problem: Problem) -> Problem:
    if any(word.startswith(f"{problem.field}=") for word in sys.argv):
        return problem  # of the command line (-e)
    rule = re.compile(rf"{re.escape(problem.field)}\b[^=]*=")
    for path in _settings_files():
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        for number, line in enumerate(lines, 1):
            if rule.match(line):
                return msgspec.structs.replace(problem, file=str(path), line=number)
    return problem


def _settings_files() -> Iterator[Path]:
    """What the command was given, and pelicanconf.py beside it, which publishconf.py imports."""
    given = "pelicanconf.py"
    for word, following in zip(sys.argv, [*sys.argv[1:], ""], strict=True):
        if word in ("-s", "--settings"):
            given = following
    path = Path(given).absolute()
    yield path
    yield path.with_name("pelicanconf.py")
