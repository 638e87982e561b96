"""Records in their place: a record, where it comes from, its address, and what it is linked to.

An item shows its record's fields as its own (`lead.company`), and has its rendered text in
`page`, Pelican's content object, once Pelican's side has read it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from front_matter import Document, NotReadable, normal_key, read

from .kinds import Kind, Record
from .settings import Options

__all__ = ["DatedItem", "EventItem", "Item", "MemberItem", "PostItem", "WordsItem"]


@dataclass(eq=False)
class Item:
    """One source file of the site. `source` is its path below the content folder."""

    kind: Kind
    record: Record
    document: Document
    source: str
    slug: str
    options: Options
    page: Any = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.record, name)

    @property
    def key(self) -> str:
        """What it is called where a whole address is too long: `lead/acme-clerk`."""
        return f"{self.kind.name}/{self.slug}"

    @property
    def fast_way(self) -> tuple[str, str]:
        """For fastbuild: the content of this source has it as this attribute."""
        return self.source, "item"

    @property
    def url(self) -> str:
        """Its address below the site's, which may end in a fragment."""
        return self.kind.url.format(slug=self.slug)

    @property
    def anchor(self) -> str:
        """The fragment of its address: the id of its element on the page that shows it."""
        return self.url.partition("#")[2]

    @property
    def due(self) -> bool:
        """Whether its day has come; what is not due is written nowhere."""
        return True

    def line_of(self, key: str) -> int:
        """The line of a key in the source, counted from 1; 1 where it is not there."""
        found = self.document.fields.get(normal_key(key))
        return found.line if found else 1

    def text_of(self, key: str) -> str:
        """What stands under a key in the source, to be quoted; "" where it is not there."""
        found = self.document.fields.get(normal_key(key))
        if found and not found.lines:
            # Of posts, thousands, nothing of the kind is in memory.
            with suppress(NotReadable):
                path = Path(self.options.content, self.source)
                found = read(path, self.source).fields.get(normal_key(key))
        return found.text if found else ""


class PostItem(Item):
    """A post or a page; Pelican's own article knows its address."""

    @property
    def url(self) -> str:
        """The article's own address."""
        return self.page.url

    @property
    def moment(self) -> datetime:
        """Its Date in the site's time zone; pages may have none, and began at the beginning."""
        zone = self.options.zone
        return self.record.date.at(zone) if self.record.date else datetime.min.replace(tzinfo=zone)

    @property
    def day(self) -> date:
        """The day of its Date in the site's time zone."""
        return self.moment.date()

    @property
    def due(self) -> bool:
        """Whether its day has come, and for a draft whether this is a preview."""
        draft = self.record.status == "draft" and not self.options.write_drafts
        return self.day <= self.options.today and not draft


class MemberItem(Item):
    """A person of the network."""


class WordsItem(Item):
    """The author's words on a week."""


class EventItem(Item):
    """A mixer, a meeting, a party."""

    @property
    def starts(self) -> datetime:
        """When it starts, in the site's time zone."""
        return self.record.start.at(self.options.zone)

    @property
    def ends(self) -> datetime | None:
        """When it ends, where that is known."""
        return self.record.end.at(self.options.zone) if self.record.end else None

    @property
    def day(self) -> date:
        """The day on which it starts."""
        return self.starts.date()

    @property
    def all_day(self) -> bool:
        """Whether no time is given."""
        return self.record.start.time is None

    @property
    def span(self) -> tuple[date, date | None]:
        """Start and end for machines: moments, or days of what has no hours; its end may be None.

        A last day says nothing of the hour at which an evening ends.
        """
        if self.all_day:
            return self.day, self.ends.date() if self.ends else None
        ends_at_an_hour = self.record.end and self.record.end.time is not None
        return self.starts, self.ends if ends_at_an_hour else None

    @property
    def cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.record.status == "cancelled"

    @property
    def past(self) -> bool:
        """Whether its last day is over."""
        return (self.ends or self.starts).date() < self.options.today


class DatedItem(Item):
    """What begins on its `Date`, and is not shown before."""

    @property
    def day(self) -> date:
        """The day of its Date."""
        return self.record.date

    @property
    def due(self) -> bool:
        """Whether its day has come."""
        return self.day <= self.options.today
