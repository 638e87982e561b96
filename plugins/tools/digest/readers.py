"""Who gets the digest: `private/readers.txt`, an address a line, and cards with `Digest: yes`."""

from __future__ import annotations

from collections.abc import Iterable
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path

from problems import Problem, ProblemsFound
from safebuild.cards import Card
from safebuild.guard_address import normal_address

__all__ = ["READERS", "address_of", "read_readers"]

READERS = "readers.txt"
_LONGEST = 254
"""Characters of an address (RFC 5321 section 4.5.3.1.3)."""


def read_readers(folder: Path, cards: Iterable[Card]) -> list[str]:
    """Every reader's address once, in the order of the list, then of the cards.

    Raises ProblemsFound with every line that is none.
    """
    readers: dict[str, str] = {}
    problems = []
    for number, line in _lines(folder / READERS):
        try:
            address = address_of(line)
        except ValueError:
            problems.append(_problem(f"{folder.name}/{READERS}", number))
        else:
            readers.setdefault(normal_address(address), address)
    for card in cards:
        if card.digest:
            try:
                address = address_of(card.emails[0])
            except ValueError:
                problems.append(_problem(card.file, 0, "Email"))
            else:
                readers.setdefault(normal_address(address), address)
    if problems:
        raise ProblemsFound(problems)
    return list(readers.values())


def address_of(text: str) -> str:
    """The address in `Dana Rowe <dana@mail.example>`, as a mail server takes it.

    Its domain is in ASCII (RFC 5891). Raises ValueError where it is none.
    """
    found = parseaddr(text.strip())[1]
    if not found or len(found) > _LONGEST or any(letter.isspace() for letter in found):
        raise ValueError(text)
    local, _, domain = found.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
        address = Address(addr_spec=f"{local}@{domain}" if local.isascii() else f"x@{domain}")
    except (MessageError, ValueError, IndexError) as error:
        raise ValueError(text) from error
    if "." not in address.domain or not local:
        raise ValueError(text)
    return f"{local}@{domain}"


def _lines(path: Path) -> Iterable[tuple[int, str]]:
    if not path.exists():
        return
    text = path.read_bytes().decode("utf-8-sig", "replace")
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].strip()
        if words:
            yield number, words


def _problem(file: str, line: int, field: str = "") -> Problem:
    return Problem(
        file=file,
        line=line,
        field=field,
        message="This is not an e-mail address.",
        hint="one a line, as in dana@mail.example, or Dana Rowe <dana@mail.example>",
        private=True,
    )
