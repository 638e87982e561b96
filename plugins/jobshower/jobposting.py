"""JobPosting as JSON-LD, for a lead whose author asks for it with `Structured: yes`.

Properties and what is required of them: schema.org/JobPosting, and Google Search Central's page
"Job posting (JobPosting) structured data".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
import tzdata

from problems import Problem

from .leads import LeadItem

__all__ = ["Place", "check_structured", "job_posting", "read_place"]

_EMPLOYMENT = MappingProxyType(
    {
        "full-time": "FULL_TIME",
        "part-time": "PART_TIME",
        "contract": "CONTRACTOR",
        "temporary": "TEMPORARY",
        "internship": "INTERN",
    }
)
# Codes of states of the USA that are countries' codes, too: “San Jose, CA” is not in Canada.
_STATES = frozenset(
    [
        "AL",
        "AR",
        "AZ",
        "CA",
        "CO",
        "DE",
        "GA",
        "ID",
        "IL",
        "IN",
        "KY",
        "LA",
        "MA",
        "MD",
        "ME",
        "MN",
        "MO",
        "MS",
        "MT",
        "NC",
        "NE",
        "PA",
        "SC",
        "SD",
        "TN",
        "VA",
    ]
)
_SHORTEST_DESCRIPTION = 80
"""Characters below which a body is no description of a job, but another title."""


class Place(msgspec.Struct, frozen=True):
    """Where a job is; `country` is ISO 3166-1 alpha-2."""

    country: str
    region: str = ""
    locality: str = ""


def read_place(location: str) -> Place | None:
    """`Port Ashby, OH, US`, `Singapore, SG` or `US`; None where no country ends it."""
    parts = [part.strip() for part in location.split(",")]
    *rest, country = parts
    if country not in _countries() or not all(parts):
        return None
    if len(rest) == 1 and country in _STATES:
        return None
    locality = ", ".join(rest[:-1]) if len(rest) > 1 else "".join(rest)
    return Place(country, rest[-1] if len(rest) > 1 else "", locality)


def check_structured(lead: LeadItem) -> Iterator[Problem]:
    """What a lead with `Structured: yes` still needs, each with its key."""
    if not lead.record.structured:
        return
    place = read_place(lead.record.location)
    if not lead.record.location:
        yield _missing(lead, "Location", "jobLocation", "add “Location: Port Ashby, OH, US”")
    elif place is None:
        hint = "end it with the region and the country's two letters, as in Port Ashby, OH, US"
        yield _missing(lead, "Location", "jobLocation's addressCountry", hint)
    elif lead.record.remote != "yes" and not place.locality:
        hint = "name the town, as in Port Ashby, OH, US, or write “Remote: yes”"
        yield _missing(lead, "Location", "jobLocation's town", hint)
    if len(_plain(lead.document.body)) < _SHORTEST_DESCRIPTION:
        hint = "describe the work, its duties and conditions, in the text below the keys"
        yield _missing(lead, "Structured", "description", hint)


def job_posting(lead: LeadItem, description: str) -> dict[str, Any] | None:
    """The JSON-LD object of an open, structured lead; None for every other.

    `description` is the HTML that the lead's own page shows.
    """
    if not lead.record.structured or not lead.open:
        return None
    record = lead.record
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": record.title,
        "description": description,
        "datePosted": record.date.isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": record.company},
        "identifier": {
            "@type": "PropertyValue",
            "name": record.company,
            "value": lead.slug,
        },
        # Applying happens elsewhere, or through a friend: never on this page.
        "directApply": False,
    }
    posting |= _where(record.remote, read_place(record.location))
    if record.closes:
        end = datetime.combine(record.closes, time(23, 59, 59), tzinfo=lead.options.zone)
        posting["validThrough"] = end.isoformat()
    if record.employment:
        posting["employmentType"] = _EMPLOYMENT[record.employment]
    if record.salary:
        posting["baseSalary"] = _salary(record.salary)
    return posting


def _where(remote: str, place: Place) -> dict[str, Any]:
    country = {"@type": "Country", "name": place.country}
    if remote == "yes":
        return {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": country}
    address = {
        "@type": "PostalAddress",
        "addressLocality": place.locality,
        "addressRegion": place.region,
        "addressCountry": place.country,
    }
    filled = {name: value for name, value in address.items() if value}
    return {"jobLocation": {"@type": "Place", "address": filled}}


def _salary(salary: Any) -> dict[str, Any]:
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": salary.unit}
    if salary.low == salary.high:
        value["value"] = float(salary.low)
    else:
        value |= {"minValue": float(salary.low), "maxValue": float(salary.high)}
    return {"@type": "MonetaryAmount", "currency": salary.currency, "value": value}


@cache
def _countries() -> frozenset[str]:
    """The codes of ISO 3166-1, from the table that the time zone database keeps."""
    table = Path(tzdata.__file__).with_name("zoneinfo").joinpath("iso3166.tab").read_text("utf-8")
    return frozenset(line[:2] for line in table.splitlines() if not line.startswith("#"))


def _plain(markdown: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)).strip()


def _missing(lead: LeadItem, key: str, what: str, hint: str) -> Problem:
    found = lead.document.fields.get(key.lower())
    return Problem(
        file=lead.source,
        line=lead.line_of(key if found else "Structured"),
        field=key,
        value=found.text if found else "",
        message=f"“Structured: yes” needs a {what}, which is missing.",
        hint=f"{hint}; or write “Structured: no”",
    )
