"""Telling a WebSub hub which feeds changed, and only those. For the command that publishes.

WebSub (w3.org/TR/websub/) leaves the way from publisher to hub open; this is the one that hubs
understand, from PubSubHubbub 0.4 section 7.1: a form with `hub.mode=publish` and `hub.url`.
"""

from __future__ import annotations

import hashlib
import http.client
import logging
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlencode, urlsplit

__all__ = ["changed_feeds", "feed_manifest", "notify"]

logger = logging.getLogger(__name__)

_ENDINGS = ("*.atom.xml", "*.rss.xml", "*.json")


def feed_manifest(output: Path) -> dict[str, str]:
    """Each feed below an output folder, by its site-relative path, with a hash of its bytes.

    Archives are none: nobody subscribes to them.
    """
    feeds = output / "feeds"
    files = {file for ending in _ENDINGS for file in feeds.rglob(ending)}
    return {
        file.relative_to(output).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(files)
        if not file.name.startswith("archive-")
    }


def changed_feeds(before: Path | Mapping[str, str], after: Path) -> list[str]:
    """The site-relative paths of feeds that are new or differ, in order.

    `before` is the output folder, or the manifest, of what was published last; one that is
    missing, or empty, makes every feed new.
    """
    known = feed_manifest(before) if isinstance(before, Path) else before
    return [path for path, digest in feed_manifest(after).items() if known.get(path) != digest]


def notify(hub: str, feeds: Iterable[str], timeout: float = 10) -> list[str]:
    """Tell a hub that feeds (whole addresses) changed, and return those that it took.

    Each has a request of its own, since hubs differ about several in one. A hub that is down or
    refuses is a warning: readers ask by themselves sooner or later. `timeout` is in seconds;
    after a hub has not answered once, it is not asked again.
    """
    if urlsplit(hub).scheme not in {"http", "https"}:
        logger.warning("WEBSUB_HUB is not an address on the web: %s", hub)
        return []
    feeds = list(feeds)
    taken = []
    for feed in feeds:
        try:
            _post(hub, {"hub.mode": "publish", "hub.url": feed}, timeout)
        except urllib.error.HTTPError as error:
            logger.warning("The hub %s refused %s: %s %s", hub, feed, error.code, error.reason)
            error.close()
        except (OSError, http.client.HTTPException) as error:
            left = len(feeds) - len(taken)
            logger.warning("The hub %s does not answer, %d feeds not told: %s", hub, left, error)
            break
        else:
            taken.append(feed)
    return taken


def _post(address: str, form: dict[str, str], timeout: float) -> None:
    data = urlencode(form).encode()
    request = urllib.request.Request(address, data=data, method="POST")  # noqa: S310 (http only)
    # Any 2xx is a yes; urllib raises for everything from 400 on.
    with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
        answer.read()
