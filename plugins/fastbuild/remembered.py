"""What was read of unchanged files, in this process or in one before it.

Pelican's readers have a place for such a memory, `get_cached_data`. Here a file is known by its
bytes, and everything by the settings. What is not known to follow from these is read each time: by
readers of a kind that is not known, with other files opened, or with something told meanwhile.
"""

from __future__ import annotations

import json
import logging
import pickle
from collections.abc import Iterable, Mapping, MutableMapping
from datetime import date
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from sys import intern
from typing import Any

from pelican.readers import _DISCARD
from pelican.urlwrappers import Author, Category, Tag
from pelican.utils import file_suffix

from problems import COLLECTED
from spooled import Spooled

from .addresses import below
from .opened import Opened
from .recipe import described
from .store import Store
from .texts import CLOCK

__all__ = ["Remembered"]

_SIZE = 16
_WRAPPERS = frozenset({Author, Category, Tag})
# Readers do not ask for these; what begins with “_” is the settings file's own.
_NOT_READ = ("_", "FASTBUILD", "JINJA_", "OUTPUT_PATH", "CACHE_PATH", "REPORT_FILE", "RECEIPT_FILE")


class Remembered:
    """The files of one build.

    `memory` is the process's, for this plugin; `store` is for other processes, which know by
    `recipe` whether they have the same code; `folder` is where what is to go there lies meanwhile.
    """

    def __init__(
        self,
        settings: Mapping[str, Any],
        memory: MutableMapping[str, Any],
        store: Store | None = None,
        recipe: bytes = b"",
        folder: Path | None = None,
    ) -> None:
        self._settings = settings
        self._store = store
        self._kept = Spooled[bytes](folder)
        self._ahead: dict[bytes, bytes] | None = None
        self._used: list[bytes] = []
        told = {k: v for k, v in settings.items() if k.isupper() and not k.startswith(_NOT_READ)}
        try:
            likeness = json.dumps(described(told), default=repr)
        except (RecursionError, ValueError, TypeError):
            likeness = None  # something that cannot be told
            self._store = None
        self._recipe = blake2b(recipe + (likeness or "").encode(), digest_size=_SIZE).digest()
        same = likeness is not None and memory.get("settings") == likeness
        self._last: Mapping[Any, Any] = memory["files"] if same else {}
        # Only in a process that builds again is it of use; the store has its own.
        self._new: dict[Any, Any] | None = None
        if store is None:
            self._new = {}
            memory |= {"settings": likeness, "files": self._new}

    def put_into(self, readers: Any, known: type) -> None:
        """Have the readers of a generator use it; those that are a `known` class."""
        if self._settings["CACHE_CONTENT"] or self._settings["LOAD_CONTENT_CACHE"]:
            return  # it is in use
        reading = _Reading()
        original = readers.get_cached_data

        def get_cached_data(path: str, default: Any) -> Any:
            try:
                with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (many)
                    digest = blake2b(file.read(), digest_size=_SIZE).digest()
            except OSError:
                return original(path, default)  # which tells of it
            known = self._known(path, digest)
            if known is None:
                reading.begin(path, digest)
            return known or default

        def cache_data(path: str, data: Any) -> None:
            content, metadata = data
            digest = reading.end(path)
            reader = readers.readers.get(file_suffix(path))
            if digest is None or not isinstance(reader, known) or content is None:
                return
            try:
                kept = _copied(metadata, None)
            except TypeError:
                return
            if self._new is not None:
                self._new[path] = digest, content, kept
            elif self._store:
                key = self._key(path, digest)
                self._kept[key] = _packed(content, kept)
                self._used.append(key)

        readers.get_cached_data = get_cached_data
        readers.cache_data = cache_data

    def read_apart(self, path: str, reader: Any) -> tuple[bytes, bytes] | None:
        """Read a file in a forked process; what another one is to `take`, if that may be kept.

        Whoever asks sees to it that what is logged counts.
        """
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (many)
            digest = blake2b(file.read(), digest_size=_SIZE).digest()
        reading = _Reading()
        told = len(self._settings.get(COLLECTED, ()))
        reading.begin(path, digest)
        try:
            content, metadata = reader.read(path)
        finally:
            whole = reading.end(path)
        if whole is None or content is None or len(self._settings.get(COLLECTED, ())) > told:
            return None
        kept = {name: value for name, value in metadata.items() if value is not _DISCARD}
        return self._key(path, digest), _packed(content, _copied(kept, None))

    def take(self, made: tuple[bytes, bytes]) -> None:
        """What another process has read."""
        self._kept[made[0]] = made[1]

    @property
    def store(self) -> Store | None:
        """Where they are kept, if they are."""
        return self._store

    def save(self) -> None:
        """Everything is read: put what is new into the store."""
        if self._store:
            self._store.save(self._kept, self._used)

    def close(self) -> None:
        """Let go of all."""
        if self._store:
            self._store.close()
            self._store = self._ahead = None
        self._kept.close()
        self._used.clear()

    def _known(self, path: str, digest: bytes) -> tuple[str, dict[str, Any]] | None:
        if self._new is None:
            return self._stored(path, digest)
        last = self._last.get(path)
        if last is None or last[0] != digest:
            data = self._kept.pop(self._key(path, digest), None) if self._kept else None
            read = _unpacked(data) if data else None
            if read is None:
                return None
            last = digest, *read
        self._new[path] = last
        return last[1], _copied(last[2], self._settings)

    def _stored(self, path: str, digest: bytes) -> tuple[str, dict[str, Any]] | None:
        if self._store is None:
            return None
        if self._ahead is None:
            self._ahead = self._store.get_last()
        key = self._key(path, digest)
        data = self._kept.get(key) or self._ahead.pop(key, None) or self._store.get([key]).get(key)
        if data is None:
            return None
        self._used.append(key)
        read = _unpacked(data)
        if read:
            _adopt(read[1].values(), self._settings)
        return read

    def _key(self, path: str, digest: bytes) -> bytes:
        place = below(path, self._settings["PATH"])
        told = blake2b(self._recipe + digest, digest_size=_SIZE)
        told.update(place.encode("utf-8", "surrogateescape"))
        return told.digest()


