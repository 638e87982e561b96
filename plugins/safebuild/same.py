"""Nothing has changed since the last build: then there is nothing to do.

A site is made of its settings, code, and files. If each file has the stamp that it had when the
last build began, and each file online the one that it had when that build ended, another build
would make the same again. That holds for plugins that look at nothing else, not at a clock, not at
the network: a plugin's module says so with `builds_from_files = True`. `BUILD_DAY` among the
settings is the day of which the site is, for plugins for which one day is not like the other.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from fingerprint import digest, site_fingerprint
from kept_file import KeptFile, let_go

__all__ = ["LastBuild"]

_ENVIRONMENT = ("LANG", "LC_ALL", "LC_TIME", "TZ", "SOURCE_DATE_EPOCH")
# Sites that share a cache folder: so many are remembered.
_MOST_FILES = 6
# Settings that ask for more than a site.
_MORE = ("CHECK_ONLY", "RECEIPT_FILE")
# A file that was written so shortly before it was looked at can be written again without its
# times telling; that of the coarsest file system, and a little more.
_RECENT_NANOSECONDS = 2_500_000_000
# In a setting; no name of a file is longer.
_LONGEST_NAME = 255

Sections = list[tuple[str, list[str]]]


class _Snapshot(msgspec.Struct, array_like=True):
    output: bytes
    summary: Sections


class LastBuild:
    """What the last build was made of, and what it has made."""

    def __init__(self, settings: Mapping[str, Any], output: Path) -> None:
        """To be made before anything is read."""
        self._output = output
        self._online: bytes | None = None
        self._possible = _depends_on_files_only(settings)
        made_of = b""
        if self._possible:
            day = str(settings.get("BUILD_DAY", "")).encode()
            around = [f"{key}={os.environ.get(key)}".encode() for key in _ENVIRONMENT]
            sources, self._recent = _stamps(_trees(settings))
            made_of = site_fingerprint(settings, day, *around) + sources
        folder = Path(settings["CACHE_PATH"], "safebuild")
        self._file = KeptFile(folder / f"last-{digest(os.fsencode(output)).hex()}.bin", made_of)

    def summary(self) -> Sections | None:
        """What the last build told, if another would make the same; else None."""
        data = self._file.load() if self._possible else None
        if data is None:
            return None
        try:
            last = msgspec.msgpack.decode(data, type=_Snapshot)
        except msgspec.DecodeError:
            return None
        return last.summary if _stamps([self._output])[0] == last.output else None

    def look(self) -> Mapping[str, os.stat_result]:
        """The site is online: what the system says of its files, by their paths, if it is asked."""
        found: dict[str, os.stat_result] = {}
        if self._possible and not self._recent:
            self._online, _ = _stamps([self._output], found)
        return found

    def save(self, summary: Sections) -> None:
        """The site is online, without a warning, and as it was when it was looked at."""
        if self._possible and not self._recent:
            online = self._online or _stamps([self._output])[0]
            self._file.save(msgspec.msgpack.encode(_Snapshot(online, summary)))
            let_go(self._file.path.parent, "last-*", _MOST_FILES)

    def forget(self) -> None:
        """The site has changed, or something is to be told again."""
        with contextlib.suppress(OSError):
            self._file.path.unlink()


def _depends_on_files_only(settings: Mapping[str, Any]) -> bool:
    if settings.get("kept_in_memory") is not None:
        return False  # a process that knows better
    if not settings["ONLINE_CACHE"] or any(settings.get(name) for name in _MORE):
        return False
    if not settings["WITH_FUTURE_DATES"]:
        return False  # Pelican asks the clock
    names = [it if isinstance(it, str) else it.__name__ for it in settings["PLUGINS"]]
    modules = [
        sys.modules.get(name) or sys.modules.get(f"pelican.plugins.{name}") for name in names
    ]
    functions = [
        it
        for name in ("JINJA_FILTERS", "JINJA_TESTS", "JINJA_GLOBALS")
        for it in settings[name].values()
        if callable(it)
    ]
    return all(getattr(it, "builds_from_files", False) for it in modules) and all(
        getattr(it, "pure", False) for it in functions
    )


def _trees(settings: Mapping[str, Any]) -> list[Path]:
    """Where a site's files are: its content, its theme, and what else settings name."""
    content = Path(settings["PATH"]).absolute()
    found = {content, Path(settings["THEME"]).absolute()}
    not_meant = {Path(settings[name]).absolute() for name in ("OUTPUT_PATH", "CACHE_PATH")}
    not_meant |= {Path(folder).absolute() for folder in settings["PLUGIN_PATHS"]}
    bases = [str(base) for base in (Path.cwd(), content, content.parent)]
    for value in _texts([settings[key] for key in settings if key.isupper()]):
        if not value.strip("./") or len(value) > _LONGEST_NAME:
            continue
        for base in bases:
            # Of many texts hardly one is a name: no object is made of each.
            path = os.path.join(base, value)  # noqa: PTH118
            with contextlib.suppress(ValueError):
                if os.path.exists(path):  # noqa: PTH110
                    found.add(Path(path).absolute())
    # A folder that holds the site or its cache names nothing of it.
    return sorted(
        path
        for path in found
        if not any(path == it or path in it.parents for it in (*not_meant, content))
        or path == content
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str | os.PathLike):
        yield str(value)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _texts(key)
            yield from _texts(part)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _texts(part)


def _stamps(
    trees: list[Path], found: dict[str, os.stat_result] | None = None
) -> tuple[bytes, bool]:
    """A digest of the names, inodes, times and sizes of files, and whether one is recent.

    What the system says of each file is put into `found`.
    """
    told = blake2b(digest_size=16)
    newest = 0
    now = time.time_ns()
    seen: set[tuple[int, int]] = set()
    pending = [str(tree) for tree in trees]
    while pending:
        place = pending.pop()
        try:
            status = os.stat(place)  # noqa: PTH116 (many)
            if (status.st_dev, status.st_ino) in seen:
                continue
            entries = sorted(os.scandir(place), key=lambda entry: entry.name)
            seen.add((status.st_dev, status.st_ino))
        except NotADirectoryError:
            entries = []
            told.update(_line(place, status))
            newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
        except OSError:
            told.update(f"{place} -\0".encode("utf-8", "surrogateescape"))
            continue
        for entry in entries:
            try:
                if entry.is_dir():
                    pending.append(entry.path)
                    told.update(f"{entry.path}/\0".encode("utf-8", "surrogateescape"))
                    continue
                status = entry.stat()
            except OSError:
                told.update(f"{entry.path} -\0".encode("utf-8", "surrogateescape"))
                continue
            told.update(_line(entry.path, status))
            newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
            if found is not None:
                found[entry.path] = status
    return told.digest(), now - newest < _RECENT_NANOSECONDS


def _line(path: str, status: os.stat_result) -> bytes:
    stamp = status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_mode
    return f"{path} {stamp}\0".encode("utf-8", "surrogateescape")
