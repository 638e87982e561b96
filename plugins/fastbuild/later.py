"""Pelican, without what it imports for sites of another kind.

For every site Pelican imports docutils, though hardly one has a text in reStructuredText, and
other libraries that only some of its commands use: that is half of the time of `import pelican`.
Here stand-ins take their places for that moment. Nobody but Pelican finds them: whoever imports
one of these modules later gets the real one. A stand-in becomes the thing it stands for when it is
called, or asked for anything.

This is read before anything else, and needs nothing but Python and the module beside it.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

if __package__:
    from .distributions import version
else:  # the command, before there is a package
    from distributions import version

__all__ = ["import_pelican"]

# The modules, and what Pelican takes out of them: classes and functions.
_LATE: dict[str, tuple[str, ...]] = {
    "docutils": (),
    "docutils.core": (),
    "docutils.io": (),
    "docutils.parsers.rst.languages": ("get_language",),
    "docutils.writers.html4css1": ("HTMLTranslator", "Writer"),
    "pelican.rstdirectives": (),
    "dateutil": (),
    "dateutil.parser": ("parse",),
    "feedgenerator": ("Atom1Feed", "Rss201rev2Feed", "get_tag_uri"),
    "importlib.metadata": ("version",),
    "markdown": ("Markdown",),
    "multiprocessing": (),
    "pelican.server": ("ComplexHTTPRequestHandler", "RootedHTTPServer"),
    "watchfiles": ("Change", "DefaultFilter"),
}
_READER, _DIRECTIVES = "docutils.parsers.rst", "pelican.rstdirectives"
_WRITER = "docutils.writers.html4css1"

_ISO_DATE = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:[ T](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?",
    re.ASCII,
)


def import_pelican() -> None:
    """Do as `import pelican`, which is meant if that was done before."""
    if "pelican" in sys.modules:
        return
    standing = {
        name: _Module(name)
        for name in _LATE
        if name not in sys.modules and PathFinder.find_spec(name.partition(".")[0])
    }
    sys.modules.update(standing)
    for name, module in standing.items():
        parent, _, child = name.rpartition(".")
        if parent in sys.modules:
            setattr(sys.modules[parent], child, module)
    try:
        importlib.import_module("pelican")
    except (ImportError, AttributeError, TypeError):
        # Not the Pelican that this was written for: it wants more of them.
        for name in [name for name in sys.modules if name.partition(".")[0] == "pelican"]:
            del sys.modules[name]
        _remove(standing)
        importlib.import_module("pelican")
    else:
        _remove(standing)
        sys.meta_path.insert(0, _Companion(standing))


def _remove(standing: dict[str, ModuleType]) -> None:
    for name, module in standing.items():
        if sys.modules.get(name) is module:
            del sys.modules[name]


def _real(name: str) -> ModuleType:
    """A module in earnest, with those that Pelican would have imported at the same time."""
    package = name.partition(".")[0]
    for other in _LATE:
        if other.partition(".")[0] == package != "pelican":
            importlib.import_module(other)
    return importlib.import_module(name)


class _Module(ModuleType):
    """Stands for a module."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        for wanted in _LATE[name]:
            here = _HERE.get(wanted)
            setattr(self, wanted, here or _Class(wanted, (), {"__module__": name}))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__version__":
            raise AttributeError(name)
        return getattr(_real(self.__name__), name)


class _Class(type):
    """The class of what stands for a class or a function, and of the classes derived from that."""

    def _means(cls) -> Any:
        """What this stands for; None for a class that was derived from one that does."""
        if cls.__bases__ != (object,):
            return None
        return getattr(_real(cls.__module__), cls.__name__)

    def _become(cls) -> bool:
        """Put a real class in the place of the one that stands for it, for all derived ones."""
        for stands in cls.__mro__:
            if type(stands) is _Class and (real := _Class._means(stands)):
                for derived in stands.__subclasses__():
                    bases = (real if it is stands else it for it in derived.__bases__)
                    derived.__bases__ = tuple(bases)
                return True
        return False

    def __call__(cls, *args: Any, **named: Any) -> Any:
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


def _get_language(tag: str, *more: Any) -> Any:
    """As docutils' function. For whether there is a language, it need not be loaded."""
    spec = PathFinder.find_spec("docutils")
    folder = os.path.dirname(spec.origin or "") if spec else ""  # noqa: PTH120 (before pathlib)
    if tag.isalpha() and os.path.isfile(f"{folder}/parsers/rst/languages/{tag}.py"):  # noqa: PTH113
        return True
    return _real("docutils.parsers.rst.languages").get_language(tag, *more)


def _parse(text: str, *more: Any, **named: Any) -> Any:
    """As dateutil's function: what everybody writes (ISO 8601) is read here."""
    found = _ISO_DATE.fullmatch(text)
    if found and not more and named.keys() == {"default"}:
        parts = {name: int(digits) for name, digits in found.groupdict().items() if digits}
        if "second" in parts:
            parts["microsecond"] = 0
        try:
            return named["default"].replace(**parts)
        except ValueError:
            pass  # the other one says what is wrong, or reads it differently
    return _real("dateutil.parser").parse(text, *more, **named)


# What is done here, for Pelican.
_HERE = {"get_language": _get_language, "parse": _parse, "version": version}


class _Companion:
    """Has the real docutils as Pelican would have made it, whoever imports it first."""

    def __init__(self, standing: dict[str, _Module]) -> None:
        self._standing = standing

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """As any finder."""
        del target
        if name != _READER:
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(name, path)
        if spec and spec.loader:
            loaded, load = spec.loader, spec.loader.exec_module

            def load_both(module: ModuleType) -> None:
                del loaded.exec_module
                load(module)
                importlib.import_module(_DIRECTIVES)
                for stands in vars(self._standing.get(_WRITER, self)).values():
                    if isinstance(stands, _Class):
                        _Class._become(stands)  # noqa: SLF001 (ours)

            loaded.exec_module = load_both  # type: ignore[method-assign]
        return spec
