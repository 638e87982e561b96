"""Stand-ins for modules that take long to import and may not be needed.

They take the modules' places while something is imported that would import them, too. Nobody else
finds them: whoever imports one of these modules later gets the real one. A stand-in becomes the
thing it stands for when it is called, or asked for anything.

This is read before anything else, and needs nothing but Python.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any

__all__ = ["StandInClass", "StandInModule", "in_earnest", "put", "remove", "without"]

# A module's classes and functions that somebody takes out of it; what is done in their place, or
# None for what becomes the real one.
Wanted = Mapping[str, Any]


def put(late: Mapping[str, Wanted]) -> dict[str, StandInModule]:
    """Have stand-ins for those of the modules that are installed and not yet imported."""
    found = {
        name: StandInModule(name, wanted, late)
        for name, wanted in late.items()
        if name not in sys.modules and PathFinder.find_spec(name.partition(".")[0])
    }
    sys.modules.update(found)
    return found


def remove(stand_ins: Mapping[str, ModuleType]) -> None:
    """Have them no longer."""
    for name, module in stand_ins.items():
        if sys.modules.get(name) is module:
            del sys.modules[name]


@contextmanager
def without(late: Mapping[str, Wanted]) -> Iterator[None]:
    """While this lasts, what imports those modules gets stand-ins."""
    stand_ins = put(late)
    try:
        yield
    finally:
        remove(stand_ins)


def in_earnest(name: str, together: Mapping[str, Wanted] | None = None) -> ModuleType:
    """A module in earnest, with those of its package that come otherwise at the same time."""
    package = name.partition(".")[0]
    for other in together or ():
        if other.partition(".")[0] == package != "pelican":
            importlib.import_module(other)
    return importlib.import_module(name)


class StandInModule(ModuleType):
    """Stands for a module."""

    def __init__(self, name: str, wanted: Wanted, together: Mapping[str, Wanted]) -> None:
        super().__init__(name)
        self._together = together
        for one, here in wanted.items():
            of = {"__module__": name, "_together": together}
            setattr(self, one, here or StandInClass(one, (), of))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__version__":
            raise AttributeError(name)
        return getattr(in_earnest(self.__name__, self._together), name)


class StandInClass(type):
    """The class of what stands for a class or a function, and of the classes derived from that."""

    def _means(cls) -> Any:
        """What this stands for; None for a class that was derived from one that does."""
        if cls.__bases__ != (object,):
            return None
        return getattr(in_earnest(cls.__module__, vars(cls)["_together"]), cls.__name__)

    def _become(cls) -> bool:
        """Put a real class in the place of the one that stands for it, for all derived ones."""
        for stands in cls.__mro__:
            if type(stands) is StandInClass and (real := StandInClass._means(stands)):
                for derived in stands.__subclasses__():
                    bases = (real if it is stands else it for it in derived.__bases__)
                    derived.__bases__ = tuple(bases)
                return True
        return False

    def __call__(cls, *args: Any, **named: Any) -> Any:
        """As what this stands for, or an object of a class that was derived from it."""
        real = cls._means()
        if real:
            return real(*args, **named)
        cls._become()
        return super().__call__(*args, **named)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        real = cls._means()
        if real or cls._become():
            return getattr(real or cls, name)
        raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")

    def __setattr__(cls, name: str, value: Any) -> None:
        real = cls._means() if not name.startswith("__") else None
        if real:
            setattr(real, name, value)
        else:
            super().__setattr__(name, value)
