"""Forked processes that share out work: each does one piece, and the next one is forked.

A process that has looked at many objects has a copy of the memory in which they lie, since Python
counts there who refers to them. So none lives long, and this one, of which all are copies, only
waits meanwhile, and takes what they have made: through a file without a name, piece after piece.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import pickle
import signal
import sys
import tempfile
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Self

__all__ = ["portions", "processors", "share_out"]

# So many pieces that are done may wait for an earlier one.
_WAITING = 16
# Of what is left, each process takes such a part at a time.
_PART = 3


def processors() -> int:
    """How many processes can run at the same time; 1 where there is no fork."""
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def portions(count: int, processes: int, most: int, least: int = 1) -> list[range]:
    """The numbers below `count` in pieces for so many processes, at most `most` in each.

    They grow smaller towards the end, down to `least`, so that none waits long for another.
    """
    found = []
    start = 0
    while start < count:
        size = max(least, min(most, (count - start) // (processes * _PART)))
        found.append(range(start, min(start + size, count)))
        start += size
    return found


def share_out(
    pieces: int, work: Callable[[int], Iterable[Any]], processes: int
) -> Iterator[list[Any] | None]:
    """Do `work(0)` to `work(pieces - 1)`, each in a process of its own, so many at a time.

    Gives what each of them has given, in that order. One whose process dies gives None: it is for
    the caller to do again.
    """
    crew: deque[_Member] = deque()
    begun = 0
    # To look for what can be let go of would write to all that is there, and so copy it.
    frozen = gc.get_freeze_count()
    gc.freeze()
    try:
        while begun < pieces or crew:
            running = sum(not one.done for one in crew)
            while begun < pieces and running < processes and len(crew) < processes + _WAITING:
                crew.append(_Member())
                crew[-1].begin(work, begun)
                begun += 1
                running += 1
            if crew[0].done:
                with crew.popleft() as first:
                    result = first.result()
                yield result
            else:
                _wait(crew)
    finally:
        for one in crew:
            one.close()
        if not frozen:
            gc.unfreeze()


class _Member:
    """A process that does one piece; `done` when it has ended."""

    def __init__(self) -> None:
        self.done = False
        self.end = -1
        self._child = 0
        self._status = 1
        self._file: Any = None

    def begin(self, work: Callable[[int], Iterable[Any]], piece: int) -> None:
        """Fork it."""
        try:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 (closed below)
            # It is told to have ended by the other end of this, which nobody else has.
            self.end, other = os.pipe()
            try:
                self._child = _fork(work, piece, self._file)
            finally:
                os.close(other)
        except OSError:
            self.done = True  # there is no room for another process

    def ended(self) -> None:
        """Note that it has."""
        _, self._status = os.waitpid(self._child, 0)
        self._child, self.done = 0, True

    def result(self) -> list[Any] | None:
        """What its piece has given."""
        if self._status != 0:
            return None
        self._file.seek(0)
        return pickle.load(self._file)  # type: ignore[no-any-return]  # noqa: S301 (our own child's)

    def close(self) -> None:
        """End it, whatever it is doing."""
        if self._child:
            with contextlib.suppress(OSError):
                os.kill(self._child, signal.SIGKILL)
                os.waitpid(self._child, 0)
            self._child = 0
        if self.end >= 0:
            os.close(self.end)
            self.end = -1
        if self._file:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _wait(crew: Iterable[_Member]) -> None:
    """Wait until one more has ended."""
    import selectors  # noqa: PLC0415 (only where there is something to share out)

    with selectors.DefaultSelector() as selector:
        for one in crew:
            if not one.done:
                selector.register(one.end, selectors.EVENT_READ, one)
        for key, _ in selector.select():
            key.data.ended()


def _fork(work: Callable[[int], Iterable[Any]], piece: int, file: Any) -> int:
    parent = os.getpid()
    with warnings.catch_warnings():
        # It does nothing that another thread's locks could stop, and ends without cleaning up.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return child
    status = 1
    try:
        gc.freeze()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        logging.disable(logging.CRITICAL)
        made = []
        for one in work(piece):
            if os.getppid() != parent:
                # It was killed, and the next build is not to meet what is left of it.
                os._exit(status)
            made.append(one)
        pickle.dump(made, file, protocol=pickle.HIGHEST_PROTOCOL)
        file.flush()
        status = 0
    except Exception as error:  # noqa: BLE001 (what it has not done is done by its parent)
        print(f"fastbuild's helper: {error!r}", file=sys.__stderr__)
    finally:
        os._exit(status)
