"""What stands for everything that decides how a site is built, besides its texts and templates.

Plugins that keep from one build what they can use in the next share it: what was kept under
another fingerprint is forgotten.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

__all__ = ["code_below", "digest", "installed", "site_fingerprint"]

_SIZE = 16
_CODE = "site_code"
# Where things are, how they are told, and what asks for the day: nothing is made of these.
_NOT_TOLD = frozenset(
    {"OUTPUT_PATH", "CACHE_PATH", "TODAY", "REPORT_FILE", "RECEIPT_FILE", "CHECK_ONLY"}
    | {"FASTBUILD", "FAST_PROCESSES", "FAST_CACHE", "FAST_CACHE_BYTES", "ONLINE_CACHE"}
    | {"BUILD_DAY"}
)


def site_fingerprint(settings: Mapping[str, Any], *more: bytes) -> bytes:
    """Sixteen bytes: Python, what is installed, the plugins' code, the settings but for the day.

    `more` is told as well. Of settings that are objects, their class is told.
    """
    own = {key: settings[key] for key in sorted(settings) if key.isupper() and key not in _NOT_TOLD}
    environment = dict(own.pop("JINJA_ENVIRONMENT", {}))
    environment.pop("bytecode_cache", None)
    folders = _folders(settings)
    # Who asks later in a build means the code that runs.
    known, code = settings.get(_CODE, ((), []))
    if known != folders:
        code = [code_below(folder) for folder in folders]
        if isinstance(settings, MutableMapping):
            settings[_CODE] = folders, code
    told = [sys.version, installed(), code, _plain(own), _plain(environment)]
    told.append([part.hex() for part in more])
    return digest(json.dumps(told).encode())


def digest(data: bytes) -> bytes:
    """Sixteen bytes that stand for others."""
    return hashlib.blake2b(data, digest_size=_SIZE).digest()


def installed() -> list[list[Any]]:
    """Changes when a package is installed, another version or for the first time."""
    found = []
    for folder in sys.path:
        if Path(folder).name in {"site-packages", "dist-packages"}:
            with suppress(OSError):
                found.append([folder, Path(folder).stat().st_mtime_ns])
    return found


def code_below(path: Path) -> str:
    """The code of a module's file, or of a package's folder, with the tables and fonts it reads."""
    told = hashlib.blake2b(digest_size=_SIZE)
    for file in sorted(_below(str(path))) if path.is_dir() else [str(path)]:
        with suppress(OSError), open(file, "rb") as opened:  # noqa: PTH123 (hundreds, at each start)
            told.update(f"{os.path.basename(file)}\0".encode() + opened.read())  # noqa: PTH119
    return told.hexdigest()


def _below(folder: str) -> Iterator[str]:
    """The files below a folder, but for what Python keeps there."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (os.path.join(place, name) for name in names)  # noqa: PTH118


def _folders(settings: Mapping[str, Any]) -> list[Path]:
    """Where the code of the plugins is, and of the modules beside these that they share."""
    found: set[Path] = set(Path(__file__).parent.glob("*.py"))
    for plugin in settings.get("PLUGINS", ()):
        name = plugin if isinstance(plugin, str) else getattr(plugin, "__name__", "")
        module = plugin if isinstance(plugin, ModuleType) else sys.modules.get(name)
        module = module or sys.modules.get(f"pelican.plugins.{name}")
        file = getattr(module, "__file__", None)
        if file:
            path = Path(file)
            found.add(path.parent if path.name == "__init__.py" else path)
            # A plugin that is one file may have others beside it.
            found |= set(path.parent.glob("*.py")) if path.name != "__init__.py" else set()
    return sorted(found)


def _plain(value: Any) -> Any:
    """A setting as JSON can tell it."""
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(value[key])] for key in value]
    if isinstance(value, set | frozenset):
        return sorted(map(repr, value))
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    kind = value if hasattr(value, "__qualname__") else type(value)
    file = getattr(getattr(value, "__code__", None), "co_filename", "")
    module = getattr(kind, "__module__", None)
    return [module, kind.__qualname__, code_below(Path(file)) if file else ""]
