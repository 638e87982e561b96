"""A whole content folder: what is shown, what waits, and in which order."""

from __future__ import annotations

import pytest


def slugs(items):
    return [item.slug for item in items]


def test_a_folder_with_nothing_is_a_site_with_nothing(content):
    library = content.read()

    assert library.posts == library.leads == library.roundups == library.waiting == []
    assert library.wishes == []


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (lambda content, day: content.post("x", Date=day), "posts"),
        (lambda content, day: content.page("x", Date=day), "pages"),
        (lambda content, day: content.lead("x", Date=day), "leads"),
        (lambda content, day: content.shower("x", Date=day), "showers"),
    ],
    ids=["post", "page", "lead", "shower"],
)
def test_what_is_dated_in_the_future_waits(content, write, name):
    write(content, "2009-08-28")

    today = content.read(TODAY="2009-08-28")
    yesterday = content.read(TODAY="2009-08-27")

    assert (slugs(getattr(today, name)), today.waiting) == (["x"], [])
    assert (getattr(yesterday, name), slugs(yesterday.waiting)) == ([], ["x"])


def test_a_wish_waits_for_its_day_and_for_its_showers(content):
    content.shower()
    content.wish("now", Date="2009-08-28")
    content.wish("later", Date="2009-08-29")
    content.shower("sam", Seeker="Sam", Date="2009-08-29")
    content.wish("early", seeker="sam", Date="2009-08-01")

    library = content.read()

    assert slugs(library.wishes) == ["nora/now"]
    assert slugs(library.showers) == ["nora"]
    assert sorted(slugs(library.waiting)) == ["nora/later", "sam", "sam/early"]


def test_a_lead_shows_no_wish_that_waits(content):
    content.lead("acme")
    content.shower()
    content.wish("now", Lead="acme")
    content.wish("later", Date="2009-08-29", Lead="acme")

    (lead,) = content.read().leads

    assert slugs(lead.wishes) == ["nora/now"]
    assert lead.wishes[0].about is lead


def test_a_wish_about_a_lead_may_wait_together_with_it(content):
    content.lead("acme", Date="2009-09-02")
    content.shower()
    content.wish("word", Date="2009-09-02", Lead="acme")

    assert slugs(content.read().waiting) == ["acme", "nora/word"]
    (lead,) = content.read(TODAY="2009-09-02").leads
    assert slugs(lead.wishes) == ["nora/word"]


def test_a_wish_does_not_lead_to_a_lead_that_was_taken_back(content):
    content.lead("acme", Trail="2009-08-07 retracted")
    content.shower()
    content.wish("word", Lead="acme")

    (wish,) = content.read().wishes

    assert wish.about is None


def test_drafts_wait_unless_this_is_a_preview(content):
    content.post("draft", Status="draft")
    content.page("rough", Status="draft")

    assert slugs(content.read().waiting) == ["draft", "rough"]
    preview = content.read(WRITE_DRAFTS=True)
    assert preview.waiting == []
    assert slugs(preview.pages) == ["rough"]


def test_events_to_come_are_shown(content):
    content.event("mixer", Start="2009-12-24")
    content.event("lunch", Start="2009-09-01 12:00")

    assert slugs(content.read().events) == ["lunch", "mixer"]


def test_leads_are_open_first_and_newest_first(content):
    content.lead("old", Date="2009-08-01")
    content.lead("closed-new", Date="2009-08-20", Trail="2009-08-21 filled")
    content.lead("b-new", Date="2009-08-12")
    content.lead("a-new", Date="2009-08-12")
    content.lead("closed-old", Date="2009-08-02", Closes="2009-08-03")

    assert slugs(content.read().leads) == ["a-new", "b-new", "old", "closed-new", "closed-old"]


def test_members_are_in_the_order_of_their_names(content):
    for name in ("Zoe", "ada", "Bea"):
        content.member(name)

    assert [member.title for member in content.read().members] == ["ada", "Bea", "Zoe"]


def test_everything_is_linked(content):
    content.event("party")
    content.shower(Party="party")
    content.wish("advice")

    (shower,) = content.read().showers

    assert shower.party_event.slug == "party"
    assert shower.wishes[0].shower is shower


def test_slugs_are_file_names_without_their_dates(content):
    content.write("leads/2009-08-05-Acme Clerk.md", "Title: x\nCompany: A\nDate: 2009-08-06\n\nB")
    content.write("showers/Nora W/shower.md", "Title: x\nSeeker: N\nDate: 2009-08-06\n\nB")
    content.write("showers/Nora W/2009-08-07-pie.md", "Title: x\nKind: thing\nDate: 2009-08-07\n\n")

    library = content.read()

    assert slugs(library.leads) == ["acme-clerk"]
    assert slugs(library.showers) == ["nora-w"]
    assert [(wish.slug, wish.url) for wish in library.wishes] == [
        ("nora-w/pie", "showers/nora-w/#wish-pie")
    ]
    assert library.leads[0].url == "leads/acme-clerk/"


def test_extra_keys_are_for_posts_and_pages_only(content):
    content.post("x", Series="one")
    content.page("y", Series="one")
    assert content.read(EXTRA_KEYS=["Series"]).posts

    content.lead("acme", Series="one")
    assert content.problem(EXTRA_KEYS=["Series"]).file == "leads/acme.md"
