"""What makes a text good to read, for any Pelican site: its Markdown, and what stands around it.

PLUGINS = [..., "reading"]
"""

from __future__ import annotations

import sys
from pathlib import Path

from pelican.plugins import signals

# Pelican finds a plugin in PLUGIN_PATHS without making its neighbours importable, and
# `problems` is one.
_PLUGINS = str(Path(__file__).resolve().parent.parent)
if _PLUGINS not in sys.path:
    sys.path.append(_PLUGINS)

from .hooks import describe, link_articles, look_through, prepare  # noqa: E402

__all__ = ["register"]


# For safebuild: where no file has changed, there is nothing to do.
builds_from_files = True


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.content_object_init.connect(look_through)
    signals.article_generator_finalized.connect(link_articles)
    signals.all_generators_finalized.connect(describe)
