"""Pages that somebody looks at are shown before all others are rendered.

A process that builds a preview again and again says in its memory which pages a browser has open
(`open_pages`, names of files below the output folder), and takes them (`show(name, data)`). They
are rendered again in their turn, and what goes wrong is told then.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from .page import Page, heard

__all__ = ["show_early"]

_MEMORY = "kept_in_memory"


def show_early(page: Page, name: str, settings: Mapping[str, Any]) -> None:
    """Render a page now, if somebody looks at it."""
    memory = settings.get(_MEMORY) or {}
    if name.replace("\\", "/") not in memory.get("open_pages", ()):
        return
    with heard(), suppress(Exception):
        memory["show"](name, page.render().encode("utf-8"))
