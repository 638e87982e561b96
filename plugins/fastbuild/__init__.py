"""The same bytes, sooner: for any Pelican site, `PLUGINS = [..., "fastbuild", "safebuild"]`.

Each Markdown text is converted once and its HTML kept; what is new is converted on all cores.
Templates are compiled once for all generators and kept.
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

from .addresses import quicken_addresses  # noqa: E402
from .ahead import ask_in_order  # noqa: E402
from .hooks import (  # noqa: E402
    note_readers,
    prepare,
    read_early,
    render_later,
    save_conversions,
    save_templates,
    share_templates,
    speed_up_readers,
)
from .linear import quicken, quicken_lists, quicken_periods  # noqa: E402
from .moments import quicken_moments  # noqa: E402
from .shelf import hold_less, shelve_texts  # noqa: E402
from .texts import quicken_texts  # noqa: E402

__all__ = ["register"]


# For safebuild: where no file has changed, there is nothing to do.
builds_from_files = True


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.initialized.connect(quicken)
    signals.initialized.connect(quicken_addresses)
    signals.initialized.connect(quicken_moments)
    signals.initialized.connect(quicken_texts)
    signals.initialized.connect(shelve_texts)
    signals.readers_init.connect(speed_up_readers)
    signals.readers_init.connect(share_templates)
    signals.content_object_init.connect(hold_less)
    signals.article_generator_init.connect(ask_in_order)
    signals.article_generator_init.connect(quicken_periods)
    signals.article_generator_init.connect(note_readers)
    signals.page_generator_init.connect(read_early)
    signals.article_generator_finalized.connect(quicken_lists)
    signals.all_generators_finalized.connect(save_conversions)
    signals.all_generators_finalized.connect(render_later)
    signals.finalized.connect(save_templates)
