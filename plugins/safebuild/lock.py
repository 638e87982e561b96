"""One build of a site at a time, and one deploy."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from problems import Problem, ProblemsFound

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["Lock"]


class Lock:
    """A file that only one process holds; its death, however sudden, frees it.

    The system keeps the lock (flock), not the file: one that a killed build left does not stop
    the next. Where there is no flock (Windows, some network file systems), nothing is locked.
    """

    def __init__(self, path: Path, what: str = "build") -> None:
        """`what` is done while it is held, for the message to whoever comes second."""
        self.path = path
        self._what = what
        self._file: int | None = None

    def __enter__(self) -> Self:
        """Take it. Raises ProblemsFound where another process holds it."""
        while True:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                if fcntl:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.read(file, 20).decode("ascii", "replace").strip()
                os.close(file)
                raise ProblemsFound([_taken(self.path, holder, self._what)]) from None
            except OSError:
                pass  # this file system has no locks
            # Whoever held it before has deleted the file: this may be a name for nothing.
            with contextlib.suppress(OSError):
                if _same(file, self.path):
                    break
            os.close(file)
        self._file = file
        with contextlib.suppress(OSError):  # a full disk
            os.ftruncate(file, 0)
            os.write(file, f"{os.getpid()}\n".encode("ascii"))
        return self

    @property
    def file(self) -> int | None:
        """What holds it, and what a process forked meanwhile must close."""
        return self._file

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give it back."""
        del kind, error, trace
        if self._file is not None:
            with contextlib.suppress(OSError):
                self.path.unlink()
            os.close(self._file)
            self._file = None


def _same(file: int, path: Path) -> bool:
    return os.path.samestat(os.fstat(file), path.stat())


def _taken(path: Path, holder: str, what: str) -> Problem:
    who = f" (process {holder})" if holder.isdigit() else ""
    return Problem(
        file=str(path),
        message=f"Another {what} of this site is running{who}.",
        hint=f"wait until it has ended, and {what} again",
    )
