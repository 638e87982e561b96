"""Structured data, and the texts of a page's head."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from dateutil.tz import tzoffset
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from seo.head import og_locale, plain, shorten
from seo.page import SeoPage, merge, newest
from seo.sitemap import build_robots, build_sitemaps
from seo.structured import breadcrumbs, event, person, posting, script_text, website

NIGHT = datetime(2009, 9, 3, 18, 0, tzinfo=timezone(timedelta(hours=-4)))
URL = "https://nora.example/posts/one/"

# What Google Search Central asks of each type, by its pages "Article", "Event" and "Breadcrumb",
# and the properties that schema.org gives it, as far as they are used here.
REQUIRED = {
    "BlogPosting": {"headline", "author", "datePublished", "dateModified", "image"},
    # The running week’s is not published yet.
    "Article": {"headline", "author", "dateModified", "image"},
    "Event": {"name", "startDate", "location", "eventStatus", "eventAttendanceMode", "organizer"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name"},
    "WebSite": {"name", "url"},
    "Person": {"name"},
    "Place": {"address"},
    "VirtualLocation": {"url"},
    "JobPosting": {"title", "description", "datePosted", "hiringOrganization"},
}
ALLOWED = {
    "BlogPosting": {
        "mainEntityOfPage", "description", "inLanguage", "keywords", "wordCount",
    },
    "Article": {"mainEntityOfPage", "description", "inLanguage", "datePublished"},
    "ListItem": {"item"},
    "Place": {"name"},
    "Event": {"url", "endDate", "description", "image"},
    "WebSite": {"description", "inLanguage", "author"},
    "Person": {"url"},
    "JobPosting": {
        "validThrough", "employmentType", "jobLocation",
        "baseSalary", "directApply", "jobLocationType",
        "applicantLocationRequirements", "identifier",
    },
}  # fmt: skip


def faults(thing):
    """What is wrong with an object, or a list of them, and all within."""
    if isinstance(thing, list):
        return [fault for one in thing for fault in faults(one)]
    if not isinstance(thing, dict):
        return []
    kind, names = thing["@type"], thing.keys() - {"@type"}
    found = []
    if kind in REQUIRED:
        found += [f"{kind} has no {name}" for name in REQUIRED[kind] - names]
        others = names - REQUIRED[kind] - ALLOWED.get(kind, set())
        found += [f"{kind} has {name}" for name in others]
    found += [f"{kind}.{name} is empty" for name in names if thing[name] in ("", None, [], {})]
    return found + [fault for name in names for fault in faults(thing[name])]


def graph(page):
    """The objects of a page's script, by type."""
    scripts = page.xpath("//head/script[@type='application/ld+json']/text()")
    found = {}
    for text in scripts:
        whole = json.loads(text)
        assert whole["@context"] == "https://schema.org"
        for one in whole["@graph"]:
            found.setdefault(one["@type"], []).append(one)
    return found


@pytest.fixture(scope="module")
def sample(sample_site):
    return {
        path.relative_to(sample_site).as_posix().removesuffix("index.html"): graph(
            html.fromstring(path.read_bytes())
        )
        for path in sample_site.rglob("*.html")
    }


def test_every_object_of_the_sample_is_whole(sample):
    found = {
        url: faults([o for some in data.values() for o in some]) for url, data in sample.items()
    }
    assert {url: told for url, told in found.items() if told} == {}
    kinds = {kind for data in sample.values() for kind in data}
    assert kinds == {"WebSite", "BlogPosting", "Article", "JobPosting", "Event", "BreadcrumbList"}


def test_a_post_and_the_way_to_it(sample):
    (one,) = sample["posts/sheet-cake/"]["BlogPosting"]
    assert one["mainEntityOfPage"] == "https://nora.example/posts/sheet-cake/"
    assert one["headline"] == "Fourteen people and a sheet cake"
    assert one["datePublished"] == "2009-08-24T20:05:00-04:00"
    assert one["author"] == [
        {
            "@type": "Person",
            "name": "Nora Whitfield",
            "url": "https://nora.example/authors/nora-whitfield/",
        }
    ]
    assert one["wordCount"] > 300
    (way,) = sample["posts/sheet-cake/"]["BreadcrumbList"]
    steps = [(step["position"], step["name"]) for step in way["itemListElement"]]
    assert steps == [(1, "Nora's Job Shower"), (2, "Helping"), (3, one["headline"])]


