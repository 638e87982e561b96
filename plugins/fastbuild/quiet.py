"""What stands for rich's console and log handler until there is something to be shown.

Pelican makes one of each when it is imported, which is a fifth of what that takes; a build that is
quiet, or has nothing to say, never needs them. Each becomes the real one in its place: whoever
holds it has a `rich.console.Console`, or a `rich.logging.RichHandler`, as soon as it is printed to,
asked for anything, or rich is imported by somebody else.

This is read before anything else, and needs nothing but Python.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
from typing import Any, Self

__all__ = ["Console", "RichHandler", "become_real"]

# Where rich is told that this is a terminal, or is none.
_HINTS = ("FORCE_COLOR", "TTY_COMPATIBLE")

_standing: list[Any] = []


def become_real() -> None:
    """Have the real ones, from now on."""
    for one in tuple(_standing):
        _become(one)


class Console:
    """Stands for a `rich.console.Console` that is made without arguments."""

    def __init__(self) -> None:
        vars(self).update(quiet=False, _hooks=[])
        _standing.append(self)

    @property
    def is_terminal(self) -> bool:
        """As rich's."""
        if any(name in os.environ for name in _HINTS) or _is_terminal():
            _become(self)
            return self.is_terminal
        return False

    def print(self, *values: Any, **how: Any) -> None:
        """As rich's: nothing, if it is quiet."""
        if not self.quiet:
            _become(self)
            self.print(*values, **how)

    def status(self, *values: Any, **how: Any) -> Any:
        """As rich's, whose spinner is seen by nobody but who sits at a terminal."""
        if not self.is_terminal:
            return _Unseen()
        return self.status(*values, **how)

    def push_render_hook(self, hook: Any) -> None:
        """As rich's."""
        self._hooks.append(hook)

    def pop_render_hook(self) -> None:
        """As rich's."""
        self._hooks.pop()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        _become(self)
        return getattr(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "quiet":
            _become(self)
        object.__setattr__(self, name, value)

    def _become_real(self) -> None:
        quiet, hooks = self.quiet, self._hooks
        real = importlib.import_module("rich.console").Console()
        object.__setattr__(self, "__dict__", vars(real))
        object.__setattr__(self, "__class__", type(real))
        self.quiet = quiet
        for hook in hooks:
            self.push_render_hook(hook)


class _Unseen:
    """Stands for a `rich.status.Status` where it would not be shown."""

    def update(self, *_: Any, **__: Any) -> None:
        """Show something else."""

    start = stop = update

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class RichHandler(logging.Handler):
    """Stands for a `rich.logging.RichHandler`."""

    def __init__(self, console: Any) -> None:
        super().__init__()
        self._to = console
        _standing.append(self)

    def emit(self, record: logging.LogRecord) -> None:
        """As rich's."""
        _become(self)
        self.emit(record)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        _become(self)
        return getattr(self, name)

    def _become_real(self) -> None:
        real = importlib.import_module("rich.logging").RichHandler(console=self._to)
        # Level, filters and lock stay: it may just be held.
        self.__dict__ = {**vars(real), **vars(self)}
        self.__class__ = type(real)  # type: ignore[assignment]


def _become(one: Any) -> None:
    """Have it be the real one; it may be so by now, and only one of its methods be of the old."""
    if one in _standing:
        _standing.remove(one)
        one._become_real()  # noqa: SLF001 (ours)


def _is_terminal() -> bool:
    try:
        return bool(sys.stdout) and sys.stdout.isatty()
    except (AttributeError, ValueError):
        return False
