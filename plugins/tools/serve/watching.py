"""What is saved: the folders and files of which a site is built, and their changes."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..site import open_site

__all__ = ["Places", "Saved", "named", "places"]

# How long nothing must have been saved for a save to be over: an editor writes a file in
# several steps, within a millisecond or two.
_STEP_MILLISECONDS = 5
# The longest that one save can go on; what is saved after that is another.
_DEBOUNCE_MILLISECONDS = 100
_TURN_MILLISECONDS = 500


@dataclass(frozen=True)
class Places:
    """Where a site is: `output`, the `folders` and `files` to watch; `code` is of the folders."""

    output: Path
    folders: Sequence[Path]
    files: Sequence[Path]
    code: Sequence[Path]

    def is_code(self, path: Path) -> bool:
        """Whether a process that has read this must be another one when it has changed."""
        return path in self.files or any(path.is_relative_to(folder) for folder in self.code)


def places(root: Path, settings_file: str) -> Places:
    """The places of a project's site."""
    content, code = [root / name for name in ("content", "theme", "private")], [root / "plugins"]
    output = root / "output"
    # Settings that cannot be read are told by the build.
    with contextlib.suppress(Exception):
        read = open_site(root, settings_file).settings
        output = Path(read["OUTPUT_PATH"])
        content += [Path(read["PATH"]), Path(read["THEME"])]
        content += [Path(name) for name in read["THEME_TEMPLATES_OVERRIDES"]]
        code += [Path(name) for name in read["PLUGIN_PATHS"]]
    folders = _there([*content, *code])
    return Places(output, folders, sorted(root.resolve().glob("*conf.py")), _there(code))


def _there(folders: Iterable[Path]) -> list[Path]:
    return list(dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir()))


class Saved:
    """What was saved, each time that something was; it looks from the moment it is made.

    An empty list says that nothing was saved for a while. A single file cannot be watched as a
    folder can: an editor that writes beside and renames would end it. So files are looked at
    twice a second.
    """

    def __init__(self, watch: Callable[..., Iterable[Any]], places: Places) -> None:
        self._files = places.files
        self._stamps = _stamps(places.files)
        self._found = iter(
            watch(
                *places.folders,
                yield_on_timeout=True,
                rust_timeout=_TURN_MILLISECONDS,
                step=_STEP_MILLISECONDS,
                debounce=_DEBOUNCE_MILLISECONDS,
            )
        )
        # The system is asked to tell of changes by the first step of `watch`.
        pool = ThreadPoolExecutor(1)
        self._first = pool.submit(next, self._found, set())
        pool.shutdown(wait=False)

    def __iter__(self) -> Iterator[list[Path]]:
        for found in itertools.chain([self._first.result()], self._found):
            now = _stamps(self._files)
            names = {Path(name) for _, name in found}
            names |= {file for file in self._files if now[file] != self._stamps[file]}
            self._stamps = now
            yield sorted(names)


def _stamps(files: Sequence[Path]) -> dict[Path, tuple[int, int] | None]:
    stamps: dict[Path, tuple[int, int] | None] = {}
    for file in files:
        try:
            status = file.stat()
            stamps[file] = (status.st_mtime_ns, status.st_size)
        except OSError:
            stamps[file] = None
    return stamps


def named(names: Sequence[Path], root: Path) -> str:
    """The first of them as seen from the project, and how many more there are."""
    first, root = names[0], root.resolve()
    shown = first.relative_to(root).as_posix() if first.is_relative_to(root) else str(first)
    return shown if len(names) == 1 else f"{shown} and {len(names) - 1} more"
