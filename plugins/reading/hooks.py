"""What this plugin does at Pelican's signals."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from problems import check_settings, tell

from . import settings as own_settings
from .styles import without_styles

__all__ = ["prepare", "take_styles_out"]

logger = logging.getLogger(__name__)

_EXTENSION = "reading.markdown"


def prepare(pelican: Any) -> None:
    """`initialized`: the settings' defaults, and our Markdown extension beside the site's own."""
    settings = pelican.settings
    own_settings.apply_defaults(settings)
    tell(settings, check_settings(settings, own_settings.DEFAULTS))
    markdown = settings.get("MARKDOWN")
    # What is no dictionary is told by others.
    if isinstance(markdown, dict):
        extensions = list(markdown.get("extensions", ()))
        if _EXTENSION not in extensions:
            settings["MARKDOWN"] = markdown | {"extensions": [*extensions, _EXTENSION]}


def take_styles_out(content: Any) -> None:
    """`content_object_init`: with INLINE_STYLES off, leave out what would not work, and warn."""
    text = content._content  # noqa: SLF001 (before it is there, links are not resolved)
    if not text or content.settings["INLINE_STYLES"] or "style" not in text.lower():
        return
    content._content, styles = without_styles(text)  # noqa: SLF001
    if not styles:
        return
    source = content.get_relative_source_path()
    lines = Path(content.source_path).read_text("utf-8-sig", "replace").splitlines()
    for style in styles:
        line = next((n for n, text in enumerate(lines, 1) if style in text), 0)
        place = f"{source}:{line}" if line else source
        logger.warning(
            "%s: “%s” is left out, since the site lets no style stand in a text. "
            "Give it a class, and write the style into a style sheet of yours.",
            place,
            style,
        )
