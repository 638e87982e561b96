"""Ids of a text that stands on a page with others: footnotes and headings of two may be alike."""

from __future__ import annotations

import re

__all__ = ["prefix_ids"]

_ID = re.compile(r"""(<[a-zA-Z][^<>]*?\sid=")([^"<>]+)(")""")
_REFERENCE = re.compile(
    r"""(<[a-zA-Z][^<>]*?\s(?:href="#|aria-labelledby="|aria-describedby="))([^"<>]+)(")"""
)


def prefix_ids(html: str, prefix: str) -> str:
    """HTML whose ids begin with a prefix and a hyphen, and whose links to them do as well."""
    own = {match[2] for match in _ID.finditer(html)}
    if not own:
        return html

    def changed(match: re.Match[str]) -> str:
        names = match[2].split(" ")
        known = [f"{prefix}-{name}" if name in own else name for name in names]
        return f"{match[1]}{' '.join(known)}{match[3]}"

    return _REFERENCE.sub(changed, _ID.sub(changed, html))
