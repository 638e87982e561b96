"""Forked processes that share out work, piece by piece: each takes what is next until it is done.

A process that has looked at many objects has a copy of the memory in which they lie, since Python
counts there who refers to them. So none lives long: after some pieces another one is forked. This
one, of which all are copies, takes what they have made through files without a name, and may
do something else meanwhile.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import pickle
import signal
import struct
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Self

__all__ = ["Aside", "Crew", "portions", "processors", "share_out"]

_Work = Callable[[int], Iterable[Any]]
# What a process tells: the number of a piece, and how many bytes came of it.
_TOLD = struct.Struct("=qq")
_NUMBER = struct.Struct("=q")
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


def share_out(sizes: Sequence[float], work: _Work, processes: int) -> Iterator[list[Any] | None]:
    """What comes of `work(0)` to `work(len(sizes) - 1)`, done by a `Crew`, in that order."""
    with Crew(sizes, work, processes) as crew:
        for piece in range(len(sizes)):
            yield crew.wait_for(piece)


class Crew:
    """So many processes at a time do pieces of work, in order: what came of one is what it yields.

    A piece of size 1 is all that one process does; of smaller ones it does so many as make 1. What
    came of a piece whose process dies is None: it is for the caller to do again.
    """

    def __init__(self, sizes: Sequence[float], work: _Work, processes: int) -> None:
        """Begin."""
        self._work, self._sizes = work, sizes
        self._made: dict[int, tuple[_Member, int, int]] = {}
        self._members: list[_Member] = []
        self._queue: Any = None
        self._process = os.getpid()
        # To look for what can be let go of would write to all that is there, and so copy it.
        self._frozen = gc.get_freeze_count()
        with contextlib.suppress(OSError):  # there is no room for it
            self._queue = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (closed below)
            self._queue.write(b"".join(map(_NUMBER.pack, range(len(sizes)))))
            self._queue.seek(0)
            for _ in range(min(processes, len(sizes))):
                self._begin()

    @property
    def works(self) -> bool:
        """Whether any process is at it."""
        return any(one.runs for one in self._members)

    def wait_for(self, piece: int) -> list[Any] | None:
        """What came of a piece, once."""
        self._listen(0)
        while piece not in self._made and self.works:
            self._listen()
        found = self._made.pop(piece, None)
        return found[0].result(*found[1:]) if found else None

    def close(self, *, kill: bool = True) -> None:
        """Let go of all: end them, whatever they are doing, or let them go on."""
        if os.getpid() != self._process:
            return
        for one in self._members:
            one.close(kill=kill)
        self._members.clear()
        self._made.clear()
        if self._queue:
            self._queue.close()
        if not self._frozen:
            gc.unfreeze()

    def _begin(self) -> None:
        """Fork a process, if there is a piece for it."""
        first = _next(self._queue.fileno())
        if first is None:
            return
        gc.freeze()
        member = _Member()
        # Before it is forked, or Ctrl-C might leave one that nobody knows of.
        self._members.append(member)
        member.begin(self._pieces(first), self._work)

    def _pieces(self, first: int) -> Iterator[int]:
        """The pieces of one process, taken when it comes to them."""
        piece: int | None = first
        done = 0.0
        while piece is not None:
            yield piece
            done += self._sizes[piece]
            piece = _next(self._queue.fileno()) if done < 1 else None

    def _listen(self, seconds: float | None = None) -> None:
        """Wait until one of them tells something, or so long."""
        import selectors  # noqa: PLC0415 (only where there is something to share out)

        with selectors.DefaultSelector() as selector:
            for one in self._members:
                if one.runs:
                    selector.register(one.told, selectors.EVENT_READ, one)
            for key, _ in selector.select(seconds):
                one = key.data
                for piece, start, size in one.listen():
                    self._made[piece] = one, start, size
                if not one.runs:
                    self._begin()
        waited_for = {id(one) for one, _, _ in self._made.values()}
        for one in [it for it in self._members if not it.runs and id(it) not in waited_for]:
            self._members.remove(one)
            one.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        # A build that failed does not ask for the rest.
        self.close()


class _Aside(Crew):
    """A process that goes on if nobody asks."""

    def __del__(self) -> None:
        self.close(kill=False)


class Aside:
    """One piece of work in a process of its own, while this one goes on.

    It is done even if nobody waits for it, as in a build that fails.
    """

    def __init__(self, work: Callable[[], Any]) -> None:
        """Begin. Where no process can be forked, it is done here."""
        self._crew = _Aside([1], lambda _: [work()], 1)
        self._found: list[Any] | None = None
        if not self._crew.works:
            self._found = [work()]
            self._crew.close()

    def result(self) -> Any:
        """What has come of it, once it is done; None if its process has died."""
        if self._found is None:
            self._found = self._crew.wait_for(0) or [None]
            self._crew.close()
        return self._found[0]


class _Member:
    """A process; `told` is where it tells what is done, as long as it `runs`."""

    def __init__(self) -> None:
        self.told = -1
        self._child = 0
        self._rest = b""
        self._end = 0
        self._file: Any = None

    @property
    def runs(self) -> bool:
        return self.told >= 0

    def begin(self, pieces: Iterable[int], work: _Work) -> None:
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


def _next(queue: int) -> int | None:
    """The next piece: all processes read on in the same file."""
    data = os.read(queue, _NUMBER.size)
    return _NUMBER.unpack(data)[0] if len(data) == _NUMBER.size else None


def _fork(pieces: Iterable[int], work: _Work, file: Any, tell: int) -> int:
    parent = os.getpid()
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
