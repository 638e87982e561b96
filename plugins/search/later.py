"""The index of a preview: made when nobody waits for a page, by a process of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .index import IndexFailed

__all__ = ["Later"]

_NICE = 10


class Later:
    """What is to be done after a build, a `step` now and then, until it is done or must `stop`.

    `make` makes the index in a folder that is not there yet. It takes the place of `name` in the
    site online. One that fails leaves the old index.
    """

    def __init__(self, make: Callable[[Path], None], online: Any, name: str) -> None:
        self._make = make
        self._online = online
        self._name = name
        self._folder: Path | None = None
        self._child = 0
        self._stopped = False

    def step(self) -> bool:
        """Begin, or look whether it is made; whether all is done."""
        if self._stopped:
            self._end()
            return True
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="search-"))
            self._child = _begin(self._make, self._folder / "index")
        if self._child:
            child, status = os.waitpid(self._child, os.WNOHANG)
            if not child:
                return False
            self._child = 0
            if status:
                self._clean()
                return True
        if (self._folder / "index").is_dir():
            self._online.put(self._name, self._folder / "index")
        self._clean()
        return True

    def stop(self) -> None:
        """Something was saved: another index will be made. The next step cleans up."""
        self._stopped = True
        if self._child:
            with contextlib.suppress(OSError):
                os.killpg(self._child, signal.SIGKILL)

    def _end(self) -> None:
        if self._child:
            with contextlib.suppress(OSError):
                os.waitpid(self._child, 0)
            self._child = 0
        self._clean()

    def _clean(self) -> None:
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def _begin(make: Callable[[Path], None], folder: Path) -> int:
    """Make it in a process whose id this is; 0 where it has been made in this one."""
    if not hasattr(os, "fork"):
        with contextlib.suppress(IndexFailed, OSError, ValueError):
            make(folder)
        return 0
    with warnings.catch_warnings():
        # It does nothing that another thread's locks could stop, and ends without cleaning up.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        # Pagefind ends with it.
        with contextlib.suppress(OSError):
            os.setpgid(child, child)
        return child
    status = 1
    try:
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        os.nice(_NICE)
        make(folder)
        status = 0
    except Exception as error:  # noqa: BLE001 (the old index stays)
        print(f"The search of this preview is an older one: {error}", flush=True)
    finally:
        os._exit(status)
