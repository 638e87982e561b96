"""Changes of files that happen all, or not at all.

    changes = Changes()
    changes.write(path, "text")
    changes.delete(other)
    changes.apply()

All new texts are written beside their places first, and renamed when all are there. If anything
fails on the way, everything is put back.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

__all__ = ["Changes"]

_BESIDE = ".jobshower-"


class Changes:
    """Files to be written and deleted, in one step."""

    def __init__(self) -> None:
        self._texts: dict[Path, bytes] = {}
        self._new: set[Path] = set()
        self._deleted: list[Path] = []

    def write(self, path: Path, text: str | bytes) -> None:
        """Write a file, over one that may be there: its permissions stay, a link stays a link."""
        self._texts[path.resolve()] = text.encode("utf-8") if isinstance(text, str) else text

    def create(self, path: Path, text: str | bytes) -> None:
        """Write a file that is not there; if it is by then, `apply` raises FileExistsError."""
        self.write(path, text)
        self._new.add(path.resolve())

    def delete(self, path: Path) -> None:
        """Delete a file or a folder with all that is in it."""
        self._deleted.append(path.absolute())

    def apply(self) -> None:
        """Do it all. Raises OSError where that is impossible, and then nothing has changed."""
        waste: list[Path] = []
        with _undisturbed(), ExitStack() as undo:
            ready = [(path, _beside(path, self._texts[path], undo)) for path in self._texts]
            waste += [_aside(path, undo) for path in self._deleted]
            for path, new in ready:
                if path in self._new:
                    _place(new, path, undo)
                    waste.append(new)
                else:
                    waste += _replace(new, path, undo)
            undo.pop_all()
        for path in waste:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _beside(path: Path, text: bytes, undo: ExitStack) -> Path:
    """The new file, complete and on the disk, in the folder where it belongs."""
    for folder in reversed([path.parent, *path.parent.parents]):
        if not folder.exists():
            folder.mkdir()
            undo.callback(folder.rmdir)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_BESIDE)
    undo.callback(Path(name).unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        shutil.copymode(path, name)
        if not os.access(path, os.W_OK):
            # A rename would go through; that it is read-only was meant.
            raise PermissionError(13, "It is read-only", str(path))
    else:
        Path(name).chmod(0o666 & ~_umask())
    return Path(name)


def _aside(path: Path, undo: ExitStack) -> Path:
    away = Path(tempfile.mkdtemp(dir=path.parent, prefix=_BESIDE))
    undo.callback(away.rmdir)
    path.rename(away / path.name)
    undo.callback((away / path.name).rename, path)
    return away


def _place(new: Path, path: Path, undo: ExitStack) -> None:
    """Give the new file its name, if nobody has it."""
    try:
        path.hardlink_to(new)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(17, "It is there already", str(path)) from None
        shutil.copyfile(new, path)
    undo.callback(path.unlink)


def _replace(new: Path, path: Path, undo: ExitStack) -> list[Path]:
    """Put the new file in the place of the old one; returns where that is until all is done."""
    if not path.exists():
        new.replace(path)
        undo.callback(path.unlink)
        return []
    old = Path(tempfile.mkdtemp(dir=path.parent, prefix=_BESIDE))
    undo.callback(shutil.rmtree, old)
    try:
        (old / path.name).hardlink_to(path)
    except OSError:
        shutil.copy2(path, old / path.name)
    new.replace(path)
    undo.callback((old / path.name).replace, path)
    return [old]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits until all is done: it takes no longer than a blink."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt
