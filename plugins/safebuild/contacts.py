"""E-mail addresses in decoded text, plain or spelled out (`dana [at] host dot example`).

What is found is what a reader could write to. RFC 5322 section 3.4.1 says what an address is;
what else has an @ in it (handles, decorators, `logo@2x.png`) is told apart here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from .guard_decode import SEAM

__all__ = ["Address", "addresses", "normal_address"]

_ATEXT = r"\w.!#$%&'*+/=?^`{|}~-"
_BACKWARDS_LOCAL = re.compile(rf'[{_ATEXT}]{{1,64}}|"[\w .+-]{{1,62}}"')
_BACKWARDS_WORD = re.compile(r"[\w.+-]{1,64}")
_TLD = r"(xn--[a-z0-9-]{2,59}|[^\W\d_]{2,63})(?![^\W_])"
_DOMAIN = re.compile(rf"(?:[\w-]{{1,63}}\.)+{_TLD}", re.IGNORECASE)
_LITERAL = re.compile(r"\[(?:IPv6:[0-9a-f:.]+|\d{1,3}(?:\.\d{1,3}){3})\]", re.IGNORECASE)
_DOT_WORDS = "dot|d0t|punkt|punto|point|ponto"
_OPEN, _CLOSE = r"[\[({<«|*_]", r"[\])}>»|*_]"
_DOT = (
    rf"(?:\s{{0,4}}{_OPEN}\s{{0,4}}(?:{_DOT_WORDS}|\.)\s{{0,4}}{_CLOSE}\s{{0,4}}"
    rf"|\s{{1,3}}(?:{_DOT_WORDS})\s{{1,3}}|-(?:{_DOT_WORDS})-|\.|\s\.\s|(?<=[a-z0-9])DOT(?=[a-z0-9]))"
)
_LABEL = r"[^\W_](?:[\w-]{0,61}?[^\W_])?"
_SPELLED_DOMAIN = re.compile(
    rf"(?:{_LABEL}{_DOT})+(?:xn--[\w-]+|[^\W\d_]{{2,63}})(?![^\W_])", re.IGNORECASE
)
_SPELLED_DOT = re.compile(_DOT, re.IGNORECASE)
_AT_WORDS = "at|ät|arroba|arobase|chiocciola|klammeraffe|æt|bei|apenstaartje"
# Whoever puts brackets around it means the sign; a bare word needs more evidence.
_BRACKETED = re.compile(
    rf"\s{{0,4}}{_OPEN}\s{{0,4}}(?:{_AT_WORDS}|@|a)\s{{0,4}}{_CLOSE}\s{{0,4}}", re.IGNORECASE
)
# A pattern that begins with letters is found several times faster, hence one for each word, and
# what stands before the word behind it.
_WORDS = tuple(
    re.compile(rf"{word}(?<=[\s\"-]{word})(?:\s{{1,3}}|-|\"\s?)") for word in _AT_WORDS.split("|")
)
_CAPITALS = re.compile(r"AT(?<=[a-z0-9]AT)(?=[a-z0-9]+DOT[a-z0-9])")
_SPACED = re.compile(r"\s{0,3}@\s{1,3}")
_CLOSED_AT = re.compile(rf"at\s{{0,4}}{_CLOSE}")
_BRACKET_SIGNS = ("(a)", "[a]", "arroba", "arobase", "chiocciola", "klammeraffe", "apenstaartje")
_BRACKET_SIGNS += ("[bei", "(bei", "ät", "æt")
_DOT_WORD_PATTERNS = tuple(
    re.compile(rf"{word}(?<=[\s\[({{<«|*_-]{word})[\s\])}}>»|*_-]")
    for word in _DOT_WORDS.split("|")
)
_MAILED = re.compile(
    r"(?:e-?mail|mail|mailto|write(?: to)?|correo|courriel)[:\s]{1,3}$", re.IGNORECASE
)
_PEOPLE = frozenset({"me", "us", "him", "her", "them", "you", "it", "one", "someone", "somebody"})
_NAME_LIKE = re.compile(
    r"[a-z]{2,}\d{0,4}[._+-][a-z]{2,}\d{0,4}|[a-z][._][a-z]{3,}\d{0,4}|[a-z]{3,}\d{1,4}"
)
_AT_DOMAIN = re.compile(r"at(?<=\sat)\s{1,3}(?=[\w-]+\.[\w.-]*[a-z]{2})")
_FREEMAIL = re.compile(
    r"(?:gmail|googlemail|yahoo|hotmail|outlook|live|aol|icloud|proton|protonmail|gmx|web|mail|zoho|"
    r"fastmail)\.[a-z.]{2,6}",
    re.IGNORECASE,
)
_DENSITY = re.compile(r"\d+(?:\.\d+)?x\.", re.IGNORECASE)
_FILES = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "css", "js", "mjs"}
    | {"json", "html", "htm", "xml", "txt", "pdf", "csv", "yml", "yaml", "toml", "lock"}
    | {"woff", "woff2", "ttf", "otf", "eot", "map", "gz", "tar", "tgz", "whl", "jar"}
    | {"exe", "dll", "class", "java", "cpp", "ini", "cfg", "ics", "php", "asp", "aspx"}
    | {"jsp", "tsx", "jsx", "vue", "scss", "docx", "xlsx", "log", "bak", "tmp"}
)
_MESSAGE_ID = re.compile(
    r"(?:message-id|in-reply-to|references|content-id)\s*:[^\n]*$", re.IGNORECASE
)
_UID = re.compile(r"^(?:UID|RELATED-TO)(?:;[^:\n]*)?:[^\n]*$", re.IGNORECASE | re.MULTILINE)
_FEWEST_LABELS = 2
_SHORT_TLD = 2
_CUTS = re.compile(r"[!#$%&'*/=?^`{|}~\"]+")
_IN_ADDRESS = re.compile(r"(?:://|www\.|\w\.[a-z]{2,})[^\s\"'<>]*/$", re.IGNORECASE)


class Address(msgspec.Struct, frozen=True):
    """An address as it can be written to, and the other ways in which it can be read."""

    text: str
    others: tuple[str, ...] = ()

    def is_in(self, public: frozenset[str]) -> bool:
        """Whether the address may be shown; compared without regard to case."""
        return any(normal_address(text) in public for text in (self.text, *self.others))


def normal_address(text: str) -> str:
    """The form in which addresses are compared: without case, the domain in ASCII (RFC 5891)."""
    local, _, domain = text.strip().rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode()
        except UnicodeError:
            domain = domain.casefold()
    return f"{local.casefold()}@{domain.casefold()}"


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
    yield from _spelled(joined)


def _places(text: str) -> Iterator[int]:
    place = text.find("@")
    while place >= 0:
        yield place
        place = text.find("@", place + 1)


def _plain(text: str, place: int, where: str, own_domains: frozenset[str]) -> Address | None:
    """The address around an @, or None where there is none."""
    literal = _LITERAL.match(text, place + 1)
    found = literal or _DOMAIN.match(text, place + 1)
    if found is None:
        return None
    domain = found[0] if literal else _without_tail(found[0])
    before = _BACKWARDS_LOCAL.match(text[max(0, place - 65) : place][::-1])
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
    pieces = _CUTS.split(local)
    shorter = [piece for piece in dict.fromkeys(pieces[-1:]) if piece and piece != local]
    best = shorter[0] if shorter and local[-1] not in "\"'" else local
    others = [
        f"{piece}@{domain}" for piece in [local, *shorter, *(p.strip("._-+") for p in [best])]
    ]
    return Address(f"{best}@{domain}", tuple(others))


def _without_tail(domain: str) -> str:
    """The domain without a sentence that follows its full stop at once (`host.example.Then`)."""
    labels = domain.split(".")
    while len(labels) > _FEWEST_LABELS and not _is_known(labels[-1]):
        labels.pop()
    return ".".join(labels) if _is_known(labels[-1]) else domain


def _is_likely(domain: str, after: str, where: str) -> bool:
    """Whether a domain is one: of a known kind, or at least no file's name and no piece of code."""
    tld = domain.rpartition(".")[2]
    if _DENSITY.match(domain):
        return False
    if _is_known(tld):
        # Among random bytes there is a short one by chance (x@y.de).
        return where != "binary" or len(tld) > _SHORT_TLD or len(domain) > len(tld) + len("y.")
    if where == "binary" or tld.casefold() in _FILES:
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
    found = _BACKWARDS_WORD.match(text[max(0, place - 67) : place].rstrip()[::-1])
    return found[0][::-1].lstrip(".") if found else ""


