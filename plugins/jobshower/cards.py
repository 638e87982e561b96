"""A seeker's card to hand out at a mixer: what it says, and how many fit on one sheet."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence
from math import ceil
from typing import Any
from urllib.parse import quote

import msgspec

from .pictures.qr import QR, draw_qr
from .wording import WISH_KINDS

__all__ = ["Card", "CardRow", "card_of", "cards_per_sheet"]

_LONGEST = 600
"""Letters of a row that a card has room for; the page that it leads to has the whole text."""
_ROOM = ((4, 40, 16), (2, 80, 14))
"""Cards on a sheet, the letters of a line of such a card, and its lines."""


class CardRow(msgspec.Struct, frozen=True):
    """A thing to say, and the words for it."""

    name: str
    text: str


class Card(msgspec.Struct, frozen=True):
    """What a card says. Nobody but the seeker is on it.

    `address` is how people type it; `qr` is None as long as the site has no address.
    """

    rows: list[CardRow]
    kinds: list[str]
    wishes: int
    address: str
    mail: str
    qr: QR | None
    per_sheet: int


def card_of(shower: Any) -> Card:
    """The card of a shower. Targets are companies; wishes are told by their kinds alone."""
    record, options = shower.record, shower.options
    landed = record.status == "landed"
    asked = [
        ("I look for", record.role),
        ("Level", record.level),
        ("Where", ", ".join(record.places)),
        ("Companies I have in mind", ", ".join(record.targets)),
        ("Not for me", ", ".join(record.not_wanted)),
    ]
    rows = [CardRow(name, _short(text)) for name, text in asked if text and not landed]
    wanted = [wish for wish in shower.wishes if wish.open]
    kinds = [WISH_KINDS[kind].lower() for kind in WISH_KINDS if _asks(wanted, kind)]
    address = f"{options.address}/{quote(shower.url)}" if options.address else ""
    return Card(
        rows,
        kinds,
        len(wanted),
        f"{options.address}/{shower.url}".partition("://")[2],
        "" if "://" in options.reply_to else options.reply_to,
        draw_qr(address) if address else None,
        cards_per_sheet([*rows, CardRow("How you can help", ", ".join(kinds))]),
    )


def cards_per_sheet(rows: Sequence[CardRow]) -> int:
    """4, 2 or 1: as many as there is room for on A4 and on US Letter."""
    for amount, letters, lines in _ROOM:
        if sum(ceil(_width(f"{row.name}: {row.text}") / letters) for row in rows) <= lines:
            return amount
    return 1


def _short(text: str) -> str:
    return textwrap.shorten(text, _LONGEST, placeholder=" …")


def _asks(wishes: Sequence[Any], kind: str) -> bool:
    return any(wish.record.kind == kind for wish in wishes)


def _width(text: str) -> int:
    """In letters; the characters of East Asia are two letters wide (Unicode annex 11)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
