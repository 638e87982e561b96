"""A forked process that does pieces of work, and tells which are done."""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import signal
import struct
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .heap import give_back

__all__ = ["NUMBER", "Member", "Work", "next_piece"]

Work = Callable[[int], Iterable[Any]]
# What a process tells: the number of a piece, and how many bytes came of it.
_TOLD = struct.Struct("=qq")
NUMBER = struct.Struct("=q")


class Member:
    """A process; `told` is where it tells what is done, as long as it `runs`."""

    def __init__(self) -> None:
        self.told = -1
        self._child = 0
        self._rest = b""
        self._end = 0
        self._file: Any = None

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.told >= 0

    def begin(self, pieces: Iterable[int], work: Work) -> None:
        """Fork it. Where there is no room for it, it does not run."""
        with contextlib.suppress(OSError):
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 (closed below)
            # Nobody else has the other end: when it is closed, the process has ended.
            self.told, tell = os.pipe()
            try:
                self._child = _fork(pieces, work, self._file, tell)
            except OSError:
                self._stop()
                raise
            finally:
                os.close(tell)

    def listen(self) -> Iterator[tuple[int, int, int]]:
        """Which pieces are done, and where what came of each lies in its file."""
        data = os.read(self.told, _TOLD.size << 10)
        if not data:
            os.waitpid(self._child, 0)
            self._child = 0
            self._stop()
        self._rest += data
        whole = len(self._rest) // _TOLD.size * _TOLD.size
        told, self._rest = self._rest[:whole], self._rest[whole:]
        for piece, size in _TOLD.iter_unpack(told):
            yield piece, self._end, size
            self._end += size

    def result(self, start: int, size: int) -> list[Any]:
        """What came of a piece."""
        data = os.pread(self._file.fileno(), size, start)
        return pickle.loads(data)  # type: ignore[no-any-return]  # noqa: S301 (our own child's)

    def close(self, *, kill: bool = True) -> None:
        """End it, whatever it is doing; or do not ask what comes of it."""
        if self._child and kill:
            with contextlib.suppress(OSError):
                os.kill(self._child, signal.SIGKILL)
                os.waitpid(self._child, 0)
        self._child = 0
        self._stop()
        if self._file:
            self._file.close()

    def _stop(self) -> None:
        if self.told >= 0:
            # Ctrl-C may come at any moment, and none must be closed twice: the number may be
            # another's by then.
            told, self.told = self.told, -1
            os.close(told)


def next_piece(queue: int) -> int | None:
    """The next piece, if there is one: all processes read on in the same file."""
    data = os.read(queue, NUMBER.size)
    return NUMBER.unpack(data)[0] if len(data) == NUMBER.size else None


def _fork(pieces: Iterable[int], work: Work, file: Any, tell: int) -> int:
    parent = os.getpid()
    give_back()
    with warnings.catch_warnings():
        # It does nothing that another thread's locks could stop, and ends without cleaning up.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return child
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        logging.disable(logging.CRITICAL)
        for piece in pieces:
            made = []
            for one in work(piece):
                if os.getppid() != parent:
                    # It was killed, and the next build is not to meet what is left of it.
                    os._exit(status)
                made.append(one)
            data = pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL)
            file.write(data)
            file.flush()
            os.write(tell, _TOLD.pack(piece, len(data)))
        status = 0
    except Exception as error:  # noqa: BLE001 (what it has not done is done by its parent)
        print(f"fastbuild's helper: {error!r}", file=sys.__stderr__)
    finally:
        os._exit(status)
