"""Everything but the text that decides what a Markdown text becomes."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import markdown
from markdown import Markdown
from markdown.extensions import Extension

__all__ = ["Recipe", "code_of", "described"]

_OURS = Path(__file__).parent
# Distributions on which what Markdown's own extensions make depends.
_DISTRIBUTIONS = ("Markdown", "Pygments")
# Packages whose version a key has.
_VERSIONED = {"markdown", "jinja2", "builtins", "functools"}
# Their parsers make ids unique by counting texts.
_COUNTING = {("footnotes", "UNIQUE_IDS")}


class Recipe:
    """How one site converts its texts.

    `pure`: a text's HTML follows from the text and this alone. `reusable`: a parser may convert
    one text after the other. Both are known of Markdown's own extensions, and of those whose
    class says `pure = True`: a function of text and configuration, with a `reset` if it keeps
    anything.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        parts: list[Any] = [sys.version, [*map(_version, _DISTRIBUTIONS)]]
        parts.append([_digest(path) for path in sorted(_OURS.glob("*.py"))])
        self.pure = True
        try:
            parser = Markdown(**options)
            parts.append(described(options))
        except Exception:  # noqa: BLE001 (the reader will raise it, where it is told)
            self.pure = self.reusable = False
            self._digest = b""
            return
        names = {type(part).__module__ for part in _parts(parser)}
        for module in (sys.modules[name] for name in sorted(names)):
            self.pure &= _is_pure(module)
            parts.append(code_of(module))
        self.reusable = self.pure and not _counts(parser)
        told = json.dumps(parts, sort_keys=True, default=described)
        self._digest = hashlib.blake2b(told.encode(), digest_size=16).digest()

    def key(self, text: str, without: frozenset[str]) -> bytes:
        """The key of a text that is converted without these preprocessors."""
        told = hashlib.blake2b(self._digest, digest_size=16)
        told.update("\0".join(sorted(without)).encode() + b"\0\0")
        told.update(text.encode("utf-8", "surrogatepass"))
        return told.digest()


def _parts(parser: Markdown) -> Iterator[Any]:
    """What converts, and the extensions, as far as a parser knows them."""
    registries = (
        parser.preprocessors,
        parser.parser.blockprocessors,
        parser.inlinePatterns,
        parser.treeprocessors,
        parser.postprocessors,
        parser.registeredExtensions,
    )
    for registry in registries:
        yield from registry


def _is_pure(module: ModuleType) -> bool:
    if module.__name__.partition(".")[0] == markdown.__name__:
        return True
    # A processor is its extension's: that says it for the whole module.
    extensions = (it for it in vars(module).values() if isinstance(it, type))
    return any(
        issubclass(it, Extension) and it is not Extension and getattr(it, "pure", False)
        for it in extensions
    )


def _counts(parser: Markdown) -> bool:
    return any(
        name in getattr(extension, "config", {}) and extension.getConfig(name)
        for extension in parser.registeredExtensions
        for module, name in _COUNTING
        if type(extension).__module__.endswith(module)
    )


def code_of(module: ModuleType) -> str:
    """The code of a module and its package, or its name where a version stands for it."""
    if module.__name__.partition(".")[0] in _VERSIONED or not getattr(module, "__file__", None):
        return module.__name__
    path = Path(module.__file__)
    beside = sorted(path.parent.rglob("*.py")) if module.__package__ else [path]
    return module.__name__ + "".join(map(_digest, beside))


def _digest(path: Path) -> str:
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""


def described(value: Any) -> Any:
    """Settings as JSON can tell them: functions and objects by name, code and state."""
    if isinstance(value, Mapping):
        return [[described(key), described(value[key])] for key in value]
    if isinstance(value, list | tuple | set | frozenset):
        told = [described(part) for part in value]
        return sorted(told, key=repr) if isinstance(value, set | frozenset) else told
    if value is None or isinstance(value, str | int | float | bool):
        return value
    module = sys.modules.get(getattr(value, "__module__", None) or type(value).__module__)
    name = getattr(value, "__qualname__", None) or type(value).__qualname__
    state = described(vars(value)) if hasattr(value, "__dict__") and not callable(value) else ""
    return [name, code_of(module) if module else "", state]
