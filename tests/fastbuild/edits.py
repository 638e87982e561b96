"""Edits of a site: what they do to its files. `editchoice.py` chooses them.

An edit is plain data, so that a list of them can be printed and applied again. One that finds
nothing to do (its file is not there any more) does nothing.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import time
from pathlib import Path
from typing import Any, Self

from editsite import CONTENT, begin

from sitebuilder import ROOT

__all__ = ["Edit", "Site"]

_LATER, _EARLIER = 2_240_000_000, 1_000_000_000


class Edit(tuple[Any, ...]):
    """What is done, and to what: `Edit("append", "content/posts/a.md", "text")`."""

    __slots__ = ()

    def __new__(cls, *parts: Any) -> Self:
        return super().__new__(cls, parts)

    def __repr__(self) -> str:
        return f"Edit({', '.join(map(repr, self))})"


class Site:
    """A site's folder, which is begun, and edited."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder = folder
        self.kind = kind
        self._undo: list[dict[str, tuple[bytes, int] | None]] = []
        begin(folder, kind)

    def texts(self, below: str = "", ending: str = ".md") -> list[str]:
        """The text files of its content, seen from the site's folder."""
        return self.files(f"content/{below}", ending)

    def files(self, below: str, ending: str = "") -> list[str]:
        """The files below a folder, seen from the site's."""
        folder = self.folder / below
        found = folder.rglob(f"*{ending}") if folder.is_dir() else [folder]
        return sorted(it.relative_to(self.folder).as_posix() for it in found if it.is_file())

    def read(self, name: str) -> str:
        """A file's text; "" where there is none."""
        path = self.folder / name
        return path.read_text("utf-8", "surrogateescape") if path.is_file() else ""

    def environment(self) -> dict[str, str]:
        """What a build has in its environment besides."""
        return json.loads(self.read("environment.json"))

    def apply(self, edit: Edit) -> None:
        """Do it."""
        what, *given = edit
        if what == "undo":
            self._take_back(*given)
            return
        self._undo.append({})
        getattr(self, f"_{what}")(*given)
        if not self._undo[-1]:
            self._undo.pop()

    def _put(self, name: str, data: bytes | str | None, mtime: int = 0) -> None:
        path = self.folder / name
        before = (path.read_bytes(), path.stat().st_mtime_ns) if path.is_file() else None
        self._undo[-1].setdefault(name, before)
        if data is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
        if mtime:
            os.utime(path, ns=(mtime, mtime))

    def _take_back(self, times: bool) -> None:
        """Undo the last edit that is not undone; `times`: with the files' old times."""
        for name, before in (self._undo.pop() if self._undo else {}).items():
            path = self.folder / name
            if before is None:
                path.unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(before[0])
            if times:
                os.utime(path, ns=(before[1], before[1]))

    def _several(self, *edits: Edit) -> None:
        for what, *given in edits:
            getattr(self, f"_{what}")(*given)

    def _write(self, name: str, text: str | bytes) -> None:
        self._put(name, text)

    def _append(self, name: str, text: str) -> None:
        if (self.folder / name).is_file():
            self._put(name, f"{self.read(name)}\n{text}\n")

    def _replace(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        if old in text:
            self._put(name, text.replace(old, new, 1))

    def _quiet(self, name: str, old: str, new: str) -> None:
        """Another word of the same length, and nothing to be seen of it in the file's stamps."""
        text = self.read(name)
        if old in text:
            mtime = (self.folder / name).stat().st_mtime_ns
            self._put(name, text.replace(old, new, 1), mtime)

    def _field(self, name: str, key: str, value: str | None) -> None:
        """Set a key of the front matter, or take it out."""
        text = self.read(name)
        if not text:
            return
        head, gap, body = text.partition("\n\n")
        head = re.sub(rf"^{key}:.*(\n .*)*\n?", "", f"{head}\n", flags=re.MULTILINE)
        if value is not None:
            head += f"{key}: {value}\n"
        self._put(name, head.rstrip("\n") + gap + body)

    def _trail(self, name: str, entry: str) -> None:
        """Add an entry at the end of the trail."""
        text = self.read(name)
        if not text:
            return
        head, gap, body = text.partition("\n\n")
        trail = re.search(r"^Trail:.*(\n .*)*", head, re.MULTILINE)
        if trail:
            head = f"{head[: trail.end()]}\n    {entry}{head[trail.end() :]}"
        else:
            head += f"\nTrail: {entry}"
        self._put(name, head + gap + body)

    def _delete(self, name: str) -> None:
        if (self.folder / name).is_file():
            self._put(name, None)

    def _rename(self, name: str, to: str) -> None:
        """A move keeps a file's time."""
        path = self.folder / name
        if path.is_file() and not (self.folder / to).exists():
            data, mtime = path.read_bytes(), path.stat().st_mtime_ns
            self._put(name, None)
            self._put(to, data, mtime)

    def _touch(self, name: str, when: str) -> None:
        path = self.folder / name
        if path.is_file():
            seconds = {"now": int(time.time()), "later": _LATER, "earlier": _EARLIER}[when]
            self._put(name, path.read_bytes(), seconds * 1_000_000_000)

    def _restore(self, name: str) -> None:
        """A text as it was at the beginning."""
        text = CONTENT[self.kind].get(name.removeprefix("content/"))
        if text is not None:
            self._put(name, text)

    def _setting(self, name: str, value: str | None) -> None:
        """A line of the settings: `name = value`, or none."""
        text = re.sub(rf"^{name} = .*\n", "", self.read("pelicanconf.py"), flags=re.MULTILINE)
        if value is not None:
            text = text.replace("# The end", f"{name} = {value}\n# The end", 1)
        self._put("pelicanconf.py", text)

    def _environ(self, name: str, value: str) -> None:
        self._put("environment.json", json.dumps(self.environment() | {name: value}))

    def _take_plugins(self) -> None:
        """Our plugins are a copy in the site's folder from now on."""
        for path in sorted((ROOT / "plugins").rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and "__pycache__" not in name and "/tools/" not in name:
                self._put(name, path.read_bytes())

    def _leave_plugins(self) -> None:
        for name in self.files("plugins"):
            self._put(name, None)

    def _spoil(self, how: str, seed: int) -> None:
        """What was built is not as it was any more; the same happens to all outputs."""
        names = [it.partition("/")[2] for it in self.files("output-a")]
        if not names:
            return
        name = random.Random(seed).choice(names)  # noqa: S311
        for output in self.folder.glob("output-?"):
            path = output / name
            if not path.is_file():
                continue
            if how == "delete":
                path.unlink()
            else:
                # A file may be another's by a hard link.
                data = path.read_bytes()
                path.unlink()
                path.write_bytes(data[:-9] + b"<!-- x -->"[: len(data)])

    def _lose(self, what: str) -> None:
        """A folder is gone."""
        for folder in self.folder.glob("output-?" if what == "output" else "cache-a"):
            shutil.rmtree(folder)

    def _damage(self, how: str, seed: int) -> None:
        """A file of the cache is not as it was."""
        dice = random.Random(seed)  # noqa: S311
        names = self.files("cache-a/fastbuild")
        if not names:
            return
        path = self.folder / dice.choice(names)
        data = bytearray(path.read_bytes())
        if how == "flip":
            for _ in range(min(len(data), 40)):
                data[dice.randrange(len(data))] ^= dice.randint(1, 255)
        elif how == "cut":
            del data[dice.randrange(len(data) + 1) :]
        elif how == "empty":
            data.clear()
        elif how == "swap":
            data[:] = (self.folder / dice.choice(names)).read_bytes()
        path.unlink()
        if how == "folder":
            path.mkdir()
            (path / "file").write_bytes(b"x")
        elif how != "delete":
            path.write_bytes(bytes(data))
