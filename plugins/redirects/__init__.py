"""Old addresses lead to where a text is now: `Aliases: /2009/08/cake.html` in a post or page.

`PLUGINS = ["redirects"]` gives that to any Pelican site whose theme has a `redirect.html`. A
static site cannot answer 301, so each old address is a small page that sends its reader on at
once and names the new address as the canonical one, which search engines understand the same
way. It goes through Pelican's writer, as every page does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pelican.plugins import signals

# Pelican finds a plugin in PLUGIN_PATHS without making its neighbours importable, and
# `problems` is one.
_PLUGINS = str(Path(__file__).resolve().parent.parent)
if _PLUGINS not in sys.path:
    sys.path.append(_PLUGINS)

from .generator import RedirectGenerator, check_aliases  # noqa: E402

__all__ = ["RedirectGenerator", "check_aliases", "register"]


# For safebuild: where no file has changed, there is nothing to do.
builds_from_files = True


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(_generators)
    signals.all_generators_finalized.connect(check_aliases)


def _generators(pelican: Any) -> type[RedirectGenerator]:
    del pelican
    return RedirectGenerator
