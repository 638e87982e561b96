"""Pelican's side of writing the channels."""

from __future__ import annotations

from pelican.generators import Generator

from .writer import FeedWriter

__all__ = ["ChannelGenerator"]


class ChannelGenerator(Generator):
    """Writes every channel that has items, in every format."""

    def generate_output(self, writer: FeedWriter) -> None:
        """Write `context["feeds"]`."""
        for channel in self.context["feeds"]:
            for feed_type, path in (("rss", channel.rss_path), ("atom", channel.atom_path)):
                writer.write_feed(
                    self.context["feed_items"][channel.name],
                    self.context,
                    path,
                    feed_type=feed_type,
                    # Pelican's own settings may name the same file: CATEGORY_FEED_ATOM, for a
                    # category "posts". Its subscribers then get the channel.
                    override_output=True,
                    channel=channel,
                )
