"""What belongs to the import of some modules, whoever imports them first.

This is read before anything else, and needs nothing but Python and the modules beside it.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

if __package__:
    from .quiet import become_real
    from .stand_ins import StandInClass, in_earnest, without
else:  # the command, before there is a package
    from quiet import become_real
    from stand_ins import StandInClass, in_earnest, without

__all__ = ["Companion"]


class Companion:
    """A finder for `sys.meta_path` that finds nothing itself.

    `translators` are the stand-ins of which Pelican has derived classes for docutils.
    """

    def __init__(self, translators: Sequence[StandInClass]) -> None:
        self._around: dict[str, Callable[[], AbstractContextManager[None]]] = {
            "docutils.parsers.rst": partial(_with_directives, translators),
            # Most texts have no code in them.
            "markdown.extensions.codehilite": partial(without, _HIGHLIGHTERS),
            "msgspec._utils": _as_if_not_installed,
            "rich.console": _really,
            "rich.logging": _really,
            "uuid": partial(without, _PLATFORM),
        }

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """As any finder."""
        del target
        around = self._around.pop(name, None)
        spec = PathFinder.find_spec(name, path) if around else None
        if around and spec and spec.loader:
            loader, load = spec.loader, spec.loader.exec_module

            def load_with(module: ModuleType) -> None:
                del loader.exec_module
                with around():
                    load(module)

            loader.exec_module = load_with  # type: ignore[method-assign]
        return spec


@contextmanager
def _with_directives(translators: Sequence[StandInClass]) -> Iterator[None]:
    """Have the real docutils as Pelican would have made it."""
    yield
    importlib.import_module("pelican.rstdirectives")
    for stands in translators:
        StandInClass._become(stands)  # noqa: SLF001 (ours)


@contextmanager
def _really() -> Iterator[None]:
    """Nobody who knows rich meets what only stands for it."""
    yield
    become_real()


@contextmanager
def _as_if_not_installed() -> Iterator[None]:
    """What msgspec takes from `typing_extensions`, Python's `typing` has, too."""
    name = "typing_extensions"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]


def _system() -> str:
    """As `platform.system`."""
    return os.uname().sysname if hasattr(os, "uname") else in_earnest("platform").system()


_HIGHLIGHTERS: dict[str, dict[str, Any]] = {
    "pygments.formatters": {"get_formatter_by_name": None},
    "pygments.lexers": {"get_lexer_by_name": None, "guess_lexer": None},
}
_PLATFORM = {"platform": {"system": _system}}
