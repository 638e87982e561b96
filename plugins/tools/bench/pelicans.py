"""Jobshower, the same without one of its parts, and plain Pelican: one Python, theme, content."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..starting import PELICAN
from .engines import BENCHMARKS, STANDS, Engine, Page, Site
from .posts import NEWEST, Post

__all__ = ["VARIANTS", "Jobshower", "Plain", "Searched", "Unchecked", "Unhurried"]

ROOT = Path(__file__).resolve().parents[3]
BARE = BENCHMARKS / "pelican"

# The source of a feed that plain Pelican has no setting for.
_FEED = (
    '{{% with name = "{name}", items = {items} %}}'
    '{{% include "plain/feed.{format}" %}}{{% endwith %}}\n'
)
_FILED = '{{% for group, filed in {groups} if group.slug == "{slug}" %}}{feed}{{% endfor %}}'
_WEEKS = 'pages|selectattr("template", "equalto", "week")|sort(attribute="url", reverse=true)|list'


class _Pelican(Engine):
    """A build by Pelican's command. All variants share the folder, but output and cache."""

    content = "content"
    starter: Sequence[str] = (sys.executable, "-m", "pelican")

    def overrides(self) -> dict[str, Any]:
        """Settings besides those of `benchconf.py`."""
        return {}

    def prepare(self, site: Site) -> None:
        """Write posts and theme, unless another variant has."""
        posts = self.folder / "content" / "posts"
        if not posts.is_dir():
            posts.mkdir(parents=True)
            for post in site.posts:
                self.source(post).write_text(_text(post), "utf-8")
            shutil.copytree(BARE / "theme", self.folder / "theme")

    def command(self) -> list[str]:
        """Pelican's, with everything said that is wrong."""
        words = [*self.starter, self.content, "-s", str(BARE / "benchconf.py")]
        words += ["-o", f"{self.name}-output", "-t", "theme", "--fatal", "errors", "-e"]
        settings = {"CACHE_PATH": str(self._cache), **self.overrides()}
        return [*words, *(f"{key}={json.dumps(value)}" for key, value in settings.items())]

    @property
    def output(self) -> Path:
        """Each variant has one of its own."""
        return self.folder / f"{self.name}-output"

    @property
    def made(self) -> tuple[Path, ...]:
        """The output and the cache."""
        return (self.output, self._cache)

    @property
    def _cache(self) -> Path:
        return self.folder / f"{self.name}-cache"

    def source(self, post: Post) -> Path:
        """Its name has no date, as `Date:` is there."""
        return self.folder / "content" / "posts" / f"{post.slug}.md"

    @property
    def template(self) -> Path:
        """What all others extend."""
        return self.folder / "theme" / "templates" / "base.html"


class Jobshower(_Pelican):
    """The product as it is shipped: all its plugins, checks, staging, verification, leak guard."""

    name = "jobshower"
    title = "Jobshower"
    starter = PELICAN

    @classmethod
    def version(cls) -> str:
        """Of what is checked out here."""
        words = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
        try:
            done = subprocess.run(words, capture_output=True, encoding="utf-8", check=True)
        except (OSError, subprocess.CalledProcessError):
            return "unknown"
        return done.stdout.strip()


class Unchecked(Jobshower):
    """Without safebuild: nothing is checked, staged, verified or guarded."""

    name = "unchecked"
    title = "Jobshower, safebuild off"

    def overrides(self) -> dict[str, Any]:
        """Pelican's own class, and the plugins that are left."""
        return {"PELICAN_CLASS": "pelican.Pelican", "PLUGINS": _plugins(without="safebuild")}


class Unhurried(Jobshower):
    """Without fastbuild: one process, and nothing kept."""

    name = "unhurried"
    title = "Jobshower, fastbuild off"
    starter = _Pelican.starter

    def overrides(self) -> dict[str, Any]:
        """The plugins that are left."""
        return {"PLUGINS": _plugins(without="fastbuild")}


class Searched(Jobshower):
    """With the index for searching, which no other engine makes."""

    name = "searched"
    title = "Jobshower, search on"

    def overrides(self) -> dict[str, Any]:
        """As the settings have it that are shipped."""
        return {"SEARCH": True}