def _spelled(text: str) -> Iterator[Address]:
    """Addresses with the at or the dots in words, or with spaces around the sign."""
    lower = text.lower()
    if "@" in text:
        for match in _SPACED.finditer(lower):
            yield from _around(lower, match.start(), match.end(), dots=False)
    if _has_brackets(lower):
        for match in _BRACKETED.finditer(lower):
            yield from _around(lower, match.start(), match.end(), dots=False)
    if any(pattern.search(lower) for pattern in _DOT_WORD_PATTERNS):
        yield from _worded(lower)
    for match in _CAPITALS.finditer(text):
        yield from _around(text, match.start(), match.end(), dots=True)
    for match in _AT_DOMAIN.finditer(lower):
        yield from _named(lower, match.start(), match.end())


def _has_brackets(lower: str) -> bool:
    """Whether there may be an at in brackets; quick, since nearly every page has none."""
    if _CLOSED_AT.search(lower) or any(map(lower.__contains__, _BRACKET_SIGNS)):
        return True
    return "@" in lower and bool(_BRACKETED.search(lower))


def _worded(lower: str) -> Iterator[Address]:
    """`dana at mail dot example`, and `dana@mail dot example`."""
    for pattern in _WORDS:
        for match in pattern.finditer(lower):
            start = match.start() - 1
            while start and lower[start - 1] in ' \t\n"':
                start -= 1
            yield from _around(lower, start, match.end(), dots=True)
    for place in _places(lower):
        if not _DOMAIN.match(lower, place + 1):
            yield from _around(lower, place, place + 1, dots=True)


