"""The site's own pictures: which file an address means, and what was made of it."""

from __future__ import annotations

import logging
import os
import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from pelican.utils import posixize_path

from problems import warn_unkept

from . import cache, making
from .markup import Shown, Source
from .vector import svg_size

__all__ = ["Library"]

logger = logging.getLogger(__name__)

_RASTER = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".avif", ".bmp"})
_VECTOR = ".svg"
_INDICATED = re.compile(r"[{|](?P<what>static|attach|filename)[}|](?P<path>.*)", re.DOTALL)
_MOST_AT_ONCE = 4


class Library:
    """Pictures by their path below the content folder."""

    def __init__(self, context: Mapping[str, Any], settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._statics = {path: one for path, one in context["static_content"].items() if one}
        self._by_url = {one.get_url_setting("url"): path for path, one in self._statics.items()}
        self._siteurl = settings["SITEURL"]
        self._folder = Path(settings["CACHE_PATH"], "images")
        self._shown: dict[str, Shown] = {}
        self._elsewhere: dict[str, Path] = {}
        self._lock = Lock()
        self.spare: TemporaryDirectory[str] | None = None
        """Where files are that could not be kept, as long as this object is."""
        self.files: dict[str, Path] = {}
        """What is to be written: its path below the output folder, and where it is now."""

    def path(self, src: str, content: Any) -> str:
        """The picture that a `src` in a content means; "" where it is none of the site's own."""
        found = _INDICATED.fullmatch(src.strip())
        if not found:
            own = self._siteurl and src.startswith(f"{self._siteurl}/")
            src = src.removeprefix(self._siteurl) if own else src
            parts = urlsplit(src) if src[:1] == "/" and src[:2] != "//" else None
            return self._by_url.get(unquote(parts.path)[1:], "") if parts else ""
        path = unquote(_without_query(found["path"]))
        if path.startswith("/"):
            return self._known(path[1:])
        return self._known(posixize_path(os.path.normpath(Path(content.relative_dir, path))))

    def lead_path(self, image: str, content: Any) -> str:
        """The picture that an `Image` of front matter means, from the content folder; or ""."""
        found = _INDICATED.fullmatch(image)
        path = found["path"] if found else image
        return (
            self._known(posixpath.normpath(path.lstrip("/")))
            or self.path(image, content)
            or self.path(f"/{path.lstrip('/')}", content)
        )

    @property
    def names(self) -> Collection[str]:
        """The paths of all files that may be pictures."""
        return self._statics.keys()

    def make(self, paths: Iterable[str]) -> None:
        """Make what is not in the cache yet."""
        widths, formats = self._settings["IMAGE_WIDTHS"], self._settings["IMAGE_FORMATS"]
        entries: dict[str, cache.Entry] = {}
        missing: dict[str, tuple[str, bytes]] = {}
        for path in sorted(set(paths)):
            ending = posixpath.splitext(path)[1].lower()
            try:
                data = Path(self._statics[path].source_path).read_bytes()
            except OSError:
                continue  # whoever checks links tells
            if ending == _VECTOR:
                self._shown[path] = Shown(*svg_size(data))
            elif ending in _RASTER:
                name = cache.entry_name(data, _stem(path), widths, formats)
                entry = cache.load(self._folder, name)
                if entry:
                    entries[path] = entry
                else:
                    missing[path] = name, data
        if missing:
            entries |= self._make_missing(missing, widths, formats)
        for path, entry in sorted(entries.items()):
            if entry.trouble:
                logger.warning("%s: this picture %s; it is shown as it is.", path, entry.trouble)
            self._shown[path] = self._as_shown(entry)

    def shown(self, path: str) -> Shown | None:
        """A picture that was made; its copies are written from now on."""
        shown = self._shown.get(path)
        if shown:
            urls = [url for source in shown.sources for url, _ in source.files]
            for url in [*urls, *([shown.light] if shown.light else [])]:
                name = posixpath.basename(url)
                self.files[url] = self._elsewhere.get(name, self._folder) / name
        return shown

    def _make_missing(
        self, missing: Mapping[str, tuple[str, bytes]], widths: Any, formats: Any
    ) -> dict[str, cache.Entry]:
        making.start()

        def one(item: tuple[str, tuple[str, bytes]]) -> tuple[str, cache.Entry]:
            path, (name, data) = item
            made = making.make(data, widths, formats)
            try:
                return path, cache.store(self._folder, name, made)
            except OSError as error:
                warn_unkept(self._folder, error)
                spare = self._spare_folder()
                entry = cache.store(spare, name, made)
                self._elsewhere |= {file.name: spare for file in entry.files}
                return path, entry

        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 (only for new pictures)

        # Pillow lets other threads run while it works.
        with ThreadPoolExecutor(min(_MOST_AT_ONCE, os.cpu_count() or 1)) as pool:
            return dict(pool.map(one, missing.items()))

    def _spare_folder(self) -> Path:
        """A folder for this build only, where nothing can be kept."""
        with self._lock:
            if self.spare is None:
                self.spare = TemporaryDirectory(prefix="images-")
        return Path(self.spare.name)

    def _as_shown(self, entry: cache.Entry) -> Shown:
        home = self._settings["IMAGE_PATH"].strip("/")
        by_format: dict[str, list[tuple[str, int]]] = {}
        for file in entry.files:
            by_format.setdefault(file.format, []).append((f"{home}/{file.name}", file.width))
        light = by_format.pop("jpeg", None) or by_format.pop("png", None)
        sources = tuple(Source(name, tuple(files)) for name, files in by_format.items())
        return Shown(entry.width, entry.height, sources, light[0][0] if light else "")

    def _known(self, path: str) -> str:
        return path if path in self._statics else ""


def _without_query(path: str) -> str:
    return re.split(r"[?#]", path, maxsplit=1)[0]


def _stem(path: str) -> str:
    """A part of a file's name that every server, system and address can have."""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    return re.sub(r"[^a-z0-9]+", "-", stem.lower())[:40].strip("-") or "picture"
