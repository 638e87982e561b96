"""The signals by which other plugins put something into feeds, calendars and the blogroll.

Each is sent once a build, when every generator's context is complete, before any page is written.
Receivers get Pelican's context, and may return None for nothing. Connect a module-level function:
receivers are held weakly.
"""

from blinker import signal

__all__ = ["blogroll", "calendar_items", "feed_items"]

feed_items = signal("feed_items")
"""Receivers return `(channels, items)`, iterables of `Channel` and `FeedItem`."""

calendar_items = signal("calendar_items")
"""Receivers return `(calendars, items)`, iterables of `Calendar` and `CalendarItem`."""

blogroll = signal("blogroll")
"""Receivers return an iterable of `Outline`: feeds of others, in the order to show them."""
