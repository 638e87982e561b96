"""What was read of source files in the last build, in this process or in one before it.

A file's record follows from its bytes. Of posts and pages it is kept in a file of the cache, since
there may be thousands, and nobody here looks at their texts; of all, in the memory of a process
that builds again and again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

import front_matter
from front_matter import Document, Field
from kept_file import KeptFile, let_go
from problems import Problem

from .kinds import PAGE, POST, Kind, Page, Post, Record
from .schema import to_record

__all__ = ["KeptSources", "KnownFiles"]

# Fewer files are read in no time.
_MANY = 100
# Sites, and settings of a site, that share a cache folder: so many are remembered.
_MOST_FILES = 6
_SIZE = 16

_Read = tuple[Document, Record | None, list[Problem]]


class _Sources(msgspec.Struct, array_like=True):
    """By source: a digest of its bytes, its front matter, and its record."""

    posts: dict[str, tuple[bytes, Document, Post]]
    pages: dict[str, tuple[bytes, Document, Page]]


class KeptSources:
    """Posts and pages without a mistake, from one command to the next.

    `fingerprint` gives what stands for the site's settings and code; `cache` is CACHE_PATH.
    """

    def __init__(self, cache: Path, fingerprint: Callable[[], bytes]) -> None:
        self._folder = cache / "jobshower"
        self._fingerprint = fingerprint
        # What may not be looked into is no folder, either.
        there = os.path.isdir(self._folder)  # noqa: PTH112 (it does not raise)
        self._last = self._load() if there else _Sources({}, {})
        self._new = _Sources({}, {})
        self._changed = False
        self._shapes: dict[Any, Document] = {}

    def find(self, digest: bytes, source: str, kind: Kind) -> _Read | None:
        """What was kept of a source with these bytes."""
        last = _part(self._last, kind).get(source)
        if last is None or last[0] != digest:
            return None
        last = last[0], self._shape(last[1]), last[2]
        _part(self._new, kind)[source] = last
        return last[1], last[2], []

    def note(self, digest: bytes, source: str, kind: Kind, read: _Read) -> _Read:
        """Keep what was read of a source, if nothing is wrong with it; gives it with less."""
        self._changed = True
        document, record, found = read
        document = msgspec.structs.replace(document, body="")
        if record is None or found or document.cleaned:
            return document, record, found
        document = self._shape(document)
        _part(self._new, kind)[source] = digest, document, record
        return document, record, found

    def _shape(self, document: Document) -> Document:
        """A document that says on which line each key stands: many have the same one.

        What it says is in the record.
        """
        keys = tuple((name, field.key, field.line) for name, field in document.fields.items())
        found = self._shapes.get((keys, document.body_line))
        if found is None:
            fields = {name: Field(key, (), line) for name, key, line in keys}
            found = Document(fields, "", document.body_line)
            self._shapes[keys, document.body_line] = found
        return found

    def save(self) -> None:
        """All sources are read."""
        count = len(self._new.posts) + len(self._new.pages)
        same = count == len(self._last.posts) + len(self._last.pages)
        if count >= _MANY and (self._changed or not same):
            self._file().save(msgspec.msgpack.encode(self._new))
            let_go(self._folder, "sources-*", _MOST_FILES)
        self._last = self._new = _Sources({}, {})

    def _load(self) -> _Sources:
        data = self._file().load()
        if data is not None:
            with suppress(msgspec.DecodeError):
                return msgspec.msgpack.decode(data, type=_Sources)
        return _Sources({}, {})

    def _file(self) -> KeptFile:
        made_of = self._fingerprint()
        name = blake2b(made_of, digest_size=8).hexdigest()
        return KeptFile(self._folder / f"sources-{name}.bin", made_of)


class KnownFiles:
    """The documents and records of the files of one reading, and of those before it.

    `memory` is that of a process that reads again and again; `kept` is for one that does not.
    Neither need be there.
    """

    def __init__(self, memory: dict[str, Any] | None, kept: KeptSources | None = None) -> None:
        self._kept = kept if memory is None else None
        self._last: dict[Any, Any] = {}
        self._new: dict[Any, Any] | None = None
        if memory is not None:
            self._new = {}
            self._last = memory.get("jobshower", {})
            memory["jobshower"] = self._new

    def read(self, path: str, source: str, kind: Kind, extra: tuple[str, ...]) -> _Read:
        """As `front_matter.read` and `to_record`, which follow from the file's bytes.

        Raises front_matter.NotReadable.
        """
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (many)
                data = file.read()
        except OSError:
            data = None  # the reader tells why
        if self._kept and data is not None and kind in (POST, PAGE):
            return self._read_kept(self._kept, data, source, kind, extra)
        if self._new is None or data is None:
            return _read(data, path, source, kind, extra)
        name = source, kind.name, extra
        last = self._last.get(name)
        if last is None or last[0] != data:
            last = data, *_read(data, path, source, kind, extra)
        self._new[name] = last
        _, document, record, found = last
        return document, record, list(found)

    def save(self) -> None:
        """All files are read."""
        if self._kept:
            self._kept.save()

    def _read_kept(
        self, kept: KeptSources, data: bytes, source: str, kind: Kind, extra: tuple[str, ...]
    ) -> _Read:
        digest = blake2b(data, digest_size=_SIZE).digest()
        found = kept.find(digest, source, kind)
        if found is None:
            found = kept.note(digest, source, kind, _read(data, "", source, kind, extra))
        return found


def _part(sources: _Sources, kind: Kind) -> dict[str, Any]:
    return sources.posts if kind is POST else sources.pages


def _read(data: bytes | None, path: str, source: str, kind: Kind, extra: tuple[str, ...]) -> _Read:
    document = (
        front_matter.read(Path(path), source)
        if data is None
        else front_matter.read_data(data, source)
    )
    return document, *to_record(document, kind, source, extra)
