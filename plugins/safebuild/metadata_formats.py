"""JPEG, PNG and WebP without their metadata: segments and chunks left out, pixels as they are."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from .metadata_tiff import BrokenImage, Cleaned, exif_with, orientation_in

__all__ = ["without_jpeg_metadata", "without_png_metadata", "without_webp_metadata"]

_PNG_SIGN = b"\x89PNG\r\n\x1a\n"
# What it takes to show the picture (PNG, third edition, section 11). All else is words or dates.
_PNG_KEPT = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"cHRM",
    b"gAMA",
    b"iCCP",
    b"sBIT",
    b"sRGB",
}
_PNG_KEPT |= {
    b"bKGD",
    b"hIST",
    b"pHYs",
    b"sPLT",
    b"acTL",
    b"fcTL",
    b"fdAT",
    b"cICP",
    b"mDCV",
    b"cLLI",
}
_PNG_TEXTS = {b"tEXt", b"zTXt", b"iTXt"}
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_WEBP_HAS_XMP, _WEBP_HAS_EXIF = 0x04, 0x08
_LARGEST_TEXT = 16 * 1024 * 1024

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_MARK = 0xFF
_JFIF_BODY = 14
_LENGTH_BYTES = 2
_RIFF_HEAD = 12
_STANDALONE = {0x01, *range(0xD0, 0xD8)}


def without_jpeg_metadata(data: bytes) -> Cleaned:
    """ITU-T T.81 annex B. What decodes the picture stays, and density, profile and transform."""
    kept: list[bytes] = []
    dropped: list[bytes] = []
    orientation = 1
    for marker, segment in _jpeg_segments(data):
        if marker == _APP1 and segment[4:10] == b"Exif\0\0" and orientation == 1:
            orientation = orientation_in(segment[4:])
        clean = _jpeg_segment(marker, segment)
        kept.append(clean)
        if clean != segment:
            dropped.append(segment)
    if orientation > 1:
        exif = b"Exif\0\0" + exif_with(orientation)
        segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
        # After JFIF's own segment, which has to be the first (JFIF 1.02).
        kept.insert(2 if len(kept) > 1 and kept[1].startswith(b"\xff\xe0") else 1, segment)
    return _cleaned(data, b"".join(kept), dropped)


def _jpeg_segment(marker: int, segment: bytes) -> bytes:
    """What of a segment stays."""
    body = segment[4:]
    if marker == _APP0 and body.startswith(b"JFIF\0") and len(body) >= _JFIF_BODY:
        # Without the thumbnail that may follow its fourteen bytes.
        return b"\xff\xe0\x00\x10" + body[:12] + b"\0\0"
    if _APP0 <= marker <= _APP15 or marker in {_COM, 0}:
        is_profile = marker == _APP2 and body.startswith(b"ICC_PROFILE\0")
        is_transform = marker == _APP14 and body.startswith(b"Adobe")
        return segment if is_profile or is_transform else b""
    return segment


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its bytes; a scan's coded data is a part of its own; 0 is what trails."""
    yield _SOI, data[:2]
    place = 2
    while place < len(data):
        start = place
        if data[place] != _MARK:
            raise BrokenImage
        while place < len(data) and data[place] == _MARK:
            place += 1
        if place >= len(data):
            break
        marker = data[place]
        place += 1
        if marker == _EOI:
            yield marker, data[start:place]
            if place < len(data):
                yield 0, data[place:]
            return
        if marker not in _STANDALONE:
            place += _jpeg_length(data, place)
        yield marker, b"\xff" + data[start:place].lstrip(b"\xff")
        if marker == _SOS:
            end = _scan_end(data, place)
            yield _SOS, data[place:end]
            place = end


def _jpeg_length(data: bytes, place: int) -> int:
    if place + 2 > len(data):
        raise BrokenImage
    (length,) = struct.unpack_from(">H", data, place)
    if length < _LENGTH_BYTES or place + length > len(data):
        raise BrokenImage
    return length


