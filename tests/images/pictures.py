"""Pictures to test with, drawn by Pillow."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageCms, ImageDraw

__all__ = ["animated", "drawing", "opened", "photo", "saved"]


def saved(image, form="PNG", **options):
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def photo(width=1000, height=700, mode="RGB"):
    """Colours that flow, with some grain, as a camera gives."""
    grain = random.Random(1)  # noqa: S311 (it keeps no secret)
    small = Image.new("RGB", (40, 30))
    small.putdata([tuple(grain.randrange(256) for _ in range(3)) for _ in range(1200)])
    return small.resize((width, height), Image.Resampling.BICUBIC).convert(mode)


def drawing(width=1000, height=700):
    """A few colours with sharp edges."""
    image = Image.new("P", (width, height), 0)
    image.putpalette([255, 255, 255, 20, 20, 20, 180, 40, 30])
    pen = ImageDraw.Draw(image)
    for n in range(40):
        pen.line([(n * 25, 0), (width - n * 20, height)], fill=1 + n % 2, width=3)
    return image


def animated():
    frames = [Image.new("RGB", (200, 100), (n * 40, 0, 0)) for n in range(5)]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


def profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
