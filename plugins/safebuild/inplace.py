"""Putting a site online file by file, for an output folder that cannot be renamed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

from . import exchange
from .unchanged import files_below

__all__ = ["complete", "move_changes", "publish_inside"]

_READY = "ready"
_NAMES = "ready.names"


def publish_inside(staged: Path, output: Path, names: Iterable[str]) -> None:
    """Move all files of `staged`, a folder in a folder of its own in `output`, to their places.

    `names` are all that belong to the site in the end. From the rename on it is decided: a
    build that dies after it is completed by the next.
    """
    home = staged.parent
    lines = "\0".join(sorted(names))
    (home / _NAMES).write_bytes(os.fsencode(lines))
    exchange.flush(home)
    staged.rename(home / _READY)
    exchange.flush_folder(home)
    complete(home, output)


def complete(home: Path, output: Path) -> None:
    """Move what is ready to its place, and delete what is no part of the site any more."""
    ready = home / _READY
    if not ready.is_dir():
        return
    names = set(os.fsdecode((home / _NAMES).read_bytes()).split("\0"))
    for name in sorted(files_below(ready), key=_pages_last):
        target = output / name
        _make_way(target, output)
        (ready / name).replace(target)
    for name in files_below(output, without=home.name) - names:
        (output / name).unlink()
    for folder, _, _ in os.walk(output, topdown=False):
        if folder != str(output) and not os.listdir(folder) and home not in Path(folder).parents:  # noqa: PTH208
            Path(folder).rmdir()
    exchange.flush(output)
    shutil.rmtree(ready)
    (home / _NAMES).unlink()


def move_changes(staged: Path, output: Path, changed: Iterable[str], gone: Collection[str]) -> None:
    """Move the changed files of `staged` to their places in `output`, and delete what is gone."""
    for name in gone:
        (output / name).unlink(missing_ok=True)
    for name in gone:
        for folder in Path(name).parents[:-1]:
            try:
                (output / folder).rmdir()
            except OSError:
                break  # something is in it
    for name in sorted(changed, key=_pages_last):
        target = output / name
        _make_way(target, output)
        (staged / name).replace(target)


def _pages_last(name: str) -> tuple[bool, str]:
    """Whatever pages lead to is there before them."""
    return name.endswith(".html"), name


def _make_way(target: Path, output: Path) -> None:
    """A file where a folder has been, or the other way round."""
    for parent in reversed(target.relative_to(output).parents):
        if (output / parent).is_symlink() or (output / parent).is_file():
            (output / parent).unlink()
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
