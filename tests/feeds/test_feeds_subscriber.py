"""A week of builds, as those who subscribed see it: everything once, and nothing again."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from feedserver import FeedServer, Reader, serving
from feedsite import Site, lead, post

from feeds import Channel, FeedItem, feed_items

BUILD = Callable[..., Site]
EVERYTHING = Channel(name="everything", title="Everything", kinds=frozenset({"post", "lead"}))
MONDAY = datetime(2009, 8, 10, 9, tzinfo=UTC)
FEEDS = ("atom.xml", "rss.xml", "json")


class Week:
    """A site that is built again and again, and its readers: by format, by validator."""

    def __init__(self, build_site: BUILD, **settings: Any) -> None:
        self.build_site = build_site
        self.settings = settings
        self.files = {"a.md": post("A", "2009-08-03"), "b.md": post("B", "2009-08-04")}
        self.leads = {"acme": lead("acme", title="Acme")}
        self.clock = MONDAY
        self.site: Site | None = None
        self.readers: dict[tuple[str, str], Reader] = {}

    def build(self) -> None:
        """Publish; what is written has the time that the machine's clock shows."""
        before = self._times()
        channels_and_items: tuple[list[Channel], list[FeedItem]] = (
            [EVERYTHING],
            [*self.leads.values()],
        )
        with feed_items.connected_to(lambda context: channels_and_items):
            self.site = self.build_site(self.files, over=self.site, **self.settings)
        for path, time in self._times().items():
            if before.get(path) != time:
                os.utime(path, (self.clock.timestamp(), self.clock.timestamp()))

    def subscribe(self, server: FeedServer) -> None:
        for ending in FEEDS:
            for validator in ("ETag", "Last-Modified"):
                address = f"{server.address}/feeds/everything.{ending}"
                self.readers[ending, validator] = Reader(address, validator)

    def poll(self) -> tuple[list[str], list[str]]:
        """What is new, and what was updated. All readers of a format must see the same."""
        seen = {key: reader.poll() for key, reader in self.readers.items()}
        new, updated = seen["atom.xml", "ETag"]
        for (ending, validator), found in seen.items():
            expected = [] if ending == "rss.xml" else updated
            assert found == (new, expected), (ending, validator)
        return new, updated

    def texts(self) -> str:
        """All that readers hold."""
        return "".join(e["text"] for r in self.readers.values() for e in r.known.values())

    def _times(self) -> dict[str, int]:
        output = self.site.output if self.site else None
        files = output.rglob("*.*") if output else ()
        return {str(file): file.stat().st_mtime_ns for file in files}


@pytest.fixture
def week(build_site: BUILD) -> Week:
    return Week(build_site)


def test_a_week(week: Week) -> None:
    week.build()
    with serving(week.site.output) as server:
        week.subscribe(server)
        assert week.poll() == (["Acme", "B", "A"], [])
        for step in STEPS:
            # `Last-Modified` knows no less than seconds.
            week.clock += timedelta(hours=5)
            step(week)
            week.build()
            new, updated = week.poll()
            assert (new, updated) == (step.new, step.updated), step.__name__
            # Built again with nothing changed, some hours later.
            week.clock += timedelta(hours=5)
            week.build()
            server.statuses.clear()
            assert week.poll() == ([], []), step.__name__
            assert server.statuses == [304] * len(week.readers), step.__name__
        assert {len(reader.known) for reader in week.readers.values()} == {7}
        assert "Ann" not in week.texts()


STEPS: list[Callable[[Week], None]] = []


def step(new: tuple[str, ...] = (), updated: tuple[str, ...] = ()) -> Callable[..., Any]:
    """A day's work, and what it means to a subscriber."""

    def add(function: Callable[[Week], None]) -> Callable[[Week], None]:
        function.new, function.updated = list(new), list(updated)
        STEPS.append(function)
        return function

    return add


@step(new=("C",))
def a_new_post(week: Week) -> None:
    week.files["c.md"] = post("C", "2009-08-10")


@step(updated=("B",))
def an_edit(week: Week) -> None:
    week.files["b.md"] = post("B", "2009-08-04", body="Mended.", Modified="2009-08-11")


@step(updated=("A better title",))
def another_title_date_and_tag(week: Week) -> None:
    week.files["a.md"] = post("A better title", "2009-08-05", Tags="office")


@step(updated=("Bee",))
def a_rename_with_the_id_kept(week: Week) -> None:
    del week.files["b.md"]
    body = "Mended, and moved."
    week.files["new/bee.md"] = post(
        "Bee", "2009-08-04", body=body, Modified="2009-08-12", Id="b", Slug="bee"
    )


@step(updated=("Acme: interview",))
def a_change_of_stage(week: Week) -> None:
    week.leads["acme"] = lead("acme", title="Acme: interview", updated=MONDAY)


@step(new=("Zenith",), updated=("Taken back",))
def a_retraction_beside_a_new_lead(week: Week) -> None:
    week.leads["acme"] = lead(
        "acme",
        title="Taken back",
        html=lambda base: "<p>Gone.</p>",
        updated=MONDAY + timedelta(days=3),
        retracted=True,
    )
    week.leads["zenith"] = lead(
        "zenith", title="Zenith", html=lambda base: "<p>x</p>", published=MONDAY, updated=MONDAY
    )


@step()
def a_move_to_another_address_scheme_and_folder(week: Week) -> None:
    week.settings["SITEURL"] = "http://example.org/blog"
    week.settings["ARTICLE_URL"] = "posts/{slug}/"
    week.settings["ARTICLE_SAVE_AS"] = "posts/{slug}/index.html"


@step(new=("Back in time",))
def a_clock_that_is_a_year_slow(week: Week) -> None:
    week.clock -= timedelta(days=365)
    week.files["d.md"] = post("Back in time", "2008-08-14")


@step(new=("D",))
def a_clock_that_is_set_right(week: Week) -> None:
    week.clock += timedelta(days=366)
    week.files["e.md"] = post("D", "2009-08-15")


@step()
def a_clock_that_jumps_ahead(week: Week) -> None:
    week.clock += timedelta(days=3650)
