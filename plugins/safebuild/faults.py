"""Exceptions as problems: whatever happens in a build, a person reads what and where."""

from __future__ import annotations

import logging
import os
import re
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from pelican.writers import FileOverwriteFailedError

from problems import Problem, ProblemsFound, from_os_error

__all__ = ["Skipped", "from_exception"]

logger = logging.getLogger(__name__)


class Skipped(Exception):
    """A file that is passed over, with a warning that has been given."""


def from_exception(error: BaseException, settings: Mapping[str, Any]) -> list[Problem]:
    """What an exception that ended the build says. Its traceback is in the debug log (-D)."""
    if isinstance(error, ProblemsFound):
        return error.problems
    logger.debug("What ended the build", exc_info=error)
    template = _in_template(error, settings)
    if template:
        return [template]
    if isinstance(error, FileOverwriteFailedError):
        name = re.search(r'"(.+)"', str(error))
        path = os.path.relpath(name[1], settings["OUTPUT_PATH"]) if name else ""
        hint = "give one of them another Slug or file name"
        return [
            Problem(
                file="output", value=path, message=f"Two things are written to {path}.", hint=hint
            )
        ]
    if isinstance(error, OSError):
        return [from_os_error(error, "Pelican")]
    frames = traceback.extract_tb(error.__traceback__)
    where = frames[-1] if frames else None
    return [
        Problem(
            file=where.filename if where else "Pelican",
            line=(where.lineno or 0) if where else 0,
            message=f"{type(error).__name__}: {error}".strip(),
            hint="this is a mistake in a program; pelican -D shows how it came to it",
        )
    ]


def _in_template(error: BaseException, settings: Mapping[str, Any]) -> Problem | None:
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        hint = "correct the template"
        return Problem(
            file=error.filename, line=error.lineno, message=f"{error.message}", hint=hint
        )
    theme = os.path.abspath(str(settings["THEME"]))  # noqa: PTH100 (links stay as they are)
    folders = [theme, *(str(Path(p).absolute()) for p in settings["THEME_TEMPLATES_OVERRIDES"])]
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        inside = any(Path(folder) in Path(frame.filename).parents for folder in folders)
        if inside and not frame.filename.endswith(".py"):
            undefined = isinstance(error, jinja2.UndefinedError)
            return Problem(
                file=frame.filename,
                line=frame.lineno or 0,
                message=str(error) if undefined else f"{type(error).__name__}: {error}",
                hint="correct the template, or what it is given" if undefined else "correct it",
            )
    missing = (
        isinstance(error, jinja2.TemplateNotFound) or "TemplateNotFound" in type(error).__name__
    )
    if missing:
        hint = "add it to the theme's templates"
        return Problem(file=theme, message=f"There is no template {error}.", hint=hint)
    return None
