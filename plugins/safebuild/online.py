"""What of the site online stays as it is.

Whoever writes a file that follows from something smaller says from what, and need not write it:

    online = context.get(ONLINE)
    if not (online and online.keep(path, key)):
        write(path)

It is remembered of each file of the site online what it was made from, what was found in it, and
its file's stamp: one that somebody else has changed is written again. A process that builds again
and again has it in its memory, the others in a file of the cache.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Raw
from pelican.generators import (
    ArticlesGenerator,
    PagesGenerator,
    StaticGenerator,
    TemplatePagesGenerator,
)
from pelican.plugins import signals

from .findings import Examined, Findings
from .guard import Guard
from .guard_repeats import Repeats
from .helper import examine
from .memory import File, FileMemory, Stamp
from .stage import Stage
from .unchanged import below, files_below, same

__all__ = ["ONLINE", "Online", "looks_at_files"]

ONLINE = "online_files"
"""The key of Pelican's context; nothing is there in a process that builds once."""

_KEPT = "kept_in_memory"
_KNOWN = (ArticlesGenerator, PagesGenerator, StaticGenerator, TemplatePagesGenerator)


class Online:
    """The site online during one build of the next; `staying` are the files that are in both."""

    def __init__(self, stage: Stage, memory: dict[str, Any]) -> None:
        """`memory` is the process's own, for this plugin."""
        self._stage = stage
        self._memory = memory
        self._files: Mapping[str, File] = memory.get("files", {})
        self._keys: dict[str, bytes] = {}
        self.staying: set[str] = set()

    @staticmethod
    def of(settings: Mapping[str, Any], stage: Stage) -> Online | None:
        """The site online, where anything is remembered of it or is to be."""
        kept = settings.get(_KEPT)
        if kept is not None:
            return Online(stage, kept.setdefault("safebuild", {}))
        if not settings["ONLINE_CACHE"]:
            return None
        return Online(stage, FileMemory(settings, stage.output))

    @property
    def in_process(self) -> bool:
        """Whether it is a process's own memory, in which builds of a preview follow each other."""
        return not isinstance(self._memory, FileMemory)

    def keep(self, path: str, key: bytes) -> bool:
        """Whether the file that would be written to this path is online, made from the same `key`.

        Then it stays. Otherwise whoever asks is to write it.
        """
        name = self._name(path)
        known = self._files.get(name)
        self._keys[name] = key
        if known is None or known.key != key:
            return False
        return self.stays(name)

    def has(self, name: str, key: bytes) -> bool:
        """Whether a file is online that was made from this key."""
        known = self._files.get(name)
        return known is not None and known.key == key and _stamp(self._place(name)) == known.stamp

    def made(self, path: str, key: bytes) -> None:
        """The file that was written to this path was made from this key."""
        self._keys[self._name(path)] = key

    def stays(self, name: str) -> bool:
        """Let a file stay, by its name below the output folder; False if it is another by now."""
        known = self._files.get(name)
        if known is None or _stamp(self._place(name)) != known.stamp:
            return False
        self.staying.add(name)
        return True

    def stay_below(self, folder: str) -> bool:
        """Let all files below a folder stay; False where there is none, or one is another."""
        names = [name for name in self._files if name.startswith(f"{folder}/")]
        return bool(names) and all(map(self.stays, names))

    def examined(self, guard: Guard) -> dict[str, Raw | Examined]:
        """What was found in the files that stay, if the same `guard` has looked."""
        if self._memory.get("guard") != guard.recipe:
            return {}
        return {name: self._files[name].examined for name in self.staying}

    def found_before(self, names: Iterable[str], guard: Guard) -> dict[str, Raw | Examined]:
        """What was found in files that were written again, and have the bytes that are online.

        A page is not told: it matters whether it is a copy.
        """
        if self._memory.get("guard") != guard.recipe:
            return {}
        folder, output = self._stage.folder, self._stage.output
        return {
            name: self._files[name].examined
            for name in names
            if name in self._files
            and not name.endswith((".html", ".htm"))
            and _stamp(output / name) == self._files[name].stamp
            and same(folder / name, output / name)
        }

    @property
    def before(self) -> set[str] | None:
        """The names of the site online, if they are known."""
        known = self._memory.get("folder")
        if known is None or not self.in_process or self._stage.inside:
            return None
        if known != _folder(self._stage.output):
            # Another process has put it there.
            return None
        return set(self._files)

    @property
    def names(self) -> set[str]:
        """The site's files, as they are remembered."""
        return set(self._memory["files"])

    def read(self, name: str) -> bytes:
        """A file of the site online."""
        return (self._stage.output / name).read_bytes()

    def put(self, folder: str, made: Path) -> None:
        """After a build, put the files of `made` in the place of a folder of the site online.

        Files in which something is that may not be published stay where they are.
        """
        output, guard = self._stage.output, self._memory["looks"]
        files = dict(self._memory["files"])
        old = {name for name in files if name.startswith(f"{folder}/")}
        new = {f"{folder}/{name}" for name in files_below(made)}
        # Somebody may save meanwhile, and should not wait for files that are there.
        changed = [
            name
            for name in sorted(new)
            if name not in files or not same(output / name, made / _below(name, folder))
        ]
        repeats = Repeats()
        found = {
            name: examine(made, _below(name, folder), guard, repeats, rendered=False)
            for name in changed
        }
        if any(one.leaks for one in found.values()):
            return
        with self._stage.alone():
            for name in changed:
                target = output / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(made / _below(name, folder), target)
            for name in old - new:
                (output / name).unlink(missing_ok=True)
        for name in old - new:
            del files[name]
        self._memory["files"] = files | {
            name: File(None, _stamp(output / name), one) for name, one in found.items()
        }

    @property
    def many(self) -> bool:
        """Whether most of the site may stay."""
        return bool(self._files)

    def remember(
        self,
        names: Iterable[str],
        examined: Findings,
        guard: Guard,
        found: Mapping[str, os.stat_result],
    ) -> None:
        """The next site is online, and these are its files; some may be `found` by their paths."""
        output = self._stage.output
        known = [name for name in names if name in self.staying or name in examined]
        if isinstance(self._memory, FileMemory):
            files = ((name, self._file(name, Raw(examined.packed(name)), found)) for name in known)
            self._memory.save(guard.recipe, files, len(known))
            return
        self._memory |= {
            "files": {name: self._file(name, examined[name], found) for name in known},
            "guard": guard.recipe,
            "folder": _folder(output),
            "looks": guard,
        }

    def _file(self, name: str, examined: Any, found: Mapping[str, os.stat_result]) -> File:
        if name in self.staying:
            return self._files[name]
        place = self._place(name)
        stamp = _of(found[place]) if place in found else _stamp(place)
        return File(self._keys.get(name), stamp, examined)

    def _place(self, name: str) -> str:
        # No object is made for each of thousands.
        return f"{self._stage.output}{os.sep}{name}"

    def _name(self, path: str) -> str:
        return below(path, self._stage.folder)


def looks_at_files(generators: Sequence[Any]) -> bool:
    """Whether anybody may look at files that others have written, so that all must be there.

    A generator that does not says `renders_later = True`, a receiver of `finalized`
    `leaves_pages = True`.
    """
    return not (
        all(isinstance(it, _KNOWN) or getattr(it, "renders_later", False) for it in generators)
        and all(getattr(it, "leaves_pages", False) for it in signals.finalized.receivers_for(None))
    )


def _stamp(path: Path | str) -> Stamp:
    try:
        status = os.stat(path)  # noqa: PTH116 (many)
    except OSError:
        return 0, 0, 0
    return _of(status)


def _of(status: os.stat_result) -> Stamp:
    return status.st_ino, status.st_mtime_ns, status.st_size


def _below(name: str, folder: str) -> str:
    return name.removeprefix(f"{folder}/")


def _folder(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