def test_the_way_leads_through_pages_that_are_there(sample, sample_site):
    for url, data in sample.items():
        for way in data.get("BreadcrumbList", ()):
            *before, last = way["itemListElement"]
            assert "item" not in last
            for step in before:
                path = step["item"].removeprefix("https://nora.example/")
                assert (sample_site / path / "index.html").is_file(), (url, step)


def test_events_to_come_are_told_where_and_when_they_are(build):
    events = {
        "hall": "Start: 2009-09-03 18:00\nEnd: 2009-09-03 20:00\nLocation: Library, 3 Elm St",
        "call": "Start: 2009-09-04 18:00\nLocation: online\nLink: https://meet.example/7",
        "fair": "Start: 2009-09-05\nEnd: 2009-09-06\nLocation: Fairground\nStatus: cancelled",
        "unknown": "Start: 2009-09-07 18:00",
        "past": "Start: 2009-08-20 18:00\nLocation: Library",
    }
    files = {f"events/{n}.md": f"Title: {n}\n{text}\n\nCome.\n" for n, text in events.items()}
    site = build(files)
    assert site.status == 0, site.said
    told = {one["name"]: one for one in graph(site.page("events/"))["Event"]}
    assert faults(list(told.values())) == []
    assert set(told) == {"hall", "call", "fair"}
    assert told["hall"]["startDate"] == "2009-09-03T18:00-04:00"
    assert told["hall"]["endDate"] == "2009-09-03T20:00-04:00"
    assert told["hall"]["location"]["address"] == "Library, 3 Elm St"
    assert told["hall"]["url"] == "https://nora.example/events/#hall"
    assert site.page("events/").xpath("//*[@id='hall']")
    assert told["call"]["location"] == {"@type": "VirtualLocation", "url": "https://meet.example/7"}
    assert told["call"]["eventAttendanceMode"].endswith("/OnlineEventAttendanceMode")
    assert told["fair"]["startDate"] == "2009-09-05"
    assert told["fair"]["eventStatus"].endswith("/EventCancelled")
    assert told["hall"]["eventStatus"].endswith("/EventScheduled")


def test_what_is_not_known_is_not_said():
    assert event(name="A", url=URL, start=NIGHT) is None
    assert breadcrumbs([("Home", URL)]) is None
    assert breadcrumbs([("Home", URL), ("", URL)]) is None
    assert person("Nora") == {"@type": "Person", "name": "Nora"}
    assert posting(url=URL, headline="A", published=None).keys() == {
        "@type", "headline", "mainEntityOfPage",
    }  # fmt: skip
    assert website("A", URL, "", "en", "").keys() == {"@type", "name", "url", "inLanguage"}
    assert script_text([]) == ""


def test_a_party_in_two_places_is_in_both():
    mixed = event(name="A", url=URL, start=NIGHT, place="Library", online="https://meet.example/")
    assert [place["@type"] for place in mixed["location"]] == ["Place", "VirtualLocation"]
    assert mixed["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")


@given(st.text())
def test_no_text_leaves_its_script(text):
    told = script_text([{"@type": "Thing", "name": f"{text}</script><!--{text}"}])
    assert not set(told) & set("<>&\u2028\u2029")
    (script,) = html.fragments_fromstring(f'<script type="application/ld+json">{told}</script>')
    # A lone surrogate has no bytes, so it cannot be kept.
    kept = text.encode("utf-8", "replace").decode()
    assert json.loads(script.text)["@graph"][0]["name"] == f"{kept}</script><!--{kept}"


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("en", "en_US"),
        ("de-AT", "de_AT"),
        ("pt_br", "pt_BR"),
        ("zh-Hant-TW", "zh_TW"),
        ("sr-Latn", "sr_RS"),
        ("tlh", ""),
    ],
)
def test_a_language_gets_a_country(language, locale):
    assert og_locale(language) == locale


