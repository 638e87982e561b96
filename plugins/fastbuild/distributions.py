"""What is installed, without `importlib.metadata`, which takes longer to import than to answer.

This is read before anything else, and needs nothing but Python. Where something is installed in
another way than below folders with its name and version (PEP 376), it asks that module.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from typing import Any

__all__ = ["EntryPoint", "entry_points", "version"]

_ENDING = ".dist-info"
# What only that module knows how to read.
_OTHER_ENDINGS = (".egg", ".egg-info")
_PLAIN_VERSION = re.compile(r"[0-9][0-9A-Za-z.]*")
_PLAIN_VALUE = re.compile(r"([\w.]+)\s*(?::\s*([\w.]+)\s*)?")


class EntryPoint:
    """A name that a distribution gives to a module, or to something in it."""

    def __init__(self, name: str, value: str, group: str) -> None:
        self.name = name
        self.value = value
        self.group = group

    def load(self) -> Any:
        """What has the name."""
        plain = _PLAIN_VALUE.fullmatch(self.value)
        if not plain:
            return _real().EntryPoint(self.name, self.value, self.group).load()
        found = importlib.import_module(plain[1])
        for part in filter(None, (plain[2] or "").split(".")):
            found = getattr(found, part)
        return found


def version(distribution: str) -> str:
    """As `importlib.metadata.version`."""
    wanted = _normal(distribution)
    for folder in sys.path:
        for name in _names(folder):
            if name.endswith(_ENDING):
                begin, _, number = name[: -len(_ENDING)].rpartition("-")
                if _normal(begin) == wanted and _PLAIN_VERSION.fullmatch(number):
                    return number
    found: str = _real().version(distribution)
    return found


def entry_points(group: str) -> list[Any]:
    """As `importlib.metadata.entry_points`, in the same order."""
    found: list[Any] = []
    seen: set[str] = set()
    others = [it for it in sys.meta_path if hasattr(it, "find_distributions")]
    plain = others == [PathFinder]
    for folder in sys.path:
        for name in _names(folder):
            if name.endswith(_ENDING) and (of := _normal(name.partition("-")[0])) not in seen:
                seen.add(of)
                found += _points(os.path.join(folder, name), group)  # noqa: PTH118 (before pathlib)
            plain = plain and not name.endswith(_OTHER_ENDINGS)
        plain = plain and not os.path.isfile(folder)  # noqa: PTH113
    return found if plain else list(_real().entry_points(group=group))


def _points(folder: str, group: str) -> Iterator[EntryPoint]:
    try:
        with open(f"{folder}/entry_points.txt", encoding="utf-8") as file:  # noqa: PTH123
            text = file.read()
    except OSError:
        return
    section = ""
    for line in map(str.strip, text.splitlines() if group in text else ()):
        if line.startswith("[") and line.endswith("]"):
            section = line.strip("[]")
        elif section == group and line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield EntryPoint(name.strip(), value.strip(), group)


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder or ".")  # noqa: PTH208
    except OSError:
        return []


def _normal(name: str) -> str:
    """A distribution's name as it is compared (PEP 503), with underscores."""
    return re.sub("[-_.]+", "_", name).lower()


def _real() -> Any:
    return importlib.import_module("importlib.metadata")
