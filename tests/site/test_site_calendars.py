"""Events and closing days in calendars, members' feeds in a blogroll, and where they are told."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from lxml import etree

ZONE = ZoneInfo("America/New_York")
SITE = {
    "events/2009-09-03-mixer.md": "Title: The mixer\n"
    "Start: 2009-09-03 18:00\nEnd: 2009-09-03 20:00\n"
    "Location: Ferry shed\nLink: https://mixer.example/\nTags: mixers\n\n"
    "Bring [cards](https://x.example/).\n",
    "events/2009-09-05-party.md": "Title: The party\nStart: 2009-09-05\n\nCome.\n",
    "leads/clerk.md": "Title: Clerk\nCompany: Acme\nDate: 2009-08-05\nCloses: 2009-09-01\n"
    "Location: Port Ashby, OH, US\nTags: office\n\nText.\n",
    "showers/nora/shower.md": "Title: Shower\nSeeker: Nora Whitfield\nDate: 2009-08-01\n"
    "Party: party\n\nHi.\n",
    "network/dana-r.md": "Title: Dana R.\nConsent: 2009-06-01\nSite: https://dana.example/\n"
    "Feed: https://dana.example/feed.xml\n\nHi.\n",
    "network/sam.md": "Title: Sam\nConsent: 2009-06-01\n\nHi.\n",
}


def dates(site, path="calendar.ics"):
    calendar = icalendar.Calendar.from_ical((site.output / path).read_bytes())
    return {
        str(event["uid"]).partition(":")[2].partition(":")[2]: event for event in calendar.events
    }


def test_events_and_closing_days_are_in_the_calendar(build):
    site = build(SITE)
    assert site.status == 0, site.said
    found = dates(site)
    assert set(found) == {"event/mixer", "event/party", "lead-closing/clerk"}
    mixer, party, closing = (found[name] for name in sorted(found))
    assert mixer["dtstart"].dt == datetime(2009, 9, 3, 18, tzinfo=ZONE)
    assert mixer["dtend"].dt == datetime(2009, 9, 3, 20, tzinfo=ZONE)
    assert mixer["location"] == "Ferry shed"
    assert mixer["url"] == "https://nora.example/events/#mixer"
    assert mixer["description"] == "Bring cards.\nhttps://mixer.example/"
    assert party["dtstart"].dt == date(2009, 9, 5)
    assert closing["summary"] == "Closes: Clerk at Acme"
    assert closing["dtstart"].dt == date(2009, 9, 1)
    assert closing["dtend"].dt == date(2009, 9, 2)


def test_tags_and_parties_have_calendars_of_their_own(build):
    site = build(SITE)
    assert set(dates(site, "calendars/tags/mixers.ics")) == {"event/mixer"}
    assert set(dates(site, "calendars/tags/office.ics")) == {"lead-closing/clerk"}
    assert set(dates(site, "calendars/showers/nora.ics")) == {"event/party"}


def test_what_is_called_off_or_over_stays_cancelled(build):
    before = dates(build(SITE))
    later = {
        "events/2009-09-05-party.md": SITE["events/2009-09-05-party.md"].replace(
            "\n\n", "\nStatus: cancelled\nModified: 2009-08-20\n\n", 1
        ),
        "leads/clerk.md": SITE["leads/clerk.md"].replace(
            "\n\n", "\nTrail: 2009-08-10 filled\n\n", 1
        ),
    }
    site = build(SITE | later)
    after = dates(site)
    for name in ("event/party", "lead-closing/clerk"):
        assert after[name]["status"] == "CANCELLED"
        assert after[name]["sequence"] > before[name]["sequence"]
        assert after[name]["last-modified"].dt >= datetime(2009, 8, 10, tzinfo=ZONE)
    assert "Cancelled" in site.words("events/")


def test_an_evening_may_end_on_a_day(build):
    event = "Title: Late\nStart: 2009-09-03 18:00\nEnd: 2009-09-04\n\nCome.\n"
    found = dates(build({"events/late.md": event}))
    assert "dtend" not in found["event/late"]
    event = "Title: Fair\nStart: 2009-09-03\nEnd: 2009-09-04 18:00\n\nCome.\n"
    found = dates(build({"events/late.md": event}))
    assert found["event/late"]["dtend"].dt - found["event/late"]["dtstart"].dt == timedelta(days=2)


def test_the_members_feeds_are_one_file_to_import(build):
    site = build(SITE)
    outlines = etree.fromstring((site.output / "network.opml").read_bytes()).findall(".//outline")
    assert [dict(outline.attrib) for outline in outlines] == [
        {
            "type": "rss",
            "text": "Dana R.",
            "title": "Dana R.",
            "xmlUrl": "https://dana.example/feed.xml",
            "htmlUrl": "https://dana.example/",
        }
    ]
    assert "/network.opml" in site.page("network/").xpath("//a/@href")


def test_subscribe_tells_every_way(build):
    site = build(SITE)
    links = site.page("subscribe/").xpath("//main//a/@href")
    for path in (
        "/feeds/everything.rss.xml",
        "/feeds/everything.atom.xml",
        "/feeds/everything.json",
        "/calendar.ics",
        "webcal://nora.example/calendar.ics",
        "webcal://nora.example/calendars/showers/nora.ics",
        "/network.opml",
    ):
        assert path in links
    words = site.words("subscribe/")
    for word in ("telephone", "e-mail", "calendar"):
        assert word in words


def test_pages_name_what_fits_them(build):
    site = build(SITE)

    def alternates(url):
        return set(site.page(url).xpath("//link[@rel='alternate']/@href"))

    assert "/feeds/showers/nora.atom.xml" not in alternates("leads/")
    assert "/calendars/showers/nora.ics" in alternates("showers/nora/")
    assert "/calendar.ics" in alternates("events/")
    assert {"/feeds/tags/office.rss.xml", "/feeds/tags/office.json"} <= alternates("tags/office/")
    assert "/feeds/everything.atom.xml" in alternates("")


def test_a_site_without_dates_or_friends_has_no_such_files(build):
    site = build({"posts/a.md": "Title: A\nDate: 2009-08-05\n\nText.\n"})
    assert [name for name in site.files() if name.endswith((".ics", ".opml"))] == []
    assert not [h for h in site.page("subscribe/").xpath("//a/@href") if h.endswith(".ics")]
