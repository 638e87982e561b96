"""The kinds of content: for each its front matter as a typed record, its folder and its address.

An attribute is a key: `done_when` is `Done-When`. One without a default is required.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NewType

import msgspec

from . import trail
from .values import CONVERTERS, Goals, Link, Moment, Money, Names, Quantity, YesNo

__all__ = [
    "EVENT",
    "KINDS",
    "LEAD",
    "MEMBER",
    "PAGE",
    "POST",
    "SHOWER",
    "WISH",
    "WORDS",
    "Event",
    "Kind",
    "Lead",
    "Member",
    "Page",
    "Post",
    "Record",
    "Shower",
    "Wish",
    "Words",
    "key_of",
]

LeadTrail = NewType("LeadTrail", tuple)
WishTrail = NewType("WishTrail", tuple)
CONVERTERS[LeadTrail] = lambda lines: trail.parse(lines, trail.LEAD_EVENTS)
CONVERTERS[WishTrail] = lambda lines: trail.parse(lines, trail.WISH_EVENTS)

Employment = Literal["full-time", "part-time", "contract", "temporary", "internship"]
WishKind = Literal[
    "introduction",
    "lead",
    "interview",
    "review",
    "practice",
    "advice",
    "company",
    "barter",
    "thing",
]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The front matter of one file."""

    title: str


class Page(Record, frozen=True, kw_only=True):
    """A page outside the blog's order: Pelican's own keys."""

    date: Moment | None = None
    modified: Moment | None = None
    tags: Names = ()
    category: str = ""
    author: str = ""
    authors: Names = ()
    summary: str = ""
    status: Literal["published", "draft", "hidden"] = "published"
    slug: str = ""
    lang: str = ""
    translation: str = ""
    template: str = ""
    url: str = ""
    save_as: str = ""
    aliases: Names = ()


class Post(Page, frozen=True, kw_only=True):
    """A blog article: the same, with a date, an id, an image, and its place in a series."""

    date: Moment
    id: str = ""
    image: str = ""
    image_alt: str = ""
    series: str = ""
    series_index: str = ""


class Lead(Record, frozen=True, kw_only=True):
    """A job opening that somebody heard of; `date` is when."""

    company: str
    date: date
    location: str = ""
    remote: Literal["no", "hybrid", "yes"] = "no"
    posting: Link = ""
    via: str = ""
    kind: Literal["lead", "referral"] = "lead"
    employment: Employment | None = None
    salary: Money | None = None
    closes: date | None = None
    tags: Names = ()
    trail: LeadTrail = ()
    structured: YesNo = False
    id: str = ""


class Words(Record, frozen=True, kw_only=True):
    """The author's own words on a week."""

    title: str = ""
    summary: str = ""
    goals: Goals = ()


class Shower(Record, frozen=True, kw_only=True):
    """One seeker's registry; the body is the ideal job in her own words."""

    seeker: str
    date: date
    role: str = ""
    level: str = ""
    places: Names = ()
    targets: Names = ()
    not_wanted: Names = ()
    party: str = ""
    show_claims: Literal["names", "taken", "hidden"] = "names"
    status: Literal["open", "landed"] = "open"


class Wish(Record, frozen=True, kw_only=True):
    """One favour asked for; a quantity of None is unlimited."""

    kind: WishKind
    date: date
    priority: Literal["high", "normal", "low"] = "normal"
    quantity: Quantity | None = 1
    done_when: str = ""
    lead: str = ""
    trail: WishTrail = ()
    id: str = ""


class Member(Record, frozen=True, kw_only=True):
    """A person of the network, named as the title says, who agreed to it on `consent`."""

    consent: date
    site: Link = ""
    feed: Link = ""
    met: str = ""


class Event(Record, frozen=True, kw_only=True):
    """A mixer, a meeting, a party."""

    start: Moment
    end: Moment | None = None
    modified: Moment | None = None
    status: Literal["planned", "cancelled"] = "planned"
    location: str = ""
    link: Link = ""
    tags: Names = ()
    id: str = ""


class Kind(msgspec.Struct, frozen=True):
    """Where the files of a kind lie, what they hold, and where it is shown.

    `url` and `save_as` take {slug}; without a `save_as` it has no page of its own and stands on
    the page that its url names. A `template` is only for those with a page of their own.
    """

    name: str
    folder: str
    record: type[Record]
    url: str
    save_as: str = ""
    template: str = ""

    @property
    def keys(self) -> list[str]:
        """The keys of its front matter, as they are written."""
        return [key_of(name) for name in self.record.__struct_fields__]


def key_of(attribute: str) -> str:
    """The key of a record's attribute: `not_wanted` is `Not-Wanted`."""
    return attribute.capitalize() if attribute == "save_as" else attribute.replace("_", "-").title()


# Pelican reads, addresses and writes posts and pages; here their front matter is checked.
POST = Kind("post", "posts", Post, "posts/{slug}/", "posts/{slug}/index.html", "article")
PAGE = Kind("page", "pages", Page, "{slug}/", "{slug}/index.html", "page")
LEAD = Kind("lead", "leads", Lead, "leads/{slug}/", "leads/{slug}/index.html", "lead")
WORDS = Kind("roundup", "roundups", Words, "roundups/{slug}/")
SHOWER = Kind("shower", "showers", Shower, "showers/{slug}/", "showers/{slug}/index.html", "shower")
WISH = Kind("wish", "showers", Wish, "showers/{slug}")
MEMBER = Kind("member", "network", Member, "network/#{slug}")
EVENT = Kind("event", "events", Event, "events/#{slug}")

KINDS = (POST, PAGE, LEAD, WORDS, SHOWER, WISH, MEMBER, EVENT)
