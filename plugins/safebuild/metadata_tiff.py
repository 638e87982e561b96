"""TIFF without its metadata, and the one piece of Exif that pictures keep: their orientation.

TIFF 6.0. A picture's data is found by offsets, so nothing is moved: entries that are not needed
to show the picture leave their directory, and every byte that nothing needed refers to becomes 0.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import msgspec

__all__ = ["BrokenImage", "Cleaned", "exif_with", "orientation_in", "without_tiff_metadata"]

ORIENTATION = 0x0112
_UPRIGHT = 1
_ROTATED = range(2, 9)
_SHORT = 3
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_NEW_SUBFILE_TYPE = 254
_REDUCED = 1
_HEAD = 8
# An entry's value stands in the entry itself where it has no more bytes than an offset has.
_INLINE = 4
_MOST_PAGES = 10_000
# Offsets and lengths of the picture's own data: strips, tiles, and the old form of JPEG.
_DATA = ((273, 279), (324, 325), (513, 514))
# What it takes to show the picture: sizes, compression, colours and their profile, no words.
_KEPT = frozenset(
    {254, 256, 257, 258, 259, 262, 263, 264, 265, 266, ORIENTATION, 277, 278, 280, 281, 282, 283}
    | {284, 290, 291, 292, 293, 296, 301, 317, 318, 319, 320, 321, 322, 323, 332, 334, 336, 338}
    | {339, 340, 341, 342, 347, 512, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 34675}
    | {number for pair in _DATA for number in pair}
)


class BrokenImage(Exception):
    """The file cannot be taken apart, so nobody knows what is in it."""


class Cleaned(msgspec.Struct, frozen=True):
    """An image's bytes without its metadata, and each piece that was taken out."""

    data: bytes
    dropped: tuple[bytes, ...] = ()


class _Entry(msgspec.Struct, frozen=True):
    tag: int
    kind: int
    count: int
    place: int
    raw: bytes

    @property
    def size(self) -> int:
        return _SIZES.get(self.kind, 0) * self.count


def orientation_in(exif: bytes) -> int:
    """The orientation (1 to 8) in a block of Exif, 1 where it says none."""
    exif = exif.removeprefix(b"Exif\0\0")
    try:
        order, start = _header(exif)
        entries, _ = _directory(exif, order, start)
    except BrokenImage:
        return _UPRIGHT
    for entry in entries:
        if entry.tag == ORIENTATION and entry.kind == _SHORT:
            value = struct.unpack(order + "H", entry.raw[8:10])[0]
            return value if value in _ROTATED else _UPRIGHT
    return _UPRIGHT


def exif_with(orientation: int) -> bytes:
    """A block of Exif that says nothing but this."""
    entry = struct.pack(">HHIHH", ORIENTATION, _SHORT, 1, orientation, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)


def without_tiff_metadata(data: bytes) -> Cleaned:
    """The same picture; its length and the places of its data stay. Raises BrokenImage."""
    order, start = _header(data)
    clean = bytearray(len(data))
    clean[:4] = data[:4]
    link = 4
    seen: set[int] = set()
    while start:
        if start in seen or len(seen) > _MOST_PAGES:
            raise BrokenImage
        seen.add(start)
        entries, following = _directory(data, order, start)
        kept = [entry for entry in entries if entry.tag in _KEPT and entry.size]
        if not (len(seen) > 1 and _is_thumbnail(entries, order)):
            clean[link : link + 4] = struct.pack(order + "I", start)
            end = _write_directory(clean, order, start, kept)
            for place, size in _ranges(data, order, kept):
                clean[place : place + size] = data[place : place + size]
            link = end
        start = following
    result = bytes(clean)
    return Cleaned(result) if result == data else Cleaned(result, tuple(_gone(data, result)))


def _header(data: bytes) -> tuple[str, int]:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None or len(data) < _HEAD:
        raise BrokenImage
    return order, struct.unpack(order + "I", data[4:8])[0]


def _directory(data: bytes, order: str, start: int) -> tuple[list[_Entry], int]:
    """The entries of the directory at `start`, and where the next one is (0: nowhere)."""
    try:
        (count,) = struct.unpack_from(order + "H", data, start)
        entries = []
        for place in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind, number = struct.unpack_from(order + "HHI", data, place)
            size = _SIZES.get(kind, 0) * number
            where = (
                place + 8
                if size <= _INLINE
                else struct.unpack_from(order + "I", data, place + 8)[0]
            )
            entries.append(_Entry(tag, kind, number, where, data[place : place + 12]))
        end = start + 2 + 12 * count
        # Exif of some cameras ends without the link to a next directory.
        following = struct.unpack_from(order + "I", data, end)[0] if end + 4 <= len(data) else 0
    except struct.error as error:
        raise BrokenImage from error
    return entries, following


def _write_directory(clean: bytearray, order: str, start: int, kept: list[_Entry]) -> int:
    """Write the kept entries, without a next directory; gives the place of the link to one."""
    raw = b"".join(entry.raw for entry in kept)
    head = struct.pack(order + "H", len(kept))
    clean[start : start + len(head) + len(raw)] = head + raw
    return start + 2 + len(raw)


def _ranges(data: bytes, order: str, kept: list[_Entry]) -> Iterator[tuple[int, int]]:
    """Place and length of everything outside the directory that the kept entries refer to."""
    by_tag = {entry.tag: entry for entry in kept}
    for entry in kept:
        if entry.size > _INLINE:
            yield _inside(data, entry.place, entry.size)
    for offsets, lengths in _DATA:
        if offsets in by_tag and lengths in by_tag:
            places = _numbers(data, order, by_tag[offsets])
            for place, size in zip(places, _numbers(data, order, by_tag[lengths]), strict=False):
                yield _inside(data, place, size)


def _inside(data: bytes, place: int, size: int) -> tuple[int, int]:
    if place + size > len(data):
        raise BrokenImage
    return place, size


def _numbers(data: bytes, order: str, entry: _Entry) -> tuple[int, ...]:
    letter = {3: "H", 4: "I", 13: "I"}.get(entry.kind)
    if letter is None:
        raise BrokenImage
    _inside(data, entry.place, entry.size)
    return struct.unpack_from(f"{order}{entry.count}{letter}", data, entry.place)


def _is_thumbnail(entries: list[_Entry], order: str) -> bool:
    for entry in entries:
        if entry.tag == _NEW_SUBFILE_TYPE:
            return bool(struct.unpack(order + "I", entry.raw[8:12])[0] & _REDUCED)
    return False


def _gone(before: bytes, after: bytes) -> Iterator[bytes]:
    """The runs of bytes that were overwritten."""
    start = -1
    for place, (old, new) in enumerate(zip(before, after, strict=True)):
        if old != new and start < 0:
            start = place
        elif old == new and start >= 0 and before[start:place].strip(b"\0") and old:
            yield before[start:place]
            start = -1
    if start >= 0:
        yield before[start:]
