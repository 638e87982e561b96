"""Pictures in the sizes and formats that browsers want, made at build time, for any Pelican site.

PLUGINS = [..., "images"]

Every picture of the site's own in a text gets its size, loads when it is needed, and comes in
several widths as AVIF and WebP. What was made is kept in Pelican's CACHE_PATH.
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

from .generator import ImagesGenerator, show_pictures  # noqa: E402
from .settings import prepare  # noqa: E402

__all__ = ["register"]


def get_generators(pelican: object) -> type[ImagesGenerator]:
    """Hand Pelican the generator that writes what was made."""
    del pelican
    return ImagesGenerator


# For safebuild: where no file has changed, there is nothing to do.
builds_from_files = True


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.get_generators.connect(get_generators)
    signals.all_generators_finalized.connect(show_pictures)
