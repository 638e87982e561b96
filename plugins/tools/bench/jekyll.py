"""Jekyll, with the same pages from Liquid templates, and the usual plugin for pagination."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from .engines import BENCHMARKS, Engine, Site, yaml_page, yaml_post
from .posts import Post

__all__ = ["Jekyll"]

_FORMATS = {"rss.xml": "rss", "atom.xml": "atom", "json": "json"}


class Jekyll(Engine):
    """Debian's."""

    name = "jekyll"
    title = "Jekyll"
    install = "apt install jekyll ruby-jekyll-paginate-v2 (Debian, Ubuntu)"

    @classmethod
    def missing(cls) -> bool:
        """Whether the program or the plugin is not there."""
        ruby = shutil.which("ruby")
        if not (ruby and shutil.which("jekyll")):
            return True
        words = [ruby, "-e", "gem 'jekyll-paginate-v2'"]
        return subprocess.run(words, capture_output=True, check=False).returncode != 0

    @classmethod
    def version(cls) -> str:
        """The number alone."""
        done = subprocess.run([_program(), "--version"], capture_output=True, check=True)
        return done.stdout.decode().split()[-1]

    def prepare(self, site: Site) -> None:
        """Posts, a file for each other page, and one for each feed."""
        shutil.copytree(BENCHMARKS / "jekyll", self.folder)
        (self.folder / "_posts").mkdir()
        (self.folder / "_roundups").mkdir()
        for post in site.posts:
            text = yaml_post(post, categories=[post.category], tags=list(post.tags))
            self._source(post).write_text(text, "utf-8")
        self.edited = self._source(site.middle)
        for page in site.pages:
            name = page.url.strip("/").removesuffix(".html")
            if page.week:
                path, more = self.folder / f"_{name}.md", {}
            else:
                path = self.folder / f"{name}.md"
                more = {"layout": "page", "permalink": f"/{page.url}"}
            path.write_text(yaml_page(page, **more), "utf-8")
        kinds = {"everything": ["Everything"], "posts": ["Posts"], "roundups": ["Roundups"]}
        for kind, names in {**kinds, "tags": site.tags, "categories": site.categories}.items():
            for name in names:
                path = kind if kind in kinds else f"{kind}/{name}"
                self._write_feed(path, kind, name)

    def command(self) -> list[str]:
        """A build without words."""
        return [_program(), "build", "--quiet", "--destination", "output"]

    @property
    def made(self) -> tuple[Path, ...]:
        """Output, and the cache."""
        return (self.output, self.folder / ".jekyll-cache")

    @property
    def template(self) -> Path:
        """What all others are put into."""
        return self.folder / "_layouts" / "base.html"

    def _write_feed(self, path: str, kind: str, name: str) -> None:
        for ending, layout in _FORMATS.items():
            file = self.folder / "feeds" / f"{path}.{ending}"
            file.parent.mkdir(parents=True, exist_ok=True)
            text = f"---\nlayout: {layout}\nkind: {kind}\ntitle: {name}\n---\n"
            file.write_text(text, "utf-8")

    def _source(self, post: Post) -> Path:
        return self.folder / "_posts" / f"{post.date:%Y-%m-%d}-{post.slug}.md"


def _program() -> str:
    return shutil.which("jekyll") or ""
