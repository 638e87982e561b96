"""Jobshower: leads, job showers and weekly roundups beside a blog, all from Markdown.

Content becomes typed records, trails become stages, weeks become roundups, and each its pages.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from blinker import signal
from pelican.plugins import signals

# Pelican finds a plugin in PLUGIN_PATHS without making its neighbours importable, and
# `problems` is one.
_PLUGINS = str(Path(__file__).resolve().parent.parent)
if _PLUGINS not in sys.path:
    sys.path.append(_PLUGINS)

from .generator import JobshowerGenerator  # noqa: E402
from .hooks import (  # noqa: E402
    add_blogroll,
    add_calendar_items,
    add_feed_items,
    add_lead_tags,
    add_seo_pages,
    add_summary,
    hold_back_post,
    prepare,
    sort_translations,
    use_front_matter_reader,
)

__all__ = ["register"]


def get_generators(pelican: Any) -> type[JobshowerGenerator]:
    """Hand Pelican the generator of our kinds."""
    del pelican
    return JobshowerGenerator


# For safebuild: where no file has changed, there is nothing to do.
builds_from_files = True


def register() -> None:
    """Connect to Pelican, and to the feeds and seo plugins by the names of their signals."""
    signals.initialized.connect(prepare)
    signals.readers_init.connect(use_front_matter_reader)
    signals.get_generators.connect(get_generators)
    signals.article_generator_context.connect(hold_back_post)
    signals.page_generator_context.connect(hold_back_post)
    signals.article_generator_pretaxonomy.connect(sort_translations)
    signals.article_generator_pretaxonomy.connect(add_lead_tags)
    signals.page_generator_finalized.connect(sort_translations)
    signal("feed_items").connect(add_feed_items)
    signal("calendar_items").connect(add_calendar_items)
    signal("blogroll").connect(add_blogroll)
    signal("site_summary").connect(add_summary)
    signal("seo_pages").connect(add_seo_pages)
