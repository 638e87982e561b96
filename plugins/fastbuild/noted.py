"""Which pages can be noted, to be rendered later, and what of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator
from pelican.paginator import Paginator
from pelican.plugins import signals

from .page import Page

__all__ = ["list_page", "renders_later", "together"]

# Pelican's own generators, and the signals at which something might look at their pages.
_KNOWN: Mapping[type, tuple[Any, ...]] = {
    ArticlesGenerator: (signals.article_generator_write_article, signals.article_writer_finalized),
    PagesGenerator: (signals.page_generator_write_page, signals.page_writer_finalized),
    StaticGenerator: (),
}


def together(pages: list[Page]) -> list[Page]:
    """The pages with one shared context where that is possible: some are made of a copy of it."""
    if not pages:
        return []
    most = Counter(id(page.shared) for page in pages).most_common(1)[0][0]
    shared = next(page.shared for page in pages if id(page.shared) == most)
    return [page.over(shared) for page in pages]


def list_page(
    kwargs: Mapping[str, Any], paginators: Mapping[str, Paginator], number: int
) -> dict[str, Any]:
    """The variables of one page of a list. All lists' pages at once would fill memory."""
    local = dict(kwargs)
    for key, paginator in paginators.items():
        last = number == paginator.num_pages
        local[f"{key}_paginator"] = paginator
        local[f"{key}_page"] = paginator.page(number)
        local[f"{key}_previous_page"] = paginator.page(number - 1) if number > 1 else None
        local[f"{key}_next_page"] = None if last else paginator.page(number + 1)
    return local


def renders_later(generator: Any) -> bool:
    """Whether a generator's pages may be rendered after it has written them."""
    declared = getattr(type(generator), "renders_later", None)
    if declared is not None:
        return bool(declared)
    return any(
        type(generator).generate_output is known.generate_output
        and not any(signal.receivers for signal in looked_at)
        for known, looked_at in _KNOWN.items()
    )
