"""Every setting of this plugin with its one default."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

__all__ = ["DEFAULTS", "apply_defaults"]

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        # Whether `style` in a text stays. Where the site's Content-Security-Policy lets none
        # work, False takes it out and says so.
        "INLINE_STYLES": True,
    }
)


def apply_defaults(settings: dict[str, Any]) -> None:
    """Fill in what the site's own settings leave out."""
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
