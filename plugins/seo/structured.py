"""Objects of schema.org as dictionaries, and the script that carries them. All of it is pure.

What is required of each: schema.org's own pages, and those of Google Search Central's "Structured
data markup that Google Search supports".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from .page import Day

__all__ = ["Object", "breadcrumbs", "event", "person", "posting", "script_text", "website"]

Object = dict[str, Any]

# What must not stand in a script of HTML as it is, or in JavaScript before 2019.
_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def script_text(objects: Iterable[Mapping[str, Any]]) -> str:
    """The content of a `<script type="application/ld+json">`; "" for no object."""
    graph = [{k: v for k, v in one.items() if k != "@context"} for one in objects]
    if not graph:
        return ""
    whole = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate has no bytes.
    return text.translate(_ESCAPES).encode("utf-8", "replace").decode("utf-8")


def person(name: str, url: str = "") -> Object:
    """A Person, with the address of a page about them."""
    return _filled({"@type": "Person", "name": name, "url": url})


def website(name: str, url: str, description: str, language: str, author: str) -> Object:
    """The site itself, for its home page."""
    return _filled(
        {
            "@type": "WebSite",
            "name": name,
            "url": url,
            "description": description,
            "inLanguage": language,
            "author": person(author) if author else None,
        }
    )


def posting(
    *,
    url: str,
    headline: str,
    published: Day | None,
    kind: str = "BlogPosting",
    modified: Day | None = None,
    authors: Sequence[tuple[str, str]] = (),
    description: str = "",
    image: str = "",
    language: str = "",
    keywords: Sequence[str] = (),
    words: int = 0,
) -> Object:
    """A BlogPosting, or another Article. Authors are names with whole addresses (or "")."""
    return _filled(
        {
            "@type": kind,
            "headline": headline,
            "mainEntityOfPage": url,
            "datePublished": published.isoformat() if published else None,
            "dateModified": modified.isoformat() if modified else None,
            "author": [person(name, address) for name, address in authors],
            "description": description,
            "image": image,
            "inLanguage": language,
            "keywords": list(keywords),
            "wordCount": words,
        }
    )


def event(
    *,
    name: str,
    url: str,
    start: Day,
    end: Day | None = None,
    place: str = "",
    online: str = "",
    cancelled: bool = False,
    description: str = "",
    image: str = "",
    organizer: Mapping[str, Any] | None = None,
) -> Object | None:
    """An Event at a place, or `online` at an address; None where neither is known.

    Google takes no event without a location.
    """
    places = []
    if place:
        places.append({"@type": "Place", "name": place, "address": place})
    if online:
        places.append({"@type": "VirtualLocation", "url": online})
    if not places:
        return None
    mode = "Mixed" if place and online else "Online" if online else "Offline"
    status = "EventCancelled" if cancelled else "EventScheduled"
    return _filled(
        {
            "@type": "Event",
            "name": name,
            "url": url,
            "startDate": _moment(start),
            "endDate": _moment(end) if end else None,
            "eventStatus": f"https://schema.org/{status}",
            "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
            "location": places if places[1:] else places[0],
            "description": description,
            "image": image,
            "organizer": dict(organizer) if organizer else None,
        }
    )


def breadcrumbs(trail: Sequence[tuple[str, str]]) -> Object | None:
    """A BreadcrumbList of names and whole addresses; None where there is no way to show."""
    if len(trail) < 2 or not all(name for name, _ in trail):  # noqa: PLR2004
        return None
    steps = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(trail, 1)
    ]
    # The last is the page itself, whose address is known.
    del steps[-1]["item"]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _moment(day: Day) -> str:
    return day.isoformat(timespec="minutes") if isinstance(day, datetime) else day.isoformat()


def _filled(fields: Mapping[str, Any]) -> Object:
    """Without what is not known."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], 0)}
