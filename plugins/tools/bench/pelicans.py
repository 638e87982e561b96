"""Jobshower, and the same without one of its parts: all from one content, by one theme."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..environment import ROOT
from ..starting import PELICAN
from .engines import BENCHMARKS, Engine, Site
from .machine import revision
from .posts import Post

__all__ = [
    "Jobshower",
    "Pelican",
    "Searched",
    "Unchecked",
    "Unhurried",
    "pelican_source",
    "post_text",
]

BARE = BENCHMARKS / "pelican"


class Pelican(Engine):
    """A build by Pelican's command. All variants share the folder, but output and cache."""

    content = "content"
    starter: Sequence[str] = (sys.executable, "-m", "pelican")

    def __init__(self, folder: Path) -> None:
        """With the bench's settings and bare theme; `use_shipped` changes that."""
        super().__init__(folder)
        self._settings = BARE / "benchconf.py"

    def overrides(self) -> dict[str, Any]:
        """Settings besides those of the settings file."""
        return {}

    def prepare(self, site: Site) -> None:
        """Write posts and theme, unless another variant has."""
        self._write({f"posts/{post.slug}.md": post_text(post) for post in site.posts})
        self._copy_theme(BARE / "theme")
        self.edited = self._content / "posts" / f"{site.middle.slug}.md"

    def use_shipped(self, files: Mapping[str, str | bytes], edited: str) -> None:
        """Instead of `prepare`: sources by their names, and the theme and settings of the product.

        `edited` is the name of the one that is edited.
        """
        self._write(files)
        self._copy_theme(ROOT / "theme")
        self._settings = ROOT / "publishconf.py"
        self.edited = self._content / edited

    def command(self) -> list[str]:
        """Pelican's, with everything said that is wrong."""
        words = [*self.starter, self.content, "-s", str(self._settings)]
        words += ["-o", f"{self.name}-output", "-t", "theme", "--fatal", "errors", "-e"]
        settings = {"CACHE_PATH": str(self._cache), **self.overrides()}
        return [*words, *(f"{key}={json.dumps(value)}" for key, value in settings.items())]

    @property
    def output(self) -> Path:
        """Each variant has one of its own."""
        return self.folder / f"{self.name}-output"

    @property
    def made(self) -> tuple[Path, ...]:
        """The output, what safebuild keeps beside it of the one before, and the cache."""
        return (self.output, self.output.with_name(f".{self.output.name}.spare"), self._cache)

    @property
    def _cache(self) -> Path:
        return self.folder / f"{self.name}-cache"

    @property
    def template(self) -> Path:
        """The file that is a part of every page."""
        folder = self.folder / "theme" / "templates"
        footer = folder / "partials" / "footer.html"
        return footer if footer.is_file() else folder / "base.html"

    @property
    def _content(self) -> Path:
        """The posts' folder, of all variants."""
        return self.folder / "content"

    def _write(self, files: Mapping[str, str | bytes]) -> None:
        if self._content.is_dir():
            return
        for folder in {self._content / Path(name).parent for name in files}:
            folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            data = text.encode() if isinstance(text, str) else text
            (self._content / name).write_bytes(data)

    def _copy_theme(self, theme: Path) -> None:
        if not (self.folder / "theme").is_dir():
            shutil.copytree(theme, self.folder / "theme")


class Jobshower(Pelican):
    """The product as it is shipped: all its plugins, checks, staging, verification, leak guard."""

    name = "jobshower"
    title = "Jobshower"
    starter = PELICAN

    @classmethod
    def version(cls) -> str:
        """Of what is checked out here."""
        return revision()


class Unchecked(Jobshower):
    """Without safebuild: nothing is checked, staged, verified or guarded."""

    variant = True
    name = "unchecked"
    title = "Jobshower, safebuild off"

    def overrides(self) -> dict[str, Any]:
        """Pelican's own class, and the plugins that are left."""
        return {"PELICAN_CLASS": "pelican.Pelican", "PLUGINS": _plugins(without="safebuild")}


class Unhurried(Jobshower):
    """Without fastbuild: one process, and nothing kept."""

    variant = True
    name = "unhurried"
    title = "Jobshower, fastbuild off"
    starter = Pelican.starter

    def overrides(self) -> dict[str, Any]:
        """The plugins that are left."""
        return {"PLUGINS": _plugins(without="fastbuild")}


class Searched(Jobshower):
    """With the index for searching, which no other engine makes."""

    variant = True
    name = "searched"
    title = "Jobshower, search on"

    def overrides(self) -> dict[str, Any]:
        """As the settings have it that are shipped."""
        return {"SEARCH": True}


def _plugins(without: str) -> list[str]:
    sys.path.insert(0, str(ROOT))
    try:
        from pelicanconf import PLUGINS  # noqa: PLC0415 (only where it is used)
    finally:
        sys.path.remove(str(ROOT))
    return [name for name in PLUGINS if name != without]


def post_text(post: Post) -> str:
    """A post as Pelican reads it."""
    fields = {
        "Title": post.title,
        "Date": f"{post.date:%Y-%m-%d %H:%M}",
        "Slug": post.slug,
        "Category": post.category,
        "Tags": ", ".join(post.tags),
        "Summary": post.summary,
    }
    return pelican_source(fields, post.body)


def pelican_source(fields: Mapping[str, str], body: str) -> str:
    """A file with Pelican's front matter."""
    return "\n".join(f"{key}: {value}" for key, value in fields.items()) + f"\n\n{body}\n"
