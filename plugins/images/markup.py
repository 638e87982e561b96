"""`<img>` in a text, as HTML wants it: with its size, its copies, and when to load it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape, unescape

import msgspec

from .settings import FORMATS

__all__ = ["ROOT", "Shown", "Source", "rewrite", "tag"]

ROOT = "{site-of-image}/"
"""Stands in an address for the site's own, which is not known before a page is written."""

_IMAGE = re.compile(
    r"""<picture\b.*?</picture\s*>|<img\b(?P<attributes>(?:"[^"]*"|'[^']*'|[^<>"'])*+)>""",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?"""
)
_TAG = re.compile(r"<[^<>]*>")
# So many letters before a picture, and it is not on the first screen of a telephone.
_FIRST_SCREEN = 400


class Source(msgspec.Struct, frozen=True):
    """The copies of a picture in one format: address below the site's, and width in pixels."""

    format: str
    files: tuple[tuple[str, int], ...]


class Shown(msgspec.Struct, frozen=True):
    """A picture: its size in pixels (0 where it is not known), its copies, the browser's choice.

    `light` is a copy for those who know none of the formats, as an address below the site's.
    """

    width: int
    height: int
    sources: tuple[Source, ...] = ()
    light: str = ""


def rewrite(
    html: str, find: Callable[[str], Shown | None], sizes: str, *, eager: bool = False
) -> str:
    """HTML with each picture rewritten that `find` knows by its `src`.

    `eager` says that the text begins on the first screen: its first picture, if that is there, is
    loaded at once. Pictures that have a `srcset` or stand in a `<picture>` are their author's.
    """
    first = True

    def image(match: re.Match[str]) -> str:
        nonlocal first
        early = eager and first and len(_TAG.sub("", html[: match.start()])) <= _FIRST_SCREEN
        first = False
        if match["attributes"] is None:
            return match[0]
        attributes = _parsed(match["attributes"])
        shown = None if "srcset" in attributes else find(attributes.get("src") or "")
        return tag(attributes, shown, sizes, early=early) if shown else match[0]

    return _IMAGE.sub(image, html)


def tag(attributes: dict[str, str | None], shown: Shown, sizes: str, *, early: bool) -> str:
    """One picture as HTML; what its author wrote about it stays."""
    image = dict(attributes)
    _set_size(image, shown)
    image.setdefault("decoding", "async")
    if not early:
        image.setdefault("loading", "lazy")
    elif image.get("loading") != "lazy":
        image.setdefault("fetchpriority", "high")
    if shown.light:
        image["src"] = ROOT + shown.light
    if not shown.sources:
        return _written("img", image)
    sizes = _sizes(attributes.get("width"), shown.width, sizes)
    sources = "".join(
        _written("source", {"type": FORMATS[source.format], **_choice(source.files, sizes)})
        for source in shown.sources
    )
    return f"<picture>{sources}{_written('img', image)}</picture>"


def _choice(files: Sequence[tuple[str, int]], sizes: str) -> dict[str, str | None]:
    if len(files) == 1:
        return {"srcset": ROOT + files[0][0]}
    return {"srcset": ", ".join(f"{ROOT}{url} {width}w" for url, width in files), "sizes": sizes}


def _set_size(image: dict[str, str | None], shown: Shown) -> None:
    if not shown.width:
        return
    width, height = image.get("width") or "", image.get("height") or ""
    if not width and not height:
        image["width"], image["height"] = str(shown.width), str(shown.height)
    elif width.isdecimal() and not height:
        image["height"] = str(max(1, round(int(width) * shown.height / shown.width)))
    elif height.isdecimal() and not width:
        image["width"] = str(max(1, round(int(height) * shown.width / shown.height)))


def _sizes(given: str | None, width: int, sizes: str) -> str:
    """No picture is shown wider than it is, or than its author says."""
    if given and given.isdecimal():
        return f"{given}px"
    narrow = 600
    return f"(min-width: {width}px) {width}px, 100vw" if width < narrow else sizes


def _parsed(text: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = next((part for part in match.groups()[1:] if part is not None), None)
        found.setdefault(match["name"].lower(), None if value is None else unescape(value))
    return found


def _written(name: str, attributes: dict[str, str | None]) -> str:
    parts = [
        key if value is None else f'{key}="{escape(value)}"' for key, value in attributes.items()
    ]
    return f"<{' '.join([name, *parts])}>"
