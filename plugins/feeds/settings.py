"""The plugin's settings and the addresses that follow from Pelican's own."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlsplit

from problems import Problem, check_settings, tell

__all__ = ["DEFAULTS", "address", "feed_address", "prepare", "site_address"]

logger = logging.getLogger(__name__)

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        # Whether what FEED_MAX_ITEMS leaves out is written as archives (Atom and JSON).
        "FEED_ARCHIVES": True,
        # A year (or YYYY-MM-DD) in which FEED_DOMAIN's host was yours. It is part of every id,
        # so it never changes once a feed is published.
        "FEED_DOMAIN_SINCE": "2009",
        # A larger feed gets a warning: readers cut off or skip what is much larger.
        "FEED_MAX_BYTES": 512 * 1024,
        # The CSS by which browsers show a feed: a site-relative path or a whole address, or ""
        # for none. The plugin writes its own at this path, and at no other.
        "FEED_STYLESHEET": "feeds/feed.css",
        # Minutes for which readers of RSS need not ask again; 0 leaves it to them.
        "FEED_TTL": 60,
        # The address of a WebSub hub, which tells readers of changes at once; "" for none.
        "WEBSUB_HUB": "",
    }
)

# Where `pelican --listen` serves. A preview needs some absolute address, or its feeds would
# be invalid; the warning says that nobody should subscribe to them.
PREVIEW_ADDRESS = "http://localhost:8000"

_RESERVED = "%/:?#[]@!$&'()*+,;=~"


def prepare(pelican: Any) -> None:
    """Apply the defaults and check what the site set (receiver of `initialized`).

    Tells a problem for values that no feed can be made with, and for misspelt settings.
    """
    settings = pelican.settings
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    tell(settings, [p for p in check_settings(settings, DEFAULTS) if "no setting" in p.message])
    tell(settings, [*_check(settings)])
    if not (settings.get("FEED_DOMAIN") or settings.get("SITEURL")):
        logger.warning(
            "Neither FEED_DOMAIN nor SITEURL is set: feeds use %s and are for preview only",
            PREVIEW_ADDRESS,
        )


def _check(settings: Mapping[str, Any]) -> Iterator[Problem]:
    def problem(field: str, message: str, hint: str) -> Problem:
        value = str(settings[field])
        return Problem(file="settings", field=field, value=value, message=message, hint=hint)

    # RFC 4151 section 2.1.
    since = str(settings["FEED_DOMAIN_SINCE"])
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", since, re.ASCII):
        hint = 'Write "2009", "2009-08" or "2009-08-05".'
        yield problem("FEED_DOMAIN_SINCE", "is not a year, a month or a day", hint)
    for name, least in (("FEED_MAX_ITEMS", 1), ("FEED_MAX_BYTES", 1), ("FEED_TTL", 0)):
        value = settings.get(name)
        if value is not None and (type(value) is not int or value < least):
            yield problem(name, "is not a number of that kind", f"Write {least} or more.")
    hub = settings["WEBSUB_HUB"]
    if hub and not re.match(r"https?://[^\s/]", str(hub)):
        hint = 'Write the whole address, "https://hub.example.org/", or "" for none.'
        yield problem("WEBSUB_HUB", "is not the address of a hub", hint)


def feed_address(settings: Mapping[str, Any]) -> str:
    """The absolute address below which feeds live, and whose host ids carry; no final slash."""
    return _absolute(settings.get("FEED_DOMAIN") or settings.get("SITEURL") or PREVIEW_ADDRESS)


def site_address(settings: Mapping[str, Any]) -> str:
    """The absolute address of the site's pages, without a final slash.

    It differs from `feed_address` only where FEED_DOMAIN names another place than SITEURL.
    """
    return _absolute(settings.get("SITEURL") or settings.get("FEED_DOMAIN") or PREVIEW_ADDRESS)


def address(base: str, path: str) -> str:
    """The absolute, percent-encoded address of a site-relative path; "" is the home page.

    A path that is an absolute address already (Pelican's `Url:` allows it) stays what it is.
    """
    if not urlsplit(path).netloc:
        path = f"{base}/{path.removeprefix('./').lstrip('/')}"
    # "replace": a lone surrogate has no bytes to encode.
    return quote(path, safe=_RESERVED, errors="replace")


def _absolute(base: str) -> str:
    if "://" not in base:
        # Pelican sites write SITEURL as "//example.org" or "example.org" too.
        base = "https://" + base.lstrip("/")
    return base.rstrip("/")
