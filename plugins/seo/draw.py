"""The pictures that are shown beside a link: a sheet, an index card, a calendar's leaf, a tag.

With every change of what is drawn, here, in canvas.py or in font.py, raise the version in
pictures.py.
"""

from __future__ import annotations

from collections.abc import Mapping

from .canvas import Canvas
from .font import Font
from .page import SIZE, Picture

__all__ = ["draw"]

_SIZES = (92, 80, 70, 62, 54, 48)
_LEADING = 1.18
_SMALL = 34
_LEFT, _RIGHT = 112, 1088
_CARD = (56, 56, 1144, 574)


def draw(picture: Picture, site: str, font: Font, colors: Mapping[str, str]) -> bytes:
    """A PNG of SIZE in the site's colours; `site` is its name."""
    canvas = Canvas(SIZE, colors, "paper")
    page = _Page(canvas, font, picture, font.writable(site))
    {"page": _sheet, "card": _card, "leaf": _leaf, "tag": _tag}[picture.style](page)
    return canvas.png()


class _Page:
    """A picture in the making."""

    def __init__(self, canvas: Canvas, font: Font, picture: Picture, site: str) -> None:
        self.canvas = canvas
        self.font = font
        self.picture = picture
        self.site = site
        # Rather the site's name than a part of a title, or boxes.
        self.title = font.writable(picture.title) or self.site
        if self.title == self.site:
            self.site = ""
        self.kicker = font.writable(picture.kicker)
        self.note = font.writable(picture.note)

    def small(self, at: tuple[int, int], text: str, color: str, width: int, end: str = "l") -> None:
        """A line of small print, cut to a width."""
        if text:
            fitted = self.font.fit(text, (_SMALL, 28), width, _SMALL * _LEADING)
            self.canvas.text(at, fitted.lines[0], self.font, fitted.size, color, "card", end=end)

    def write_title(
        self, left: int, top: int, right: int, bottom: int, *, ruled: bool = False
    ) -> None:
        """The title, from the top of a box down; on a card, on its rules."""
        fitted = self.font.fit(self.title, _SIZES, right - left, bottom - top, _LEADING)
        line = round(top + fitted.size * 0.95)
        for text in fitted.lines:
            if ruled:
                self.rule(line + round(fitted.size * 0.14))
            self.canvas.text((left, line), text, self.font, fitted.size, "ink", "card")
            line += round(fitted.size * _LEADING)
        while ruled and line < bottom:
            self.rule(line + round(fitted.size * 0.14))
            line += round(fitted.size * _LEADING)

    def rule(self, y: int) -> None:
        """A card's blue line."""
        self.canvas.box((_CARD[0], y, _CARD[2], y + 2), "rule", "card")

    def write_site(self, left: int = _LEFT) -> None:
        """The name of the site, at the foot."""
        self.small((left, 534), self.site, "soft", _RIGHT - left)


def _paper(page: _Page, box: tuple[int, int, int, int] = _CARD) -> None:
    """A card with the shadow that it throws."""
    left, top, right, bottom = box
    page.canvas.box((left + 5, top + 8, right + 5, bottom + 8), "line", "paper", 10)
    page.canvas.box(box, "card", "line", 10)


def _sheet(page: _Page) -> None:
    """A sheet of writing paper: a post, or the site itself."""
    _paper(page)
    page.canvas.box((_LEFT - 2, 108, _LEFT + 94, 116), "head", "card")
    page.small((_LEFT, 168), page.kicker, "accent", _RIGHT - _LEFT)
    page.write_title(_LEFT, 190 if page.kicker else 150, _RIGHT, 440)
    page.small((_LEFT, 486), page.note, "soft", _RIGHT - _LEFT)
    page.write_site()


def _card(page: _Page) -> None:
    """An index card, as one keeps for each lead."""
    _paper(page)
    left, _, right, _ = _CARD
    page.canvas.box((left, 152, right, 156), "head", "card")
    page.small((_LEFT, 134), page.kicker, "accent", _RIGHT - _LEFT)
    page.write_title(_LEFT, 172, _RIGHT, 424, ruled=True)
    for y in (486, 546):
        page.rule(y)
    page.small((_LEFT, 474), page.note, "soft", _RIGHT - _LEFT)
    page.write_site()


def _leaf(page: _Page) -> None:
    """A letter, with the week's leaf of the calendar at its side."""
    _paper(page)
    box = (_LEFT, 112, _LEFT + 250, 392)
    page.canvas.box(box, "line", "card", 12)
    page.canvas.box((_LEFT + 3, 115, _LEFT + 247, 389), "card", "line", 10)
    page.canvas.box((_LEFT + 3, 115, _LEFT + 247, 175), "head", "card")
    for x in (_LEFT + 70, _LEFT + 180):
        page.canvas.disc((x, 145), 11, "card", "head")
    mark = page.font.writable(page.picture.mark)
    if mark:
        fitted = page.font.fit(mark, (150, 120, 90, 60), 220, 200)
        line = 282 + round(fitted.size * 0.36)
        page.canvas.text(
            (_LEFT + 125, line), fitted.lines[0], page.font, fitted.size, "ink", "card", end="m"
        )
    left = _LEFT + 306
    page.small((left, 142), page.kicker, "accent", _RIGHT - left)
    page.write_title(left, 164, _RIGHT, 410)
    page.small((_LEFT, 474), page.note, "soft", _RIGHT - _LEFT)
    page.write_site()


def _tag(page: _Page) -> None:
    """A gift's tag on its string, with a bar of what is done."""
    left, top, right, bottom = _CARD
    corner = 96
    shape = [
        (left + corner, top),
        (right, top),
        (right, bottom),
        (left + corner, bottom),
        (left, bottom - corner),
        (left, top + corner),
    ]
    page.canvas.polygon([(x + 5, y + 8) for x, y in shape], "line", "paper")
    page.canvas.polygon(shape, "card", "paper")
    hole = (left + 62, 315)
    page.canvas.disc(hole, 26, "head", "card")
    page.canvas.disc(hole, 16, "paper", "head")
    page.canvas.line([(-20, 236), (40, 262), hole], 5, "accent", "paper")
    inside = left + 150
    page.small((inside, 138), page.kicker, "accent", _RIGHT - inside)
    page.write_title(inside, 160, _RIGHT, 370)
    _progress(page, inside, 400)
    page.small((inside, 476), page.note, "soft", _RIGHT - inside)
    page.write_site(inside)


def _progress(page: _Page, left: int, top: int) -> None:
    """How much is done and promised of the whole, as a bar."""
    done, promised, still_open = page.picture.progress
    whole = done + promised + still_open
    if not whole:
        return
    width = _RIGHT - left
    page.canvas.box((left, top, _RIGHT, top + 26), "line", "card", 13)
    below = "line"
    for parts, color in ((done + promised, "claimed"), (done, "good")):
        if parts:
            reach = left + max(26, width * parts // whole)
            page.canvas.box((left, top, reach, top + 26), color, below, 13)
            below = color
