"""A second process looks at each page as soon as it is written, while the next is rendered.

Rendering keeps one processor busy, and looking takes nearly as long: side by side, it costs
hardly any time. Where there is no second processor, or no fork, all is looked at in the end.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from .findings import Examined, Findings
from .guard import Guard
from .guard_repeats import Repeats
from .unchanged import below

__all__ = ["Helper", "Onlooker", "examine"]

# Names of pages on their way to the helper: as many as for some thousand of them.
_PIPE = 1 << 20
_F_SETPIPE_SZ = 1031
# What `look` gives begins with one of these: nothing is wrong with the page, or it is to be read.
_CLEAN, _OTHER = b"+", b"-"
_SITEMAP = "sitemap"
# So many files are looked at before a second process has begun.
_WORTH = 32


def examine(folder: Path, name: str, guard: Guard, repeats: Repeats, *, rendered: bool) -> Examined:
    """Look at one file below `folder`; `rendered` says that it is no copy."""
    from .pages import read_page  # noqa: PLC0415 (takes a while, and all may be as it was)

    path = folder / name
    stamp = _stamp(path)
    data = path.read_bytes()
    page = None if path.is_symlink() else read_page(name, data, whole=rendered)
    return Examined(name, stamp, page, repeats.leaks_in(name, data, guard))


class Onlooker:
    """Looks at pages where they are rendered, and knows which may stay as they are online.

    For fastbuild, which finds it in the context under `looks_at_pages`.
    """

    def __init__(
        self, folder: Path, guard: Guard, online: Any = None, cache: Path | None = None
    ) -> None:
        """`folder` is the staged site, `online` what may stay of the other, where that is known.

        What is found lies in the folder `cache`.
        """
        self._online = online
        self._folder = folder
        self._guard = guard
        self._repeats = Repeats()
        self._found = Findings(cache)
        self._stamps: dict[str, tuple[int, int]] = {}
        # Other files, while somebody has said that he will ask for them.
        self._waiting: list[str] | None = None
        # Those of which nobody has told.
        self._beside: set[str] = set()
        self._others: list[Callable[[], None]] = []

    @property
    def stays(self) -> bool:
        """Whether it knows anything of the site online."""
        return self._online is not None

    def may_stay(self, path: str, key: bytes) -> bool:
        """Whether a page that was made of `key` is online; asked in any process."""
        return bool(self._online.has(self._name(path), key))

    def stay(self, path: str, key: bytes) -> bool:
        """Let that page stay; False if it is no longer there, so that it must be made."""
        return bool(self._online.keep(path, key))

    def look(self, path: str, data: bytes) -> bytes:
        """Look at a page that was just written, in whatever process; `data` is what is in it."""
        from .pages import read_page  # noqa: PLC0415 (as above)

        name = self._name(path)
        page = read_page(name, data, whole=True)
        one = Examined(name, (0, 0), page, self._repeats.leaks_in(name, data, self._guard))
        return (_CLEAN if one.clean else _OTHER) + msgspec.msgpack.encode(one)

    def take(self, path: str, result: bytes, key: bytes | None) -> None:
        """Take what `look` has found in a page made of `key`, in the first process."""
        if self._online and key is not None:
            self._online.made(path, key)
        if not result:
            return
        name, stamp = self._name(path), (0, 0)
        if result[:1] == _CLEAN:
            self._found.pack(name, result[1:])
        else:
            one = msgspec.msgpack.decode(memoryview(result)[1:], type=Examined)
            self._found[name] = one
            stamp = one.stamp
        self._stamps[name] = stamp if any(stamp) else _stamp(path)

    def wait(self) -> None:
        """From now on, files that nobody looks at wait until somebody asks for `waiting`."""
        if self._waiting is None:
            self._waiting = []

    def waits(self, name: str) -> bool:
        """Whether a file that was written waits for that."""
        if self._waiting is not None:
            self._waiting.append(name)
        return self._waiting is not None

    def waiting(self) -> list[list[str]]:
        """The paths of the files that wait, in groups; from now on, none do.

        What stands in one of a group may stand in the others, so that one process looks at all.
        The sitemaps of a large site belong to them: to look at one takes as long as many pages.
        """
        groups: dict[str, list[str]] = {}
        if self._waiting is None:
            return []
        names = dict.fromkeys(self._waiting)
        self._beside = _sitemaps(self._folder) - names.keys() - self._found.keys()
        for name in (*names, *sorted(self._beside)):
            groups.setdefault(name.rpartition("/")[2].partition(".")[2], []).append(name)
        self._waiting = None
        return [[str(self._folder / name) for name in group] for group in groups.values()]

    def look_at(self, path: str) -> bytes:
        """Look at a file that waits, in whatever process; for `take`. b"" if it is not there."""
        name = self._name(path)
        rendered = name not in self._beside
        try:
            one = examine(self._folder, name, self._guard, self._repeats, rendered=rendered)
        except OSError:
            return b""  # the one online stays
        return _OTHER + msgspec.msgpack.encode(one)

    def wait_for(self, other: Callable[[], None]) -> None:
        """Something is done meanwhile: before the site is put online, call this, which waits."""
        self._others.append(other)

    def finish(self) -> None:
        """Wait for all that others do meanwhile."""
        while self._others:
            self._others.pop()()

    def has(self, name: str) -> bool:
        """Whether a page was looked at, when it was rendered."""
        return name in self._found

    def found(self) -> Findings:
        """What was found in files that have not been changed since."""
        for name, stamp in self._stamps.items():
            if stamp != _stamp(f"{self._folder}{os.sep}{name}"):
                del self._found[name]
        self._stamps.clear()
        return self._found

    def _name(self, path: str) -> str:
        return below(path, self._folder)


class Helper:
    """The second process: `tell` it of each rendered file, and `finish` in the end."""

    def __init__(
        self, folder: Path, guard: Guard, locked: int | None, *, few: bool = False
    ) -> None:
        """It starts when it is worth it, if there is a processor for it, and not if `few` are new.

        `locked` is a file that it must not hold.
        """
        self._folder, self._guard, self._locked = folder, guard, locked
        self._child = 0
        # The ends of pipes that are open here.
        self._open: set[int] = set()
        # What waits until it is worth a process.
        self._waiting: list[str] | None = []
        if few or not hasattr(os, "fork") or _processors() < 2:  # noqa: PLR2004
            self._waiting = None

    def _start(self) -> None:
        names, self._names = os.pipe()
        self._results, results = os.pipe()
        self._open = {self._names, self._results}
        os.set_blocking(self._names, False)
        _widen(self._names)
        with warnings.catch_warnings():
            # It does nothing that another thread's locks could stop, and ends without cleaning up.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._child = os.fork()
        if not self._child:
            ours, others = (names, results), (self._names, self._results, self._locked)
            _work(self._folder, self._guard, ours, others)
        os.close(names)
        os.close(results)

    def tell(self, name: str) -> None:
        """A page is there. One for which there is no room is looked at in the end."""
        told = [name]
        if self._waiting is not None:
            self._waiting.append(name)
            if len(self._waiting) < _WORTH:
                return
            told, self._waiting = self._waiting, None
            self._start()
        if self._child:
            with contextlib.suppress(BlockingIOError, BrokenPipeError):
                os.write(self._names, b"".join(os.fsencode(name) + b"\0" for name in told))

    def finish(self) -> dict[str, Examined]:
        """What it has found, of files that have not been changed since."""
        if not self._child:
            return {}
        self._close(self._names)
        data = bytearray()
        while chunk := os.read(self._results, _PIPE):
            data += chunk
        self.stop()
        try:
            found = msgspec.msgpack.decode(data, type=list[Examined])
        except msgspec.DecodeError:
            return {}  # it has died
        return {one.name: one for one in found if one.stamp == _stamp(self._folder / one.name)}

    def stop(self) -> None:
        """End it, whatever it is doing."""
        for file in tuple(self._open):
            self._close(file)
        if self._child:
            with contextlib.suppress(OSError):
                os.kill(self._child, signal.SIGKILL)
                os.waitpid(self._child, 0)
            self._child = 0

    def _close(self, file: int) -> None:
        # Ctrl-C may come at any moment, and no file must be closed twice: the number may be
        # another's by then.
        self._open.discard(file)
        os.close(file)


def _work(
    folder: Path, guard: Guard, ours: tuple[int, int], others: tuple[int | None, ...]
) -> None:
    """The second process's whole life. It never returns."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        for file in others:
            if file is not None:
                os.close(file)
        found: dict[str, Examined] = {}
        repeats = Repeats()
        with os.fdopen(ours[0], "rb") as names:
            rest = b""
            while chunk := os.read(names.fileno(), _PIPE):
                *whole, rest = (rest + chunk).split(b"\0")
                for name in map(os.fsdecode, whole):
                    with contextlib.suppress(OSError):
                        found[name] = examine(folder, name, guard, repeats, rendered=True)
        with os.fdopen(ours[1], "wb") as results:
            results.write(msgspec.msgpack.encode(list(found.values())))
        status = 0
    except BrokenPipeError:
        pass  # the first process was killed
    except Exception as error:  # noqa: BLE001 (the first process does its work then)
        print(f"safebuild's helper: {error!r}", file=sys.__stderr__)
    finally:
        os._exit(status)


def _sitemaps(folder: Path) -> set[str]:
    """The names of what looks like one."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        found = [it for it in entries if it.name.startswith(_SITEMAP) and it.name.endswith(".xml")]
        return {it.name for it in found if it.is_file(follow_symlinks=False)}
    return set()


def _stamp(path: Path | str) -> tuple[int, int]:
    try:
        status = os.stat(path)  # noqa: PTH116 (many)
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _widen(pipe: int) -> None:
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415 (not on Windows)

        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, _F_SETPIPE_SZ, _PIPE)
