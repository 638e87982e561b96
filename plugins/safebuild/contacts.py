"""E-mail addresses in decoded text, plain or spelled out (`dana [at] host dot example`).

What is found is what a reader could write to. RFC 5322 section 3.4.1 says what an address is;
what else has an @ in it (handles, decorators, `logo@2x.png`) is told apart here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .guard_address import (
    BACKWARDS_LOCAL,
    BACKWARDS_WORD,
    CUTS,
    DOMAIN,
    FILES,
    Address,
    is_known,
    normal_address,
)
from .guard_decode import SEAM
from .guard_spelled import spelled_addresses

__all__ = ["Address", "addresses", "normal_address"]

_LITERAL = re.compile(r"\[(?:IPv6:[0-9a-f:.]+|\d{1,3}(?:\.\d{1,3}){3})\]", re.IGNORECASE)
_FREEMAIL = re.compile(
    r"(?:gmail|googlemail|yahoo|hotmail|outlook|live|aol|icloud|proton|protonmail|gmx|web|mail|zoho|"
    r"fastmail)\.[a-z.]{2,6}",
    re.IGNORECASE,
)
_DENSITY = re.compile(r"\d+(?:\.\d+)?x\.", re.IGNORECASE)
_MESSAGE_ID = re.compile(
    r"(?:message-id|in-reply-to|references|content-id)\s*:[^\n]*$", re.IGNORECASE
)
_UID = re.compile(r"^(?:UID|RELATED-TO)(?:;[^:\n]*)?:[^\n]*$", re.IGNORECASE | re.MULTILINE)
_FEWEST_LABELS = 2
_SHORT_TLD = 2
_IN_ADDRESS = re.compile(r"(?:://|www\.|\w\.[a-z]{2,})[^\s\"'<>]*/$", re.IGNORECASE)


def addresses(text: str, where: str, own_domains: frozenset[str]) -> Iterator[Address]:
    """Every address in a reading's text; what an inline tag parts belongs together."""
    joined = text.replace(SEAM, "")
    apart = text if SEAM in text else ""
    cuts = list(_places(apart))
    for number, place in enumerate(_places(joined)):
        address = _plain(joined, place, where, own_domains)
        if address is None:
            continue
        if apart:
            # Two links side by side read as one word; either reading may be the public one.
            alone = _plain(apart, cuts[number], where, own_domains)
            others = (alone.text, *alone.others) if alone else ()
            address = Address(address.text, (*address.others, *others))
        yield address
    yield from spelled_addresses(joined)


def _places(text: str) -> Iterator[int]:
    place = text.find("@")
    while place >= 0:
        yield place
        place = text.find("@", place + 1)


def _plain(text: str, place: int, where: str, own_domains: frozenset[str]) -> Address | None:
    """The address around an @, or None where there is none."""
    literal = _LITERAL.match(text, place + 1)
    found = literal or DOMAIN.match(text, place + 1)
    if found is None:
        return None
    domain = found[0] if literal else _without_tail(found[0])
    before = BACKWARDS_LOCAL.match(text[max(0, place - 65) : place][::-1])
    if before is None:
        # "dana @gmail.com"; "@nora.example" is a handle.
        word = _word_before(text, place)
        return Address(f"{word}@{domain}") if word and _FREEMAIL.fullmatch(domain) else None
    local = before[0][::-1].lstrip(".")
    start = place - len(before[0])
    end = place + 1 + len(domain)
    after = text[end : end + 2]
    if not literal and not _is_likely(domain, after, where):
        return None
    if _is_something_else(text, start, local, domain, after) or not local:
        return None
    if _is_identifier(text, start, domain, own_domains):
        return None
    return _address(local, domain)


def _address(local: str, domain: str) -> Address:
    """The address, also read without what stands before it in an address's query or a bracket."""
    pieces = CUTS.split(local)
    shorter = [piece for piece in dict.fromkeys(pieces[-1:]) if piece and piece != local]
    best = shorter[0] if shorter and local[-1] not in "\"'" else local
    others = [
        f"{piece}@{domain}" for piece in [local, *shorter, *(p.strip("._-+") for p in [best])]
    ]
    return Address(f"{best}@{domain}", tuple(others))


def _without_tail(domain: str) -> str:
    """The domain without a sentence that follows its full stop at once (`host.example.Then`)."""
    labels = domain.split(".")
    while len(labels) > _FEWEST_LABELS and not is_known(labels[-1]):
        labels.pop()
    return ".".join(labels) if is_known(labels[-1]) else domain


def _is_likely(domain: str, after: str, where: str) -> bool:
    """Whether a domain is one: of a known kind, or at least no file's name and no piece of code."""
    tld = domain.rpartition(".")[2]
    if _DENSITY.match(domain):
        return False
    if is_known(tld):
        # Among random bytes there is a short one by chance (x@y.de).
        return where != "binary" or len(tld) > _SHORT_TLD or len(domain) > len(tld) + len("y.")
    if where == "binary" or tld.casefold() in FILES:
        return False
    return not (after[:1] in {"(", "[", "=", ":", "/"} or re.match(r"\.\w", after))


def _is_something_else(text: str, start: int, local: str, domain: str, after: str) -> bool:
    """A handle of the fediverse, a git address, a part of a message, or a path with a handle."""
    previous = text[start - 1 : start]
    earlier = text[start - 2 : start - 1]
    if previous == "@" and not (earlier.isalnum() or earlier in {":", "_"}):
        return True
    if local == "git" and after[:1] in {":", "/"}:
        return True
    ahead = text[max(0, start - 4) : start].casefold()
    if ahead.endswith(("cid:", "mid:")):
        return True
    if local.endswith("/"):
        token = re.split(r"[\s\"'<>\x03]", text[max(0, start - 80) : start] + local)[-1]
        return bool(_IN_ADDRESS.search(token))
    return not domain


def _is_identifier(text: str, start: int, domain: str, own_domains: frozenset[str]) -> bool:
    """The id of a message, or of an event of our own (RFC 5545 section 3.8.4.7)."""
    line = text[max(0, start - 90) : start].rpartition("\n")[2]
    if ":" not in line:
        return False
    if _MESSAGE_ID.search(line):
        return True
    return domain.casefold() in own_domains and bool(_UID.search(line))


def _word_before(text: str, place: int) -> str:
    if not text[place - 1 : place].isspace():
        return ""
    found = BACKWARDS_WORD.match(text[max(0, place - 67) : place].rstrip()[::-1])
    return found[0][::-1].lstrip(".") if found else ""
