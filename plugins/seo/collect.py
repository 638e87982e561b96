"""What is known of all pages, put into Pelican's context before any of them is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from sys import intern
from typing import Any

from pelican.contents import Content

from .contents import ContentPages, contents, linked_file, list_pages
from .head import Seo, plain
from .page import Picture, SeoPage, merge
from .pictures import Pictures
from .settings import COLORS, file_of
from .signals import seo_pages

__all__ = ["collect"]

_FONT = Path(__file__).with_name("fonts") / "besley-600.ttf"


def collect(generators: list[Any]) -> None:
    """Fill `seo` in the context (receiver of `all_generators_finalized`)."""
    context, settings = generators[0].context, generators[0].settings
    usable = _usable if settings["SEO_PICTURES"] else _none
    pages = Pages(ContentPages(context, usable))
    for page in list_pages(context):
        pages.add(page)
    for content in contents(context):
        pages.add_content(content)
    for _, told in seo_pages.send(context):
        for page in told or ():
            pages.add(page)
    context["seo"] = Seo(settings, pages, _pictures(settings), _picture(context))


class Pages(Mapping[str, SeoPage]):
    """What is known of all pages, by their files.

    Of a content it is put together whenever somebody asks, since that of all would fill memory.
    """

    def __init__(self, of_content: Callable[[Content], SeoPage]) -> None:
        self._of_content = of_content
        self._known: dict[str, SeoPage | Content] = {}

    def add(self, page: SeoPage) -> None:
        """Somebody knows this; of a page that is known, it is added."""
        known = self.get(page.save_as)
        self._known[page.save_as] = merge(known, page) if known else page

    def add_content(self, content: Content) -> None:
        """It has a page."""
        name = intern(content.save_as)
        if name in self._known:
            self.add(self._of_content(content))
        else:
            self._known[name] = content

    def __getitem__(self, name: str) -> SeoPage:
        known = self._known[name]
        return known if isinstance(known, SeoPage) else self._of_content(known)

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def _pictures(settings: Any) -> Pictures | None:
    if not settings["SEO_PICTURES"]:
        return None
    cache = settings.get("CACHE_PATH")
    return Pictures(
        site=plain(settings["SITENAME"]),
        font=file_of(settings, "SEO_FONT") if settings["SEO_FONT"] else _FONT,
        colors={**COLORS, **settings["SEO_COLORS"]},
        cache=Path(cache) if cache else None,
    )


def _picture(context: Any) -> Picture:
    """The site's own: its name, and what it says of itself."""
    name = plain(context["SITENAME"])
    own = linked_file(str(context["SEO_IMAGE"]), context) or (
        str(file_of(context, "SEO_IMAGE")) if context["SEO_IMAGE"] else ""
    )
    return Picture(title=name, note=plain(context.get("SITESUBTITLE") or ""), photo=own, alt=name)


def _usable(path: Path) -> bool:
    from .photo import usable  # noqa: PLC0415 (only a post with a picture of its own asks)

    return usable(path)


def _none(path: Path) -> bool:
    del path
    return False
