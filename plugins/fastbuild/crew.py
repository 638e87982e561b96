"""Forked processes that share out work, piece by piece: each takes what is next until it is done.

A process that has looked at many objects has a copy of the memory in which they lie, since Python
counts there who refers to them. So none lives long: after some pieces another one is forked. This
one, of which all are copies, takes what they have made through files without a name, and may
do something else meanwhile.
"""

from __future__ import annotations

import contextlib
import gc
import os
import tempfile
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, Self

from .member import NUMBER, Member, Work, next_piece

__all__ = ["Crew", "portions", "processors", "share_out"]

# Of what is left, each process takes such a part at a time.
_PART = 3
# The piece that a process takes next is one of so many.
_NEAR = 4


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


def share_out(sizes: Sequence[float], work: Work, processes: int) -> Iterator[list[Any] | None]:
    """What comes of `work(0)` to `work(len(sizes) - 1)`, done by a `Crew`, in that order."""
    with Crew(sizes, work, processes) as crew:
        for piece in range(len(sizes)):
            yield crew.wait_for(piece)


class Crew:
    """So many processes at a time do pieces of work, in order: what came of one is what it yields.

    A piece of size 1 is all that one process does; of smaller ones it does as many as make 1 and
    not more. What came of a piece whose process dies is None: it is for the caller to do again.
    """

    def __init__(self, sizes: Sequence[float], work: Work, processes: int) -> None:
        """Begin."""
        self._work = work
        self._sizes: list[float] = []
        # The number behind the first pieces, and behind those that were added each time.
        self._ends: list[int] = []
        self._made: dict[int, tuple[Member, int, int]] = {}
        self._members: list[Member] = []
        # The numbers of the pieces, those that were added last in the first one.
        self._queues: list[Any] = []
        self._process = os.getpid()
        # To look for what can be let go of would write to all that is there, and so copy it.
        self._frozen = gc.get_freeze_count()
        self._most = processes
        self.add(sizes)

    def add(self, sizes: Sequence[float]) -> int:
        """More pieces, the first of which has the number that comes back.

        A process that begins later takes these first; one that has begun knows nothing of them.
        """
        start = len(self._sizes)
        self._sizes += sizes
        if sizes:
            self._ends.append(len(self._sizes))
        with contextlib.suppress(OSError):  # there is no room for it
            queue = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (closed below)
            queue.write(b"".join(map(NUMBER.pack, range(start, len(self._sizes)))))
            queue.seek(0)
            self._queues.insert(0, queue)
            self._fill(len(sizes))
        return start

    def grow(self, processes: int) -> None:
        """From now on, so many more at a time."""
        self._most += processes
        self._fill(processes)

    @property
    def works(self) -> bool:
        """Whether any process is at it."""
        return any(one.runs for one in self._members)

    def go_on(self) -> None:
        """Begin another process where one has ended."""
        self._listen(0)

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
        for queue in self._queues:
            queue.close()
        self._queues.clear()
        if not self._frozen:
            gc.unfreeze()

    def _fill(self, pieces: int) -> None:
        """Begin processes for so many pieces, as long as there is room."""
        running = sum(one.runs for one in self._members)
        for _ in range(min(pieces, self._most - running)):
            self._begin()

    def _begin(self) -> None:
        """Fork a process, if there is a piece for it."""
        first = self._next()
        if first is None:
            return
        gc.freeze()
        member = Member()
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
            piece = self._next() if done + self._following(piece) <= 1 else None

    def _following(self, piece: int) -> float:
        """How large the next piece may be: which one it is shows when it is taken."""
        part = bisect_right(self._ends, piece)
        end = self._ends[part]
        if part and end - piece <= _NEAR:
            return 1.0  # one of those that were there before these were added
        return max(self._sizes[piece + 1 : min(piece + 1 + _NEAR, end)], default=0.0)

    def _next(self) -> int | None:
        pieces = (next_piece(queue.fileno()) for queue in self._queues)
        return next((piece for piece in pieces if piece is not None), None)

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
