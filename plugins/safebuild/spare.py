"""A second folder with the files of the site online, as links, in which the next is put together.

To make ten thousand folders for one page that has changed, and to delete as many afterwards, takes
longer than all else. So the folder that was online before stays, hidden, and in the next build a
process of its own makes it equal to what is online, while texts are read: that is a comparison of
inodes, and hardly any work. It is never written into: files that change are moved there.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import warnings
from pathlib import Path

__all__ = ["Spare", "mirror"]


class Spare:
    """The spare `folder` of the site in `output`. `locked` is a file that no child must hold."""

    def __init__(self, folder: Path, output: Path, locked: int | None) -> None:
        """Begin to make it equal, where a process can be forked."""
        self.folder = folder
        self._child = 0
        if not hasattr(os, "fork"):
            return
        with warnings.catch_warnings():
            # It does nothing that another thread's locks could stop, and ends without cleaning up.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._child = os.fork()
        if not self._child:
            _work(output, folder, locked)

    def ready(self) -> bool:
        """Wait until it is equal; False where it could not be made so."""
        if not self._child:
            return False
        child, self._child = self._child, 0
        return os.waitpid(child, 0)[1] == 0

    def stop(self) -> None:
        """End whatever is going on."""
        if self._child:
            child, self._child = self._child, 0
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)


def _work(output: Path, folder: Path, locked: int | None) -> None:
    """The process's whole life. It never returns."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if locked is not None:
            os.close(locked)
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            folder.unlink()
        folder.mkdir(exist_ok=True)
        mirror(str(output), str(folder))
        status = 0
    except Exception as error:  # noqa: BLE001 (the first process does without it)
        print(f"safebuild's spare folder: {error!r}", file=sys.__stderr__)
    finally:
        os._exit(status)


def mirror(source: str, target: str) -> None:
    """Make a folder have the files of another, as hard links. Raises OSError."""
    wanted = {entry.name: entry for entry in os.scandir(source)}
    there = {entry.name: entry for entry in os.scandir(target)}
    for name, entry in there.items():
        if name not in wanted or not _alike(entry, wanted[name]):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
            else:
                os.unlink(entry.path)  # noqa: PTH108 (many)
    for name, entry in wanted.items():
        path = f"{target}/{name}"
        old = there.get(name)
        same = old is not None and _alike(old, entry)
        if entry.is_dir(follow_symlinks=False):
            if not same:
                os.mkdir(path)  # noqa: PTH102 (many)
            mirror(entry.path, path)
        elif not same:
            os.link(entry.path, path, follow_symlinks=False)


def _alike(first: os.DirEntry[str], second: os.DirEntry[str]) -> bool:
    """Whether both are folders, or both the same file."""
    if first.is_dir(follow_symlinks=False) or second.is_dir(follow_symlinks=False):
        return first.is_dir(follow_symlinks=False) and second.is_dir(follow_symlinks=False)
    return first.inode() == second.inode()
