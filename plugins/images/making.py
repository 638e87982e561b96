"""Copies of a picture in other widths and formats, by Pillow.

They carry no metadata: what a picture says of its maker stays behind. Colours are sRGB, and a
photograph that was taken on its side stands upright. The same picture gives the same bytes,
however many processors there are.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    # At run time only where there is a picture to make: importing it takes its time.
    from PIL import Image as Images

__all__ = ["Copy", "Made", "make", "start"]

# More than any camera that people carry; undoing its compression would take gigabytes.
_MOST_PIXELS = 64_000_000
# What is as small as that is an icon.
_LEAST_WIDTH = 64
_LEAST_BYTES = 3_000
# A picture as heavy as that gets a light copy for those who know none of the new formats.
_HEAVY = 250_000
_LIGHT_WIDTH = 1200
# A copy that is nearly as wide as the next is not worth its bytes.
_NEAR = 0.85
_FEW_COLOURS = 256


class Copy(msgspec.Struct, frozen=True):
    """One copy: its format's name, its width in pixels, and what it holds."""

    format: str
    width: int
    data: bytes


class Made(msgspec.Struct, frozen=True):
    """What came of a picture: its size in pixels, upright, and its copies.

    `trouble` says why there are none where there should be some, and is no trouble where it is "".
    Its width is 0 where that is not known.
    """

    width: int
    height: int
    copies: tuple[Copy, ...] = ()
    trouble: str = ""


def start() -> None:
    """Load Pillow's formats: once, before several threads ask for it."""
    from PIL import Image  # noqa: PLC0415 (as above)

    Image.init()


def make(data: bytes, widths: Sequence[int], formats: Sequence[str]) -> Made:
    """The copies of a picture. A format that makes it no smaller is left out."""
    from PIL import Image, ImageOps  # noqa: PLC0415 (as above)

    try:
        with warnings.catch_warnings():
            # Of pixels that are many: we count them ourselves. Of odd metadata: it is not used.
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
            width, height = image.size
            if width * height > _MOST_PIXELS:
                return Made(width, height, trouble=f"has {width:,} × {height:,} pixels")
            if getattr(image, "n_frames", 1) > 1:
                return Made(width, height)
            image.load()
            image = ImageOps.exif_transpose(image)
            width, height = image.size
            if width < _LEAST_WIDTH or len(data) < _LEAST_BYTES:
                return Made(width, height)
            image = _in_srgb(image)
            copies = _copies(image, len(data), widths, formats)
    except (OSError, ValueError, SyntaxError, ArithmeticError, Image.DecompressionBombError):
        return Made(0, 0, trouble="cannot be read")
    return Made(width, height, copies)


def _copies(
    image: Images.Image, size: int, widths: Sequence[int], formats: Sequence[str]
) -> tuple[Copy, ...]:
    wanted = _widths(image.width, widths)
    sized = {width: _resized(image, width) for width in wanted}
    drawn = image.getcolors(_FEW_COLOURS) is not None
    copies: list[Copy] = []
    # The last is what browsers fall back on, so each must be worth more than those after it.
    least = 0
    for name in reversed(_known(formats)):
        made = [Copy(name, w, _encoded(one, name, drawn=drawn)) for w, one in sized.items()]
        total = sum(len(copy.data) for copy in made)
        as_wide = image.width <= wanted[-1]
        if (not least or total < least) and not (as_wide and len(made[-1].data) >= size):
            least = total
            copies = [*_worthwhile(made), *copies]
    light = min(image.width, _LIGHT_WIDTH, wanted[-1])
    if size > _HEAVY:
        name = "png" if image.mode == "RGBA" else "jpeg"
        copy = Copy(name, light, _encoded(_resized(image, light), name, drawn=drawn))
        if len(copy.data) < size:
            copies.append(copy)
    return tuple(copies)


def _worthwhile(copies: Sequence[Copy]) -> list[Copy]:
    """Copies by width, without those that are heavier than a wider one: drawings have such."""
    kept: list[Copy] = []
    for copy in reversed(copies):
        if not kept or len(copy.data) < len(kept[0].data):
            kept.insert(0, copy)
    return kept


def _known(formats: Sequence[str]) -> list[str]:
    """The formats that this Pillow can write."""
    from PIL import features  # noqa: PLC0415 (as above)

    return [name for name in formats if features.check(name)]


def _widths(own: int, widths: Sequence[int]) -> list[int]:
    largest = min(own, max(widths, default=own))
    return [*(width for width in sorted(set(widths)) if width < largest * _NEAR), largest]


def _resized(image: Images.Image, width: int) -> Images.Image:
    from PIL import Image  # noqa: PLC0415 (as above)

    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _in_srgb(image: Images.Image) -> Images.Image:
    """RGB, or RGBA where anything can be seen through, in the colours that browsers assume."""
    if image.mode.startswith("I"):
        # Sixteen bits, of which Pillow would cut off what is more than eight can hold.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    clear = image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info
    mode = "RGBA" if clear else "RGB"
    profile = image.info.get("icc_profile")
    image = _by_profile(image, profile, mode) if profile else image.convert(mode)
    if clear and image.getchannel("A").getextrema()[0] == 255:  # noqa: PLR2004
        image = image.convert("RGB")
    # Nothing that it says of itself goes along.
    image.info.clear()
    return image


def _by_profile(image: Images.Image, profile: bytes, mode: str) -> Images.Image:
    from PIL import ImageCms  # noqa: PLC0415 (few pictures have one)

    if image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        image = image.convert(mode)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert(mode)  # a profile of some other kind of picture
    return converted


def _encoded(image: Images.Image, name: str, *, drawn: bool) -> bytes:
    """The picture in a format; `drawn` says that it has few colours, and sharp edges."""
    if name == "webp" and drawn:
        exact = _saved(image, name, lossless=True, method=4, quality=80)
        return min(exact, _saved(image, name, quality=84, method=4), key=len)
    options: dict[str, Any] = {
        "webp": {"quality": 78, "method": 4},
        # Left to itself, it would divide the picture by the number of processors.
        "avif": {
            "quality": 68 if drawn else 58,
            "subsampling": "4:4:4" if drawn else "4:2:0",
            "speed": 6,
            "max_threads": 1,
            "autotiling": False,
        },
        "jpeg": {"quality": 80, "optimize": True, "progressive": True},
        "png": {"optimize": True},
    }[name]
    return _saved(image, name, **options)


def _saved(image: Images.Image, name: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, name, **options)
    return file.getvalue()
