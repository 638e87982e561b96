"""The board of leads, whole and filtered by one property at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from .dates import number
from .leads import LeadItem
from .wording import LEAD_KINDS

__all__ = ["Board", "Facet", "Filter", "build_boards"]

URL = "leads/"


class Filter(msgspec.Struct, frozen=True):
    """Leads that share one value of one property, and the address of their board.

    `count` is how many of them are open, or for the property that says so, how many there are.
    """

    facet: str
    slug: str
    name: str
    count: int
    active: bool = False

    @property
    def url(self) -> str:
        """The filtered board's address; the whole board's where the filter is already on."""
        return URL if self.active else f"{URL}{self.facet}/{self.slug}/"

    @property
    def token(self) -> str:
        """What a lead's card and a link have in common, for the script that combines filters."""
        return f"{self.facet}={self.slug}"

    @property
    def tally(self) -> str:
        """The count in words."""
        return number(self.count) if self.facet == "status" else f"{number(self.count)} open"


class Facet(msgspec.Struct, frozen=True):
    """A property to filter by."""

    name: str
    filters: list[Filter]


class Board(msgspec.Struct, frozen=True):
    """`leads` split into open and closed ones, with the filters that lead on.

    `tokens` has each lead's filters, with spaces between them.
    """

    leads: Sequence[LeadItem]
    groups: list[Facet]
    filter: Filter | None = None
    tokens: Mapping[LeadItem, str] = msgspec.field(default_factory=dict)

    @property
    def title(self) -> str:
        """Its heading."""
        return f"Leads: {self.filter.name}" if self.filter else "Leads"

    @property
    def url(self) -> str:
        """Its address below the site's."""
        return f"{URL}{self.filter.facet}/{self.filter.slug}/" if self.filter else URL

    @property
    def open(self) -> list[LeadItem]:
        """What can still be followed up, newest first."""
        return [lead for lead in self.leads if lead.open]

    @property
    def closed(self) -> list[LeadItem]:
        """What is over, newest first."""
        return [lead for lead in self.leads if not lead.open]


def build_boards(leads: Sequence[LeadItem], tag_slug: Callable[[str], str]) -> list[Board]:
    """The whole board first, then one for each filter.

    `leads` are in board order; `tag_slug` gives the slug of a tag's name.
    """
    facets: list[tuple[str, str, Callable[[LeadItem], Iterable[tuple[str, str]]]]] = [
        ("status", "Status", _status),
        ("kind", "Kind", lambda lead: [(lead.record.kind, LEAD_KINDS[lead.record.kind])]),
        ("tag", "Tag", lambda lead: [(tag_slug(tag), tag) for tag in lead.record.tags]),
        ("place", "Place", _places),
        ("remote", "Remote", lambda lead: [(lead.record.remote, lead.remote_name)]),
        ("employment", "Employment", _employments),
    ]
    found: list[tuple[Filter, list[LeadItem]]] = []
    for facet, _, values in facets:
        found += _filters(facet, leads, values)
    names = {facet: name for facet, name, _ in facets}
    by_lead: dict[LeadItem, list[str]] = {lead: [] for lead in leads}
    for one, some in found:
        for lead in some:
            by_lead[lead].append(one.token)
    tokens = {lead: " ".join(names) for lead, names in by_lead.items()}
    boards = [Board(leads, _groups(found, names, None), None, tokens)]
    boards += [Board(some, _groups(found, names, one), one, tokens) for one, some in found]
    return boards


def _filters(
    facet: str,
    leads: Sequence[LeadItem],
    values: Callable[[LeadItem], Iterable[tuple[str, str]]],
) -> list[tuple[Filter, list[LeadItem]]]:
    by_slug: dict[str, tuple[str, list[LeadItem]]] = {}
    for lead in leads:
        for slug, name in values(lead):
            _, some = by_slug.setdefault(slug, (name, []))
            if not some or some[-1] is not lead:
                some.append(lead)
    everything = facet == "status"
    return [
        (Filter(facet, slug, name, sum(everything or lead.open for lead in some)), some)
        for slug, (name, some) in sorted(by_slug.items())
    ]


def _groups(
    found: list[tuple[Filter, list[LeadItem]]], names: dict[str, str], active: Filter | None
) -> list[Facet]:
    groups = []
    for facet, name in names.items():
        filters = [
            Filter(one.facet, one.slug, one.name, one.count, active=one is active)
            for one, _ in found
            if one.facet == facet
        ]
        if filters:
            groups.append(Facet(name, filters))
    return groups


def _places(lead: LeadItem) -> list[tuple[str, str]]:
    """Several places, with semicolons between them, are a filter each."""
    places = [place.strip() for place in lead.record.location.split(";")]
    rules = DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]
    slugs = {slugify(place, regex_subs=rules): place for place in places}
    return [(slug, place) for slug, place in slugs.items() if slug]


def _status(lead: LeadItem) -> list[tuple[str, str]]:
    return [("open", "Open") if lead.open else ("closed", "Closed")]


def _employments(lead: LeadItem) -> list[tuple[str, str]]:
    employment = lead.record.employment
    return [(employment, employment.capitalize())] if employment else []
