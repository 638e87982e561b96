"""What is remembered of the files online, from one command to the next."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from fingerprint import digest, site_fingerprint
from problems import warn_unkept

from .helper import Examined

__all__ = ["File", "FileMemory", "Stamp", "is_large"]

_SUM = 16
# Sites that share a cache folder: the output folders of so many are remembered.
_MOST_FILES = 6
# Some thousand files' bytes.
_LARGE = 1_000_000

Stamp = tuple[int, int, int]
"""Inode, modification time in nanoseconds, and size of a file."""


class File(msgspec.Struct, frozen=True, array_like=True):
    """One file of the site online."""

    key: bytes | None
    stamp: Stamp
    examined: Examined


class _Content(msgspec.Struct, array_like=True):
    site: bytes
    guard: bytes
    files: dict[str, File]


class FileMemory(dict[str, Any]):
    """A memory of the site whose output folder is `output`, in a file below CACHE_PATH.

    It holds as long as the site's settings and all code are the same. It is written anew and
    renamed, and begins with a checksum: a damaged or foreign one is forgotten.
    """

    def __init__(self, settings: Mapping[str, Any], output: Path) -> None:
        super().__init__()
        self._file = _file(settings, output)
        self._site = site_fingerprint(settings)
        self._load()

    def save(self) -> None:
        """Keep it for the next command."""
        content = _Content(self._site, self["guard"], self["files"])
        data = msgspec.msgpack.encode(content)
        spare = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with spare.open("wb") as file:
                file.write(digest(data))
                file.write(data)
            spare.replace(self._file)
            self._let_go()
        except OSError as error:
            warn_unkept(self._file.parent, error)
            with contextlib.suppress(OSError):
                spare.unlink()

    def _load(self) -> None:
        try:
            data = memoryview(self._file.read_bytes())
            if data[:_SUM] != digest(data[_SUM:]):
                return
            content = msgspec.msgpack.decode(data[_SUM:], type=_Content)
        except (OSError, msgspec.DecodeError):
            return
        if content.site == self._site:
            self.update(files=content.files, guard=content.guard)

    def _let_go(self) -> None:
        """Of sites that nobody builds any more, and of what killed builds have left."""
        files = sorted(self._file.parent.glob("online-*"), key=lambda file: -file.stat().st_mtime)
        for file in files[_MOST_FILES:]:
            file.unlink(missing_ok=True)


def is_large(settings: Mapping[str, Any], output: Path) -> bool:
    """Whether so much is remembered of a site that it has thousands of files."""
    if settings.get("kept_in_memory") is not None or not settings["ONLINE_CACHE"]:
        return False
    try:
        return _file(settings, Path(os.path.realpath(output))).stat().st_size > _LARGE
    except OSError:
        return False


def _file(settings: Mapping[str, Any], output: Path) -> Path:
    name = digest(os.fsencode(output)).hex()
    return Path(settings["CACHE_PATH"], "safebuild", f"online-{name}.bin")
