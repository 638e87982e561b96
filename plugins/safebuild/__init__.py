"""Nothing broken gets out: all is checked first, staged, verified, and swapped as a whole.

    PLUGINS = [..., "safebuild"]  # the last one
    PELICAN_CLASS = "safebuild.SafePelican"

give any Pelican site that. Pelican looks for the class before it looks for plugins, so the folder
of this one must be on Python's path.
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

from .build import SafePelican  # noqa: E402
from .reading import guard_readers, shorten_slug  # noqa: E402

__all__ = ["SafePelican", "register"]


# For safebuild: where no file has changed, there is nothing to do.
builds_from_files = True


def register() -> None:
    """Connect to Pelican."""
    signals.readers_init.connect(guard_readers)
    signals.content_object_init.connect(shorten_slug)
