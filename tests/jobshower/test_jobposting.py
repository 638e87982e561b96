"""JobPosting: every property, and when there is none."""

from __future__ import annotations

from importlib import resources

import pytest

from jobshower.jobposting import Place, job_posting, read_place

BODY = "You answer the telephone, keep the calendar of three people, and order what runs out. " * 2
HTML = "<p>You answer the telephone.</p>"


@pytest.fixture
def posting(content):
    def make(settings=None, **keys):
        keys = {"Structured": "yes", "Location": "Port Ashby, OH, US", **keys}
        content.lead("acme-clerk", body=BODY, **keys)
        (lead,) = content.read(**(settings or {})).leads
        return job_posting(lead, HTML)

    return make


def test_a_posting_has_all_that_is_required(posting):
    assert posting() == {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": "Clerk",
        "description": HTML,
        "datePosted": "2009-08-05",
        "hiringOrganization": {"@type": "Organization", "name": "Acme"},
        "identifier": {"@type": "PropertyValue", "name": "Acme", "value": "acme-clerk"},
        "directApply": False,
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": "Port Ashby",
                "addressRegion": "OH",
                "addressCountry": "US",
            },
        },
    }


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        ({}, {"Structured": "no"}),
        ({}, {"Structured": None}),
        ({}, {"Closes": "2009-08-27"}),
        ({}, {"Trail": "2009-08-20 filled"}),
        ({}, {"Trail": "2009-08-20 retracted"}),
        ({"TODAY": "2010-01-01"}, {}),
    ],
)
def test_a_closed_or_unstructured_lead_has_none(posting, settings, keys):
    assert posting(settings, **keys) is None


@pytest.mark.parametrize(
    ("zone", "until"),
    [
        ("America/New_York", "2009-08-30T23:59:59-04:00"),
        ("Asia/Tokyo", "2009-08-30T23:59:59+09:00"),
        ("UTC", "2009-08-30T23:59:59+00:00"),
    ],
)
def test_it_is_valid_to_the_end_of_its_closing_day(posting, zone, until):
    assert posting({"TIMEZONE": zone}, Closes="2009-08-30")["validThrough"] == until


@pytest.mark.parametrize(
    ("employment", "code"),
    [
        ("full-time", "FULL_TIME"),
        ("part-time", "PART_TIME"),
        ("contract", "CONTRACTOR"),
        ("temporary", "TEMPORARY"),
        ("internship", "INTERN"),
    ],
)
def test_employment_is_googles_word(posting, employment, code):
    assert posting(Employment=employment)["employmentType"] == code


@pytest.mark.parametrize(
    ("salary", "currency", "value"),
    [
        ("$14.50 an hour", "USD", {"unitText": "HOUR", "value": 14.5}),
        (
            "EUR 28,000-32,000 a year",
            "EUR",
            {"unitText": "YEAR", "minValue": 28000.0, "maxValue": 32000.0},
        ),
    ],
)
def test_salary_is_an_amount_or_a_range(posting, salary, currency, value):
    assert posting(Salary=salary)["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": currency,
        "value": {"@type": "QuantitativeValue", **value},
    }


@pytest.mark.parametrize("location", ["US", "Port Ashby, OH, US"])
def test_a_remote_job_says_where_one_may_live(posting, location):
    found = posting(Remote="yes", Location=location)

    assert found["jobLocationType"] == "TELECOMMUTE"
    assert found["applicantLocationRequirements"] == {"@type": "Country", "name": "US"}
    assert "jobLocation" not in found


def test_a_partly_remote_job_has_its_place(posting):
    found = posting(Remote="hybrid", Location="Singapore, SG")

    assert found["jobLocation"]["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Singapore",
        "addressCountry": "SG",
    }
    assert "jobLocationType" not in found


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("US", Place("US")),
        ("CA", Place("CA")),
        ("Singapore, SG", Place("SG", "", "Singapore")),
        ("Port Ashby, OH, US", Place("US", "OH", "Port Ashby")),
        ("Port Ashby,OH ,US", Place("US", "OH", "Port Ashby")),
        ("Toronto, ON, CA", Place("CA", "ON", "Toronto")),
        ("San Jose, CA, US", Place("US", "CA", "San Jose")),
        ("Berlin, BE, DE", Place("DE", "BE", "Berlin")),
        ("12 Pier Road, Port Ashby, OH, US", Place("US", "OH", "12 Pier Road, Port Ashby")),
        ("San Jose, CA", None),  # California or Canada
        ("Atlanta, GA", None),  # Georgia or Gabon
        ("Berlin, DE", None),  # Delaware or Germany
        ("Port Ashby, OH", None),
        ("Port Ashby", None),
        ("Port Ashby, OH, USA", None),
        ("Port Ashby, OH, us", None),
        ("Port Ashby, , US", None),
        (", US", None),
        ("", None),
        (",", None),
    ],
)
def test_a_place_ends_with_its_country(location, place):
    assert read_place(location) == place


STATES = """
    AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY
    NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC
"""


@pytest.mark.parametrize("state", STATES.split())
def test_no_state_of_the_usa_is_taken_for_a_country(state):
    assert read_place(f"Springfield, {state}") is None


def test_countries_are_those_of_iso_3166():
    table = resources.files("tzdata").joinpath("zoneinfo/iso3166.tab").read_text("utf-8")
    codes = [line[:2] for line in table.splitlines() if not line.startswith("#")]

    assert len(codes) > 240
    assert all(read_place(code) == Place(code) for code in codes)
    assert read_place("XX") is None
