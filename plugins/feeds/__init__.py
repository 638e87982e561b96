"""Every feed of a Pelican site: stable ids, whole and absolute contents, in every format.

`PLUGINS = ["feeds"]` gives a site feeds of its posts, tags and categories below `feeds/` (RSS
2.0, Atom 1.0 and JSON Feed 1.1), and mends those that Pelican's own `*_FEED_*` settings ask for.
Other plugins add channels and items by the signal `feed_items`, dates by `calendar_items`, and
others' feeds by `blogroll`.
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

from .articles import resolve_srcset  # noqa: E402
from .calendar import Calendar, CalendarItem  # noqa: E402
from .collect import collect_blogroll, collect_calendars, collect_feeds  # noqa: E402
from .content import plain_text  # noqa: E402
from .generator import ChannelGenerator  # noqa: E402
from .item import Channel, FeedItem, item_id  # noqa: E402
from .opml import Outline  # noqa: E402
from .settings import prepare  # noqa: E402
from .signals import blogroll, calendar_items, feed_items  # noqa: E402
from .writer import FeedWriter  # noqa: E402

__all__ = [
    "Calendar",
    "CalendarItem",
    "Channel",
    "FeedItem",
    "Outline",
    "blogroll",
    "calendar_items",
    "feed_items",
    "item_id",
    "plain_text",
    "register",
    "resolve_srcset",
]


def get_generators(pelican: Any) -> type[ChannelGenerator]:
    """Hand Pelican the generator that writes the channels."""
    del pelican
    return ChannelGenerator


def get_writer(pelican: Any) -> type[FeedWriter]:
    """Hand Pelican the writer that writes all feeds."""
    del pelican
    return FeedWriter


# For safebuild: where no file has changed, there is nothing to do.
builds_from_files = True


def register() -> None:
    """Connect to Pelican."""
    pelican_signals.initialized.connect(prepare)
    pelican_signals.get_generators.connect(get_generators)
    pelican_signals.get_writer.connect(get_writer)
    for collect in (collect_feeds, collect_calendars, collect_blogroll):
        pelican_signals.all_generators_finalized.connect(collect)
