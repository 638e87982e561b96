"""A QR code as the path of a picture (ISO/IEC 18004, by segno)."""

from __future__ import annotations

from itertools import groupby

import msgspec

__all__ = ["QR", "draw_qr"]

QUIET = 4
"""The light margin that a reader needs, in modules."""


class QR(msgspec.Struct, frozen=True):
    """`size` is its width and height in modules, margins included; `path` holds the dark ones."""

    size: int
    path: str


def draw_qr(text: str) -> QR:
    """The code of a text, which one can still read with 15 percent of it covered.

    Raises segno.DataOverflowError above some 2,300 bytes.
    """
    import segno  # noqa: PLC0415 (only showers have a code)

    rows = list(segno.make_qr(text, error="m").matrix_iter(border=QUIET))
    parts = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                parts.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return QR(len(rows), "".join(parts))
