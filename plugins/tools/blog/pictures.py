"""The pictures of a blog that moves: those that were saved beside its export come along."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from tools.console import Stop

__all__ = ["Pictures"]

_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".tif", ".tiff"})
# WordPress makes smaller copies of a picture, and Blogger names a size in the address.
_RESIZED = re.compile(r"-\d+x\d+(?=\.\w+$)")
_LONGEST = 4
"""So many parts of an address are a picture's own path: uploads/2009/08/cake.jpg."""


class Pictures:
    """Finds pictures of the old blog in a folder, and names their copies.

    `copies` are the files to write, below the content folder's `images/`, with their sources.
    """

    def __init__(self, content: Path, export: Path, folder: str = "") -> None:
        self._content = content
        self._asked = bool(folder)
        self._folder = (Path(folder) if folder else export.parent).resolve()
        if not self._folder.is_dir():
            raise Stop(f"There is no folder {folder}.", "name the one with the old blog's pictures")
        self._named = self._by_name() if self._asked else {}
        self.copies: dict[Path, Path] = {}
        self._done: dict[str, str] = {}

    def copy(self, address: str) -> str:
        """The Markdown address of a picture's copy here, or "" where it was not saved."""
        if address not in self._done:
            found = self._find(address)
            self._done[address] = self._name(found, address) if found else ""
        return self._done[address]

    def _find(self, address: str) -> Path | None:
        parts = PurePosixPath(unquote(urlsplit(address).path).lstrip("/")).parts
        if not parts or PurePosixPath(parts[-1]).suffix.lower() not in _ENDINGS or ".." in parts:
            return None
        for last in dict.fromkeys((parts[-1], _RESIZED.sub("", parts[-1]))):
            for number in range(len(parts)):
                path = self._folder.joinpath(*parts[number:-1], last)
                if path.is_file() and path.resolve().is_relative_to(self._folder):
                    return path
            same = self._named.get(last.casefold(), [])
            if len(same) == 1:
                return same[0]
        return None

    def _name(self, found: Path, address: str) -> str:
        """A place below images/, as the old address had it: by year and month, if it was."""
        parts = unquote(urlsplit(address).path).lstrip("/").split("/")
        dated = [part for part in parts[-_LONGEST:-1] if part.isdecimal()]
        stem = re.sub(r"[^\w.-]+", "-", found.stem) or "picture"
        number = 1
        while True:
            name = f"{stem}-{number}" if number > 1 else stem
            target = self._content.joinpath("images", *dated, f"{name}{found.suffix.lower()}")
            if self._free(target, found):
                break
            number += 1
        self.copies[target] = found
        return "{static}/" + target.relative_to(self._content).as_posix()

    def _free(self, target: Path, source: Path) -> bool:
        """Whether nobody else has that place; the same picture may be there already."""
        if target in self.copies:
            return self.copies[target] == source
        return not target.exists() or target.read_bytes() == source.read_bytes()

    def _by_name(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path in sorted(self._folder.rglob("*")):
            if path.suffix.lower() in _ENDINGS and path.is_file() and not path.is_symlink():
                found.setdefault(path.name.casefold(), []).append(path)
        return found
