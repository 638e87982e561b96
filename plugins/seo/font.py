"""A font that says what it can write, and text that is made to fit.

Only Pillow's basic layout is used, never the system's fonts or its text shaping: a picture is the
same on every machine. What needs shaping is therefore not written at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from PIL import ImageFont

__all__ = ["Fitted", "Font"]

_SURELY_MISSING = "\U0010fffe"
# Scripts whose letters change or move with their neighbours: Indic, Khmer, Tibetan, Burmese …
_SHAPED = re.compile("[\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u1900-\u1c4f\ua800-\uabff]")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
# Where a line may end: after a space or a hyphen, and anywhere in Chinese and Japanese.
_PIECE = re.compile(
    "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"
    "|[^\\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff-]+-*|-+"
    "|\\s+"
)


class Fitted(msgspec.Struct, frozen=True):
    """Text as lines of a size, in pixels."""

    lines: tuple[str, ...]
    size: int


class Font:
    """One font file in every size."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._missing = self._glyph(_SURELY_MISSING)
        self._known: dict[str, bool] = {}
        self._widths: dict[tuple[str, int], float] = {}

    @lru_cache(maxsize=64)  # noqa: B019 (a font lives as long as a build)
    def at(self, size: int) -> Any:
        """Pillow's font of a size."""
        return ImageFont.truetype(self._path, size, layout_engine=ImageFont.Layout.BASIC)

    def width(self, text: str, size: int) -> float:
        """How wide a piece of text is, in pixels. The basic layout just puts letters in a row."""
        if (text, size) not in self._widths:
            self._widths[text, size] = self.at(size).getlength(text)
        return self._widths[text, size]

    def writable(self, text: str) -> str:
        """The text as this font can write it, without signs that only decorate; "" if it cannot.

        An emoji more or less is the same title; a letter more or less is not.
        """
        text = " ".join(unicodedata.normalize("NFC", text).split())
        if _SHAPED.search(text):
            return ""
        if any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text):
            return ""
        letters = [letter for letter in text if self._has(letter) or not _decorates(letter)]
        if not all(map(self._has, letters)):
            return ""
        left = " ".join("".join(letters).split())
        return left if len(letters) == len(text) else re.sub(r" (?=[!?.,;:])", "", left)

    def fit(
        self, text: str, sizes: Sequence[int], width: float, height: float, leading: float = 1.2
    ) -> Fitted:
        """The text in the first of the sizes in which it fits the box, else cut in the last.

        `leading` is the distance of lines as a multiple of the size.
        """
        for size in sizes:
            lines = self._wrapped(text, size, width)
            whole = all(self.width(word, size) <= width for word in text.split())
            if len(lines) * size * leading <= height and (whole or size == sizes[-1]):
                return Fitted(tuple(lines), size)
        size = sizes[-1]
        lines = self._wrapped(text, size, width)
        most = max(1, int(height / (size * leading)))
        return Fitted((*lines[: most - 1], self._cut(lines[most - 1], size, width)), size)

    def _cut(self, line: str, size: int, width: float) -> str:
        """The line, ending in an ellipsis."""
        while line and self.width(f"{line}…", size) > width:
            line = line[:-1]
        return f"{line.rstrip(' ,;:.-–—')}…"

    def _wrapped(self, text: str, size: int, width: float) -> list[str]:
        """As few lines as may be, and those of much the same width."""
        pieces = [(piece, self.width(piece, size)) for piece in _PIECE.findall(text)]
        lines = _broken(list(self._breakable(pieces, size, width)), width)
        narrow = max(width * 0.55, *(length for _, length in pieces), 0)
        while len(lines) > 1 and width - narrow > size / 2:
            middle = (narrow + width) / 2
            tried = _broken(pieces, middle)
            if len(tried) > len(lines):
                narrow = middle
            else:
                width, lines = middle, tried
        return lines

    def _breakable(
        self, pieces: Iterable[tuple[str, float]], size: int, width: float
    ) -> Iterator[tuple[str, float]]:
        """The pieces; a word that is wider than the box comes as its letters."""
        for piece, length in pieces:
            if length <= width:
                yield piece, length
            else:
                yield from ((letter, self.width(letter, size)) for letter in piece)

    def _has(self, letter: str) -> bool:
        if letter not in self._known:
            self._known[letter] = letter.isspace() or self._glyph(letter) != self._missing
        return self._known[letter]

    def _glyph(self, letter: str) -> tuple[Any, bytes]:
        mask = self.at(40).getmask(letter)
        return mask.size[1], bytes(mask)


def _broken(pieces: Iterable[tuple[str, float]], width: float) -> list[str]:
    """Lines of pieces, each of which comes with its width."""
    lines, used = [""], 0.0
    for piece, length in pieces:
        if used and used + length > width and not piece.isspace():
            lines.append("")
            used = 0.0
        if used or not piece.isspace():
            lines[-1] += piece
            used += length
    return [line.rstrip() for line in lines]


def _decorates(letter: str) -> bool:
    """Whether it is an emoji or another sign, or joins such."""
    if letter in "\ufe0e\ufe0f\u20e3":
        return True
    return unicodedata.category(letter) in {"So", "Sk", "Cf", "Cn"}
