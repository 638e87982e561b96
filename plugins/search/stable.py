"""Pagefind's index, the same bytes for the same pages.

Pagefind 1.5 writes languages, filters and the values of a filter in the order of a hash table,
which is another in every run, and calls files by their hashes. Everything else is stable.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from pathlib import Path
from typing import Any

import cbor2

__all__ = ["stabilize"]

_MAGIC = b"pagefind_dcd"
# The fields of a language's list: version, pages, chunks, filters, sorts, names of metadata.
_FILTERS, _SORTS = 3, 4
_BLOCK = 0xFFFF


def stabilize(folder: Path) -> None:
    """Rewrite in order what has none in an index, and leave out what nobody asks for."""
    entry_file = folder / "pagefind-entry.json"
    entry = json.loads(entry_file.read_text("utf-8"))
    for language in entry["languages"].values():
        language["hash"] = _sort_language(folder, language["hash"])
    entry["languages"] = dict(sorted(entry["languages"].items()))
    entry_file.write_text(json.dumps(entry, ensure_ascii=False, separators=(",", ":")), "utf-8")
    needed = {f"wasm.{one['wasm'] or 'unknown'}.pagefind" for one in entry["languages"].values()}
    needed |= {f"pagefind.{one['hash']}.pf_meta" for one in entry["languages"].values()}
    needed |= {"pagefind-entry.json", "pagefind.js", "pagefind-worker.js"}
    for file in folder.iterdir():
        # The rest are Pagefind's own interfaces, 400 KB of them.
        if file.is_file() and file.name not in needed:
            file.unlink()


def _sort_language(folder: Path, name: str) -> str:
    """Sort one language's list, and the filters that it names; its new name."""
    file = folder / f"pagefind.{name}.pf_meta"
    fields = _read(file)
    filters = [(key, _sort_filter(folder / "filter", old)) for key, old in fields[_FILTERS]]
    fields[_FILTERS] = sorted(filters)
    fields[_SORTS] = sorted(fields[_SORTS])
    file.unlink()
    return _write(folder, fields, name, "pagefind.{}.pf_meta")


def _sort_filter(folder: Path, name: str) -> str:
    file = folder / f"{name}.pf_filter"
    key, values = _read(file)
    file.unlink()
    return _write(folder, [key, sorted(values)], name, "{}.pf_filter")


def _read(file: Path) -> list[Any]:
    data = zlib.decompress(file.read_bytes(), 31)
    if not data.startswith(_MAGIC):
        raise ValueError(f"{file.name} is not of the form that is known here")
    return cbor2.loads(data[len(_MAGIC) :])


def _write(folder: Path, fields: list[Any], old: str, pattern: str) -> str:
    """Write a file under a name of the old one's length, and give that."""
    data = _MAGIC + cbor2.dumps(fields)
    language, _, digits = old.rpartition("_")
    name = f"{language}_{hashlib.sha256(data).hexdigest()[: len(digits)]}"
    (folder / pattern.format(name)).write_bytes(_stored(data))
    return name


def _stored(data: bytes) -> bytes:
    """Data as gzip without compression (RFC 1952, RFC 1951 section 3.2.4).

    What zlib makes of them depends on who has compiled it.
    """
    blocks = [data[at : at + _BLOCK] for at in range(0, len(data), _BLOCK)]
    parts = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"]
    for number, block in enumerate(blocks, 1):
        size = len(block)
        parts += [struct.pack("<BHH", number == len(blocks), size, size ^ _BLOCK), block]
    parts.append(struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF))
    return b"".join(parts)
