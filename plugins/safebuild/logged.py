"""What Pelican's logged errors mean for the one who wrote the file."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from problems import Problem, ProblemsFound, did_you_mean

from .faults import Skipped

__all__ = ["from_record", "is_echo", "is_failure"]

_GIVEN_UP = "Pelican could not process this file: "
# What Pelican only warns of: a file that is missing, or cut off where the disk was full.
_FAILURES = ("A problem occurred copying file", "While copying", "Cannot copy")


def is_echo(record: logging.LogRecord) -> bool:
    """Whether a record says why Pelican gave a file up, which a check may have told better."""
    told = isinstance(sys.exc_info()[1], ProblemsFound)
    return not told and str(record.msg).startswith(("Could not process", "Skipping", "Unknown"))


def is_failure(record: logging.LogRecord) -> bool:
    """Whether a record tells of something that is missing in the site then."""
    return record.levelno >= logging.ERROR or str(record.msg).startswith(_FAILURES)


def from_record(record: logging.LogRecord, folder: Path) -> list[Problem]:
    """The problems that a logged error tells; `folder` is the content folder."""
    error = sys.exc_info()[1]
    arguments = record.args if isinstance(record.args, tuple) else ()
    for begin, read in _KNOWN.items():
        if str(record.msg).startswith(begin) and arguments:
            return read(arguments, error, folder)
    if isinstance(error, ProblemsFound):
        return error.problems
    if str(record.msg).startswith(_FAILURES) and arguments:
        hint = "check the file, and whether there is room on the disk"
        return [Problem(file=str(arguments[0]), message=record.getMessage(), hint=hint)]
    return [Problem(file="Pelican", message=record.getMessage())]


def _not_processed(arguments: Any, error: BaseException | None, folder: Path) -> list[Problem]:
    file = str(arguments[0])
    if isinstance(error, Skipped):
        return []
    if isinstance(error, ProblemsFound):
        return error.problems
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        hint = "save it again with the encoding UTF-8"
        return [Problem(file=file, line=line, message="This file is not UTF-8 text.", hint=hint)]
    if isinstance(error, OSError):
        hint = "check that it is there and that you may read it"
        message = f"This file is not readable: {error.strerror}."
        return [Problem(file=file, message=message, hint=hint)]
    match = re.match(r"'(.*)' is not a valid date", str(error), re.DOTALL)
    if match:
        line = _line(folder / file, r"(?:date|modified)\s*:\s*" + re.escape(match[1]))
        return [
            Problem(
                file=file,
                line=line,
                field="Date",
                value=match[1],
                message="This is not a date.",
                hint="write year-month-day and, if you like, the time: 2009-08-05 18:30",
            )
        ]
    return [Problem(file=file, message=f"{_GIVEN_UP}{type(error).__name__}: {error}")]


def _lacks(arguments: Any, error: BaseException | None, folder: Path) -> list[Problem]:
    del error, folder
    content, name = arguments
    file = content.get_relative_source_path() or str(content)
    key = name.capitalize()
    close = did_you_mean(key, [k for k in content.metadata if k not in ("reader", "category")], 0.7)
    hint = f"did you mean it by “{close.capitalize()}”?" if close else f"add a line “{key}: …”"
    message = f"This has no {key}."
    return [Problem(file=file, line=1, field=key, message=message, hint=hint)]


def _unknown_status(arguments: Any, error: BaseException | None, folder: Path) -> list[Problem]:
    del error, folder
    status, content, allowed = arguments
    file = content.get_relative_source_path() or str(content)
    close = did_you_mean(status, allowed)
    hint = f"did you mean “{close}”?" if close else f"write one of {', '.join(allowed)}"
    return [
        Problem(
            file=file,
            line=_line(Path(content.source_path), r"status\s*:"),
            field="Status",
            value=status,
            message=f"“{status}” is not one of its values.",
            hint=hint,
        )
    ]


def _outside(arguments: Any, error: BaseException | None, folder: Path) -> list[Problem]:
    del error, folder
    content, save_as = arguments
    path = Path(content.source_path)
    keys = ("save_as", "slug", "category", "lang")
    line = next((n for key in keys if (n := _line(path, rf"{key}\s*:"))), 1)
    return [
        Problem(
            file=content.get_relative_source_path() or str(content),
            line=line,
            value=save_as,
            field="address",
            message="This would be written outside of the output folder.",
            hint="write an address without “..” that does not begin with a slash",
        )
    ]


def _line(path: Path, pattern: str) -> int:
    """The first line that begins with a pattern, or 0."""
    try:
        lines = path.read_text("utf-8-sig", "replace").splitlines()
    except OSError:
        return 0
    rule = re.compile(r"\s*:?" + pattern, re.IGNORECASE)
    return next((n for n, line in enumerate(lines, 1) if rule.match(line)), 0)


def _no_plugin(arguments: Any, error: BaseException | None, folder: Path) -> list[Problem]:
    del folder
    if isinstance(error, ProblemsFound):
        return error.problems
    why = str(arguments[1]) if len(arguments) > 1 else str(error)
    return [
        Problem(
            file="settings",
            field="PLUGINS",
            value=str(arguments[0]),
            message=f"This plugin cannot be loaded: {why}.",
            hint="correct the name, install the plugin, or add its folder to PLUGIN_PATHS",
        )
    ]


# How Pelican's messages begin, and who knows what they mean.
_KNOWN: dict[str, Callable[[Any, BaseException | None, Path], list[Problem]]] = {
    "Could not process": _not_processed,
    "Skipping %s: could not find information": _lacks,
    "Skipping %s: file %r would be written outside": _outside,
    "Unknown status": _unknown_status,
    "Cannot load plugin": _no_plugin,
    "Cannot register plugin": _no_plugin,
}
