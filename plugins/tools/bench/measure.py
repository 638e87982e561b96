"""One build: how long it takes, and how much memory all of its processes take together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..console import Stop

__all__ = ["can_weigh", "seconds", "weigh"]

_SAMPLES_APART = 0.02
_PROC = Path("/proc")
# Fields of /proc/PID/stat (proc(5)) behind the command's name.
_SESSION, _VIRTUAL = 3, 20
_LAST_WORDS = 4000


def seconds(command: Sequence[str], folder: Path) -> float:
    """The wall time of a whole command. Raises Stop where it fails."""
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False
        )
        taken = time.perf_counter() - begun
        _check(command, done.returncode, said)
    return taken


def can_weigh() -> bool:
    """Whether this system tells what processes share, as Linux does."""
    try:
        return b"Pss_Anon:" in Path("/proc/self/smaps_rollup").read_bytes()
    except OSError:
        return False


def weigh(command: Sequence[str], folder: Path) -> int:
    """The peak memory of a whole command, in bytes. Raises Stop where it fails.

    It is the largest sum of a moment: what all its processes have of their own, where a page that
    forked ones share counts once (Pss_Anon and Pss_Shmem, proc(5)), and once the files that the
    largest of them has mapped, which it may share with anybody. Looking costs time, so that a run
    is either timed or weighed.
    """
    peak = 0
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            while process.poll() is None:
                there = set(_of_session(process.pid))
                shares = [_share(one) for one in there]
                # Where one has come or gone meanwhile, what it shares might count twice.
                if None not in shares and there == set(_of_session(process.pid)):
                    mapped = max((mapped for _, mapped in shares), default=0)
                    peak = max(peak, sum(own for own, _ in shares) + mapped)
                time.sleep(_SAMPLES_APART)
        except BaseException:
            # Its session is not the terminal's: Ctrl-C has not reached it.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        _check(command, process.returncode, said)
    return peak


def _of_session(leader: int) -> Iterator[int]:
    """The processes that the leader has begun, and those that these have, itself included.

    One that has ended is none, though its number stays until somebody asks how; nor is one that is
    about to, and has given back its memory: what it shared counts more for the others by then.
    """
    for place in _PROC.iterdir():
        if place.name.isdecimal():
            with contextlib.suppress(OSError):
                # The command's name, in brackets, may have spaces in it.
                after = (place / "stat").read_text("utf-8", "replace").rpartition(")")[2]
                fields = after.split()
                if int(fields[_SESSION]) == leader and fields[_VIRTUAL] != "0":
                    yield int(place.name)


def _share(process: int) -> tuple[int, int] | None:
    """What a process has of its own, and what it has mapped of files, in bytes.

    None where it has ended.
    """
    with contextlib.suppress(OSError):
        own = _fields(_PROC / str(process) / "smaps_rollup", (b"Pss_Anon:", b"Pss_Shmem:"))
        return own, _fields(_PROC / str(process) / "status", (b"RssFile:",))
    return None


def _fields(file: Path, names: tuple[bytes, ...]) -> int:
    return sum(
        int(line.split()[1]) * 1024
        for line in file.read_bytes().splitlines()
        if line.startswith(names)
    )


def _check(command: Sequence[str], status: int, said: tempfile._TemporaryFileWrapper) -> None:
    if status:
        said.seek(0)
        words = said.read()[-_LAST_WORDS:].decode("utf-8", "replace")
        raise Stop(f"{words}\nThis build failed with status {status}: {' '.join(command)}")
