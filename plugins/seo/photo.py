"""A post's own photograph, cut to the size in which links are shown."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from .page import SIZE

__all__ = ["cut", "usable"]

_LEAST = (600, 315)
"""Smaller ones are shown as a thumbnail, or not at all."""
_QUALITY = 80


def usable(path: Path) -> bool:
    """Whether a file is a picture that is large enough, by what its head says."""
    try:
        with Image.open(path) as image:
            width, height = image.size
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        return False
    return width >= _LEAST[0] and height >= _LEAST[1]


def cut(path: Path) -> bytes:
    """A JPEG of the middle of a picture, upright, without what it says of its maker.

    Raises OSError for a picture that is broken.
    """
    with Image.open(path) as opened:
        opened.draft("RGB", (SIZE[0] * 2, SIZE[1] * 2))
        profile = opened.info.get("icc_profile")
        image = ImageOps.exif_transpose(opened)
        if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
            image = image.convert("RGBA")
            white = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(white, image)
        if image.mode not in {"RGB", "L"}:
            # A profile of inks, or of a palette, is none of red, green and blue.
            profile = profile if image.mode == "RGBA" else None
            image = image.convert("RGB")
    image = ImageOps.fit(image, SIZE, Image.Resampling.LANCZOS)
    image.info.clear()
    file = BytesIO()
    more = {"icc_profile": profile} if profile else {}
    image.save(file, "JPEG", quality=_QUALITY, optimize=True, progressive=True, **more)
    return file.getvalue()
