"""Texts that nobody has converted yet are read before they are asked for, on all cores.

Other processes read them in the order in which generators ask for them. A generator goes on as
soon as the one that it asks for is there, and makes its content while they read the next. Of a site
that is new they begin while the generators are made, some of which read files, too.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from typing import Any

from pelican.utils import file_suffix

from .conversions import Conversions
from .crew import Crew, portions
from .page import heard
from .readers import Quick
from .remembered import Remembered

__all__ = ["Ahead", "ask_in_order", "read_ahead"]

# So many texts that nobody has converted yet, and all processors are called for.
_COLD = 12
# So many files are worth it to begin before anybody has asked for one.
_MANY = 30
# Steps of nice(2): the first process makes contents of what others read, and all wait for that.
_LATER = 5
# Texts that are a piece.
_MOST, _LEAST = 50, 10


class Ahead:
    """The texts of one build that other processes read."""

    def __init__(
        self, conversions: Conversions, remembered: Remembered | None, helpers: int
    ) -> None:
        self._conversions = conversions
        self._remembered = remembered
        self._helpers = helpers
        self._crew: Crew | None = None
        self._begun = False
        self._early: dict[str, Any] | None = None
        self._pieces: list[list[str]] = []
        # In which piece a file is that was not taken yet.
        self._waiting: dict[str, int] = {}

    def begin_early(self, readers: Any) -> None:
        """Nothing is kept of any text: begin before a generator asks, if there are many."""
        paths = [] if self._begun else self._paths(readers)
        if len(paths) >= _MANY:
            self._early = _quick(readers)
            self._conversions.get_ready()
            self._begin(paths, self._early)

    def ask(self, folder: str, name: str, readers: Any) -> None:
        """A file is read next: see to it that what others have read of it is there."""
        if self._early is not None:
            if self._early != _quick(readers):
                # Somebody has put another reader there meanwhile.
                self._end()
            self._early = None
        if not self._begun and self._conversions.missed >= _COLD:
            self._begin(self._paths(readers), _quick(readers))
        if self._waiting:
            piece = self._waiting.get(os.path.abspath(os.path.join(folder, name)))  # noqa: PTH100, PTH118
            if piece is not None:
                self._take(piece)

    def finish(self) -> None:
        """Nobody asks any more: take the rest."""
        for piece in sorted(set(self._waiting.values())):
            self._take(piece)

    def _paths(self, readers: Any) -> list[str]:
        endings = tuple(f".{ending}" for ending in _quick(readers))
        return sorted(_files(readers.settings["PATH"], endings))

    def _begin(self, paths: list[str], quick: dict[str, Any]) -> None:
        self._begun = True
        places = portions(len(paths), self._helpers + 1, _MOST, _LEAST)
        self._pieces = pieces = [paths[it.start : it.stop] for it in places]

        reader = _Apart(self._conversions, self._remembered, quick)
        # What it reads is new: it copies hardly anything of what the first process has.
        sizes = [0.0] * len(pieces)
        self._crew = Crew(sizes, lambda number: reader.read(pieces[number]), self._helpers + 1)
        self._waiting = {path: number for number, piece in enumerate(pieces) for path in piece}

    def _take(self, piece: int) -> None:
        """Take what came of a piece. What has not come is read when it is its turn."""
        for made, kept in self._crew.wait_for(piece) or ():  # type: ignore[union-attr]
            self._conversions.take(made)
            if kept:
                self._remembered.take(kept)  # type: ignore[union-attr]
        for path in self._pieces[piece]:
            del self._waiting[path]
        if not self._waiting:
            self._end()

    def _end(self) -> None:
        """Nothing that others read is wanted any more."""
        if self._crew:
            self._crew.close()
        self._crew = None
        self._pieces, self._waiting = [], {}


class _Apart:
    """Reads in a forked process."""

    def __init__(
        self, conversions: Conversions, remembered: Remembered | None, quick: dict[str, Any]
    ) -> None:
        self._conversions = conversions
        self._remembered = remembered
        self._quick = quick
        self._begun = False

    def read(self, paths: Sequence[str]) -> Iterator[Any]:
        if not self._begun:
            self._begun = True
            os.nice(_LATER)
        self._conversions.begin_apart()
        with heard() as records:
            for path in paths:
                records.clear()
                kept = None
                # Whatever is wrong: it is read again, and told then.
                with suppress(Exception):
                    kept = self._read(path, self._quick[file_suffix(path)])
                if any(record.levelno >= logging.WARNING for record in records):
                    kept = None
                yield self._conversions.made_apart(), kept

    def _read(self, path: str, reader: Any) -> tuple[bytes, bytes] | None:
        if self._remembered:
            return self._remembered.read_apart(path, reader)
        reader.read(path)
        return None


def _quick(readers: Any) -> dict[str, Any]:
    """The readers that other processes may use, by the endings of their files."""
    return {key: it for key, it in readers.readers.items() if isinstance(it, Quick)}


def read_ahead(readers: Any, ahead: Ahead) -> None:
    """Have a generator's readers call for helpers when most of a site seems to be new.

    That is before a file is given to its reader: what others put around a reader, such as a limit
    of time, is for that file alone. What of a file need not be read again is then remembered; of
    the others, the conversions are.
    """
    original = readers.read_file

    def read_file(base_path: str, path: str, *args: Any, **kwargs: Any) -> Any:
        ahead.ask(base_path, path, readers)
        return original(base_path, path, *args, **kwargs)

    readers.read_file = read_file


def ask_in_order(generator: Any) -> None:
    """`article_generator_init`: it reads its files in the order of their names."""
    original = generator.get_files

    def get_files(*args: Any, **kwargs: Any) -> Collection[str]:
        return _InOrder(original(*args, **kwargs))

    generator.get_files = get_files


class _InOrder(set[str]):
    """A set that is gone through in order."""

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(super().__iter__()))


def _files(folder: str, endings: tuple[str, ...]) -> Iterator[str]:
    """The files below the content folder that a reader of these endings might be asked for."""
    for place, folders, names in os.walk(os.path.abspath(folder), followlinks=False):  # noqa: PTH100
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.join(place, name) for name in names if name.endswith(endings))  # noqa: PTH118
