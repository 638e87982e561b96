"""What was made of pictures, kept between builds.

The name of an entry is made of the picture's bytes, the settings and Pillow's version, so it is
never out of date. An entry's files are written before the list of them, each under another name
first: a build that is killed leaves an entry that is whole, or none.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import msgspec

from .making import Made

__all__ = ["Entry", "File", "entry_name", "load", "store"]

# Raised when something else than Pillow's version makes other copies of the same picture.
_SCHEME = "2"


class File(msgspec.Struct, frozen=True):
    """A copy in the cache: its format's name, its width in pixels, its file's name and size."""

    format: str
    width: int
    name: str
    size: int


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
        entry = msgspec.json.decode((folder / f"{name}.json").read_bytes(), type=Entry)
        whole = all((folder / file.name).stat().st_size == file.size for file in entry.files)
    except (OSError, msgspec.DecodeError):
        return None
    return entry if whole else None


def store(folder: Path, name: str, made: Made) -> Entry:
    """Keep what was made. Raises OSError where the folder cannot be written to."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for copy in made.copies:
        ending = "jpg" if copy.format == "jpeg" else copy.format
        file = File(copy.format, copy.width, f"{name}-{copy.width}.{ending}", len(copy.data))
        _write(folder / file.name, copy.data)
        files.append(file)
    entry = Entry(made.width, made.height, tuple(files), made.trouble)
    _write(folder / f"{name}.json", msgspec.json.encode(entry))
    return entry


def _write(path: Path, data: bytes) -> None:
    # Two builds at once write the same bytes, each to a file of its own.
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(path)