def _around(text: str, start: int, end: int, *, dots: bool) -> Iterator[Address]:
    """The address around an at; `dots`: only with at least one dot that is spelled."""
    local = _local_before(text, start)
    found = _SPELLED_DOMAIN.match(text, end)
    while found and local:
        labels = _SPELLED_DOT.split(found[0])
        spelled = any(mark.strip() != "." for mark in _SPELLED_DOT.findall(found[0]))
        # A sentence may go on after the domain: "host dot example dot" or ". Then".
        while len(labels) > 1 and not _is_known(labels[-1]):
            labels.pop()
        if len(labels) > 1 and (spelled or not dots):
            yield Address(
                f"{local}@{'.'.join(labels)}", (f"{local.strip('._-+')}@{'.'.join(labels)}",)
            )
        return


def _local_before(text: str, start: int) -> str:
    ahead = re.sub(
        rf"\s?{_OPEN}\s?(?:{_DOT_WORDS}|\.)\s?{_CLOSE}\s?|\s(?:{_DOT_WORDS})\s|-(?:{_DOT_WORDS})-",
        ".",
        text[max(0, start - 90) : start],
        flags=re.IGNORECASE,
    )
    found = _BACKWARDS_LOCAL.match(ahead[::-1])
    local = found[0][::-1].lstrip(".") if found else ""
    return _CUTS.split(local)[-1] or local


def _named(text: str, start: int, end: int) -> Iterator[Address]:
    """`dana.rowe at host.example`: a name that no English word looks like, or after "e-mail"."""
    ahead = text[max(0, start - 80) : start].rstrip()
    found = _BACKWARDS_WORD.match(ahead[::-1])
    domain = _DOMAIN.match(text, end)
    if not found or not domain or not _is_known(domain[1]):
        return
    local = found[0][::-1].strip(".")
    named = _NAME_LIKE.fullmatch(local.casefold())
    if named and (_is_known(local.rpartition(".")[2]) or local.rpartition(".")[2] in _FILES):
        named = None if "." in local else named
    mailed = _MAILED.search(ahead[: len(ahead) - len(local)]) and local.casefold() not in _PEOPLE
    if (named and local.casefold() not in _PEOPLE) or mailed:
        yield Address(f"{local}@{domain[0]}")


@lru_cache(maxsize=4096)
def _is_known(tld: str) -> bool:
    if not tld.isascii():
        try:
            tld = tld.encode("idna").decode()
        except UnicodeError:
            return False
    return tld.casefold() in _top_levels()


@lru_cache(maxsize=1)
def _top_levels() -> frozenset[str]:
    lines = Path(__file__).with_name("guard_tlds.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