class Plain(_Pelican):
    """Pelican alone."""

    name = "plain"
    title = "Pelican"
    content = "plain-content"

    @classmethod
    def version(cls) -> str:
        """Of the package."""
        return version("pelican")

    def overrides(self) -> dict[str, Any]:
        """No plugins, and feeds by its own settings or, where it has none, by templates."""
        feeds = {"FEED": "posts", "FEED_ALL": "everything"}
        feeds |= {"TAG_FEED": "tags/{slug}", "CATEGORY_FEED": "categories/{slug}"}
        settings: dict[str, Any] = {"PLUGINS": [], "PELICAN_CLASS": "pelican.Pelican"}
        for kind in ("atom", "rss"):
            settings |= {
                f"{name}_{kind.upper()}": f"feeds/{path}.{kind}.xml" for name, path in feeds.items()
            }
        sources = self.folder / self.content / "feeds"
        names = sorted(path.relative_to(sources).as_posix() for path in sources.rglob("*.*"))
        settings["TEMPLATE_PAGES"] = {f"feeds/{name}": f"feeds/{name}" for name in names}
        return settings | {"RSS_FEED_SUMMARY_ONLY": False}

    def prepare(self, site: Site) -> None:
        """Write what Jobshower has by itself: its standing pages, weeks, and more feeds."""
        super().prepare(site)
        folder = self.folder / self.content
        (folder / "pages").mkdir(parents=True)
        (folder / "posts").symlink_to(self.folder / "content" / "posts")
        pages = [*site.pages, Page("roundups/", "Roundups", NEWEST.date())]
        for page in pages:
            (folder / "pages" / f"{page.url.strip('/').replace('/', '-')}.md").write_text(
                _page_text(page), "utf-8"
            )
        for name, text in _feeds(site).items():
            path = folder / "feeds" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


VARIANTS = (Jobshower, Unchecked, Unhurried, Searched, Plain)


def _plugins(without: str) -> list[str]:
    sys.path.insert(0, str(ROOT))
    try:
        from pelicanconf import PLUGINS  # noqa: PLC0415 (only where it is used)
    finally:
        sys.path.remove(str(ROOT))
    return [name for name in PLUGINS if name != without]


def _text(post: Post) -> str:
    fields = {
        "Title": post.title,
        "Date": f"{post.date:%Y-%m-%d %H:%M}",
        "Slug": post.slug,
        "Category": post.category,
        "Tags": ", ".join(post.tags),
        "Summary": post.summary,
    }
    return _source(fields, post.body)


def _page_text(page: Page) -> str:
    fields = {
        "Title": page.title,
        "Date": str(page.date),
        "Url": page.url,
        "Save_as": page.url if page.url.endswith(".html") else f"{page.url}index.html",
        "Template": "week" if page.week else "weeks" if page.url == "roundups/" else "page",
        "Summary": STANDS,
    }
    return _source(fields, STANDS)


def _source(fields: Mapping[str, str], body: str) -> str:
    return "\n".join(f"{key}: {value}" for key, value in fields.items()) + f"\n\n{body}\n"


def _feeds(site: Site) -> Mapping[str, str]:
    """Sources of templated pages: JSON of all feeds, and every form of the weeks'."""
    formats = {"json": "json", "atom": "atom.xml", "rss": "rss.xml"}
    found = {
        f"roundups.{ending}": _FEED.format(name="Roundups", items=f"({_WEEKS})[:10]", format=ending)
        for ending in formats.values()
    }
    for name, title in (("everything", "Everything"), ("posts", "Posts")):
        found[f"{name}.json"] = _FEED.format(name=title, items="articles[:10]", format="json")
    for groups, names in (("tags", site.tags), ("categories", site.categories)):
        for name in names:
            feed = _FEED.format(name=name, items="filed[:10]", format="json")
            slug = name.lower()
            found[f"{groups}/{slug}.json"] = _FILED.format(groups=groups, slug=slug, feed=feed)
    return found
