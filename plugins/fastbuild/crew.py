"""Forked processes that share out work: whoever is free takes the next piece.

The pieces are numbered, and the numbers lie in a pipe from which every process takes them in turn,
the one that began it included. What a helper makes comes back through a file without a name.
"""

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
from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["processors", "share_out"]

_NUMBER = struct.Struct("=I")
# As many numbers as fit into every system's pipe.
_MOST = 4096


def processors() -> int:
    """How many processes can run at the same time; 1 where there is no fork."""
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def share_out(
    pieces: int, work: Callable[[int], None], results: Callable[[], Any], helpers: int
) -> Iterator[Any]:
    """Do `work(0)` to `work(pieces - 1)`, each in one of `helpers` + 1 processes.

    Gives what `results()` says in each helper after its last piece; this process has its own. A
    helper that dies gives nothing: what it has not brought is for the caller to do again.
    """
    taken, numbers = os.pipe()
    os.write(numbers, b"".join(map(_NUMBER.pack, range(min(pieces, _MOST)))))
    os.close(numbers)
    crew = []
    try:
        for _ in range(helpers):
            file = tempfile.TemporaryFile()  # noqa: SIM115 (closed below)
            crew.append((_fork(taken, pieces, work, results, file), file))
        for number in _take(taken, pieces):
            work(number)
        while crew:
            child, file = crew[0]
            with file:
                _, status = os.waitpid(child, 0)
                crew.pop(0)
                if status == 0:
                    file.seek(0)
                    yield pickle.load(file)  # noqa: S301 (what our own child wrote)
    finally:
        os.close(taken)
        for child, file in crew:
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
            file.close()


def _take(taken: int, pieces: int) -> Iterator[int]:
    while len(data := os.read(taken, _NUMBER.size)) == _NUMBER.size:
        yield from range(_NUMBER.unpack(data)[0], pieces, _MOST)


def _fork(
    taken: int, pieces: int, work: Callable[[int], None], results: Callable[[], Any], file: Any
) -> int:
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
        for number in _take(taken, pieces):
            if os.getppid() != parent:
                # It was killed, and the next build is not to meet what is left of it.
                os._exit(status)
            work(number)
        pickle.dump(results(), file, protocol=pickle.HIGHEST_PROTOCOL)
        file.flush()
        status = 0
    except Exception as error:  # noqa: BLE001 (what it has not done is done by its parent)
        print(f"fastbuild's helper: {error!r}", file=sys.__stderr__)
    finally:
        os._exit(status)
