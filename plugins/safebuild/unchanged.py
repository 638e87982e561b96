"""What of the site online stays as it is."""

from __future__ import annotations

import fnmatch
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from sys import intern

__all__ = ["below", "files_below", "kept_files", "link_all", "same"]

_CHUNK = 1 << 20


def below(path: str | Path, folder: Path) -> str:
    """A path seen from a folder, with slashes; the same text each time."""
    text, start = str(path), f"{folder}{os.sep}"
    if text.startswith(start) and os.pardir not in text:
        # Thousands are asked for.
        return intern(text[len(start) :].replace(os.sep, "/"))
    return intern(os.path.relpath(text, folder).replace(os.sep, "/"))


def files_below(folder: Path, without: str = "") -> set[str]:
    """The files (and links) below a folder, as relative paths with slashes.

    `without` names an entry of the folder that is passed over.
    """
    return set(_walk(str(folder), "", without))


def _walk(folder: str, prefix: str, without: str = "") -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != without:
                yield from _walk(entry.path, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name


def kept_files(output: Path, top_level: Iterable[str], patterns: Iterable[str]) -> set[str]:
    """The files of the site online that stay, though no source asks for them.

    `top_level` names entries of the output folder (Pelican's OUTPUT_RETENTION), `patterns` paths
    below it: a file, a folder with all that it holds, or a pattern as in the shell.
    """
    tops, patterns = set(top_level), [pattern.strip("/") for pattern in patterns]
    if not tops and not patterns:
        return set()
    return {
        name
        for name in files_below(output)
        if name.partition("/")[0] in tops
        or any(name.startswith(f"{p}/") or fnmatch.fnmatchcase(name, p) for p in patterns)
    }


def link_all(staged: Path, output: Path, names: Iterable[str]) -> None:
    """Have these files of the site online in the staged one, as links where that is possible."""
    there: set[str] = set()
    for name in names:
        old, new = f"{output}/{name}", f"{staged}/{name}"
        folder = os.path.dirname(new)  # noqa: PTH120 (many)
        if folder not in there:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            there.add(folder)
        if os.path.lexists(new):
            spare = f"{folder}/.{os.path.basename(new)[:200]}.same"  # noqa: PTH119
            _link_or_copy(old, spare)
            os.replace(spare, new)  # noqa: PTH105
        else:
            _link_or_copy(old, new)


def _link_or_copy(old: str, new: str) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(old, new, follow_symlinks=False)


def same(first: Path, second: Path) -> bool:
    """Whether two files have the same bytes, and none is a link."""
    try:
        with first.open("rb", buffering=0) as one, second.open("rb", buffering=0) as other:
            if os.fstat(one.fileno()).st_size != os.fstat(other.fileno()).st_size:
                return False
            while chunk := one.read(_CHUNK):
                if chunk != other.read(_CHUNK):
                    return False
    except OSError:
        return False
    return not (first.is_symlink() or second.is_symlink())
