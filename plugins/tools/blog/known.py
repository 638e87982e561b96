"""What a site has already, where a blog is to be brought in."""

from __future__ import annotations

from datetime import datetime

from jobshower.kinds import KINDS
from jobshower.pages import PAGES
from tools.newfile import one_line
from tools.site import Site

from .export import Entry

__all__ = ["Known", "reserved"]


class Known:
    """What the site has already, so that a second import adds only what is new."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._items = {kind: site.items(kind) for kind in ("post", "page")}
        self._ids = {item.record.id: item.source for item in self._items["post"] if item.record.id}
        self._dated = {
            (item.record.title, item.moment): item.source for item in self._items["post"]
        }
        self._pages = {item.record.title: item.source for item in self._items["page"]}

    def slugs(self, kind: str) -> set[str]:
        """The addresses that are taken."""
        return {item.record.slug or item.slug for item in self._items[kind]}

    def find(self, entry: Entry, moment: datetime | None) -> str:
        """The file that an entry is already, or ""."""
        title = one_line(entry.title)
        if entry.kind == "page":
            return self._pages.get(title, "")
        if entry.id in self._ids:
            return self._ids[entry.id]
        cut = moment.replace(microsecond=0) if moment else None
        return self._dated.get((title, cut), "") if cut and title else ""


def reserved(site: Site) -> set[str]:
    """The paths of the pages that this site has of its own."""
    settings = site.settings
    names = (f"{name.upper()}_SAVE_AS" for name in settings["DIRECT_TEMPLATES"])
    return {
        *(str(settings[name]) for name in names if settings.get(name)),
        *(page.save_as for page in PAGES),
        *(f"{kind.folder}/index.html" for kind in KINDS),
        "feeds/index.html",
        "drafts/index.html",
    }
