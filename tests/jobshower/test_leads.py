"""A lead as its readers see it: open or closed, and why."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest


@pytest.fixture
def lead(content):
    """The one lead of a site, written with some keys and read with some settings."""

    def read(settings=None, **keys):
        content.member("Dana R.")
        content.lead("acme-clerk", **keys)
        (item,) = content.read(**(settings or {})).leads
        return item

    return read


@pytest.mark.parametrize(
    ("today", "is_open", "why", "closed_on"),
    [
        ("2009-08-19", True, "", None),
        ("2009-08-20", True, "", None),  # the closing day itself
        ("2009-08-21", False, "The closing day is past.", date(2009, 8, 21)),
    ],
)
def test_lead_closes_after_its_closing_day(lead, today, is_open, why, closed_on):
    item = lead({"TODAY": today}, Closes="2009-08-20")

    assert (item.open, item.closed_why, item.closed_on) == (is_open, why, closed_on)


@pytest.mark.parametrize(
    ("trail", "last_open", "closed_on"),
    [
        (None, "2009-09-18", "2009-09-19"),
        ("2009-08-15 claimed by Dana R.", "2009-09-28", "2009-09-29"),
        (["2009-08-15 closed", "2009-08-16 reopened"], "2009-09-29", "2009-09-30"),
    ],
)
def test_lead_goes_stale_after_45_days_without_news(lead, trail, last_open, closed_on):
    assert lead({"TODAY": last_open}, Trail=trail).open

    item = lead({"TODAY": closed_on}, Trail=trail)

    assert not item.open
    assert item.closed_why == "Nothing was heard of it for 45 days."
    assert item.closed_on == date.fromisoformat(closed_on)


def test_how_long_a_lead_stays_fresh_is_a_setting(lead):
    stale = {"LEAD_STALE_DAYS": 10}

    assert lead({**stale, "TODAY": "2009-08-14"}).open
    item = lead({**stale, "TODAY": "2009-08-15"})
    assert item.closed_why == "Nothing was heard of it for 10 days."


def test_a_lead_may_never_go_stale(lead):
    assert lead({"LEAD_STALE_DAYS": 10**9, "TODAY": "2090-01-01"}).open


@pytest.mark.parametrize("closes", ["9999-12-31", "2009-10-15"])
def test_a_stale_lead_is_closed_before_its_closing_day(lead, closes):
    item = lead({"TODAY": "2009-10-01"}, Closes=closes)

    assert item.closed_why == "Nothing was heard of it for 45 days."
    assert item.closed_on == date(2009, 9, 19)


def test_a_lead_is_closed_on_the_first_of_its_ends(lead):
    item = lead({"TODAY": "2009-12-01"}, Closes="2009-08-20")

    assert item.closed_why == "The closing day is past."
    assert item.closed_on == date(2009, 8, 21)


@pytest.mark.parametrize("event", ["landed by Dana R.", "filled", "closed", "retracted"])
def test_a_lead_ends_by_its_trail(lead, event):
    item = lead(Closes="2009-08-10", Trail=["2009-08-06 claimed", f"2009-08-20 {event}: so be it"])

    assert not item.open
    assert item.closed_on == date(2009, 8, 20)
    assert item.closed_why == f"{item.trail_news[-1].text}."
    assert item.closed_why[0].isupper()
    assert ("Dana R." in item.closed_why) == event.startswith("landed")
    assert item.stage == event.split()[0]
    assert item.retracted == (event == "retracted")


def test_a_reopened_lead_is_open(lead):
    item = lead(Trail=["2009-08-06 closed", "2009-08-20 reopened"])

    assert item.open
    assert (item.stage, item.closed_why, item.closed_on) == ("open", "", None)


@pytest.mark.parametrize(
    ("trail", "stage"),
    [
        (None, "closed"),
        ("2009-08-06 thanked", "closed"),
        ("2009-08-06 applied by Dana R.", "applied"),
        (["2009-08-06 filled", "2009-08-07 interview by Dana R."], "interview"),
    ],
)
def test_a_lead_that_time_closed_keeps_what_came_of_it(lead, trail, stage):
    item = lead(Closes="2009-08-10", Trail=trail)

    assert not item.open
    assert item.stage == stage
    assert item.stage_name


def test_last_news_is_the_newest_entrys_or_its_own(lead):
    assert lead().last_news == date(2009, 8, 5)
    assert lead(Trail=["2009-08-06 claimed", "2009-08-09 applied"]).last_news == date(2009, 8, 9)


def test_a_record_shows_its_fields_as_its_own(lead):
    item = lead(Location="Port Ashby, OH, US", Salary="USD 14.50 an hour")

    assert (item.title, item.company) == ("Clerk", "Acme")
    assert str(item.salary) == "USD 14.50 an hour"
    assert (item.key, item.url, item.anchor) == ("lead/acme-clerk", "leads/acme-clerk/", "")
    assert (item.line_of("Salary"), item.line_of("Closes")) == (5, 1)
    with pytest.raises(AttributeError):
        _ = item.quantity


def mail(link):
    parts = urlsplit(link)
    fields = {name: one for name, (one,) in parse_qs(parts.query, strict_parsing=True).items()}
    return parts.scheme, unquote(parts.path), fields["subject"], fields["body"]


def test_following_up_is_a_mail_that_says_what_it_is_about(lead):
    item = lead(Title="Clerk & more: 50% + tips?", Company="Acmé #1")

    scheme, to, subject, body = mail(item.help_link)

    assert (scheme, to) == ("mailto", "hello@nora.example")
    assert subject == (
        "I'm following this up: Clerk & more: 50% + tips? at Acmé #1 [lead/acme-clerk]"
    )
    assert "Clerk & more: 50% + tips?\r\n" in body
    assert "https://nora.example/leads/acme-clerk/\r\n" in body
    assert "lead/acme-clerk" in body
    assert body.replace("\r\n", "").count("\n") == 0
    assert "+" not in item.help_link
    assert item.help_link.isascii()


def test_mail_goes_to_addresses_with_a_plus(lead):
    item = lead({"REPLY_TO": "nora+leads@mail.example"})

    assert mail(item.help_link)[1] == "nora+leads@mail.example"


def test_following_up_may_be_a_form_filled_in(lead):
    form = "https://form.example/r/?s={subject}&id={id}&t={title}&u={url}"

    link = lead({"REPLY_TO": form}, Title="Clerk & more: 50% + tips?", Company="Acmé").help_link

    parts = urlsplit(link)
    assert parts.hostname == "form.example"
    assert parse_qs(parts.query, strict_parsing=True) == {
        "s": ["I'm following this up: Clerk & more: 50% + tips? at Acmé"],
        "id": ["lead/acme-clerk"],
        "t": ["Clerk & more: 50% + tips?"],
        "u": ["https://nora.example/leads/acme-clerk/"],
    }
    assert "%2F" in link
    assert "{" not in link


def test_a_form_needs_no_fields(lead):
    assert lead({"REPLY_TO": "https://form.example/"}).help_link == "https://form.example/"


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        ({}, {"Closes": "2009-08-10"}),
        ({}, {"Trail": "2009-08-20 filled"}),
        ({"TODAY": "2010-01-01"}, {}),
        ({"REPLY_TO": None}, {}),
    ],
    ids=["past", "filled", "stale", "nowhere to write to"],
)
def test_nobody_is_asked_to_follow_up(lead, settings, keys):
    assert lead(settings, **keys).help_link == ""
