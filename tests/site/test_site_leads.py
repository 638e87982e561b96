"""The board of leads, its filters, and a lead's own page."""

import json

import pytest

LEAD = "Title: {title}\nCompany: {company}\nDate: {date}\n{more}\nText of {title}, long enough.\n"


def lead(title, date="2009-08-05", more="", company="Acme"):
    return LEAD.format(title=title, date=date, more=more and more + "\n", company=company)


BOARD = {
    "leads/old.md": lead(
        "Old and open", "2009-08-01", "Tags: office\nLocation: Port Ashby, OH, US"
    ),
    "leads/new.md": lead("New and open", "2009-08-20", "Tags: office, clinic\nRemote: yes"),
    "leads/filled.md": lead(
        "Filled", "2009-08-25", "Tags: clinic\nTrail: 2009-08-26 filled\nEmployment: part-time"
    ),
}


def titles(site, url):
    page = site.page(url)
    known = ("Old and open", "New and open", "Filled")
    found = [
        a.text_content().strip() for a in page.xpath("//main//a[starts-with(@href, '/leads/')]")
    ]
    return [title for title in found if title in known]


def test_open_leads_come_first_newest_first_and_closed_ones_last(build):
    site = build(BOARD)
    assert site.status == 0, site.said
    assert titles(site, "leads/") == ["New and open", "Old and open", "Filled"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("leads/tag/office/", ["New and open", "Old and open"]),
        ("leads/tag/clinic/", ["New and open", "Filled"]),
        ("leads/place/port-ashby-oh-us/", ["Old and open"]),
        ("leads/remote/yes/", ["New and open"]),
        ("leads/employment/part-time/", ["Filled"]),
    ],
)
def test_filters_are_plain_links_to_pages(build, url, expected):
    site = build(BOARD)
    assert f"/{url}" in site.page("leads/").xpath("//a/@href")
    assert titles(site, url) == expected


def test_a_lead_tells_what_is_known(build):
    more = (
        "Location: Port Ashby, OH, US\nSalary: USD 28000-32000 a year\nCloses: 2009-09-04\n"
        "Via: the library's notice board\nKind: referral\nEmployment: full-time\n"
        "Posting: https://acme.example/jobs/7\n"
        "Trail: 2009-08-07 claimed by Dana R.\n    2009-08-09 applied by Dana R.: by hand"
    )
    member = "Title: Dana R.\nConsent: 2009-06-01\n\nHi.\n"
    site = build({"leads/a.md": lead("Clerk", more=more), "network/dana-r.md": member})
    words = site.words("leads/a/")
    for word in (
        "Clerk",
        "Acme",
        "Port Ashby, OH, US",
        "USD 28,000–32,000 a year",
        "4 September 2009",
        "the library's notice board",
        "Dana R. applied",
        "by hand",
        "Text of Clerk",
    ):
        assert word in words
    assert "https://acme.example/jobs/7" in site.page("leads/a/").xpath("//a/@href")


def test_text_from_front_matter_is_escaped_once(build):
    evil = "<script>alert('x')</script> & <b>"
    more = f"Via: {evil}\nTags: {evil}\nTrail: 2009-08-07 claimed: {evil}"
    text = lead(evil, more=more, company=evil).replace(f"Text of {evil}", "Text")
    site = build({"leads/a.md": text})
    assert site.status == 0, site.said
    assert evil in site.words("leads/a/")
    for name, data in site.files().items():
        if name.endswith((".html", ".xml")):
            assert b"<script>alert" not in data, name
            assert b"&amp;lt;script" not in data or "feeds/" in name, name


STRUCTURED = (
    "Location: Port Ashby, OH, US\nSalary: USD 14.50 an hour\nCloses: 2009-09-04\n"
    "Employment: part-time\nStructured: yes"
)
BODY = "\n".join(["You answer the telephone, keep the calendar and order the paper."] * 3)


def json_ld(site, url):
    scripts = site.page(url).xpath("//script[@type='application/ld+json']/text()")
    objects = [one for text in scripts for one in json.loads(text)["@graph"]]
    return [one for one in objects if one["@type"] == "JobPosting"]


def test_a_structured_lead_carries_a_job_posting(build):
    text = lead("Clerk </script>", more=STRUCTURED).replace("Text of Clerk </script>", "Text")
    site = build({"leads/a.md": text + BODY})
    assert site.status == 0, site.said
    (posting,) = json_ld(site, "leads/a/")
    assert posting["title"] == "Clerk </script>"
    assert posting["datePosted"] == "2009-08-05"
    assert posting["validThrough"] == "2009-09-04T23:59:59-04:00"
    assert posting["hiringOrganization"]["name"] == "Acme"
    assert posting["jobLocation"]["address"]["addressCountry"] == "US"
    assert posting["employmentType"] == "PART_TIME"
    assert posting["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "HOUR",
        "value": 14.5,
    }
    assert "keep the calendar" in posting["description"]
    assert json_ld(site, "leads/") == []


@pytest.mark.parametrize(
    "more", [STRUCTURED.replace("yes", "no"), STRUCTURED + "\nTrail: 2009-08-06 filled"]
)
def test_others_carry_none(build, more):
    site = build({"leads/a.md": lead("Clerk", more=more) + BODY})
    assert site.status == 0, site.said
    assert json_ld(site, "leads/a/") == []


def test_a_retracted_lead_says_only_that(build):
    more = "Posting: https://acme.example/jobs/7\nTrail: 2009-08-07 retracted: a mistake of mine"
    site = build({"leads/a.md": lead("Clerk", more=more)})
    page = site.text("leads/a/index.html")
    assert "a mistake of mine" in page
    assert "Text of Clerk" not in page
    assert "acme.example/jobs" not in page


def test_a_tag_that_only_leads_have_gets_its_page(build):
    site = build({"leads/a.md": lead("Clerk", more="Tags: Night shift")})
    assert "Clerk" in site.words("tags/night-shift/")
    assert "/tags/night-shift/" in site.page("tags/").xpath("//a/@href")
