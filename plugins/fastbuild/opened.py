"""Which files are opened while something runs, so that what depends on them is not kept."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any, Self

__all__ = ["Opened", "identity"]

identity = object.__hash__
"""As `id`, but Python tells no audit hook of it: with one, `id` takes three times as long."""

# What Python opens to import and to find plugins; the code of extensions is a part of the recipe.
_CODE = (".py", ".pyc", ".so", ".pyd", "entry_points.txt", "METADATA")


class Opened:
    """A context manager: `files` are those that were opened for reading inside, but no code.

    An audit hook of Python's stays for ever, so there is one for all, which asks who is listening.
    """

    _hooked = False
    _listening: Opened | None = None

    def __init__(self) -> None:
        self.files: set[str] = set()

    def __enter__(self) -> Self:
        if not Opened._hooked:
            sys.addaudithook(_hear)
            Opened._hooked = True
        self._before = Opened._listening
        Opened._listening = self
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        Opened._listening = self._before
        if self._before:
            self._before.files |= self.files


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    listener = Opened._listening  # noqa: SLF001
    if listener is not None and event in {"open", "subprocess.Popen", "socket.connect"}:
        name = str(arguments[0]) if arguments else event
        if event != "open" or not (name.endswith(_CODE) or name in sys.path):
            listener.files.add(name)
