"""A shower's page: what is asked, who promised, and how to help."""

from urllib.parse import parse_qs, urlsplit

import pytest

MEMBERS = {
    "network/dana-r.md": "Title: Dana R.\nConsent: 2009-06-01\nMet: at the mixer\n\nKnows paper.\n",
    "network/sam.md": "Title: Sam Whitcombe\nConsent: 2009-06-01\n\nAsks questions.\n",
}
SHOWER = """Title: Nora's job shower
Seeker: Nora Whitfield
Date: 2009-07-30
Role: Office manager
Places: Port Ashby; Millrace, OH
Targets: Harbor Press, Ashby Lamp Works
Not-Wanted: Sales
Party: the-party
{more}
I would like to work where something is made.
"""
EVENT = "Title: The party\nStart: 2009-09-05 18:00\nLocation: My yard\n\nBring a chair.\n"


def wish(title, kind="practice", more=""):
    keys = f"Title: {title}\nKind: {kind}\nDate: 2009-08-01\n{more}".strip()
    return f"{keys}\n\nText of {title}.\n"


def shower(more="", **wishes):
    files = {"showers/nora/shower.md": SHOWER.format(more=more and more + "\n"), **MEMBERS}
    files["events/2009-09-05-the-party.md"] = EVENT
    return files | {f"showers/nora/{name}.md": text for name, text in wishes.items()}


def test_the_shower_tells_the_ideal_job(build):
    site = build(shower(review=wish("A review")))
    assert site.status == 0, site.said
    words = site.words("showers/nora/")
    for word in ("Office manager", "Millrace, OH", "Ashby Lamp Works", "Sales", "The party"):
        assert word in words
    assert "where something is made" in words
    assert "/showers/nora/" in site.page("showers/").xpath("//a/@href")


def order(site, *titles):
    words = site.words("showers/nora/")
    return sorted(titles, key=lambda title: words.index(f"Text of {title}"))


def test_open_wishes_come_first_by_priority_and_granted_ones_stay(build):
    granted = "Priority: high\nTrail: 2009-08-03 granted by Dana R.: over soup"
    site = build(
        shower(
            a=wish("Done", more=granted),
            b=wish("Small", more="Priority: low"),
            c=wish("Big", more="Priority: high"),
            d=wish("Taken", more="Trail: 2009-08-03 claimed by Sam Whitcombe"),
        )
    )
    assert site.status == 0, site.said
    assert order(site, "Done", "Small", "Big", "Taken") == ["Big", "Small", "Taken", "Done"]
    assert "over soup" in site.words("showers/nora/")


def help_links(site, url="showers/nora/"):
    return [h for h in site.page(url).xpath("//main//a/@href") if "mailto:" in h or "form" in h]


def test_i_can_help_is_a_letter_with_everything_in_it(build):
    site = build(shower(review=wish("A review & more")))
    (link,) = help_links(site)
    parts = urlsplit(link)
    query = parse_qs(parts.query, strict_parsing=True)
    assert parts.path == "hello@nora.example"
    assert query["subject"] == ["I can help Nora Whitfield: A review & more [wish/nora/review]"]
    assert "https://nora.example/showers/nora/#wish-review" in query["body"][0]
    assert site.page("showers/nora/").xpath("//*[@id='wish-review']")


def test_i_can_help_may_be_a_form(build):
    template = "https://form.example/?about={id}&title={title}&url={url}"
    (link,) = help_links(build(shower(review=wish("R & D?")), REPLY_TO=template))
    query = parse_qs(urlsplit(link).query, strict_parsing=True)
    assert query == {
        "about": ["wish/nora/review"],
        "title": ["R & D?"],
        "url": ["https://nora.example/showers/nora/#wish-review"],
    }


def test_without_a_reply_address_there_are_no_such_links(build):
    assert help_links(build(shower(review=wish("A review")), REPLY_TO=None)) == []


CLAIMED = (
    "Quantity: 2\nTrail: 2009-08-03 claimed by Sam Whitcombe\n    2009-08-04 granted by Dana R."
)


@pytest.mark.parametrize(
    ("show", "seen", "unseen"),
    [
        ("names", ["Sam Whitcombe", "Dana R."], []),
        ("taken", ["promised"], ["Sam Whitcombe", "Dana R."]),
        ("hidden", [], ["Sam Whitcombe", "Dana R.", "Somebody promised"]),
    ],
)
def test_readers_see_of_a_claim_what_the_seeker_wants(build, show, seen, unseen):
    site = build(shower(f"Show-Claims: {show}", practice=wish("Practice", more=CLAIMED)))
    assert site.status == 0, site.said
    words = site.words("showers/nora/")
    assert [word for word in seen if word not in words] == []
    others = {
        name: data.decode()
        for name, data in site.files().items()
        if name.endswith((".html", ".xml")) and not name.startswith(("network/", "search/"))
    }
    told = {word: [name for name, text in others.items() if word in text] for word in unseen}
    assert told == {word: [] for word in unseen}


def test_a_shower_that_landed_asks_for_nothing_more(build):
    site = build(shower("Status: landed", review=wish("A review")))
    assert help_links(site) == []


def test_members_and_events_have_their_places(build):
    site = build(shower(review=wish("A review", more="Trail: 2009-08-03 claimed by Dana R.")))
    assert "Knows paper" in site.words("network/")
    assert "Bring a chair" in site.words("events/")
    hrefs = site.page("showers/nora/").xpath("//main//a/@href")
    assert "/network/#dana-r" in hrefs
    assert "/events/#the-party" in hrefs
    assert site.page("network/").xpath("//*[@id='dana-r']")
    assert site.page("events/").xpath("//*[@id='the-party']")


def test_months_link_to_each_other_even_where_an_event_only_goes_on(build):
    site = build(
        {
            "events/old.md": "Title: The old one\nStart: 2009-05-02 10:00\n\nText.\n",
            "events/fair.md": "Title: The fair\nStart: 2009-08-30\nEnd: 2009-09-02\n\nText.\n",
        }
    )
    assert site.status == 0, site.said
    page = site.page("events/")
    leaves = page.xpath("//section[contains(@class, 'month')]/@id")
    assert leaves == ["month-2009-08", "month-2009-09", "month-2009-05"]
    links = page.xpath("//*[@class='months']//a/@href")
    assert [link[-2:] for link in links] == ["05", "09", "08", "08"]
    assert "The fair goes on." in site.words("events/")


def test_the_shower_leads_to_its_card(build):
    site = build(shower(review=wish("A review")))
    assert "/showers/nora/card/" in site.page("showers/nora/").xpath("//main//a/@href")
    assert site.page("showers/nora/card/").xpath("//link[@rel='stylesheet'][@media='print']")
    assert "/card/" not in site.text("sitemap.xml")
    said = site.words("showers/nora/card/")
    assert "Office manager" in said
    assert "nora.example/showers/nora/" in said


def test_nothing_else_stands_where_the_card_is(build):
    page = "Title: A\nSave_as: showers/nora/card/index.html\n\nText.\n"
    site = build(shower() | {"pages/a.md": page})
    assert site.status == 1
    assert "pages/a.md" in site.said
    assert "the same address as" in site.said
