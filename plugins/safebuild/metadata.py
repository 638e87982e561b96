"""Pictures without what they say of their makers: where, when, with what, and by whom.

EXIF, XMP, IPTC, comments and thumbnails are left out of JPEG, PNG, WebP and TIFF. Pixels, the
colour profile and the orientation stay, byte for byte; nothing is compressed again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from problems import Problem

from .metadata_formats import without_jpeg_metadata, without_png_metadata, without_webp_metadata
from .metadata_tiff import BrokenImage, Cleaned, without_tiff_metadata

__all__ = ["BrokenImage", "Cleaned", "image_kind", "strip_metadata", "without_metadata"]

_HEAD = 16
_WALKERS: dict[str, Callable[[bytes], Cleaned]] = {
    "JPEG": without_jpeg_metadata,
    "PNG": without_png_metadata,
    "WebP": without_webp_metadata,
    "TIFF": without_tiff_metadata,
}
_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".tif", ".tiff", ".gif", ".bmp"}
    | {".avif", ".heic", ".heif", ".jxl", ".jp2", ".ico", ".psd", ".dng", ".cr2", ".nef", ".arw"}
)
# How EXIF, XMP and IPTC begin in formats that are not taken apart here.
_SIGNS = (b"Exif", b"ns.adobe.com/xap", b"<x:xmpmeta", b"<?xpacket", b"8BIM")
_HINT = "save it as JPEG, PNG or WebP, without its metadata"


def strip_metadata(folder: Path, names: Iterable[str] | None = None) -> list[Problem]:
    """Strip every picture below a folder, in place; clean ones are not touched.

    `names` are the files to look at, as paths below the folder; None is all of them.
    A problem is a picture whose metadata can be neither taken out nor shown to be absent. It is
    left as it is.
    """
    problems: list[Problem] = []
    if names is None:
        names = (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    for name in sorted(names):
        path = folder / name
        if path.is_symlink() or not path.is_file():
            continue
        try:
            message = _strip(path)
        except OSError as error:
            message = f"This picture could not be cleaned: {error.strerror}."
        if message:
            problems.append(Problem(file=name, message=message, hint=_HINT))
    return problems


def image_kind(data: bytes) -> str:
    """JPEG, PNG, WebP or TIFF, by the first bytes; "" where they are none of these."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WebP"
    return "TIFF" if data.startswith((b"II*\0", b"MM\0*")) else ""


def without_metadata(data: bytes) -> Cleaned:
    """A picture of one of the four kinds without its metadata. Raises BrokenImage."""
    return _WALKERS[image_kind(data)](data)


def _strip(path: Path) -> str:
    """Strip one file; gives what is wrong with it, "" where nothing is."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        kind = image_kind(head)
        if not kind and path.suffix.lower() not in _SUFFIXES:
            return ""
        data = head + file.read()
    try:
        cleaned = _WALKERS[kind](data) if kind else None
    except BrokenImage:
        return f"This {kind} picture is broken, so what it says of its maker cannot be taken out."
    if cleaned is None:
        if data and any(sign in data for sign in _SIGNS):
            return (
                "This picture may say where or by whom it was taken, in a way not understood here."
            )
        return ""
    if cleaned.data != data:
        _replace(path, cleaned.data)
    return ""


def _replace(path: Path, data: bytes) -> None:
    """Write beside and rename, so that a killed build leaves the old file or the new one."""
    beside = path.with_name(f".{path.name}.stripped")
    beside.write_bytes(data)
    # A photograph that only its owner may read would be one that the web server may not.
    beside.chmod(path.stat().st_mode & 0o777)
    stat = path.stat()
    os.utime(beside, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    beside.replace(path)
