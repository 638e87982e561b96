"""What a file of the site is to its readers: in which turn it goes up, and how it is served."""

from __future__ import annotations

import mimetypes
import re
from pathlib import PurePosixPath
from typing import Literal

__all__ = ["Turn", "cache_control", "content_type", "turn_of"]

Turn = Literal["asset", "page", "list"]

# What points at pages from outside of them: it must never name one that is not there yet.
_LISTS = re.compile(
    r"feeds/.*\.(xml|json)|.*\.(atom|rss)\.xml|.*\.(ics|opml)|sitemap.*\.xml|robots\.txt"
    r"|pagefind/pagefind-entry\.json"
)
# A name that changes with the content: site.3f9a1c2b.css, table-b7dbe55cd44d-800.webp.
_HASHED = re.compile(
    r"(.*[./_-])?(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,64}(-\d+)?\.[a-z0-9.]+"
    r"|.*\.pf_(fragment|index|meta|filter)"
)

_MINUTE, _DAY, _YEAR = 60, 86_400, 31_536_000

# RFC 4287, RFC 5545, RFC 8288 …; what has none yet, as its own specification names it.
_TYPES = {
    ".atom.xml": "application/atom+xml",
    ".rss.xml": "application/rss+xml",
    ".xml": "application/xml",
    ".ics": "text/calendar",
    ".opml": "text/x-opml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
    ".vcf": "text/vcard",
    ".svg": "image/svg+xml",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jxl": "image/jxl",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".wasm": "application/wasm",
    # Compressed WebAssembly, which Pagefind's script unpacks by itself.
    ".pagefind": "application/octet-stream",
}
_CODE = (".css", ".js", ".mjs", ".wasm", ".pagefind")
_TEXTS = re.compile(r"text/|application/((atom|rss|manifest|feed)\+)?(xml|json)$|image/svg\+xml")
_BUILTIN = mimetypes.MimeTypes()


def turn_of(name: str) -> Turn:
    """The turn of a file, by its path in the output folder."""
    if _LISTS.fullmatch(name):
        return "list"
    return "page" if name.endswith((".html", ".htm")) else "asset"


def content_type(name: str) -> str:
    """The Content-Type of a file. The same on every machine, whatever its own tables say."""
    last = PurePosixPath(name).name
    if re.fullmatch(r"feeds/.*\.json", name):
        kind = "application/feed+json"
    else:
        kind = next((kind for end, kind in _TYPES.items() if last.lower().endswith(end)), "")
        kind = kind or _BUILTIN.guess_type(last)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if _TEXTS.match(kind) else kind


def cache_control(name: str) -> str:
    """The Cache-Control of a file (RFC 9111), in seconds.

    What has a hash in its name is never asked for again, since its bytes never change; feeds and
    pages soon, and styles and scripts as soon as the pages that they belong to; pictures daily.
    """
    if turn_of(name) == "list":
        return f"public, max-age={5 * _MINUTE}"
    if _HASHED.fullmatch(name):
        return f"public, max-age={_YEAR}, immutable"
    if turn_of(name) == "page" or name.endswith(_CODE):
        return f"public, max-age={10 * _MINUTE}"
    return f"public, max-age={_DAY}"
