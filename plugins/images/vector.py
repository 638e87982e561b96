"""The size of an SVG picture, without drawing it."""

from __future__ import annotations

import re

__all__ = ["svg_size"]

_ROOT = re.compile(rb"""<svg\b(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")


def svg_size(data: bytes) -> tuple[int, int]:
    """Width and height in CSS pixels, of its attributes or else its viewBox; 0 and 0 if none.

    SVG 2, section 8.7: a picture without a size has the proportions of its viewBox.
    """
    root = _ROOT.search(data[:100_000])
    if not root:
        return 0, 0
    text = root[0].decode("utf-8", "replace")
    width, height = (_length(_attribute(text, name)) for name in ("width", "height"))
    box = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", _attribute(text, "viewBox"))]
    if len(box) == 4 and box[2] > 0 and box[3] > 0:  # noqa: PLR2004
        if width and not height:
            height = width * box[3] / box[2]
        elif height and not width:
            width = height * box[2] / box[3]
        elif not width:
            width, height = box[2], box[3]
    return (round(width), round(height)) if width and height else (0, 0)


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return (found[1] or found[2] or "") if found else ""


def _length(text: str) -> float:
    found = _LENGTH.fullmatch(text)
    return float(found[1]) if found else 0
