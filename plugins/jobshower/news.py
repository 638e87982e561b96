"""News: an entry of a trail, told of the item that it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from .trail import Entry
from .wording import sentence

__all__ = ["News"]


class News(msgspec.Struct, frozen=True, eq=False):
    """One entry of a trail, with the item that it is about."""

    item: Any
    entry: Entry

    @property
    def day(self) -> date:
        """The day on which it happened."""
        return self.entry.date

    @property
    def text(self) -> str:
        """What happened, as a sentence without a full stop."""
        return sentence(self.item.kind.name, self.entry)

    @property
    def thanked(self) -> bool:
        """Whether thanks were recorded at this entry or later."""
        trail = self.item.record.trail
        return any(e.event == "thanked" and e.offset >= self.entry.offset for e in trail)
