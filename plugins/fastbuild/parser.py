"""Markdown's parsers, made without what takes long to import."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from .distributions import entry_points

if TYPE_CHECKING:
    from markdown import Markdown

__all__ = ["new_parser"]


def new_parser(**options: Any) -> Markdown:
    """As `Markdown`, which is imported by the first."""
    from markdown import Markdown, util  # noqa: PLC0415 (takes a while)

    stock = getattr(util, "get_installed_extensions", None)
    # Who has asked already has imported what is to be avoided.
    if hasattr(stock, "cache_info") and not stock.cache_info().currsize:
        util.get_installed_extensions = _extensions
    return Markdown(**options)


@cache
def _extensions() -> list[Any]:
    return entry_points("markdown.extensions")
