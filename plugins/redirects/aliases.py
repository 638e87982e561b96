"""From what an author writes as an old address to the file that is asked for there."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

__all__ = ["BadAlias", "alias_path", "split_aliases"]


class BadAlias(ValueError):
    """No page can be at such an address; the text says why."""


def split_aliases(value: str | list[str]) -> list[str]:
    """The addresses in a value: one a line, or with commas between them."""
    text = value if isinstance(value, str) else " ".join(value)
    return [alias for alias in re.split(r"[\s,;]+", text) if alias]


def alias_path(alias: str) -> str:
    """The path below the output folder for an address of this site, whole or not.

    Raises BadAlias.
    """
    parts = urlsplit(alias)
    if parts.query or parts.fragment:
        raise BadAlias("A page of a static site cannot know what follows a “?” or a “#”.")
    path = unquote(parts.path).lstrip("/")
    if ".." in path.split("/") or "\\" in path or "\0" in path:
        raise BadAlias("This leads out of the site.")
    if not path:
        raise BadAlias("This is the home page.")
    if path.endswith("/") or not posixpath.splitext(path)[1]:
        path = posixpath.join(path, "index.html")
    if not path.endswith((".html", ".htm")):
        raise BadAlias("This is the address of another file than a page.")
    return posixpath.normpath(path)
