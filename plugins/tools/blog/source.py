"""An export file: is it one, and of which program? Nothing in it is believed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from lxml import etree

from tools.console import Stop

from . import blogger, feed, wordpress
from .export import Export

__all__ = ["read_export"]

_KINDS = (
    "what it reads: WordPress's export (Tools, Export), Blogger's (Settings, Back up content), "
    "and any RSS, Atom or JSON feed"
)
_AGAIN = "export or download it again: it may be cut off"
# What XML 1.0 has no way to write (section 2.2); WordPress exports it as it is.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_export(path: Path) -> Export:
    """Read an export. Raises Stop, with a sentence for whatever else the file is, and OSError."""
    data = path.read_bytes()
    name = path.name
    if not data.strip():
        raise Stop(f"{name} is empty.", _AGAIN)
    if data[:2] in (b"PK", b"\x1f\x8b"):
        raise Stop(f"{name} is packed.", "unpack it, and give the file that is in it")
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise Stop(f"{name} is a web page, no export.", _KINDS)
    if start.startswith((b"{", b"[")):
        return _json(data, name)
    return _xml(data, name)


def _xml(data: bytes, name: str) -> Export:
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        data = _CONTROL.sub(b"", data)
    # Broken is what is not well-formed; that Blogger forgets to declare a prefix is not.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing of it is XML
        raise Stop(*_broken(None, name)) from None
    broken = [e for e in parser.error_log if e.domain != etree.ErrorDomains.NAMESPACE]
    broken = [error for error in broken if error.level >= etree.ErrorLevels.ERROR]
    if broken or root is None:
        raise Stop(*_broken(broken[0] if broken else None, name))
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and declared.entities():
        # Ten lines of them can fill a memory. No blog program writes any.
        raise Stop(f"{name} defines entities of its own, which no export does.", _KINDS)
    return _reader(root, name)(root, data)


def _reader(root: etree._Element, name: str) -> Callable[[etree._Element, bytes], Export]:
    for reader in (wordpress, blogger, feed):
        if reader.knows(root):
            return reader.read
    raise Stop(f"{name} is XML, but no blog's: it begins with <{_local(root)}>.", _KINDS)


def _local(root: etree._Element) -> str:
    return etree.QName(root).localname


def _broken(error: Any, name: str) -> tuple[str, str]:
    """What to tell of the first mistake that the parser found."""
    said = error.message.strip() if error else "Start tag expected"
    if "encoding" in said.lower() or "not proper UTF-8" in said or "Invalid bytes" in said:
        return (
            f"{name}, line {error.line}: this is not in the encoding that its first line names.",
            "save it as UTF-8, or export it again",
        )
    if "Start tag expected" in said or "Document is empty" in said:
        return f"{name} is no export: it is not even XML.", _KINDS
    if "amplification" in said or "limit" in said or "Excessive depth" in said:
        return f"{name}, line {error.line}: no export has so much in one place.", _KINDS
    return f"{name}, line {error.line}: the XML is broken here ({said}).", _AGAIN


def _json(data: bytes, name: str) -> Export:
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Stop(f"{name} is broken JSON.", _AGAIN) from None
    if not isinstance(found, dict) or "jsonfeed.org" not in str(found.get("version", "")):
        raise Stop(f"{name} is JSON, but no feed.", _KINDS)
    return feed.read_json(found)
