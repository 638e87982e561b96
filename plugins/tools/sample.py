"""Which files are the sample site's own, as they came: these alone may be deleted unasked."""

from __future__ import annotations

import hashlib
from pathlib import Path

__all__ = ["listed", "sample_files", "write_list"]

_LIST = Path(__file__).with_name("sample.sha256")


def listed(content: Path) -> str:
    """A line for each file below a content folder: its digest, and its path."""
    return "".join(f"{_digest(path)}  {name}\n" for name, path in _files(content))


def write_list(content: Path) -> None:
    """Note what the sample site consists of, after a change of it."""
    _LIST.write_text(listed(content), "utf-8", newline="\n")


def sample_files(content: Path) -> tuple[list[Path], list[Path]]:
    """The files of a content folder that are the sample's, unchanged; and all others."""
    known = {tuple(line.split("  ", 1)) for line in _LIST.read_text("utf-8").splitlines()}
    sample: list[Path] = []
    others: list[Path] = []
    for name, path in _files(content):
        (sample if (_digest(path), name) in known else others).append(path)
    return sample, others


def _files(content: Path) -> list[tuple[str, Path]]:
    found = [
        (path.relative_to(content).as_posix(), path)
        for path in content.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    ]
    return sorted(found)


def _digest(path: Path) -> str:
    """SHA-256; git may have given text other line ends."""
    data = path.read_bytes()
    if b"\0" not in data:
        data = data.replace(b"\r\n", b"\n")
    return hashlib.sha256(data).hexdigest()
