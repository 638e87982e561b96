"""Regular expressions compiled once, and kept beside Python's bytecode.

Python compiles each regular expression of each module anew in each run, which takes a tenth of a
small build. What the command meets while modules are imported is kept, as the modules themselves
are (PEP 3147), with the same switches: `PYTHONDONTWRITEBYTECODE`, `PYTHONPYCACHEPREFIX`. Nothing
else is kept: a function may make an expression of what somebody has written.

This is read before anything else, and needs nothing but Python. It uses what `re` is made of, of
which nothing is promised: where that is not what this was written for, `re` stays as it is.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from importlib.util import cache_from_source
from types import FrameType
from typing import Any

__all__ = ["Regexes"]

# What `_sre.compile` takes, after the expression itself: flags, the code (words of four bytes), and
# what its groups are.
Compiled = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
Kept = dict[tuple[str | bytes, int], Compiled]

# To be raised when what is kept has another form.
_VERSION = 1
_SUM = 4
_WORD = 4
# More than these, and those that nobody has used this time go.
_MOST = 4_000
# Of a function's code, as opposed to a module's or a class's.
_OPTIMISED = 0x1
_NEVER = int(re.DEBUG | re.LOCALE)


class Regexes:
    """The expressions of the modules below some folders; `source` is the module they lie beside."""

    def __init__(self, source: str, folders: tuple[str, ...]) -> None:
        self._folders = folders
        # A text is not equal to bytes, but asking may be a warning (-b).
        self._known: dict[str, Kept] = {"str": {}, "bytes": {}}
        self._used: dict[str, Kept] = {"str": {}, "bytes": {}}
        self._new = False
        self._path = ""
        self._engine: Any = None
        self._original: Callable[..., re.Pattern[Any]] = re.compile
        self._last: tuple[re.Pattern[Any] | None, tuple[Any, ...]] = (None, ())
        self._stands = False
        try:
            compiler = re._compiler  # type: ignore[attr-defined]  # noqa: SLF001
            self._engine = compiler._sre  # noqa: SLF001
            if self._engine.CODESIZE != _WORD:
                return
            made_of = (_VERSION, sys.version, self._engine.MAGIC, sys.byteorder)
            self._made_of = repr(made_of).encode()
            self._path = cache_from_source(source).removesuffix(".pyc") + ".bin"
            self._load()
        except (AttributeError, NotImplementedError):
            return
        self._compiler, self._original = compiler, compiler.compile
        compiler.compile, compiler._sre = self._compile, self  # noqa: SLF001
        self._stands = True

    def stop(self) -> None:
        """Let `re` be as it was."""
        if self._stands:
            self._compiler.compile, self._compiler._sre = self._original, self._engine  # noqa: SLF001
            self._stands = False

    def save(self) -> None:
        """Keep what was new."""
        if not self._new or sys.dont_write_bytecode:
            return
        kept = {kind: self._known[kind] | used for kind, used in self._used.items()}
        data = marshal.dumps(kept if sum(map(len, kept.values())) <= _MOST else self._used)
        beside = f"{self._path}.{os.getpid()}"
        try:
            with open(beside, "wb") as file:  # noqa: PTH123 (before pathlib)
                file.write(self._sum(data) + data)
            os.replace(beside, self._path)  # noqa: PTH105
        except OSError:
            with suppress(OSError):
                os.unlink(beside)  # noqa: PTH108

    def compile(self, *arguments: Any) -> re.Pattern[Any]:
        """As the engine's, of which `re`'s compiler knows no more than that."""
        pattern: re.Pattern[Any] = self._engine.compile(*arguments)
        self._last = (pattern, arguments)
        return pattern

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def _compile(self, expression: Any, flags: int = 0) -> re.Pattern[Any]:
        """As `re._compiler.compile`."""
        key, kind = (expression, flags), type(expression).__name__
        plain = kind in self._known and type(flags) is int and not flags & _NEVER
        if plain and (kept := self._known[kind].get(key)):
            self._used[kind][key] = kept
            all_flags, code, *groups = kept
            words = memoryview(code).cast("I").tolist()
            pattern: re.Pattern[Any] = self._engine.compile(expression, all_flags, words, *groups)
            return pattern
        pattern = self._original(expression, flags)
        # In the meantime another thread may have compiled one.
        last, arguments = self._last
        if plain and last is pattern and self._is_modules(sys._getframe(1)):  # noqa: SLF001
            _, all_flags, code, *groups = arguments
            words = b"".join(int(word).to_bytes(_WORD, sys.byteorder) for word in code)
            self._used[kind][key] = (int(all_flags), words, *groups)
            self._new = True
        self._last = (None, ())
        return pattern

    def _is_modules(self, frame: FrameType | None) -> bool:
        """Whether a module is being imported that has this expression in its own code."""
        while frame and frame.f_globals.get("__name__", "").partition(".")[0] == "re":
            frame = frame.f_back
        if not frame or frame.f_code.co_flags & _OPTIMISED:
            return False
        return frame.f_code.co_filename.startswith(self._folders)

    def _load(self) -> None:
        with suppress(OSError, ValueError, EOFError, TypeError):
            with open(self._path, "rb") as file:  # noqa: PTH123
                data = file.read()
            if data[:_SUM] == self._sum(data[_SUM:]):
                self._known = marshal.loads(data[_SUM:])  # noqa: S302 (as Python's bytecode)

    def _sum(self, data: bytes) -> bytes:
        return zlib.crc32(data, zlib.crc32(self._made_of)).to_bytes(_SUM, "little")
