"""What machines are told of a page, and the picture that goes with its address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Literal

import msgspec

__all__ = ["SIZE", "Day", "Picture", "SeoPage", "merge", "newest"]

SIZE = (1200, 630)
"""Of pictures, in pixels: what every service that shows them takes."""

Day = date | datetime
Style = Literal["page", "card", "leaf", "tag"]


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """What a drawn picture shows. Texts are plain; what the font cannot write is left out."""

    title: str
    style: Style = "page"
    """A sheet of paper, an index card, a leaf of a calendar, or a gift tag."""
    kicker: str = ""
    """A few words above the title."""
    note: str = ""
    """A line below it."""
    mark: str = ""
    """A number or a short word, large, on a leaf."""
    progress: tuple[int, int, int] = (0, 0, 0)
    """On a tag: how many are done, promised and open."""
    photo: str = ""
    """The file of a photograph, which is cut to size and shown instead."""
    alt: str = ""
    """What it shows, in words; "" is its title."""


class SeoPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page. `save_as` is its file below the output folder, and its key."""

    save_as: str
    url: str
    """Its address below the site's."""
    title: str = ""
    """Plain text, without the site's name."""
    description: Callable[[], str] | None = None
    """Gives plain text; called while writing, when links and summaries are complete."""
    type: Literal["website", "article"] = "website"
    """The type of Open Graph."""
    indexed: bool = True
    """Whether search engines should show it."""
    published: Day | None = None
    modified: Day | None = None
    """The newest day of anything that it shows; None where that is not known."""
    authors: tuple[tuple[str, str], ...] = ()
    """Names, and the addresses of their pages below the site's (or "")."""
    tags: tuple[str, ...] = ()
    language: str = ""
    """A language tag; "" is the site's."""
    picture: Picture | None = None
    """None is the site's own picture."""
    data: Callable[[Any], Iterable[Mapping[str, Any]]] | None = None
    """Objects of schema.org, without their `@context`; called while writing, with the `Head`."""
    crumbs: tuple[tuple[str, str], ...] = ()
    """The names and addresses of the pages between the home page and this one."""


_NO_CLOCK = object()


def newest(days: Iterable[Day | None]) -> Day | None:
    """The newest of some days and moments; None where there is none.

    A moment is taken as it reads on its own clock: the site's.
    """
    known = [day for day in days if day is not None]
    clock = getattr(known[0], "tzinfo", _NO_CLOCK) if known else _NO_CLOCK
    if clock is not _NO_CLOCK and all(getattr(day, "tzinfo", _NO_CLOCK) is clock for day in known):
        # Nearly all lists: by one clock, Python compares what it reads.
        return max(known)
    return max(known, key=_order, default=None)


def merge(first: SeoPage, second: SeoPage) -> SeoPage:
    """One page of what two have said of it: the second's word counts, and the newest day."""
    said = {
        name: value
        for name, value in msgspec.structs.asdict(second).items()
        if value != _DEFAULTS.get(name)
    }
    said["modified"] = newest([first.modified, second.modified])
    return msgspec.structs.replace(first, **said)


_DEFAULTS = msgspec.structs.asdict(SeoPage(save_as="", url=""))


def _order(day: Day) -> tuple[date, time]:
    if isinstance(day, datetime):
        return day.date(), day.time()
    return day, time()
