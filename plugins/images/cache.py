"""What was made of pictures, kept between builds.

The name of an entry is made of the picture's bytes, the settings and Pillow's version, so it is
never out of date. An entry's files are written before the list of them, each under another name
first: a build that is killed leaves an entry that is whole, or none.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import msgspec

from .making import Made

__all__ = ["Entry", "File", "entry_name", "load", "store"]

# Raised when something else than Pillow's version makes other copies of the same picture.
_SCHEME = "2"


class File(msgspec.Struct, frozen=True):
    """A copy in the cache: its format's name, its width in pixels, and its file.

    `sum` is a CRC-32 of its bytes, which is asked where the file was written another time
    (`written`, in nanoseconds): a cache may have been copied, or damaged.
    """

    format: str
    width: int
    name: str
    size: int
    sum: int
    written: int


class Entry(msgspec.Struct, frozen=True):
    """A picture's size in pixels, its copies, and why there are none; as `making.Made`."""

    width: int
    height: int
    files: tuple[File, ...] = ()
    trouble: str = ""


def entry_name(data: bytes, stem: str, widths: Sequence[int], formats: Sequence[str]) -> str:
    """The name of a picture's entry. `stem` is what people are to know it by."""
    parameters = (_SCHEME, metadata.version("pillow"), tuple(widths), tuple(formats))
    digest = hashlib.sha256(repr(parameters).encode() + b"\0" + data).hexdigest()
    return f"{stem}-{digest[:12]}"


def load(folder: Path, name: str) -> Entry | None:
    """The entry of that name; None where there is none, or not all of it."""
    try:
        total, data = (folder / f"{name}.entry").read_bytes().split(b"\n", 1)
        if int(total) != zlib.crc32(data):
            return None
        entry = msgspec.json.decode(data, type=Entry)
        return entry if all(_is_whole(folder / file.name, file) for file in entry.files) else None
    except (OSError, ValueError):
        return None


def _is_whole(path: Path, file: File) -> bool:
    status = path.stat()
    if status.st_size != file.size:
        return False
    return status.st_mtime_ns == file.written or zlib.crc32(path.read_bytes()) == file.sum


def store(folder: Path, name: str, made: Made) -> Entry:
    """Keep what was made. Raises OSError where the folder cannot be written to."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for copy in made.copies:
        ending = "jpg" if copy.format == "jpeg" else copy.format
        path = folder / f"{name}-{copy.width}.{ending}"
        _write(path, copy.data)
        data, written = copy.data, path.stat().st_mtime_ns
        files.append(File(copy.format, copy.width, path.name, len(data), zlib.crc32(data), written))
    entry = Entry(made.width, made.height, tuple(files), made.trouble)
    data = msgspec.json.encode(entry)
    _write(folder / f"{name}.entry", b"%d\n%b" % (zlib.crc32(data), data))
    return entry


def _write(path: Path, data: bytes) -> None:
    # Two builds at once write the same bytes, each to a file of its own.
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(path)
