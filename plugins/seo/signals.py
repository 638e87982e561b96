"""The signal by which other plugins tell what only they know of their pages.

It is sent once a build, when every generator's context is complete, before any page is written.
Receivers get Pelican's context, and may return None for nothing. Connect a module-level function:
receivers are held weakly.
"""

from blinker import signal

__all__ = ["seo_pages"]

seo_pages = signal("seo_pages")
"""Receivers return an iterable of `SeoPage`. What they say of a page goes before what is known."""
