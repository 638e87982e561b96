"""A picture of few colours, drawn with smooth edges: small as a PNG, and the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from .font import Font

__all__ = ["Canvas"]

Point = tuple[float, float]

_STEPS = 12
"""Shades of a colour where its edge meets another."""
_FINE = 4
"""Edges are drawn so many times larger, and made smaller again."""


class Canvas:
    """A palette image. Whatever is painted names the colour `on` which it lies.

    Each pair of colours takes a few entries of the palette, so that none is ever approximated.
    """

    def __init__(self, size: tuple[int, int], colors: Mapping[str, str], ground: str) -> None:
        self._colors = {name: _rgb(value) for name, value in colors.items()}
        self._ramps: dict[tuple[str, str], int] = {}
        self._palette: list[int] = []
        self._image = Image.new("P", size, self._solid(ground))

    def box(self, box: tuple[int, int, int, int], color: str, on: str, radius: int = 0) -> None:
        """A rectangle from left and top to right and bottom."""
        if not radius:
            self._image.paste(self._solid(color), box)
            return
        left, top, right, bottom = box
        for x in (left + radius, right - radius):
            for y in (top + radius, bottom - radius):
                self.disc((x, y), radius, color, on)
        self._image.paste(self._solid(color), (left, top + radius, right, bottom - radius))
        self._image.paste(self._solid(color), (left + radius, top, right - radius, bottom))

    def disc(self, middle: Point, radius: float, color: str, on: str) -> None:
        """A filled circle."""
        x, y = middle
        box = (int(x - radius), int(y - radius), int(x + radius) + 1, int(y + radius) + 1)
        mask, draw = self._mask(box)
        draw.circle(((x - box[0]) * _FINE, (y - box[1]) * _FINE), radius * _FINE, fill=255)
        self._paint(mask.reduce(_FINE), box[:2], color, on)

    def polygon(self, points: Sequence[Point], color: str, on: str) -> None:
        """A filled shape with straight edges."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (int(min(xs)), int(min(ys)), int(max(xs)) + 1, int(max(ys)) + 1)
        mask, draw = self._mask(box)
        draw.polygon([((x - box[0]) * _FINE, (y - box[1]) * _FINE) for x, y in points], fill=255)
        self._paint(mask.reduce(_FINE), box[:2], color, on)

    def line(self, points: Sequence[Point], width: int, color: str, on: str) -> None:
        """A line through some points, with round bends."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (
            int(min(xs)) - width,
            int(min(ys)) - width,
            int(max(xs)) + width + 1,
            int(max(ys)) + width + 1,
        )
        mask, draw = self._mask(box)
        fine = [((x - box[0]) * _FINE, (y - box[1]) * _FINE) for x, y in points]
        draw.line(fine, fill=255, width=width * _FINE, joint="curve")
        self._paint(mask.reduce(_FINE), box[:2], color, on)

    def text(
        self, at: Point, text: str, font: Font, size: int, color: str, on: str, *, end: str = "l"
    ) -> None:
        """A line of text on its base line; `end` says which of its ends is there (l, m, r)."""
        x, y = at
        width = font.width(text, size)
        left = int(x - {"l": 0, "m": width / 2, "r": width}[end])
        mask = Image.new("L", (int(width) + size, size * 2))
        pen = ImageDraw.Draw(mask)
        pen.text((size // 4, size * 1.4), text, fill=255, font=font.at(size), anchor="ls")
        self._paint(mask, (left - size // 4, int(y - size * 1.4)), color, on)

    def png(self) -> bytes:
        """The picture as a file, without metadata."""
        self._image.putpalette(self._palette)
        file = BytesIO()
        # Level 9 saves a seventh of the bytes, and takes seven times as long.
        self._image.save(file, "PNG", compress_level=6)
        return file.getvalue()

    def _mask(self, box: tuple[int, int, int, int]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        left, top, right, bottom = box
        mask = Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE))
        return mask, ImageDraw.Draw(mask)

    def _paint(self, mask: Image.Image, at: tuple[int, int], color: str, on: str) -> None:
        first = self._ramp(color, on)
        shades = [first + (value * (_STEPS - 1) + 127) // 255 for value in range(256)]
        # Where there is no shade of it at all, what lies below stays.
        touched = mask.point([255 * (shade > first) for shade in shades])
        self._image.paste(mask.point(shades), at, touched)

    def _solid(self, color: str) -> int:
        """The palette's index of a colour."""
        return self._ramp(color, color)

    def _ramp(self, color: str, on: str) -> int:
        """The index of the first shade from one colour to another."""
        if (color, on) not in self._ramps:
            self._ramps[color, on] = len(self._palette) // 3
            steps = 1 if color == on else _STEPS
            above, below = self._colors[color], self._colors[on]
            for step in range(steps):
                part = step / (steps - 1) if steps > 1 else 1
                shade = zip(above, below, strict=True)
                self._palette += [round(a * part + b * (1 - part)) for a, b in shade]
        return self._ramps[color, on]


def _rgb(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color.removeprefix("#")))
