"""The theme's style sheets without what only those who write them need.

    PLUGINS = [..., "minify"]

Comments and spaces go when a site is finished; `/*! … */` stays. It holds for any Pelican theme.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rcssmin
from pelican.plugins import signals

__all__ = ["register"]


# For safebuild: where no file has changed, there is nothing to do.
builds_from_files = True


def register() -> None:
    """Connect to Pelican."""
    signals.finalized.connect(_minify)


def _minify(pelican: Any) -> None:
    folder = Path(pelican.settings["OUTPUT_PATH"], pelican.settings["THEME_STATIC_DIR"])
    for file in folder.rglob("*.css"):
        text = file.read_text("utf-8")
        file.write_text(rcssmin.cssmin(text, keep_bang_comments=True), "utf-8", newline="\n")


# For fastbuild: the style sheets are no pages.
_minify.leaves_pages = True  # type: ignore[attr-defined]
