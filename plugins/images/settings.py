"""Every setting of this plugin with its one default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from problems import Problem, check_settings, tell

__all__ = ["DEFAULTS", "FORMATS", "prepare"]

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        # How wide copies of a picture are, in pixels; none is wider than the picture itself.
        "IMAGE_WIDTHS": (480, 800, 1200, 1600),
        # In which formats they are made, the one that browsers are to prefer first.
        "IMAGE_FORMATS": ("avif", "webp"),
        # How wide the theme shows a picture, as HTML's `sizes`.
        "IMAGE_SIZES": "(min-width: 40rem) 37rem, 100vw",
        # The folder of the site into which they are written.
        "IMAGE_PATH": "images/sized",
    }
)

FORMATS = MappingProxyType({"avif": "image/avif", "webp": "image/webp"})
"""What can be made: its name and its media type."""


def prepare(pelican: Any) -> None:
    """`initialized`: the settings' defaults, and what is wrong with them."""
    settings = pelican.settings
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    tell(settings, _check(settings))


def _check(settings: Mapping[str, Any]) -> Iterator[Problem]:
    yield from (p for p in check_settings(settings, DEFAULTS) if p.field != "IMAGE_WIDTHS")
    widths, formats = settings["IMAGE_WIDTHS"], settings["IMAGE_FORMATS"]
    listed = isinstance(widths, list | tuple)
    if not listed or not all(type(width) is int and 0 < width <= 10_000 for width in widths):  # noqa: PLR2004
        message, hint = "These are not widths in pixels.", "write IMAGE_WIDTHS = [480, 800, 1200]"
        yield _problem("IMAGE_WIDTHS", widths, message, hint)
    if isinstance(formats, list | tuple):
        for name in formats:
            if name not in FORMATS:
                message = f"“{name}” is no format that is made here."
                yield _problem("IMAGE_FORMATS", name, message, f"they are {', '.join(FORMATS)}")


def _problem(field: str, value: Any, message: str, hint: str) -> Problem:
    return Problem(file="settings", field=field, value=repr(value), message=message, hint=hint)
