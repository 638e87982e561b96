"""The site as the commands see it: its settings and its content, read without a build."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.settings import read_settings

from jobshower.library import Sources, read_sources
from jobshower.settings import Options, apply_defaults, read_options
from problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from safebuild.cards import Card
    from safebuild.guard import Guard

__all__ = ["Site", "not_python", "open_site"]


@dataclass
class Site:
    """A project's folder, its settings, and what lies in it.

    Nothing of it is changed when files are: open it again.
    """

    root: Path
    settings: Mapping[str, Any]
    options: Options

    @property
    def today(self) -> date:
        """The day of TODAY, or else of the clock."""
        return self.options.today

    @property
    def content(self) -> Path:
        """The content folder."""
        return self.options.content

    @property
    def cache(self) -> Path:
        """The folder of what may be deleted at any time."""
        return (self.root / self.settings["CACHE_PATH"]).resolve()

    @property
    def private(self) -> Path:
        """The private folder, which may not be there."""
        from safebuild.cards import private_folder  # noqa: PLC0415 (safebuild loads slowly)

        return private_folder(self.settings)

    @cached_property
    def sources(self) -> Sources:
        """All items that can be read, due or not, with their trails replayed, and all problems.

        A mistake in one file does not keep a command from another.
        """
        return read_sources(self.options)

    @cached_property
    def cards(self) -> tuple[list[Card], list[Problem]]:
        """The writer's cards, and what is wrong with them."""
        from safebuild.cards import read_cards  # noqa: PLC0415

        return read_cards(self.private)

    def items(self, *kinds: str) -> list[Any]:
        """The items of these kinds ("lead", "wish", …), in the order of their files."""
        return [item for kind in kinds for item in self.sources.by_kind[kind]]

    def leaks(self, name: str, text: str) -> list[Problem]:
        """What the leak guard would find in a text that is to be the content file `name`."""
        from safebuild.guard import leaks_in, problems_of  # noqa: PLC0415

        return problems_of(name, leaks_in(name, text.encode("utf-8"), self._guard))

    @cached_property
    def _guard(self) -> Guard:
        from safebuild.guard import make_guard  # noqa: PLC0415

        return make_guard(self.settings, [member.record.title for member in self.items("member")])

    def shown(self, path: Path) -> str:
        """A path as a person at this project types it."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)


def open_site(root: Path, settings_file: str = "pelicanconf.py") -> Site:
    """Read the settings. Raises ProblemsFound where they cannot be used."""
    settings = _settings(root / settings_file)
    apply_defaults(settings)
    return Site(root, settings, read_options(settings))


def _settings(path: Path, read: Callable[[str], dict[str, Any]] = read_settings) -> dict[str, Any]:
    try:
        return read(str(path))
    except Exception as error:
        if isinstance(error, OSError | ProblemsFound):
            raise
        raise ProblemsFound([not_python(path, error)]) from error


def not_python(path: Path, error: Exception) -> Problem:
    """What keeps a settings file from being read."""
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
    line = error.lineno if isinstance(error, SyntaxError) else next(reversed(lines), 0)
    return Problem(
        file=str(path),
        line=line or 0,
        message=f"The settings cannot be read: {type(error).__name__}: {error}",
        hint="correct this line, or undo the last change of it",
    )