class _Reading(logging.Handler):
    """One file that is read: whether something else is opened, or told."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._opened: Opened | None = None
        self._path, self._digest, self._told, self._asked = "", b"", False, 0

    def begin(self, path: str, digest: bytes) -> None:
        """It is read from now on; the one before may have failed."""
        self._close()
        self._path, self._digest, self._told = path, digest, False
        self._asked = CLOCK.asked
        self._opened = Opened().__enter__()
        logging.getLogger().addHandler(self)

    def end(self, path: str) -> bytes | None:
        """It was read; the digest of its bytes, if nothing else counted."""
        opened = self._opened
        self._close()
        if opened is None or path != self._path or self._told or opened.files - {path}:
            return None
        if self._asked != CLOCK.asked:
            return None  # tomorrow it says another day
        return self._digest

    def emit(self, record: logging.LogRecord) -> None:
        del record
        self._told = True

    def _close(self) -> None:
        if self._opened:
            self._opened.__exit__(None, None, None)
            self._opened = None
            logging.getLogger().removeHandler(self)


def _packed(content: Any, metadata: Any) -> bytes:
    data = BytesIO()
    pickler = pickle.Pickler(data, protocol=pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = dict.fromkeys(_WRAPPERS, _reduced)
    pickler.dump((content, metadata))
    return data.getvalue()


def _reduced(wrapper: Any) -> tuple[Any, ...]:
    return _wrapper, (type(wrapper), *vars(wrapper).items())


def _wrapper(kind: type, *attributes: tuple[str, Any]) -> Any:
    """A category, author or tag. Set one by one, their attributes take half the room."""
    made = kind.__new__(kind)
    for name, value in attributes:
        setattr(made, name, value)
    return made


def _unpacked(data: bytes) -> tuple[str, dict[str, Any]] | None:
    try:
        content, metadata = pickle.loads(data)  # noqa: S301 (our own file, with a checksum)
        metadata = {intern(key): value for key, value in metadata.items()}
    except Exception:  # noqa: BLE001 (another version's may raise what it likes)
        return None
    return (content, metadata) if isinstance(content, str) else None


def _adopt(values: Iterable[Any], settings: Mapping[str, Any]) -> None:
    """Give what was kept without its settings those of this build."""
    for value in values:
        if type(value) in _WRAPPERS:
            value.settings = settings
            for name in ("_name", "_slug"):
                # Many posts have the same tag.
                if type(known := getattr(value, name, None)) is str:
                    setattr(value, name, intern(known))
        elif type(value) is list:
            _adopt(value, settings)
        elif type(value) is dict:
            _adopt(value.values(), settings)


def _copied(value: Any, settings: Mapping[str, Any] | None) -> Any:
    """Metadata that can be changed without changing what is remembered.

    Raises TypeError for what cannot be copied so.
    """
    if value is None or isinstance(value, str | int | float | date):
        return value
    if type(value) is list:
        return [_copied(part, settings) for part in value]
    if type(value) is dict:
        return {key: _copied(part, settings) for key, part in value.items()}
    if type(value) in _WRAPPERS:
        if settings is None and value.slug == "":
            raise TypeError("Pelican warns of it in each build")
        # As `copy.copy`, which asks much more before.
        copied = type(value).__new__(type(value))
        vars(copied).update(vars(value))
        copied.settings = settings
        return copied
    raise TypeError(type(value))
