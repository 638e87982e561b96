"""Files that go where a content is, by `{attach}`, are moved before anything is rendered.

Pelican moves such a file when the content that says so is rendered first. Several processes would
not hear of it from each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

__all__ = ["can_settle", "settle"]

_ATTACHING = re.compile(r"\{attach\}|\|attach\|")
_LINKING = re.compile(r"\{(?:attach|static)\}|\|(?:attach|static)\|")


def can_settle(contents: Iterable[Any]) -> bool:
    """Whether it makes no difference which content is asked first: no file is wanted by two."""
    wanted: Counter[str] = Counter()
    attached: set[str] = set()
    for content in contents:
        if any(_says(value, _ATTACHING) for value in content.metadata.values()):
            return False
        if _says(_text(content), _LINKING):
            links = content.get_static_links()
            wanted.update(links)
            if _says(_text(content), _ATTACHING):
                attached |= links
    return all(wanted[path] == 1 for path in attached)


def settle(contents: Iterable[Any]) -> None:
    """Have each file that is attached know its place."""
    for content in contents:
        if _says(_text(content), _ATTACHING):
            _ = content.content


def _text(content: Any) -> Any:
    return getattr(content, "_content", "")


def _says(text: Any, marks: re.Pattern[str]) -> bool:
    # Most texts have none of these two signs, and that is found at once.
    odd = isinstance(text, str) and ("{" in text or "|" in text)
    return odd and marks.search(text) is not None
