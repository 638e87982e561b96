"""Everything but the text that decides what a Markdown text becomes."""

from __future__ import annotations

import hashlib
import json
import pickle
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from fingerprint import installed

from .distributions import version
from .parser import new_parser
from .store import Store

if TYPE_CHECKING:
    from markdown import Markdown

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

    To tell takes a parser with all its extensions, which a build without a new text does not need.
    So it is kept in a `store`, as long as all code is the same and no package was installed.
    """

    def __init__(self, options: Mapping[str, Any], store: Store | None = None) -> None:
        self.pure = self.reusable = False
        self._digest = b""
        parts: list[Any] = [sys.version, [*map(_version, _DISTRIBUTIONS)]]
        parts.append([_digest(path) for path in sorted(_OURS.glob("*.py"))])
        try:
            parts.append(described(options))
        except Exception:  # noqa: BLE001 (the reader will raise it, where it is told)
            return
        key = _hashed(["recipe", parts, installed()])
        kept = store.get([key]).get(key) if store else None
        if kept and (known := _read(kept)):
            code, self.pure, self.reusable = known
            self._digest = _hashed([parts, code])
            return
        try:
            parser = new_parser(**options)
        except Exception:  # noqa: BLE001 (as above)
            return
        names = {type(part).__module__ for part in _parts(parser)}
        modules = [_place(sys.modules[name]) for name in sorted(names)]
        code = _codes(modules)
        self.pure = all(_is_pure(sys.modules[name]) for name in names)
        self.reusable = self.pure and not _counts(parser)
        self._digest = _hashed([parts, code])
        if store:
            store.save({key: pickle.dumps((modules, code, self.pure, self.reusable))})

    def key(self, text: str, without: frozenset[str]) -> bytes:
        """The key of a text that is converted without these preprocessors."""
        told = hashlib.blake2b(self._digest, digest_size=16)
        told.update("\0".join(sorted(without)).encode() + b"\0\0")
        told.update(text.encode("utf-8", "surrogatepass"))
        return told.digest()


def _read(kept: bytes) -> tuple[Any, bool, bool] | None:
    """What was kept of the extensions; None if their code is another, or the version that did."""
    try:
        modules, code, pure, reusable = pickle.loads(kept)  # noqa: S301 (as in conversions.py)
        return (code, pure, reusable) if code == _codes(modules) else None
    except Exception:  # noqa: BLE001 (a pickle may raise what it likes)
        return None


def _hashed(parts: list[Any]) -> bytes:
    told = json.dumps(parts, sort_keys=True, default=repr)
    return hashlib.blake2b(told.encode(), digest_size=16).digest()


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
    if module.__name__.partition(".")[0] == "markdown":
        return True
    # A processor is its extension's: that says it for the whole module.
    extensions = (it for it in vars(module).values() if isinstance(it, type))
    from markdown.extensions import Extension  # noqa: PLC0415 (there is a parser already)

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
    return _code(*_place(module))


_Place = tuple[str, str, bool]


def _place(module: ModuleType) -> _Place:
    """A module's name, its file, and whether it is in a package."""
    return module.__name__, getattr(module, "__file__", None) or "", bool(module.__package__)


def _code(name: str, file: str, packaged: bool) -> str:
    if name.partition(".")[0] in _VERSIONED or not file:
        return name
    path = Path(file)
    beside = sorted(path.parent.rglob("*.py")) if packaged else [path]
    return name + "".join(map(_digest, beside))


def _codes(places: list[_Place]) -> list[str]:
    """The code of modules, and where Python would find them now."""
    tops = sorted({name.partition(".")[0] for name, _, _ in places} - _VERSIONED)
    return [*(_code(*place) for place in places), *map(_origin, tops)]


def _origin(package: str) -> str:
    try:
        return str(getattr(find_spec(package), "origin", None))
    except (ImportError, ValueError):
        return ""


def _digest(path: Path) -> str:
    try:
        known = path.stat()
        stamps = known.st_ino, known.st_size, known.st_mtime_ns, known.st_ctime_ns
        return _digest_of(path, stamps)
    except OSError:
        return ""


# A preview asks again in each build.
@lru_cache(1 << 10)
def _digest_of(path: Path, _: tuple[int, ...]) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except ImportError:
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
