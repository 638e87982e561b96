"""The plugin's settings and the site's absolute address."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from problems import Problem, check_settings, tell

__all__ = ["COLORS", "DEFAULTS", "file_of", "prepare", "site_address"]

COLORS: Mapping[str, str] = MappingProxyType(
    {
        "paper": "#f8f2e4",
        "card": "#fffdf8",
        "ink": "#26221f",
        "soft": "#5f5549",
        "accent": "#a62f1f",
        "good": "#2b6237",
        "claimed": "#b06a12",
        "line": "#dccfb8",
        "rule": "#c6d7e6",
        "head": "#d2513f",
    }
)

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        # Whether a picture of 1200 x 630 is drawn for each page that has a title of its own.
        "SEO_PICTURES": True,
        # The font of pictures, a TrueType or OpenType file, where the plugin's own (Latin) will
        # not do; seen from the folder around the content.
        "SEO_FONT": "",
        # Colours other than those of the theme: {"paper": "#ffffff"}.
        "SEO_COLORS": COLORS,
        # The picture of pages that have none of their own; "" draws one with the site's name.
        "SEO_IMAGE": "",
        # The author's address in the Fediverse, "@nora@social.example", for its previews.
        "SEO_CREATOR": "",
        # Lines of robots.txt about robots that are not welcome: ["User-agent: X", "Disallow: /"].
        "SEO_ROBOTS": (),
    }
)


def prepare(pelican: Any) -> None:
    """Apply the defaults, and tell what cannot be used (receiver of `initialized`)."""
    settings = pelican.settings
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    problems = check_settings(settings, DEFAULTS)
    problems += _check(settings)
    tell(settings, problems)


def site_address(settings: Mapping[str, Any]) -> str:
    """The absolute address of the site, without a final slash; "" where none is known.

    Cards and sitemaps need whole addresses in a preview, too: those that will be published.
    """
    for name in ("SITEURL", "FEED_DOMAIN"):
        address = str(settings.get(name) or "").rstrip("/")
        if address.startswith("//"):
            return f"https:{address}"
        if address.startswith(("http://", "https://")):
            return address
    return ""


def file_of(settings: Mapping[str, Any], name: str) -> Path:
    """The file that SEO_FONT or SEO_IMAGE names."""
    content = Path(settings["PATH"])
    return Path(content if name == "SEO_IMAGE" else content.parent, settings[name])


def _check(settings: Mapping[str, Any]) -> Iterator[Problem]:
    def problem(field: str, value: object, message: str, hint: str) -> Problem:
        return Problem(file="settings", field=field, value=str(value), message=message, hint=hint)

    for name in ("SEO_FONT", "SEO_IMAGE"):
        value = settings[name]
        if isinstance(value, str) and value and not file_of(settings, name).is_file():
            folder = "folder around the content" if name == "SEO_FONT" else "content folder"
            hint = f"write its path as seen from the {folder}"
            yield problem(name, value, "There is no such file.", hint)
    colors = settings["SEO_COLORS"]
    if not isinstance(colors, Mapping):
        hint = 'write SEO_COLORS = {"paper": "#ffffff"}'
        yield problem("SEO_COLORS", colors, "This is not a dictionary of colours.", hint)
        return
    for name, value in colors.items():
        if name not in COLORS:
            hint = f"the colours are {', '.join(COLORS)}"
            yield problem("SEO_COLORS", name, "There is no such colour.", hint)
        elif not re.fullmatch(r"#[0-9a-fA-F]{6}", str(value)):
            yield problem("SEO_COLORS", value, "This is not a colour.", "write one as in #a62f1f")
    creator = settings["SEO_CREATOR"]
    if isinstance(creator, str) and creator and not re.fullmatch(r"@[^@\s]+@[^@\s]+", creator):
        hint = "write it as in @nora@social.example"
        yield problem("SEO_CREATOR", creator, "This is not an address in the Fediverse.", hint)
    if settings["SEO_PICTURES"] is True and not importlib.util.find_spec("PIL"):
        hint = "install Pillow, or write SEO_PICTURES = False"
        yield problem("SEO_PICTURES", True, "Pictures are drawn by Pillow, which is missing.", hint)
