"""Two folders change places in one step, where the system can do that."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

__all__ = ["begin_to_flush", "exchange", "flush", "flush_folder", "undisturbed"]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2
# What a system, or the file system of these folders, answers that cannot exchange.
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(first: Path, second: Path) -> bool:
    """Let two existing folders change places in one atomic step; False where that is impossible.

    renameat2(2) with RENAME_EXCHANGE on Linux, renamex_np(2) with RENAME_SWAP on macOS. Raises
    OSError where the system could, but not with these two.
    """
    names = os.fsencode(first), os.fsencode(second)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = libc.renamex_np(*names, _RENAME_SWAP)
        else:
            failed = libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    except (AttributeError, OSError, TypeError):
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(first), None, str(second))


def flush(folder: Path) -> None:
    """Have everything below a folder reach the disk.

    syncfs(2) asks once for the whole file system; elsewhere each file is asked for.
    """
    if _flush_all(folder):
        return
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            if path.is_symlink():
                continue
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        flush_folder(Path(place))


def begin_to_flush(folder: Path) -> threading.Thread:
    """Have what lies on a folder's file system reach the disk meanwhile: to be waited for."""
    thread = threading.Thread(target=_flush_all, args=(folder,), daemon=True)
    thread.start()
    return thread


def flush_folder(folder: Path) -> None:
    """Have a folder's own list of names reach the disk. Windows needs none of it."""
    with contextlib.suppress(OSError), _opened(folder) as descriptor:
        os.fsync(descriptor)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back Ctrl-C and a polite kill until these few steps are done."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _flush_all(folder: Path) -> bool:
    """Ask once for the whole file system; False where that is impossible."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        libc = ctypes.CDLL(None, use_errno=True)
        with _opened(folder) as descriptor:
            return bool(libc.syncfs(descriptor) == 0)
    return False


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
