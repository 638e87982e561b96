"""Putting a site online file by file, for an output folder that cannot be renamed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from . import exchange
from .unchanged import files_below

__all__ = ["complete", "publish_inside"]

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
    # Pages last: whatever they lead to is there before them.
    for name in sorted(files_below(ready), key=lambda name: (name.endswith(".html"), name)):
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


def _make_way(target: Path, output: Path) -> None:
    """A file where a folder has been, or the other way round."""
    for parent in reversed(target.relative_to(output).parents):
        if (output / parent).is_symlink() or (output / parent).is_file():
            (output / parent).unlink()
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
