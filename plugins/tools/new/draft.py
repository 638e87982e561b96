"""What `invoke new` is asked for, and what comes of it before it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jobshower.kinds import Kind
from jobshower.values import BadValue, to_day
from tools.console import Console, Stop
from tools.newfile import one_line
from tools.site import Site

__all__ = ["Draft", "Wanted", "companies", "day_check", "places", "tags"]


@dataclass
class Wanted:
    """The words and options of one command line, and who is there to be asked for the rest."""

    site: Site
    console: Console
    title: str
    options: Mapping[str, str]
    text: str = ""

    @property
    def asks_more(self) -> bool:
        """Whether to ask for what may be left out, too: the title was not even given."""
        return self.console.asks and not self.title and not self.text

    def option(self, name: str) -> str:
        """An option's value, or ""."""
        return one_line(self.options.get(name, ""))

    def date(self) -> date:
        """The day of --date, or today."""
        given = self.option("date")
        return day(given, self.site.today, "--date") if given else self.site.today

    def required(self, name: str, question: str, **more: Any) -> str:
        """An option, or else the answer to a question; nobody gets on without one."""
        given = self.option(name) if name != "title" else one_line(self.title)
        flag = "its title" if name == "title" else f"--{name}"
        return given or one_line(self.console.ask(question, option=flag, **more))

    def optional(self, name: str, question: str, **more: Any) -> str:
        """An option, or else the answer to a question if more is asked at all; or ""."""
        given = self.option(name)
        if given or not self.asks_more:
            return given
        return one_line(self.console.ask(f"{question} (Enter to skip)", **more))


@dataclass
class Draft:
    """A file that is to be: its fields and body, and what its name is made of."""

    kind: Kind | None
    folder: Path
    name: str
    fields: dict[str, Any]
    body: str = ""
    prefix: str = ""
    seeker: str = ""
    # What is to be told about it.
    notes: list[str] = field(default_factory=list)
    # Another file that comes with it.
    beside: Draft | None = None
    # Whether a person is likely to write on at once.
    to_be_written: bool = False


def day(text: str, today: date, what: str) -> date:
    """A day as the commands take it: ISO, today, yesterday. Raises Stop, naming the option."""
    try:
        return to_day(str(today) if text.casefold() == "today" else text)
    except BadValue as error:
        raise Stop(
            f"{what} “{text}”: {error.mistakes[0].message}", error.mistakes[0].hint
        ) from None


def day_check(text: str) -> str:
    """For a question: the day, or ValueError with what is wrong."""
    try:
        return str(to_day(text.strip())) if text.strip() else ""
    except BadValue as error:
        mistake = error.mistakes[0]
        raise ValueError(f"{mistake.message} Please {mistake.hint}.") from None


def companies(site: Site) -> list[str]:
    """The companies that are named already, those named most first."""
    named = Counter(lead.record.company for lead in site.items("lead"))
    named.update(name for shower in site.items("shower") for name in shower.record.targets)
    return _ranked(named)


def places(site: Site, kind: str) -> list[str]:
    """The places that the leads or the events name already."""
    return _ranked(Counter(i.record.location for i in site.items(kind) if i.record.location))


def tags(site: Site) -> list[str]:
    """The tags of posts, leads and events."""
    return _ranked(
        Counter(tag for item in site.items("post", "lead", "event") for tag in item.record.tags)
    )


def _ranked(named: Counter[str]) -> list[str]:
    return [name for name, _ in sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))]
