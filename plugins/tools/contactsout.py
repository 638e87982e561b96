"""Other people's addresses and numbers are taken out of a text that is to be public."""

from __future__ import annotations

import re

from .site import Site

__all__ = ["take_out"]

_MAIL = re.compile(r"(?:mailto:)?(?P<mail>[\w.+%-]+@[\w-]+(?:\.[\w-]+)+)")
_GAP = "[…]"


def take_out(site: Site, text: str) -> tuple[str, list[str], list[str]]:
    """The text without e-mail addresses and telephone numbers that may not be published.

    Returns it with what was taken out: the addresses, and the numbers. A line in which
    the guard still finds something goes as a whole.
    """
    mails: list[str] = []
    phones: list[str] = []

    def mail(match: re.Match[str]) -> str:
        if not site.leaks("x.md", match["mail"]):
            return match[0]
        mails.append(match["mail"])
        return _GAP

    if not site.leaks("x.md", text):
        return text, [], []
    text = _MAIL.sub(mail, text)
    lines = [_without_numbers(site, line, phones) for line in text.split("\n")]
    while found := site.leaks("x.md", "\n".join(lines)):
        place = max(found[0].line, 1) - 1
        if lines[place] == _GAP:
            # What leaks is spread over lines: none of the text can be kept.
            lines = [_GAP]
            break
        lines[place] = _GAP
    kept = [line for line in lines if line.strip("- ") != _GAP]
    return (
        re.sub(r"\n{3,}", "\n\n", "\n".join(kept)),
        list(dict.fromkeys(mails)),
        list(dict.fromkeys(phones)),
    )


def _without_numbers(site: Site, line: str, phones: list[str]) -> str:
    from phonenumbers import Leniency, PhoneNumberMatcher  # noqa: PLC0415 (loads slowly)

    for region in site.regions:
        for match in reversed(list(PhoneNumberMatcher(line, region, leniency=Leniency.POSSIBLE))):
            if site.leaks("x.md", f"Tel. {match.raw_string}"):
                phones.append(match.raw_string)
                line = line[: match.start] + _GAP + line[match.end :]
    return line
