"""Bytes by key that lie on the disk until they are asked for, in a file without a name.

For what is large, is needed once more, and would fill memory meanwhile.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Hashable, Iterator, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

__all__ = ["Spooled"]

_Key = TypeVar("_Key", bound=Hashable)
_LENGTH_BITS = 40


class Spooled(MutableMapping[_Key, bytes]):
    """A mapping to bytes.

    The file is in `folder`, where there is one: the system's place for such files may be memory.
    What cannot be written stays in memory; so does what a forked process adds, whose file it is
    not, though it can read what was there before.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._process = os.getpid()
        # Its number, and no object: of objects that go together none knows which goes first.
        self._file = -1
        self._end = 0
        # The bytes, or where they begin and how many they are.
        self._places: dict[_Key, int | bytes] = {}

    def __setitem__(self, key: _Key, value: bytes) -> None:
        self._places[key] = self._written(value)

    def __getitem__(self, key: _Key) -> bytes:
        place = self._places[key]
        if isinstance(place, bytes):
            return place
        data = os.pread(self._file, place >> _LENGTH_BITS, place & (1 << _LENGTH_BITS) - 1)
        if len(data) != place >> _LENGTH_BITS:
            raise OSError("A temporary file is not whole")
        return data

    def __delitem__(self, key: _Key) -> None:
        del self._places[key]

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def close(self) -> None:
        """Let go of all."""
        self._places.clear()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        self._end = 0

    def __del__(self) -> None:
        with suppress(AttributeError, TypeError, OSError):
            self.close()

    def _written(self, value: bytes) -> int | bytes:
        if not hasattr(os, "pwrite") or os.getpid() != self._process:
            return value
        try:
            if self._file < 0:
                with self._opened() as file:
                    self._file = os.dup(file.fileno())
            if os.pwrite(self._file, value, self._end) != len(value):
                return value
        except OSError:
            return value
        place = len(value) << _LENGTH_BITS | self._end
        self._end += len(value)
        return place

    def _opened(self) -> Any:
        if self._folder is not None:
            with suppress(OSError):
                self._folder.mkdir(parents=True, exist_ok=True)
                return tempfile.TemporaryFile(dir=self._folder, buffering=0)
        return tempfile.TemporaryFile(buffering=0)
