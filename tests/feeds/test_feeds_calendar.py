"""Dates that people subscribe to."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from calendarsite import calendar, check_ics, event, events
from feedsite import Site, post
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar as Parsed
from pelican.plugins import signals

from feeds import Calendar, CalendarItem, calendar_items
from feeds import calendar as calendar_module
from feeds.calendar import CalendarDocument
from feeds.content import one_line
from feeds.ical import build_calendar
from feeds.kept import ONLINE
from problems import ProblemsFound

BUILD = Callable[..., Site]
NEW_YORK = ZoneInfo("America/New_York")
EVENING = datetime(2009, 8, 20, 18, 30, tzinfo=NEW_YORK)
SHOWER = Calendar(name="showers/nora", title="Nora's shower", url="showers/nora/")


def built(build_site: BUILD, *items: CalendarItem, **settings: Any) -> Site:
    with calendar_items.connected_to(lambda context: ([SHOWER], items)):
        return build_site({"a.md": post("A")}, **settings)


def written(*items: CalendarItem) -> bytes:
    document = CalendarDocument(
        id="tag:example.org,2009:calendar/everything",
        title="Dates; all, of them",
        description="What\nis on",
        url="https://example.org/",
        self_url="https://example.org/calendar.ics",
        site="https://example.org",
        items=items,
    )
    text = build_calendar(document)
    check_ics(text.encode())
    return text.encode()


def test_a_subscriber_sees_the_event(build_site: BUILD) -> None:
    item = event(
        start=EVENING,
        end=EVENING + timedelta(hours=2),
        location="Hall 2, Main St; upstairs",
        url="events/#mixer",
        description="Bring cards,\nand a friend \\o/",
        updated=datetime(2009, 8, 5, 12, tzinfo=NEW_YORK),
        tags=("C++", "a, b"),
    )
    site = built(build_site, item)
    found = events(site)["The mixer"]
    assert found["uid"] == "tag:example.org,2009:event/mixer"
    assert (found["dtstart"].dt, found["dtstart"].params["TZID"]) == (EVENING, "America/New_York")
    assert found["dtend"].dt == EVENING + timedelta(hours=2)
    assert found["location"] == "Hall 2, Main St; upstairs"
    assert found["description"] == "Bring cards,\nand a friend \\o/"
    assert found["url"] == "https://example.org/events/#mixer"
    assert found["categories"].cats == ["C++", "a, b"]
    stamp = datetime(2009, 8, 5, 16, tzinfo=UTC)
    assert found["dtstamp"].dt == found["last-modified"].dt == stamp
    assert "status" not in found


def test_a_subscriber_sees_the_calendar(build_site: BUILD) -> None:
    item = event(calendars=frozenset({"showers/nora"}))
    site = built(build_site, item, SITENAME="Nora's search, day by day")
    found = calendar(site, "calendars/showers/nora.ics")
    assert found["name"].replace("\\,", ",") == "Nora's search, day by day: Nora's shower"
    assert found["url"] == "https://example.org/showers/nora/"
    assert found["source"] == "https://example.org/calendars/showers/nora.ics"
    assert found["refresh-interval"].dt == timedelta(hours=12)
    assert calendar(site)["name"].replace("\\,", ",") == "Nora's search, day by day"
    assert calendar(site)["uid"] != found["uid"]


def test_whole_days_end_on_the_day_after() -> None:
    (closing, fair) = Parsed.from_ical(
        written(
            event("closing", start=date(2009, 8, 31)),
            event("fair", start=date(2009, 9, 1), end=date(2009, 9, 3)),
        )
    ).walk("VEVENT")
    assert (closing["dtstart"].dt, closing["dtend"].dt) == (date(2009, 8, 31), date(2009, 9, 1))
    assert fair["dtend"].dt == date(2009, 9, 4)
    assert closing["transp"] == "TRANSPARENT"


def test_membership(build_site: BUILD) -> None:
    site = built(
        build_site,
        event("b", tags=("C++",)),
        event("party", start=EVENING, calendars=frozenset({"showers/nora"})),
        event("closing", start=date(2009, 8, 20), tags=("C++", "+")),
    )
    assert list(events(site)) == ["The closing", "The b", "The party"]
    assert list(events(site, "calendars/showers/nora.ics")) == ["The party"]
    assert list(events(site, "calendars/tags/c.ics")) == ["The closing", "The b"]
    # A tag whose name makes no address has no calendar.
    paths = {p.relative_to(site.output).as_posix() for p in site.output.rglob("*.ics")}
    assert paths == {"calendar.ics", "calendars/showers/nora.ics", "calendars/tags/c.ics"}


def test_templates_can_list_them(build_site: BUILD) -> None:
    found = []

    def receive(context: dict) -> tuple[list[Calendar], list[CalendarItem]]:
        found.append(context)
        return [SHOWER], [event(tags=("office",), calendars=frozenset({"showers/nora"}))]

    with calendar_items.connected_to(receive):
        build_site({"a.md": post("A")})
    assert [(c.path, c.title, c.url) for c in found[0]["calendars"]] == [
        ("calendar.ics", "", ""),
        ("calendars/showers/nora.ics", "Nora's shower", "showers/nora/"),
        ("calendars/tags/office.ics", "office", "tag/office.html"),
    ]


def test_a_site_without_dates_has_no_calendar(build_site: BUILD) -> None:
    site = built(build_site)
    assert not list(site.output.rglob("*.ics"))
    with calendar_items.connected_to(lambda context: None):
        assert not list(build_site({"a.md": post("A")}).output.rglob("*.ics"))


def test_an_empty_calendar_is_not_written(build_site: BUILD) -> None:
    site = built(build_site, event())
    assert [p.name for p in site.output.rglob("*.ics")] == ["calendar.ics"]


def test_mistakes_are_named(build_site: BUILD) -> None:
    twice = (event("a", source="events/a.md"), event("a", source="events/b.md"))
    with pytest.raises(ProblemsFound, match=r"events/b\.md\n.*\n.*events/a\.md has the same id"):
        built(build_site, *twice)
    with pytest.raises(ValueError, match=r"events/a\.md: no such calendar: typo"):
        built(build_site, event("a", calendars=frozenset({"typo"})))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"start": datetime(2009, 8, 5)}, "start needs a time zone"),  # noqa: DTZ001
        ({"updated": datetime(2009, 8, 5)}, "updated needs a time zone"),  # noqa: DTZ001
        ({"end": date(2009, 8, 20)}, "two kinds"),
        ({"start": date(2009, 8, 20), "end": EVENING}, "two kinds"),
        ({"start": EVENING, "end": EVENING - timedelta(hours=1)}, "before the start"),
    ],
)
def test_dates_that_are_none_are_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=rf"events/mixer\.md: .*{message}"):
        event(**fields)


def test_a_cancelled_date_stays_and_says_so() -> None:
    (found,) = Parsed.from_ical(written(event(cancelled=True, sequence=3))).walk("VEVENT")
    assert (found["status"], found["sequence"]) == ("CANCELLED", 3)


def test_the_sequence_grows_with_each_change() -> None:
    def sequence(**fields: Any) -> int:
        return next(iter(Parsed.from_ical(written(event(**fields))).walk("VEVENT")))["sequence"]

    day = datetime(2009, 8, 5, tzinfo=UTC)
    moments = [day, day + timedelta(minutes=1), day + timedelta(days=1), day.replace(year=2109)]
    numbers = [sequence(updated=moment) for moment in moments]
    assert numbers == sorted(set(numbers))
    assert sequence() == sequence(updated=day.replace(year=1999)) == 0
    assert sequence(updated=day, sequence=4) == 4


@pytest.mark.parametrize(
    ("start", "line"),
    [
        (EVENING, "DTSTART;TZID=America/New_York:20090820T183000"),
        (EVENING.astimezone(UTC), "DTSTART:20090820T223000Z"),
        (EVENING.astimezone(timezone(timedelta(hours=2))), "DTSTART:20090820T223000Z"),
        (EVENING.astimezone(ZoneInfo("Etc/UTC")), "DTSTART:20090820T223000Z"),
        # Clocks show 1:30 twice that night; local time means the first.
        (
            datetime(2009, 11, 1, 1, 30, tzinfo=NEW_YORK),
            "DTSTART;TZID=America/New_York:20091101T013000",
        ),
        (datetime(2009, 11, 1, 1, 30, fold=1, tzinfo=NEW_YORK), "DTSTART:20091101T063000Z"),
        # And never show 2:30 that morning.
        (
            datetime(2009, 3, 8, 2, 30, tzinfo=NEW_YORK),
            "DTSTART;TZID=America/New_York:20090308T033000",
        ),
    ],
)
def test_times_are_those_of_their_zone(start: datetime, line: str) -> None:
    assert f"\r\n{line}\r\n" in written(event(start=start)).decode()


def test_an_unchanged_site_writes_nothing(build_site: BUILD) -> None:
    item = event(start=EVENING, tags=("x",))
    site = built(build_site, item)
    path = site.output / "calendar.ics"
    before = path.read_bytes(), path.stat().st_mtime_ns
    built(build_site, item, over=site)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


TEXT = st.text(st.characters(exclude_categories=()), max_size=120)


@given(TEXT, TEXT, TEXT)
def test_any_text_comes_back(title: str, description: str, tag: str) -> None:
    item = event(title=title, description=description, location=title, tags=(tag,), url=tag)
    (found,) = Parsed.from_ical(written(item)).walk("VEVENT")

    def kept(text: str) -> str:
        return one_line(text.replace("\x7f", ""))

    if kept(title):
        assert kept(found["summary"]) == kept(found["location"]) == kept(title)
    assert kept(found.get("description", "")) == kept(description)
    if kept(tag):
        assert [kept(name) for name in found["categories"].cats] == [kept(tag)]


def document(*items: CalendarItem, **told: Any) -> CalendarDocument:
    whole = dict.fromkeys(("id", "title", "description", "url", "self_url", "site"), "x")
    return CalendarDocument(**whole | told, items=items)


def test_a_calendar_is_known_by_all_that_shows_in_it() -> None:
    one = event(start=EVENING, location="Hall 2")
    key = document(one).key()
    assert document(event(start=EVENING, location="Hall 2", calendars=frozenset("ab"))).key() == key
    others = [
        document(),
        document(one, one),
        document(one, title="y"),
        document(event(start=EVENING, location="Hall 3")),
        document(event(start=EVENING.astimezone(UTC), location="Hall 2")),
        document(event(start=EVENING.replace(fold=1), location="Hall 2")),
        document(event(start=EVENING, end=EVENING + timedelta(1), location="Hall 2")),
    ]
    assert len({key, *(other.key() for other in others)}) == len(others) + 1


def test_and_by_the_rules_of_its_time_zones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for rules in (b"2024a", b"2024b"):
        (tmp_path / "America").mkdir(exist_ok=True)
        (tmp_path / "America" / "New_York").write_bytes(rules)
        monkeypatch.setattr(calendar_module, "TZPATH", (str(tmp_path),))
        calendar_module._rules.cache_clear()
        found.append(document(event(start=EVENING)).key())
    calendar_module._rules.cache_clear()
    assert found[0] != found[1]


def test_events_of_several_calendars_are_made_once() -> None:
    items = [event(start=EVENING), event("b", start=date(2009, 8, 3), tags=("ä" * 90,))]
    made: dict[int, Any] = {}
    texts = [build_calendar(document(*some), made) for some in (items, items[1:], items[::-1])]
    assert texts == [build_calendar(document(*some)) for some in (items, items[1:], items[::-1])]
    for text in texts:
        parsed = icalendar.Calendar.from_ical(text)
        parsed.subcomponents.sort(key=lambda part: part.name != "VTIMEZONE")
        assert parsed.to_ical().decode() == text
    assert len(made) == 2


class Online:
    """Knows of what each file online was made."""

    def __init__(self) -> None:
        self.keys: dict[str, bytes] = {}

    def keep(self, path: str, key: bytes) -> bool:
        name = Path(path).name
        known, self.keys[name] = self.keys.get(name), key
        return known == key


def test_a_calendar_that_would_be_the_same_is_not_made(build_site: BUILD) -> None:
    online = Online()

    def know(generators: list[Any]) -> None:
        generators[0].context[ONLINE] = online

    written = []
    with signals.all_generators_finalized.connected_to(know):
        for hall in ("1", "1", "2"):
            site = built(
                build_site, event(start=EVENING, location=hall, calendars=frozenset({SHOWER.name}))
            )
            written.append((site.output / SHOWER.path).exists())
    assert written == [True, False, True]
