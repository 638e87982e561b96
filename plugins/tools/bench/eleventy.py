"""Eleventy, with the same pages from Nunjucks templates."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from .engines import BENCHMARKS, Engine, Site, yaml_page, yaml_post
from .posts import Post

__all__ = ["Eleventy"]


class Eleventy(Engine):
    """Found on the PATH, or by the environment's ELEVENTY, which names its `cmd.cjs`."""

    name = "eleventy"
    title = "Eleventy"
    install = (
        "npm install @11ty/eleventy, and ELEVENTY=node_modules/@11ty/eleventy/cmd.cjs "
        "in the environment"
    )

    @classmethod
    def missing(cls) -> bool:
        """Whether there is no program."""
        return not _program()

    @classmethod
    def version(cls) -> str:
        """As it says."""
        done = subprocess.run([*_program(), "--version"], capture_output=True, check=True)
        return done.stdout.decode().strip()

    def prepare(self, site: Site) -> None:
        """Posts, and a file for each other page."""
        shutil.copytree(BENCHMARKS / "eleventy", self.folder)
        content = self.folder / "content"
        (content / "roundups").mkdir()
        for post in site.posts:
            # Its own word for collections is `tags`, which it would make once more.
            text = yaml_post(post, categories=[post.category], labels=list(post.tags))
            self._source(post).write_text(text, "utf-8")
        self.edited = self._source(site.middle)
        for page in site.pages:
            name = page.url.strip("/").removesuffix(".html")
            link = page.url if page.url.endswith(".html") else f"{page.url}index.html"
            text = yaml_page(page, layout="page.njk", permalink=link)
            (content / f"{name}.md").write_text(text, "utf-8")

    def command(self) -> list[str]:
        """A build without words."""
        return [*_program(), "--quiet"]

    @property
    def template(self) -> Path:
        """What all others extend."""
        return self.folder / "templates" / "base.njk"

    def _source(self, post: Post) -> Path:
        return self.folder / "content" / "posts" / f"{post.slug}.md"


def _program() -> list[str]:
    node, script = shutil.which("node"), Path(os.environ.get("ELEVENTY", ""))
    if node and script.is_file():
        return [node, str(script.resolve())]
    program = shutil.which("eleventy")
    return [program] if program else []