def test_a_description_ends_where_one_can_stop():
    sentence = "This is a sentence of forty-two characters. "
    assert shorten(sentence.strip()) == sentence.strip()
    assert shorten(sentence * 9) == (sentence * 4).strip()
    words = shorten("word, " * 90)
    assert len(words) <= 200
    assert words.endswith("word…")
    assert plain("<p>A &amp; B</p>\n<p>C</p>") == "A & B C"


def test_the_newest_of_days_and_moments():
    assert newest([None, date(2009, 8, 5), None]) == date(2009, 8, 5)
    assert newest([date(2009, 9, 3), NIGHT]) == NIGHT
    assert newest([date(2009, 9, 4), NIGHT]) == date(2009, 9, 4)
    assert newest([None]) is None
    assert newest([]) is None
    # The site's clock, and another on which it is later.
    there = NIGHT.replace(tzinfo=timezone(timedelta(hours=9)), minute=59)
    assert newest([there, NIGHT]) == newest([NIGHT, there]) == there
    offset = NIGHT.replace(tzinfo=tzoffset(None, -7200), hour=19)
    assert newest([NIGHT, offset]) is newest([offset, offset]) is offset
    early = NIGHT.replace(day=1)
    assert newest([early, NIGHT, early]) is NIGHT


def test_of_two_words_on_a_page_the_second_counts_and_the_newest_day():
    first = SeoPage(save_as="a", url="a/", title="A", modified=date(2009, 8, 7), tags=("x",))
    second = SeoPage(save_as="a", url="a/", title="B", modified=date(2009, 8, 5))
    both = merge(first, second)
    assert (both.title, both.modified, both.tags) == ("B", date(2009, 8, 7), ("x",))


def test_a_sitemap_of_many_pages_is_an_index_of_several():
    pages = [(f"https://a.example/{n}/", date(2009, 8, n)) for n in range(1, 8)]
    files = build_sitemaps("https://a.example", [*pages, ("https://a.example/x/", None)], 3)
    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    index = etree.fromstring(files["sitemap.xml"])
    assert etree.QName(index).localname == "sitemapindex"
    told = [(one[0].text, one[1].text) for one in index]
    assert told[0] == ("https://a.example/sitemap-1.xml", "2009-08-03")
    assert told[2] == ("https://a.example/sitemap-3.xml", "2009-08-07")
    parts = [etree.fromstring(files[f"sitemap-{number}.xml"]) for number in (1, 2, 3)]
    assert [one[0].text for part in parts for one in part] == [
        *(url for url, _ in pages),
        "https://a.example/x/",
    ]


def test_a_sitemap_of_nothing_is_one():
    assert len(etree.fromstring(build_sitemaps("https://a.example", [])["sitemap.xml"])) == 0


def test_a_moment_without_its_zone_is_a_day_in_a_sitemap():
    naive = datetime(2009, 8, 5, 9)  # noqa: DTZ001 (that is what is tested)
    whole = [("https://a.example/a/", naive), ("https://a.example/b/", naive.replace(tzinfo=UTC))]
    (file,) = build_sitemaps("https://a.example", whole).values()
    assert b"<lastmod>2009-08-05</lastmod>" in file
    assert b"<lastmod>2009-08-05T09:00:00+00:00</lastmod>" in file


def test_robots_without_an_address_name_no_sitemap():
    assert build_robots([], "") == "User-agent: *\nAllow: /\n"


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7])
def test_a_sitemap_in_parts_is_the_same_bytes(monkeypatch, count):
    days = [None, date(2009, 8, 5)]
    pages = [(f"https://a.example/ä&{n}/", days[n % 2]) for n in range(count)]
    whole = build_sitemaps("https://a.example", pages)
    monkeypatch.setattr("seo.sitemap._PART", 2)
    assert build_sitemaps("https://a.example", pages) == whole
