"""A site that has lost all its posts has more likely lost a setting."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from problems import Problem

from .unchanged import files_below

__all__ = ["emptied"]


def emptied(output: Path, names: Collection[str], context: Mapping[str, Any]) -> Iterator[Problem]:
    """A problem where no post is published, and some are online; ALLOW_EMPTY allows it.

    `output` is the site online, `names` are the files of the new one.
    """
    if context["ALLOW_EMPTY"] or context.get("articles"):
        return
    pattern = re.sub(r"\{[^}]*\}", "*", context["ARTICLE_SAVE_AS"])
    online = fnmatch.filter(files_below(output), pattern)
    gone = set(online) - set(names)
    if gone:
        yield Problem(
            file="settings",
            field="ARTICLE_PATHS",
            value=repr(context["ARTICLE_PATHS"]),
            message=f"No post is published any more, and {len(gone)} pages of posts are online.",
            hint="correct PATH or ARTICLE_PATHS; if it is meant, set ALLOW_EMPTY = True",
        )
