"""What is wrong with the sources, in one record, and the report that a writer reads.

Every plugin may import this module; it imports none of them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import msgspec

__all__ = ["Problem", "ProblemsFound", "did_you_mean", "report"]


class Problem(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One mistake, with what its author needs to find and mend it.

    `file` is relative to the content folder (or names a settings file), `line` counts from 1
    and is 0 where no line is to blame. `message` says what is wrong, `hint` what to write instead.
    """

    file: str
    line: int = 0
    field: str = ""
    value: str = ""
    message: str
    hint: str = ""

    @property
    def place(self) -> str:
        """`file:line`, which editors' terminals make clickable."""
        return f"{self.file}:{self.line}" if self.line else self.file


class ProblemsFound(Exception):
    """The build stops: the sources have problems, and nothing was written.

    Pelican's command ends with `exitcode`; the text of the exception is the whole report.
    """

    exitcode = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__(report(self.problems))


def report(problems: Iterable[Problem]) -> str:
    """All problems as text, a paragraph each, and a last line that counts them."""
    problems = list(problems)
    files = len({problem.file for problem in problems})
    count = f"{_plural(len(problems), 'problem')} in {_plural(files, 'file')}"
    paragraphs = [_paragraph(problem) for problem in problems]
    return "\n\n".join([*paragraphs, f"{count}. Nothing was written; the old site is untouched."])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word closest to a misspelt one, or nothing where none is near."""
    by_folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else ""


def _paragraph(problem: Problem) -> str:
    subject = ""
    if problem.field:
        subject = f"{problem.field}: {problem.value}".rstrip() if problem.value else problem.field
    lines = [problem.place]
    if subject:
        lines.append(f"    {subject}")
    lines.append(f"    {problem.message}")
    if problem.hint:
        lines.append(f"    → {problem.hint}")
    return "\n".join(lines)


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
