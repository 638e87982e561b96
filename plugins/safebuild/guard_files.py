"""Files that hold others: compressed ones, office documents, PDFs, and pictures' metadata."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from .metadata import BrokenImage, image_kind, without_metadata

__all__ = ["parts_of"]

# More than a site's largest search index, and little enough to be unpacked in memory.
_LARGEST = 64 * 1024 * 1024

_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_PDF_PLAIN = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]{4,}>|T[dDm*]|BT|-?\d+(?:\.\d+)?")
_PDF_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
# In a TJ array, a shift to the right by more than this (thousandths of the font's size) is a space.
_PDF_SPACE = -180.0


def parts_of(data: bytes) -> Iterator[tuple[str, bytes]] | None:
    """The named parts of a container, or None where the bytes are none."""
    if data.startswith(b"\x1f\x8b"):
        return iter([("", _inflated(data, 31))])
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if image_kind(data):
        try:
            return iter([("", BRIDGE.join(without_metadata(data).dropped))])
        except BrokenImage:
            return None
    return None


# Keeps two pieces of metadata apart, and says that they are no text.
BRIDGE = b"\x00"


def _inflated(data: bytes, window: int) -> bytes:
    machine = zlib.decompressobj(window)
    try:
        return machine.decompress(data, _LARGEST)
    except zlib.error:
        return b""


def _zipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield "", entry.filename.encode() + b"\n" + entry.comment
                if entry.file_size <= _LARGEST and not entry.flag_bits & 1:
                    yield entry.filename, archive.read(entry)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, OSError):
        yield "", BRIDGE + data[4:]


def _pdf(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The strings of a PDF (ISO 32000-1 section 9.4.3), as far as its fonts use plain codes."""
    yield "", BRIDGE + _PDF_STREAM.sub(b"", data)
    yield "", _pdf_text(_PDF_STREAM.sub(b"", data))
    for match in _PDF_STREAM.finditer(data):
        stream = _inflated(match[1], 15) or match[1]
        if b"BT" in stream or b"/" in stream:
            yield "", _pdf_text(stream)
        if stream.lstrip().startswith((b"<?xpacket", b"<x:xmpmeta")):
            yield "x.xml", stream


def _pdf_text(stream: bytes) -> bytes:
    pieces: list[bytes] = []
    for match in _PDF_PLAIN.finditer(stream):
        token = match[0]
        if token.startswith(b"("):
            pieces.append(_PDF_ESCAPE.sub(_pdf_unescaped, token[1:-1]))
        elif token.startswith(b"<"):
            digits = re.sub(rb"\s", b"", token[1:-1])
            pieces.append(bytes.fromhex(digits[: len(digits) // 2 * 2].decode()))
        elif token[:1] in b"TB":
            pieces.append(b"\n")
        elif float(token) < _PDF_SPACE:
            pieces.append(b" ")
    return b"".join(pieces).replace(b"\x00", b"")


def _pdf_unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code.isdigit():
        return bytes([int(code, 8) & 255])
    return {b"n": b"\n", b"r": b"\n", b"t": b"\t"}.get(code, code)
