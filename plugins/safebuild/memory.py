"""What is remembered of the files online, from one command to the next."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from fingerprint import digest, site_fingerprint
from kept_file import KeptFile, let_go

__all__ = ["File", "FileMemory", "Stamp", "is_large"]

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
    examined: msgspec.Raw
    """What was found in it, as MessagePack; in a process's memory the object itself."""


class _Content(msgspec.Struct, array_like=True):
    guard: bytes
    files: dict[str, File]


class FileMemory(dict[str, Any]):
    """A memory of the site whose output folder is `output`, in a file below CACHE_PATH.

    It holds as long as the site's settings and all code are the same.
    """

    def __init__(self, settings: Mapping[str, Any], output: Path) -> None:
        super().__init__()
        self._file = KeptFile(_path(settings, output), site_fingerprint(settings))
        self._load()

    def save(self, guard: bytes, files: Iterable[tuple[str, File]], count: int) -> None:
        """Keep so many files, which a guard with this recipe has seen, for the next command."""
        encode = msgspec.msgpack.encode
        # As `_Content`, but never in memory as a whole: a list of two, and a map.
        head = b"\x92" + encode(guard) + b"\xdf" + count.to_bytes(4, "big")
        self._file.save(chain([head], (encode(name) + encode(file) for name, file in files)))
        let_go(self._file.path.parent, "online-*", _MOST_FILES)

    def _load(self) -> None:
        data = self._file.load()
        if data is None:
            return
        with contextlib.suppress(msgspec.DecodeError):
            content = msgspec.msgpack.decode(data, type=_Content)
            self.update(files=content.files, guard=content.guard)


def is_large(settings: Mapping[str, Any], output: Path) -> bool:
    """Whether so much is remembered of a site that it has thousands of files."""
    if settings.get("kept_in_memory") is not None or not settings["ONLINE_CACHE"]:
        return False
    try:
        return _path(settings, Path(os.path.realpath(output))).stat().st_size > _LARGE
    except OSError:
        return False


def _path(settings: Mapping[str, Any], output: Path) -> Path:
    name = digest(os.fsencode(output)).hex()
    return Path(settings["CACHE_PATH"], "safebuild", f"online-{name}.bin")
