"""Texts that nobody has converted yet are read before they are asked for, on all cores."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from pelican.utils import file_suffix

from .conversions import Conversions
from .crew import portions, share_out
from .page import heard
from .readers import Quick
from .remembered import Remembered

__all__ = ["read_ahead"]

# So many texts that nobody has converted yet, and all processors are called for.
_COLD = 12
# Texts that are for one process.
_MOST, _LEAST = 400, 50


def read_ahead(
    readers: Any, conversions: Conversions, remembered: Remembered | None, helpers: int
) -> None:
    """Have a generator's readers call for `helpers` when most of a site seems to be new.

    That is before a file is given to its reader: what others put around a reader, such as a limit
    of time, is for that file alone. What of a file need not be read again is then `remembered`;
    of the others, the conversions are.
    """
    if not helpers:
        return
    original = readers.read_file

    def read_file(*args: Any, **kwargs: Any) -> Any:
        if conversions.missed >= _COLD and not conversions.ahead:
            conversions.ahead = True
            _read_all(readers, conversions, remembered, helpers)
        return original(*args, **kwargs)

    readers.read_file = read_file


def _read_all(
    readers: Any, conversions: Conversions, remembered: Remembered | None, helpers: int
) -> None:
    quick = {key: it for key, it in readers.readers.items() if isinstance(it, Quick)}
    paths = sorted(_files(readers.settings["PATH"], tuple(f".{ending}" for ending in quick)))
    pieces = portions(len(paths), helpers + 1, _MOST, _LEAST)

    def work(number: int) -> Iterator[Any]:
        conversions.begin_apart()
        with heard() as records:
            for place in pieces[number]:
                records.clear()
                kept = None
                # Whatever is wrong: it is read again, and told then.
                with suppress(Exception):
                    kept = _read(paths[place], quick[file_suffix(paths[place])], remembered)
                if any(record.levelno >= logging.WARNING for record in records):
                    kept = None
                yield conversions.made_apart(), kept

    with _silence():
        for of_helper in share_out(len(pieces), work, helpers + 1):
            for made, kept in of_helper or ():
                conversions.take(made)
                if kept:
                    remembered.take(kept)  # type: ignore[union-attr]


def _read(path: str, reader: Any, remembered: Remembered | None) -> tuple[bytes, bytes] | None:
    if remembered:
        return remembered.read_apart(path, reader)
    reader.read(path)
    return None


def _files(folder: str, endings: tuple[str, ...]) -> Iterator[str]:
    """The files below the content folder that a reader of these endings might be asked for."""
    for place, folders, names in os.walk(folder, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.join(place, name) for name in names if name.endswith(endings))  # noqa: PTH118


@contextmanager
def _silence() -> Iterator[None]:
    """What goes wrong is told when the file is read again, once."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
