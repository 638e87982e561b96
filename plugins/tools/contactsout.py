"""Other people's addresses and numbers are taken out of a text that is to be public."""

from __future__ import annotations

import re

import msgspec

from .site import Site

__all__ = ["Taken", "take_out"]

# Whatever may be part of an address or a number; the guard says whether it is one.
_CANDIDATE = re.compile(
    r"(?:mailto:)?(?P<mail>[^\s<>()\[\],;:\"]+\s?(?:@|\[at\]|\(at\))\s?[\w.-]+\w)|"
    r"(?:tel:)?(?P<phone>[+(]?\d[\d\s().\-/·‐-―−]{5,}\d(?:\s?(?:x|ext\.?)\s?\d{1,6})?)",
    re.IGNORECASE,
)
_AT = re.compile(r"\s?(?:@|\[at\]|\(at\))\s?", re.IGNORECASE)
# What the guard does not take for a number by itself may be one beside words that say so.
_LABELS = ("", "Tel. ")


class Taken(msgspec.Struct):
    """A text, and what was taken out of it: addresses, numbers, and how many whole lines."""

    text: str
    mails: list[str] = []
    phones: list[str] = []
    lines: int = 0

    @property
    def count(self) -> int:
        """How many things are gone."""
        return len(self.mails) + len(self.phones) + self.lines


def take_out(site: Site, text: str, gap: str = "…", *, lines: bool = True) -> Taken:
    """The text without addresses and numbers that may not be published: `gap` stands for each.

    A line in which the guard still finds something goes as a whole; where what it finds is spread
    over lines, all of them go. Not so without `lines`: then it is for the caller to tell.
    """
    if not _leaks(site, text):
        return Taken(text)
    taken = Taken(text)
    kept = [_line_without(site, line, gap, taken) for line in text.split("\n")]
    if lines:
        _without_lines(site, kept, gap, taken)
        # What was no more than an address is no line any longer.
        kept = [line for line in kept if line.strip("- ") != gap]
        kept = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).split("\n")
    taken.text = "\n".join(kept)
    taken.mails = list(dict.fromkeys(taken.mails))
    taken.phones = list(dict.fromkeys(taken.phones))
    return taken


def _line_without(site: Site, line: str, gap: str, taken: Taken) -> str:
    for label in _LABELS:

        def replace(match: re.Match[str], label: str = label) -> str:
            mail, phone = match["mail"], match["phone"]
            if not _leaks(site, mail or f"{label}{phone}"):
                return match[0]
            if mail:
                taken.mails.append(_AT.sub("@", mail))
            else:
                taken.phones.append(phone)
            return gap

        if _leaks(site, line):
            line = _CANDIDATE.sub(replace, line)
    return line


def _without_lines(site: Site, lines: list[str], gap: str, taken: Taken) -> None:
    while found := site.leaks("x.md", "\n".join(lines)):
        place = max(found[0].line, 1) - 1
        if lines[place] == gap:
            # What leaks is spread over lines, and none of the text can be kept.
            lines[:] = [gap]
            return
        lines[place] = gap
        taken.lines += 1


def _leaks(site: Site, text: str) -> bool:
    return bool(site.leaks("x.md", text))
