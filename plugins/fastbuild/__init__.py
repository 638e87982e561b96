"""The same bytes, sooner: for any Pelican site, `PLUGINS = [..., "fastbuild", "safebuild"]`.

Each Markdown text is converted once and its HTML kept; what is new is converted on all cores.
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

from .hooks import prepare, save, speed_up_readers  # noqa: E402
from .linear import quicken, quicken_lists, quicken_periods  # noqa: E402

__all__ = ["register"]


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.initialized.connect(quicken)
    signals.readers_init.connect(speed_up_readers)
    signals.article_generator_init.connect(quicken_periods)
    signals.article_generator_finalized.connect(quicken_lists)
    signals.all_generators_finalized.connect(save)
