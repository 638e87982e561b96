"""Styles that stand in HTML itself, which a strict Content-Security-Policy lets no browser use."""

from __future__ import annotations

import re

__all__ = ["without_styles"]

_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*+>""")
_ATTRIBUTE = re.compile(
    r"""(?:\s+|(?<=["']))(?P<name>[^\s"'=<>/]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?"""
)
_ELEMENT = re.compile(r"<style\b[^>]*>.*?</style\s*>\n?", re.IGNORECASE | re.DOTALL)


def without_styles(html: str) -> tuple[str, list[str]]:
    """HTML without `style` attributes and elements, and those that it had, as they were written."""
    found: list[str] = []

    def attribute(match: re.Match[str]) -> str:
        if match["name"].lower() != "style":
            return match[0]
        found.append(match[0].strip())
        return ""

    def element(match: re.Match[str]) -> str:
        found.append(match[0].partition(">")[0] + ">")
        return ""

    html = _ELEMENT.sub(element, html)
    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), html), found
