"""What is wrong with a site, in one record, and the report that a writer reads.

Every plugin may import this module; it imports none of them.
"""

from __future__ import annotations

import difflib
import errno
import json
import logging
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from pelican.settings import DEFAULT_CONFIG

__all__ = [
    "COLLECTED",
    "Problem",
    "ProblemsFound",
    "check_settings",
    "did_you_mean",
    "from_os_error",
    "report",
    "report_json",
    "source_line",
    "tell",
    "warn_unkept",
]

logger = logging.getLogger(__name__)

COLLECTED = "problems_found"
"""The key of Pelican's settings and context under which problems are collected."""

_LONGEST_LINE = 96
# Of two names that are much alike, one pair of letters in so many is the same; not of short ones.
_SHARED, _FEW_PAIRS = 8, 7


class Problem(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One mistake, with what its author needs to find and mend it.

    `file` is relative to the content folder, or absolute, or names something that is no file
    ("settings"). `line` and `column` count from 1 and are 0 where none is to blame. `message` says
    what is wrong, `hint` what to write instead. What is `private` is shown in no browser.
    """

    file: str
    line: int = 0
    column: int = 0
    field: str = ""
    value: str = ""
    message: str
    hint: str = ""
    private: bool = False

    @property
    def place(self) -> str:
        """`file:line:column`, as far as they are known."""
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


class ProblemsFound(Exception):
    """The build stops: the site has problems, and nothing was written.

    Pelican's command ends with `exitcode`; the text of the exception is the whole report.
    """

    exitcode = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(report(self.problems))


def tell(context: Mapping[str, Any], problems: Iterable[Problem]) -> None:
    """Add problems to what is collected in Pelican's context or settings.

    Raises ProblemsFound where nobody collects them, since nobody would stop the build later.
    """
    problems = list(problems)
    collected = context.get(COLLECTED)
    if collected is not None:
        collected.extend(problems)
    elif problems:
        raise ProblemsFound(problems)


def report(
    problems: Iterable[Problem],
    folder: Path | None = None,
    ending: str = "Nothing was written; the old site is untouched.",
) -> str:
    """All problems as text, a paragraph each, and a last line that counts them and says `ending`.

    With the content `folder`, places are as seen from the current one, which terminals make
    clickable, and the line in question is shown with a mark under it.
    """
    problems = list(problems)
    files = len({problem.file for problem in problems})
    count = f"{_plural(len(problems), 'problem')} in {_plural(files, 'file')}"
    paragraphs = [_paragraph(problem, folder) for problem in problems]
    return "\n\n".join([*paragraphs, f"{count}. {ending}"])


def report_json(
    problems: Iterable[Problem], folder: Path | None = None, warnings: Iterable[str] = ()
) -> str:
    """The report for other tools, as docs/checks.md describes it."""
    found = []
    for problem in problems:
        text = source_line(problem, folder)
        located = _located(problem, text)
        found.append(
            msgspec.structs.asdict(located) | {"file": _shown(problem, folder), "source": text}
        )
    whole = {"version": 1, "ok": not found, "problems": found, "warnings": list(warnings)}
    # A name of a file that is not UTF-8 has no JSON text; its letters are shown as they can be.
    text = json.dumps(whole, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "replace").decode("utf-8") + "\n"


def did_you_mean(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known word closest to a misspelt one, or nothing where none is near."""
    return _closest(word, tuple(known), cutoff)


# A process that builds again and again asks the same of its settings each time.
@lru_cache(1 << 10)
def _closest(word: str, known: tuple[str, ...], cutoff: float) -> str:
    by_folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[close[0]] if close else ""


def from_os_error(error: OSError, file: str = "") -> Problem:
    """What the system refused, about the file it names, or else `file`."""
    hint = "check that it is there and that you may use it"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        hint = "make some room on the disk, and try again"
    elif error.errno == errno.ENAMETOOLONG:
        hint = "give it a shorter Slug or name"
    named = error.filename
    name = os.fsdecode(named) if isinstance(named, str | bytes | os.PathLike) else file
    return Problem(file=name, message=f"{error.strerror or error}.", hint=hint)


def check_settings(settings: Mapping[str, Any], defaults: Mapping[str, Any]) -> list[Problem]:
    """A plugin's settings that are misspelt, or of another type than their default is.

    A tuple stands for any list of texts; a default of None says nothing about the type.
    """
    problems = []
    # Cheaper than to compare all: names so much alike have pairs of letters in common.
    by_pairs = [(known, _pairs(known)) for known in defaults]
    for name in settings.keys() - DEFAULT_CONFIG.keys() - defaults.keys():
        # Nearly a name is a name of ours: no two plugins' settings are so much alike.
        pairs = _pairs(str(name))
        likely = [
            known
            for known, its in by_pairs
            if _SHARED * len(pairs & its) >= len(its) or len(its) < _FEW_PAIRS
        ]
        close = did_you_mean(str(name), likely, cutoff=0.79) if likely else ""
        if close and str(name).isupper():
            message = f"There is no setting “{name}”."
            problems.append(_setting(settings, name, message, f"did you mean “{close}”?"))
    for name, default in defaults.items():
        wrong = _wrong_type(settings.get(name, default), default)
        if wrong:
            hint = f"write something like {name} = {default!r}"
            problems.append(_setting(settings, name, f"This is not {wrong}.", hint))
    return problems


# Each plugin compares all settings with its own.
@lru_cache(1 << 10)
def _pairs(name: str) -> frozenset[str]:
    folded = name.casefold()
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def _wrong_type(value: Any, default: Any) -> str:
    if isinstance(default, bool):
        return "" if isinstance(value, bool) else "True or False"
    if isinstance(default, int | float):
        good = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
        return "" if good else "a number above 0"
    if isinstance(default, str):
        return "" if isinstance(value, str) else "a text"
    if isinstance(default, tuple):
        listed = isinstance(value, list | tuple | set | frozenset)
        good = listed and all(isinstance(item, str) for item in value)
        return "" if good else "a list of texts"
    return ""


def _setting(settings: Mapping[str, Any], name: str, message: str, hint: str) -> Problem:
    value = repr(settings.get(name))
    return Problem(file="settings", field=name, value=value, message=message, hint=hint)


def _paragraph(problem: Problem, folder: Path | None) -> str:
    source = source_line(problem, folder)
    located = msgspec.structs.replace(_located(problem, source), file=_shown(problem, folder))
    lines = [located.place]
    if source:
        lines += _marked(located, source)
    elif problem.field or problem.value:
        subject = ": ".join(part for part in (problem.field, problem.value) if part)
        lines.append(f"    {subject}")
    lines.append(f"    {problem.message}")
    if problem.hint:
        lines.append(f"    → {problem.hint}")
    return _printable("\n".join(lines))


def source_line(problem: Problem, folder: Path | None) -> str:
    """The line that a problem is about, or "" where it cannot be shown.

    What is private is repeated nowhere: logs of a build on a server are often public.
    """
    if folder is None or not problem.line or problem.private:
        return ""
    lines = _lines(folder / problem.file)
    return lines[problem.line - 1] if problem.line <= len(lines) else ""


def _lines(path: Path) -> list[str]:
    try:
        if not path.is_file():
            return []
        with path.open("rb") as file:
            text = file.read(2_000_000).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return []
    return re.split(r"\r\n|\r|\n", text)


def _located(problem: Problem, source: str) -> Problem:
    """The problem with the column of its value, or else of its key, or of the line's begin."""
    if problem.column or not source:
        return problem
    key = re.match(r"\s*[\w-]+\s*:\s*", source)
    start = key.end() if key and problem.value else 0
    found = source.find(problem.value, start) if problem.value else -1
    if found < 0 and problem.value:
        found = source.find(problem.value)
    if found < 0:
        found = len(source) - len(source.lstrip())
    return msgspec.structs.replace(problem, column=found + 1)


def _marked(problem: Problem, source: str) -> list[str]:
    """The line, cut to what a terminal shows, and the mark below."""
    start = min(max(problem.column - 1, 0), len(source))
    if problem.value and source.startswith(problem.value, start):
        length = len(problem.value)
    else:
        length = len(re.match(r"[\w-]*|\S*", source[start:])[0]) or 1
    cut = max(0, start - _LONGEST_LINE // 2) if len(source) > _LONGEST_LINE else 0
    before = ("…" if cut else "") + _printable(source[cut:start])
    shown = _printable(source[start : cut + _LONGEST_LINE])
    more = "…" if len(source) > cut + _LONGEST_LINE else ""
    mark = "~" * max(1, min(_width(shown[:length]), _LONGEST_LINE))
    return [
        f"    {before}{shown}{more}",
        f"    {' ' * _width(before)}{mark if length > 1 else '^'}",
    ]


def _printable(text: str) -> str:
    """Text without what would move the cursor, colour the terminal or not be encodable."""
    return "".join(
        letter if letter.isprintable() or letter == "\n" else " " if letter == "\t" else "\ufffd"
        for letter in text
    )


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )


def _shown(problem: Problem, folder: Path | None) -> str:
    """The file as seen from the current folder, if it is one."""
    if folder is None:
        return problem.file
    path = folder / problem.file
    if not (Path(problem.file).is_absolute() or os.path.lexists(path)):
        return problem.file
    try:
        near = os.path.relpath(path)
    except ValueError:  # another drive, on Windows
        return str(path)
    # From far away a long way up is no easier to read than the whole path.
    return str(path) if near.count("../") > 2 else near  # noqa: PLR2004


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def warn_unkept(folder: Path, error: Exception) -> None:
    """Warn that nothing can be kept in a plugin's folder below that of CACHE_PATH.

    Where it is so for all of them, each says the same, and Pelican's log shows it once.
    """
    cache = folder.parent
    message = "Nothing can be kept in %s: %s. The site is the same, but it takes longer each time. "
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cache):
            pass
    except OSError as general:
        message += "Make that folder writable, or set CACHE_PATH to another"
        folder, error = cache, general
    else:
        message += "Delete it: it is only a cache"
    logger.warning(message, folder, getattr(error, "strerror", None) or error)
