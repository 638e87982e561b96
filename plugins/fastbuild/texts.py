"""What Pelican looks for in each text, found sooner where it is not there; and plain dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from pelican import readers, utils
from pelican.contents import Content
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import SafeDatetime

__all__ = ["CLOCK", "get_date", "quicken_texts"]

_stock_alt = readers.find_empty_alt
_stock_links = Content.get_static_links
_stock_update = Content._update_content  # noqa: SLF001 (Pelican has no hook here)
_stock_regex = Content._get_intrasite_link_regex  # noqa: SLF001
_DATE = re.compile(r"([1-9]\d{3})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)


class _Clock:
    """How often a date was read that another day would have made another one: “Monday”."""

    asked = 0


CLOCK = _Clock()
# They have no year, month or day in common.
_DAYS = SafeDatetime(2001, 1, 1), SafeDatetime(2002, 2, 2)


def quicken_texts(pelican: Any) -> None:
    """`initialized`: put these in the places of Pelican's own, unless somebody else has his."""
    del pelican
    _replace(readers, "find_empty_alt", _stock_alt, _find_empty_alt)
    _replace(readers, "get_date", utils.get_date, get_date)
    _replace(Content, "get_static_links", _stock_links, _get_static_links)
    _replace(Content, "_update_content", _stock_update, _update_content)


def _replace(where: Any, name: str, stock: Callable[..., Any], quick: Callable[..., Any]) -> None:
    if getattr(where, name) is stock:
        setattr(where, name, quick)


def get_date(string: str) -> datetime:
    """As Pelican's, of which this is what it says of dates as ISO 8601 writes them."""
    match = _DATE.fullmatch(string)
    if match:
        try:
            return SafeDatetime(*(int(part) for part in match.groups() if part))
        except ValueError:
            pass  # it has its own words for that
    found = utils.get_date(string)
    CLOCK.asked += _needs_today(string)
    return found


def _needs_today(string: str) -> bool:
    from dateutil import parser  # noqa: PLC0415 (takes a while, and few dates need it)

    try:
        first, second = (parser.parse(string, default=day) for day in _DAYS)
    except (ValueError, OverflowError):
        return True  # the 29th of February
    return first != second


def _find_empty_alt(content: str, path: str) -> None:
    if "<img" in content:
        _stock_alt(content, path)


def _get_static_links(self: Content) -> set[str]:
    return set() if _links_nowhere(self, self._content) else _stock_links(self)


def _update_content(self: Content, content: str, siteurl: str) -> str:
    return content if _links_nowhere(self, content) else _stock_update(self, content, siteurl)


def _links_nowhere(self: Content, text: Any) -> bool:
    """Whether a text has nothing of which Pelican's expression could be about."""
    return (
        type(text) is str
        and "{" not in text
        and "|" not in text
        and type(self)._get_intrasite_link_regex is _stock_regex  # noqa: SLF001
        and self.settings["INTRASITE_LINK_REGEX"] == DEFAULT_CONFIG["INTRASITE_LINK_REGEX"]
    )