def _scan_end(data: bytes, place: int) -> int:
    """Where the next marker is: 0xFF followed by anything but 0, a restart or a fill byte."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            return len(data)
        if data[place + 1] not in {0x00, 0xFF} and data[place + 1] not in _STANDALONE:
            return place
        place += 1


def without_png_metadata(data: bytes) -> Cleaned:
    """PNG, third edition: only chunks that show the picture stay, and an orientation."""
    kept = [_PNG_SIGN]
    dropped: list[bytes] = []
    orientation = 1
    place = len(_PNG_SIGN)
    while True:
        if place + 12 > len(data):
            raise BrokenImage
        length, name = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data):
            raise BrokenImage
        if name == b"eXIf":
            orientation = orientation_in(data[place + 8 : end - 4])
        if name in _PNG_KEPT:
            if name in {b"IDAT", b"IEND"} and orientation > 1:
                kept.append(_png_chunk(b"eXIf", exif_with(orientation)))
                orientation = 1
            kept.append(data[place:end])
        else:
            dropped.append(_png_words(name, data[place + 8 : end - 4]))
        place = end
        if name == b"IEND":
            break
    if place < len(data):
        dropped.append(data[place:])
    return _cleaned(data, b"".join(kept), dropped)


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _png_words(name: bytes, body: bytes) -> bytes:
    """The body of a text chunk, unpacked where it is compressed."""
    if name not in _PNG_TEXTS:
        return body
    key, _, rest = body.partition(b"\0")
    packed = rest[1:] if name == b"zTXt" else rest[2:].split(b"\0", 2)[-1]
    if name == b"zTXt" or (name == b"iTXt" and rest[:1] == b"\1"):
        try:
            return key + b"\0" + zlib.decompressobj().decompress(packed, _LARGEST_TEXT)
        except zlib.error:
            return body
    return body


def without_webp_metadata(data: bytes) -> Cleaned:
    """RFC 9649: the chunks EXIF, XMP and unknown ones go; an orientation stays."""
    if len(data) < _RIFF_HEAD or struct.unpack_from("<I", data, 4)[0] + 8 > len(data):
        raise BrokenImage
    end = struct.unpack_from("<I", data, 4)[0] + 8
    chunks = list(_riff_chunks(data, 12, end))
    orientation = 1
    for name, body in chunks:
        if name == b"EXIF":
            orientation = orientation_in(body)
    flags = _WEBP_HAS_EXIF if orientation > 1 else 0
    kept: list[bytes] = []
    dropped: list[bytes] = [data[end:]] if end < len(data) else []
    for name, body in chunks:
        if name not in _WEBP_KEPT:
            dropped.append(body)
            continue
        if name == b"VP8X" and body:
            body = bytes([body[0] & ~(_WEBP_HAS_XMP | _WEBP_HAS_EXIF) | flags]) + body[1:]  # noqa: PLW2901
        kept.append(_riff_chunk(name, _frame(body, dropped) if name == b"ANMF" else body))
    if orientation > 1:
        kept.append(_riff_chunk(b"EXIF", exif_with(orientation)))
    inside = b"WEBP" + b"".join(kept)
    return _cleaned(data, b"RIFF" + struct.pack("<I", len(inside)) + inside, dropped)


def _frame(body: bytes, dropped: list[bytes]) -> bytes:
    """A frame of an animation, which has chunks of its own after its sixteen bytes."""
    kept = [body[:16]]
    for name, inner in _riff_chunks(body, 16, len(body)):
        if name in _WEBP_KEPT:
            kept.append(_riff_chunk(name, inner))
        else:
            dropped.append(inner)
    return b"".join(kept)


def _riff_chunks(data: bytes, place: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while place + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, place)
        if place + 8 + length > end:
            raise BrokenImage
        yield name, data[place + 8 : place + 8 + length]
        place += 8 + length + length % 2


def _riff_chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _cleaned(before: bytes, after: bytes, dropped: list[bytes]) -> Cleaned:
    """The record; a file that only says again what it keeps (its orientation) dropped nothing."""
    return Cleaned(before) if before == after else Cleaned(after, tuple(dropped))
