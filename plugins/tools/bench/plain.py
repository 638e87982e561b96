"""Pelican alone, from the same content by the same theme; and no more than its modules."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from .engines import STANDS, Engine, Page, Site
from .pelicans import Pelican, pelican_source
from .posts import NEWEST

__all__ = ["Import", "Plain"]

# The source of a feed that plain Pelican has no setting for.
_FEED = (
    '{{% with name = "{name}", items = {items} %}}'
    '{{% include "plain/feed.{format}" %}}{{% endwith %}}\n'
)
_FILED = '{{% for group, filed in {groups} if group.slug == "{slug}" %}}{feed}{{% endfor %}}'
_WEEKS = 'pages|selectattr("template", "equalto", "week")|sort(attribute="url", reverse=true)|list'


class Plain(Pelican):
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


class Import(Engine):
    """No build at all: what Pelican's own modules cost each of them."""

    variant = True
    writes = False
    name = "import"
    title = "import pelican"

    @classmethod
    def version(cls) -> str:
        """Pelican's."""
        return Plain.version()

    def prepare(self, site: Site) -> None:
        """Nothing but a place."""
        del site
        self.folder.mkdir(parents=True)

    def command(self) -> list[str]:
        """What the target for the start names."""
        return [sys.executable, "-c", "import pelican"]


def _page_text(page: Page) -> str:
    fields = {
        "Title": page.title,
        "Date": str(page.date),
        "Url": page.url,
        "Save_as": page.url if page.url.endswith(".html") else f"{page.url}index.html",
        "Template": "week" if page.week else "weeks" if page.url == "roundups/" else "page",
        "Summary": STANDS,
    }
    return pelican_source(fields, STANDS)


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
            found[f"{groups}/{name}.json"] = _FILED.format(groups=groups, slug=name, feed=feed)
    return found
