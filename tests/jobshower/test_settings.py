"""Settings: what each may be, and what is said where it is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from problems import ProblemsFound


@pytest.fixture
def problem(content):
    """The only problem that some settings have."""

    def find(**settings):
        with pytest.raises(ProblemsFound) as caught:
            content.options(**settings)
        (one,) = caught.value.problems
        return one

    return find


@pytest.fixture(autouse=True)
def _no_epoch(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.mark.parametrize(
    ("name", "value", "message", "hint"),
    [
        ("TODAY", "28/08/2009", "This is not a date.", "year-month-day"),
        ("TODAY", "2009-02-30", "This is not a date.", "year-month-day"),
        ("TODAY", "2009-08-28 18:00", "This is not a date.", "year-month-day"),
        ("TODAY", "", "This is not a date.", "year-month-day"),
        ("TODAY", 20090828, "This is not a date.", "year-month-day"),
        ("TIMEZONE", "America/Port_Ashby", "This time zone is not known.", "America/New_York"),
        ("TIMEZONE", "America", "This time zone is not known.", "America/New_York"),
        ("TIMEZONE", "../etc/passwd", "This time zone is not known.", "America/New_York"),
        ("TIMEZONE", "", "This time zone is not known.", "America/New_York"),
        ("TIMEZONE", None, "This time zone is not known.", "America/New_York"),
        ("LEAD_STALE_DAYS", 0, "This is not a number of days.", "LEAD_STALE_DAYS = 45"),
        ("LEAD_STALE_DAYS", -1, "This is not a number of days.", "LEAD_STALE_DAYS = 45"),
        ("LEAD_STALE_DAYS", "45", "This is not a number of days.", "LEAD_STALE_DAYS = 45"),
        ("LEAD_STALE_DAYS", 4.5, "This is not a number of days.", "LEAD_STALE_DAYS = 45"),
        ("LEAD_STALE_DAYS", True, "This is not a number of days.", "LEAD_STALE_DAYS = 45"),
        ("LEAD_STALE_DAYS", None, "This is not a number of days.", "LEAD_STALE_DAYS = 45"),
        ("ROUNDUP_EVENT_DAYS", 0, "This is not a number of days.", "ROUNDUP_EVENT_DAYS = 14"),
        (
            "REPLY_TO",
            "nora",
            "This is neither an e-mail address nor the address of a form.",
            "https://form.example/?about={id}",
        ),
        (
            "REPLY_TO",
            "nora@localhost",
            "This is neither an e-mail address nor the address of a form.",
            "write an e-mail address",
        ),
        (
            "REPLY_TO",
            "mailto:hello@nora.example",
            "This is neither an e-mail address nor the address of a form.",
            "write an e-mail address",
        ),
        (
            "REPLY_TO",
            "javascript:alert('{id}')",
            "This is neither an e-mail address nor the address of a form.",
            "write an e-mail address",
        ),
        (
            "REPLY_TO",
            ["a@b.example"],
            "This is neither an e-mail address nor the address of a form.",
            "write an e-mail address",
        ),
        (
            "REPLY_TO",
            "https://form.example/?a={identity}&b={page}&c={id}",
            "Not known here: identity, page.",
            "the fields are {id}, {subject}, {title}, {url}",
        ),
        ("REPLY_TO", "https://form.example/?a={id", "Not known here: {.", "the fields are {id}"),
        ("EXTRA_KEYS", "Series", "This is not a list of keys.", 'EXTRA_KEYS = ["Series"'),
        ("EXTRA_KEYS", [1], "This is not a list of keys.", 'EXTRA_KEYS = ["Series"'),
    ],
)
def test_a_wrong_setting_is_told(problem, name, value, message, hint):
    found = problem(**{name: value})

    assert found.place == "settings"
    assert (found.field, found.value) == (name, repr(value))
    assert found.message == message
    assert hint in found.hint


def test_all_wrong_settings_are_told(content):
    with pytest.raises(ProblemsFound) as caught:
        content.options(TODAY="soon", TIMEZONE="x", LEAD_STALE_DAYS=0, REPLY_TO="x")

    assert [problem.field for problem in caught.value.problems] == [
        "LEAD_STALE_DAYS",
        "REPLY_TO",
        "TIMEZONE",
        "TODAY",
    ]


@pytest.mark.parametrize(
    "today",
    ["2009-08-28", date(2009, 8, 28), datetime(2009, 8, 28, 23, 59)],  # noqa: DTZ001
)
def test_today_is_a_setting(content, today):
    assert content.options(TODAY=today).today == date(2009, 8, 28)


# 28 August 2009, 01:00 in UTC.
EPOCH = "1251421200"


@pytest.mark.parametrize(
    ("zone", "today"),
    [
        ("UTC", date(2009, 8, 28)),
        ("America/New_York", date(2009, 8, 27)),
        ("Asia/Tokyo", date(2009, 8, 28)),
    ],
)
def test_today_is_the_day_of_the_epoch_in_the_sites_zone(content, monkeypatch, zone, today):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)

    assert content.options(TODAY=None, TIMEZONE=zone).today == today


def test_today_wins_over_the_epoch(content, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    assert content.options(TODAY="2009-01-02").today == date(2009, 1, 2)

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "nonsense")
    assert content.options(TODAY="2009-01-02").today == date(2009, 1, 2)


@pytest.mark.parametrize("epoch", ["yesterday", "1.5", "9" * 30])
def test_an_epoch_that_is_no_time_is_told(problem, monkeypatch, epoch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    found = problem(TODAY=None)

    assert found.field == "TODAY"
    assert found.message == (f"The environment's SOURCE_DATE_EPOCH is “{epoch}”, which is no time.")
    assert found.hint == "set it to seconds since 1970, or unset it"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_today_is_otherwise_the_current_day_of_the_sites_zone(content, zone):
    before = datetime.now(UTC)
    options = content.options(TODAY=None, TIMEZONE=zone)

    days = {moment.astimezone(options.zone).date() for moment in (before, datetime.now(UTC))}
    assert options.today in days
    assert abs(options.today - before.date()) <= timedelta(days=1)


@pytest.mark.parametrize(
    "reply_to",
    [
        "hello@nora.example",
        "hello+shower@mail.nora.example",
        "https://form.example/",
        "https://form.example/?s={subject}&id={id}&t={title}&u={url}",
    ],
)
def test_replies_go_to_an_address_or_a_form(content, reply_to):
    assert content.options(REPLY_TO=reply_to).reply_to == reply_to


@pytest.mark.parametrize("reply_to", [None, ""])
def test_replies_may_go_nowhere(content, reply_to):
    assert content.options(REPLY_TO=reply_to).reply_to == ""


def test_defaults_are_those_of_the_design(content):
    options = content.options()

    assert (options.stale_days, options.event_days) == (45, 14)
    assert not options.write_drafts
    assert options.extra_keys == ()


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({"SITEURL": "https://nora.example/"}, "https://nora.example"),
        ({"SITEURL": "", "FEED_DOMAIN": "https://nora.example"}, "https://nora.example"),
        ({"SITEURL": ""}, ""),
    ],
)
def test_the_sites_address_is_known_in_previews_too(content, settings, address):
    assert content.options(**settings).address == address
