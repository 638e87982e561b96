"""What a Content-Security-Policy has to know of a page, for the templates of any Pelican site.

    PLUGINS = [..., "policy"]

gives templates the filter `script_hashes`. The policy itself is the theme's.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

from pelican.plugins import signals

__all__ = ["register", "script_hashes"]

_INLINE = re.compile(
    r"<script\b(?![^>]*\ssrc\s*=)[^>]*>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE
)


def script_hashes(html: str) -> list[str]:
    """The sources that allow the scripts in a piece of HTML, and no others (CSP Level 3, 2.3.1).

    Browsers let data (JSON-LD) stand without them; checkers of pages do not.
    """
    return [
        f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"
        for text in dict.fromkeys(_INLINE.findall(str(html)))
    ]


# For fastbuild: it follows from its argument.
script_hashes.pure = True  # type: ignore[attr-defined]


# For safebuild: where no file has changed, there is nothing to do.
builds_from_files = True


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(_add_filter)


def _add_filter(pelican: Any) -> None:
    filters = pelican.settings["JINJA_FILTERS"]
    pelican.settings["JINJA_FILTERS"] = {"script_hashes": script_hashes, **filters}
