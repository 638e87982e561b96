"""Every setting of this plugin with its one default."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

__all__ = ["DEFAULTS", "apply_defaults"]

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        # Whether there is a search at all.
        "SEARCH": True,
        # The folder of the index, below the output folder.
        "SEARCH_INDEX": "pagefind",
    }
)

# The page on which one searches, by the settings that Pelican has for each of DIRECT_TEMPLATES.
_PAGE = MappingProxyType({"SEARCH_URL": "search/", "SEARCH_SAVE_AS": "search/index.html"})


def apply_defaults(settings: dict[str, Any]) -> None:
    """Fill in what the site's own settings leave out."""
    for name, value in {**DEFAULTS, **_PAGE}.items():
        settings.setdefault(name, value)
