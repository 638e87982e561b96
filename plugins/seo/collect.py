"""What is known of all pages, put into Pelican's context before any of them is written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .contents import content_pages, linked_file, list_pages
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
    told: list[SeoPage] = [*list_pages(context), *content_pages(context, usable)]
    for _, pages in seo_pages.send(context):
        told += pages or ()
    context["seo"] = Seo(settings, _by_file(told), _pictures(settings), _picture(context))


def _by_file(told: Iterable[SeoPage]) -> dict[str, SeoPage]:
    pages: dict[str, SeoPage] = {}
    for page in told:
        known = pages.get(page.save_as)
        pages[page.save_as] = merge(known, page) if known else page
    return pages


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
