"""A published site that is small enough to be deployed a hundred times, and its readers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from safebuild.receipt import write_receipt
from tools.console import Console
from tools.deploy.command import deploy

SITE = "https://nora.example"
CONF = f"""
PATH = "content"
THEME = "theme"
OUTPUT_PATH = "output"
CACHE_PATH = "cache"
SITENAME = "Nora"
SITEURL = {SITE!r}
FEED_DOMAIN = SITEURL
TIMEZONE = "UTC"
TODAY = "2009-08-28"
"""


def site_files(posts: int, word: str = "work") -> dict[str, str]:
    """A site of which everything leads to everything, as blogs do."""
    slugs = [f"post-{number}" for number in range(posts)]
    files = {
        f"posts/{slug}/index.html": f'<p>{word}</p><a href="/">home</a>'
        f'<a href="/posts/{other}/">next</a><img src="/images/{slug}.png">'
        for slug, other in zip(slugs, [*slugs[1:], *slugs[:1]], strict=True)
    }
    files |= {f"images/{slug}.png": f"picture of {slug}" for slug in slugs}
    links = "".join(f'<a href="/posts/{slug}/">{slug}</a>' for slug in slugs)
    files["index.html"] = f'<link href="/css/site.css"><a href="/archives/">all</a>{links}'
    files["archives/index.html"] = links + '<a href="/feeds/posts.atom.xml">feed</a>'
    files["feeds/posts.atom.xml"] = "".join(f'<link href="/posts/{slug}/"/>' for slug in slugs)
    files["sitemap.xml"] = "".join(f"<loc href='/posts/{slug}/'/>" for slug in slugs)
    files["css/site.css"] = "p {}"
    return files


def broken_links(there: Mapping[str, str]) -> set[str]:
    """The links that a reader meets, from the home page and the feed on, and that lead nowhere."""
    broken: set[str] = set()
    seen: set[str] = set()
    todo = [name for name in ("index.html", "feeds/posts.atom.xml", "sitemap.xml") if name in there]
    while todo:
        name = todo.pop()
        for link in re.findall(r"""(?:href|src)=["']/([^"']*)""", there[name]):
            path = f"{link}index.html" if not link or link.endswith("/") else link
            if path not in there:
                broken.add(path)
            elif path not in seen:
                seen.add(path)
                todo.append(path)
    return broken


def below(folder: Path) -> dict[str, str]:
    """The texts of all files below a folder, but for our own list of them."""
    return {name: text for name, text in _files(folder) if name != ".deployed.json"}


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_text("utf-8")


@dataclass
class DeploySite:
    """A project's folder in which `publish` puts files, as a build would."""

    root: Path
    to: str = ""
    files: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("content", "theme", "output"):
            (self.root / name).mkdir(parents=True)
        self.conf("")

    def conf(self, more: str) -> None:
        """Write the settings."""
        (self.root / "publishconf.py").write_text(CONF + more, "utf-8")

    def publish(self, files: Mapping[str, str], site: str = SITE) -> None:
        """What a build with all checks leaves: the site, and its receipt."""
        output = self.root / "output"
        shutil.rmtree(output)
        self.files = dict(files)
        for name, text in files.items():
            path = output / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        write_receipt(self.root / "cache" / "published.json", output, {"SITEURL": site})

    def deploy(self, to: str = "", **options: bool) -> int:
        """What `invoke deploy` does, with nobody there to be asked."""
        console = Console(yes=True)
        return deploy(self.root, "publishconf.py", console, to=to or self.to, **options)
