"""What machines want to know of a Pelican site: cards for shared links, data, sitemap, icons.

`PLUGINS = ["seo"]` and `{{ seo(output_file) }}` in the theme's head give every page Open Graph
tags, a picture of 1200 x 630 and structured data. The plugin writes the sitemap, robots.txt and,
for a theme with icons, the manifest. Other plugins tell of their pages by the signal `seo_pages`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pelican.plugins import signals as pelican_signals

# Pelican finds a plugin in PLUGIN_PATHS without making its neighbours importable, and
# `problems` is one.
_PLUGINS = str(Path(__file__).resolve().parent.parent)
if _PLUGINS not in sys.path:
    sys.path.append(_PLUGINS)

from .collect import collect  # noqa: E402
from .generator import SeoGenerator  # noqa: E402
from .head import Head, plain  # noqa: E402
from .page import Picture, SeoPage, newest  # noqa: E402
from .settings import prepare  # noqa: E402
from .signals import seo_pages  # noqa: E402
from .structured import event, person  # noqa: E402

__all__ = [
    "Head",
    "Picture",
    "SeoPage",
    "event",
    "newest",
    "person",
    "plain",
    "register",
    "seo_pages",
]


def get_generators(pelican: Any) -> type[SeoGenerator]:
    """Hand Pelican the generator that writes the files."""
    del pelican
    return SeoGenerator


# For safebuild: where no file has changed, there is nothing to do.
builds_from_files = True


def register() -> None:
    """Connect to Pelican."""
    pelican_signals.initialized.connect(prepare)
    pelican_signals.get_generators.connect(get_generators)
    pelican_signals.all_generators_finalized.connect(collect)
