"""Pictures of entries: their addresses, types and sizes."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from .content import xml_safe
from .settings import address

__all__ = ["Media", "describe", "static_files"]

# Not `mimetypes`: what that knows depends on the machine's own tables.
_TYPES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}


class Media(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as formats name it."""

    url: str
    """Absolute."""
    type: str = ""
    """Its media type; "" where its name does not tell."""
    length: int | None = None
    """Bytes, where the file is one of the site's own."""


def static_files(context: Mapping[str, Any]) -> dict[str, str]:
    """The site's static files: site-relative address to source file."""
    # Not `file.url`: reading it pins the file, and `{attach}` could move it no more.
    return {
        file.get_url_setting("url"): file.source_path
        for file in context.get("static_content", {}).values()
    }


def describe(image: str, base: str, files: Mapping[str, str]) -> Media | None:
    """What formats say of a picture with a site-relative (or whole) address.

    None where there is none that a reader could ask a server for. `base` is the site's absolute
    address, `files` what `static_files` gave.
    """
    image = xml_safe(image).strip()
    try:
        scheme = urlsplit(image).scheme
    except ValueError:  # "http://[half an IPv6 address"
        return None
    if not image or scheme not in {"", "http", "https"}:
        return None
    url = address(base, image)
    ending = posixpath.splitext(urlsplit(url).path)[1].lstrip(".").lower()
    source = files.get(image.removeprefix(base).lstrip("/"))
    length = Path(source).stat().st_size if source and Path(source).is_file() else None
    return Media(url=url, type=_TYPES.get(ending, ""), length=length)
