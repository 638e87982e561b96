"""The leak guard: proof, on what was written, that nobody's contact and no private note is in it.

Every file of a site is read as its readers could read it, and each e-mail address and telephone
number in it has to be public; what `private/` holds may be nowhere. `leaks_in` is a pure function
of a file and a `Guard`, so that its results can be kept and files be looked at side by side.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec
import tzdata

from problems import Problem

from .cards import Card, private_folder, read_cards, read_notes
from .guard_address import normal_address
from .guard_private import Secrets, Words, secrets_in, sequence, shingles

if TYPE_CHECKING:
    from .guard_readings import Reading

__all__ = ["DEFAULTS", "Guard", "Leak", "leaks_in", "make_guard", "problems_of"]

DEFAULTS: Mapping[str, Any] = {
    # E-mail addresses and telephone numbers that may be shown. REPLY_TO may be, without this.
    "PUBLIC_CONTACTS": (),
    # The countries in whose way telephone numbers are written, as in ("US", "CA"). Numbers that
    # begin with + are found everywhere. Unset: the country of TIMEZONE.
    "GUARD_REGIONS": None,
    # So many words in a row of a private note may not be on the site.
    "GUARD_NOTE_WORDS": 6,
    # The folder of the cards, beside the content folder.
    "PRIVATE_PATH": "private",
}

_ADDRESS, _NUMBER = "e-mail address", "telephone number"
_SHORTEST_NUMBER = 7
_SHORTEST_NAME = 2
_HINTS = {
    _ADDRESS: "take it out of its source, or add it to PUBLIC_CONTACTS if it may be public",
    _NUMBER: "take it out of its source, or add it to PUBLIC_CONTACTS if it may be public",
    "private name": "take it out of its source, or ask for consent and make the person a member",
    "private note": "say it in other words, or not at all: it is a note of the private folder",
}
_PRIVATE = {"private name", "private note"}


class Guard(msgspec.Struct, frozen=True):
    """What may be shown and what may not, compiled from settings and cards."""

    addresses: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    regions: tuple[str, ...] = ("US",)
    domains: frozenset[str] = frozenset()
    private_numbers: frozenset[str] = frozenset()
    secrets: Secrets = Secrets()

    @property
    def recipe(self) -> bytes:
        """What stands for all that decides what is found, so that it can be kept.

        Nothing private can be read from it.
        """
        return blake2b(repr(_ordered(self)).encode(), digest_size=16).digest()


class Leak(msgspec.Struct, frozen=True, order=True):
    """Something in a file that should not be there; `masked` does not repeat it."""

    line: int
    kind: str
    masked: str


def _ordered(value: Any) -> Any:
    """The same in one order, whatever that of sets is."""
    if isinstance(value, msgspec.Struct):
        return [_ordered(getattr(value, name)) for name in value.__struct_fields__]
    if isinstance(value, Mapping):
        return sorted((repr(key), repr(part)) for key, part in value.items())
    return sorted(map(repr, value)) if isinstance(value, frozenset) else value


def problems_of(name: str, leaks: Iterable[Leak]) -> list[Problem]:
    """What to tell the writer about the leaks of one file."""
    return [
        Problem(
            file=name,
            line=leak.line,
            field=leak.kind,
            value=leak.masked,
            message=f"This {leak.kind} would be published.",
            hint=_HINTS[leak.kind],
            private=leak.kind in _PRIVATE,
        )
        for leak in leaks
    ]


def leaks_in(name: str, data: bytes, guard: Guard, *, clear: bool = False) -> list[Leak]:
    """The leaks in one file, each value once, at the line where it stands first (0: no text).

    `clear` says that no address and no number is in it, only private words perhaps.
    """
    if clear and not guard.secrets:
        return []
    # What a site has not changed is not read: all that is known of reading it is imported here.
    from .guard_readings import Reading, readings  # noqa: PLC0415

    texts = (*readings(name, data), Reading(name, "text"))
    found = dict.fromkeys(_found(texts, guard, clear=clear))
    if not found:
        return []
    line = _line_of(name, data, guard)
    return sorted({Leak(line(it), it[0], _masked(*it)) for it in found})


def make_guard(settings: Mapping[str, Any], members: Collection[str] = ()) -> Guard:
    """Compile the settings and the private folder that they name."""
    regions = tuple(settings.get("GUARD_REGIONS") or _regions(settings.get("TIMEZONE", "")))
    public = [str(contact) for contact in settings.get("PUBLIC_CONTACTS") or ()]
    public += filter(None, [str(settings.get("REPLY_TO") or "")])
    shown = frozenset(sequence(name) for name in (*members, settings.get("AUTHOR") or ""))
    mails = frozenset(normal_address(contact) for contact in public if "@" in contact)
    numbers_shown = frozenset(_normal(it, regions) for it in public if "@" not in it) - {""}
    folder = private_folder(settings)
    cards = read_cards(folder)[0]
    private = [_digits(phone, regions) for card in cards for phone in card.phones]
    length = int(settings.get("GUARD_NOTE_WORDS") or DEFAULTS["GUARD_NOTE_WORDS"])
    notes = [card.note for card in cards] + list(read_notes(folder) if folder.is_dir() else ())
    # A shorter plan (“send the letter”) is in anybody's words.
    plans = [plan for card in cards for plan in (card.next, card.waiting_for)]
    notes += [plan for plan in plans if len(sequence(plan)) >= length]
    return Guard(
        addresses=mails,
        numbers=numbers_shown,
        regions=regions,
        domains=frozenset(_hosts(settings)),
        private_numbers=frozenset(it for it in private if len(it) >= _SHORTEST_NUMBER),
        secrets=_secrets(cards, notes, length, shown, mails),
    )


def _normal(number: str, regions: tuple[str, ...]) -> str:
    from .guard_phones import normal_number  # noqa: PLC0415 (few sites show a number)

    return normal_number(number, regions)


def _digits(number: str, regions: tuple[str, ...]) -> str:
    from .guard_phones import national_digits  # noqa: PLC0415 (as above)

    return national_digits(number, regions)


def _secrets(
    cards: list[Card], notes: list[str], length: int, shown: frozenset[Words], mails: frozenset[str]
) -> Secrets:
    phrases: dict[Words, str] = {}
    single: set[str] = set()
    for card in cards:
        words = sequence(card.name)
        if words in shown or not words:
            continue
        if len(words) == 1:
            single |= {card.name.strip()} if len(words[0]) >= _SHORTEST_NAME else set()
        else:
            phrases[words] = "private name"
            # "Rowe, Dana" as well.
            phrases[(words[-1], *words[:-1])] = "private name"
    for card in cards:
        for mail in card.emails:
            if normal_address(mail) not in mails:
                phrases |= dict.fromkeys(_mail_words(mail), _ADDRESS)
    runs = {run for note in notes for run in shingles(note, length)}
    phrases |= {run: "private note" for run in runs if len(run) < length}
    return Secrets(
        phrases=phrases,
        heads=frozenset(phrase[:2] for phrase in phrases),
        single=frozenset(single),
        notes=frozenset(run for run in runs if len(run) == length),
        note_words=length,
        shown=frozenset(name for name in shown if name),
    )


def _mail_words(mail: str) -> Iterator[Words]:
    """The ways in which a known address can be told in words."""
    local, _, domain = mail.rpartition("@")
    yield (*sequence(local), *sequence(domain))
    yield (*sequence(local), "at", *sequence(domain))
    yield (*sequence(local), "at", *sequence(domain.replace(".", " dot ")))


def _found(
    texts: Iterable[Reading], guard: Guard, *, clear: bool = False
) -> Iterator[tuple[str, str]]:
    """Kind and value of everything in the texts that is not public."""
    from .contacts import addresses  # noqa: PLC0415 (as above)
    from .guard_phones import numbers  # noqa: PLC0415

    for reading in texts:
        text, where = reading.text, reading.where
        if not clear:
            for address in addresses(text, where, guard.domains):
                if not address.is_in(guard.addresses):
                    yield _ADDRESS, normal_address(address.text)
            for number in numbers(text, where, guard.regions, guard.private_numbers):
                if not number.is_in(guard.numbers):
                    yield _NUMBER, number.text
        if guard.secrets:
            for kind, words in secrets_in(text, guard.secrets):
                yield kind, " ".join(words)


def _line_of(name: str, data: bytes, guard: Guard) -> Callable[[tuple[str, str]], int]:
    """Tells on which line a leak ends: the end of the file's shortest beginning that has it.

    Slower than to keep account of lines while decoding, but only a build that fails pays for it.
    """
    from .guard_readings import readings  # noqa: PLC0415 (as above)

    lines = data.splitlines(keepends=True)

    @cache
    def found_until(end: int) -> frozenset[tuple[str, str]]:
        return frozenset(_found(readings(name, b"".join(lines[:end])), guard))

    def line(wanted: tuple[str, str]) -> int:
        if b"\0" in data or wanted not in found_until(len(lines)):
            return 0
        ends = range(1, len(lines) + 1)
        return 1 + bisect_left(ends, 1, key=lambda end: int(wanted in found_until(end)))

    return line


def _masked(kind: str, value: str) -> str:
    """Enough for the writer to know it by, too little to use it."""
    if kind == _ADDRESS and "@" in value:
        local, _, domain = value.rpartition("@")
        return f"{local[:1]}…@{domain}"
    if kind == _NUMBER:
        return f"…{value[-2:]}"
    if kind == "private note":
        return f"{len(value.split())} words of a note"
    return " ".join(f"{word[0]}…" for word in value.split())


def _hosts(settings: Mapping[str, Any]) -> Iterator[str]:
    for setting in ("SITEURL", "FEED_DOMAIN"):
        address = str(settings.get(setting) or "")
        host = urlsplit(address if "//" in address else f"//{address}").hostname
        if host:
            yield host.casefold()


def _regions(zone: str) -> tuple[str, ...]:
    """The country of a time zone, by the table of the time zone database; US where it has none."""
    # What `importlib.resources` imports takes longer than to read it.
    table = Path(tzdata.__file__).with_name("zoneinfo").joinpath("zone.tab").read_text("utf-8")
    found = re.search(rf"^([A-Z]{{2}})\t\S+\t{re.escape(zone)}(?:\t|$)", table, re.MULTILINE)
    return (found[1],) if found else ("US",)
