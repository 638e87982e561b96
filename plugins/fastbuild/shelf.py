"""The texts of contents lie on the disk until somebody asks for them.

Of a large site they are most of what a content is, and each is needed a few times only: when it is
read, when its links and pictures are looked for, when its page is rendered. What else contents have
alike, they share.
"""

from __future__ import annotations

from pathlib import Path
from sys import intern
from typing import Any

from pelican.contents import Content

from spooled import Spooled

__all__ = ["Shelf", "hold_less", "shelve_texts"]

# What is shorter takes no more room where it is.
_SHORT = 512
# Texts of which contents have many alike are no longer.
_ALIKE = 40
# What a process that builds again and again keeps (tools/serve/warm.py).
_MEMORY = "kept_in_memory"
# A content with so many attributes gets more from plugins.
_MANY = 22


class Shelf:
    """The texts of one build. The one that was asked for last is at hand."""

    def __init__(self, folder: Path | None) -> None:
        self._texts = Spooled[int](folder)
        self._last, self._text = -1, ""

    def put(self, text: str) -> _Place:
        """Lay a text aside."""
        number = len(self._texts)
        self._texts[number] = text.encode("utf-8", "surrogatepass")
        self._last, self._text = number, text
        return _Place(self, number)

    def get(self, number: int) -> str:
        """It again."""
        if number != self._last:
            self._text = self._texts[number].decode("utf-8", "surrogatepass")
            self._last = number
        return self._text


class _Place:
    """Where a text lies."""

    __slots__ = ("number", "shelf")

    def __init__(self, shelf: Shelf, number: int) -> None:
        self.shelf = shelf
        self.number = number

    def __reduce__(self) -> tuple[type, tuple[str]]:
        """Be the text itself where a content is copied or kept by Pelican."""
        return str, (self.shelf.get(self.number),)


class _Text:
    """The attribute `_content`, which Pelican and plugins read and set as any other."""

    def __get__(self, content: Any, owner: type | None = None) -> Any:
        if content is None:
            return self
        try:
            text = content.__dict__["_content"]
        except KeyError:
            raise AttributeError("_content") from None
        return text.shelf.get(text.number) if type(text) is _Place else text

    def __set__(self, content: Any, text: Any) -> None:
        if type(text) is str and len(text) > _SHORT:
            settings = content.__dict__.get("settings") or {}
            shelf = getattr(settings.get("FASTBUILD"), "shelf", None)
            if shelf is not None:
                text = shelf.put(text)
        content.__dict__["_content"] = text

    def __delete__(self, content: Any) -> None:
        try:
            del content.__dict__["_content"]
        except KeyError:
            raise AttributeError("_content") from None


def shelve_texts(pelican: Any) -> None:
    """`initialized`: from now on, contents of this site keep their texts so."""
    del pelican
    if not hasattr(Content, "_content"):
        Content._content = _Text()  # type: ignore[attr-defined]  # noqa: SLF001


def hold_less(content: Any) -> None:
    """`content_object_init`: a content is as large as it has to be."""
    if _MEMORY in content.settings:
        return  # it takes a while, and the few contents of a preview are let go of soon
    own = vars(content)
    for name, value in own.items():
        own[name] = _once(value)
    if len(own) >= _MANY:
        # Python has one table of names for thirty attributes at most. Whoever gets more in it gets
        # a table of his own that has room for twice as many as this.
        content.__dict__ = {**own}
    for name, value in content.metadata.items():
        content.metadata[name] = _once(value)


def _once(value: Any) -> Any:
    """A short text as all contents have it: their kind, language, status, or day."""
    return intern(value) if type(value) is str and len(value) <= _ALIKE else value
