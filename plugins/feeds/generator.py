"""Pelican's side of writing the channels."""

from __future__ import annotations

from pathlib import Path

from pelican.generators import Generator

from .settings import DEFAULTS
from .writer import FeedWriter

__all__ = ["ChannelGenerator"]

_STYLESHEET = Path(__file__).with_name("static") / "feed.css"


class ChannelGenerator(Generator):
    """Writes every channel that has items, in every format."""

    def generate_output(self, writer: FeedWriter) -> None:
        """Write `context["feeds"]`, and the stylesheet that a browser shows them by."""
        for channel in self.context["feeds"]:
            writer.write_channel(channel, self.context["feed_items"][channel.name], self.context)
        stylesheet = self.settings["FEED_STYLESHEET"]
        # A site that names another file has it.
        if self.context["feeds"] and stylesheet == DEFAULTS["FEED_STYLESHEET"]:
            writer.write_text(stylesheet, _STYLESHEET.read_text(encoding="utf-8"))
