"""The pictures of one build: their addresses, and their files, drawn once and kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from importlib import metadata
from pathlib import Path

import msgspec

from kept_file import KeptFile

from .page import Picture

__all__ = ["FOLDER", "Pictures"]

FOLDER = "og"
"""Below the output folder, and below the cache's."""
_VERSION = 4
"""Raised with every change of what is drawn, or cut, and of how."""
_SPARE = 200
"""So many pictures that nobody asked for in a build are kept, the newest."""


class Pictures:
    """Draws pictures with a site's name, font and colours. Pillow is loaded for new ones only."""

    def __init__(
        self, site: str, font: Path, colors: Mapping[str, str], cache: Path | None
    ) -> None:
        self._site = site
        self._font_file = font
        self._colors = colors
        self._cache = cache / FOLDER if cache else None
        self._font: object = None
        self._version = metadata.version("pillow")
        look = [_VERSION, site, sorted(colors.items()), hashlib.sha256(font.read_bytes()).digest()]
        self._look = msgspec.json.encode(look)

    def path(self, picture: Picture) -> str:
        """Its file below the output folder: another picture is another name.

        So it may be kept for ever by whoever has fetched it.
        """
        said = msgspec.json.encode(msgspec.structs.replace(picture, photo="", alt=""))
        digest = hashlib.sha256(self._look + said)
        if picture.photo:
            digest = hashlib.sha256(Path(picture.photo).read_bytes())
            digest.update(self._look[:2])
        return f"{FOLDER}/{digest.hexdigest()[:16]}{'.jpg' if picture.photo else '.png'}"

    def write(
        self,
        output: Path,
        pictures: Iterable[Picture],
        is_there: Callable[[Path], bool] = lambda _: False,
    ) -> list[str]:
        """Write the files of all these below the output folder, unless one `is_there`.

        Gives the photographs that cannot be read: there is no file of those.
        """
        by_path = {self.path(picture): picture for picture in pictures}
        if by_path:
            (output / FOLDER).mkdir(parents=True, exist_ok=True)
        used, broken = set(), []
        for path, picture in sorted(by_path.items()):
            kept = self._kept_as(path)
            used.add(kept)
            if is_there(output / path):
                continue
            data = _read(kept)
            if not data:
                try:
                    data = self._make(picture)
                except (OSError, SyntaxError, ValueError):
                    if not picture.photo:
                        raise
                    broken.append(picture.photo)
                    continue
                if kept:
                    KeptFile(kept).save(data)
            (output / path).write_bytes(data)
        if self._cache:
            with suppress(OSError):
                _prune(self._cache, used)
        return broken

    def _make(self, picture: Picture) -> bytes:
        if picture.photo:
            from .photo import cut  # noqa: PLC0415 (as below)

            return cut(Path(picture.photo))
        from .draw import draw  # noqa: PLC0415 (a build with nothing new does not load Pillow)
        from .font import Font  # noqa: PLC0415

        if self._font is None:
            self._font = Font(self._font_file)
        return draw(picture, self._site, self._font, self._colors)

    def _kept_as(self, path: str) -> Path | None:
        """Another Pillow may draw another edge, but it is the same picture."""
        if self._cache is None:
            return None
        name = Path(path)
        return self._cache / f"{name.stem}-{self._version}{name.suffix}.kept"


def _read(kept: Path | None) -> bytes:
    """A kept picture, if it is whole: a machine that lost its power may have left half of one."""
    data = KeptFile(kept).load() if kept else None
    if kept and data is not None:
        with suppress(OSError):
            os.utime(kept)
    return bytes(data or b"")


def _prune(cache: Path, used: set[Path | None]) -> None:
    others = []
    for path in cache.iterdir():
        if path not in used:
            with suppress(OSError):  # another build was quicker
                others.append((path.stat().st_mtime_ns, path))
    for _, path in sorted(others)[: -max(_SPARE, len(used))]:
        path.unlink(missing_ok=True)
