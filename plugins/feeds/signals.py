"""The one signal by which other plugins put items into feeds."""

from blinker import signal

__all__ = ["feed_items"]

feed_items = signal("feed_items")
"""Sent once a build, when every generator's context is complete, before any page is written.

Receivers get Pelican's context and return `(channels, items)`, iterables of `Channel` and
`FeedItem`, or None. Connect a module-level function: receivers are held weakly.
"""
