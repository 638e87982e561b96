"""Search for any Pelican site: an index that Pagefind makes of what was written, and a page for it.

    PLUGINS = [..., "search"]

indexes every page whose theme marks what is to be found (`data-pagefind-body`), or, where none is
marked, every article and page. An element with an id and `data-search-part` is a result of its
own. A theme with a template `search.html` gets the page.
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

from .hooks import make_index, note_context, prepare  # noqa: E402

__all__ = ["register"]


# For safebuild: where no file has changed, there is nothing to do.
builds_from_files = True


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(prepare)
    signals.all_generators_finalized.connect(note_context)
    signals.finalized.connect(make_index)
