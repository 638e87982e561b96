"""What was read of unchanged files, in a process that builds again and again.

Pelican's readers have a place for such a memory, `get_cached_data`. Here a file is known by its
bytes, and everything by the settings. What is not known to follow from these is read each time: by
readers of a kind that is not known, with other files opened, or with something told meanwhile.
"""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Mapping, MutableMapping
from datetime import date
from hashlib import blake2b
from typing import Any

from pelican.urlwrappers import Author, Category, Tag
from pelican.utils import file_suffix

from .opened import Opened
from .recipe import described

__all__ = ["Remembered"]

# Readers do not ask for these; what begins with “_” is the settings file's own.
_NOT_READ = ("_", "FASTBUILD", "JINJA_", "OUTPUT_PATH", "CACHE_PATH", "REPORT_FILE", "RECEIPT_FILE")


class Remembered:
    """The files of one build; `memory` is the process's, for this plugin."""

    def __init__(self, settings: Mapping[str, Any], memory: MutableMapping[str, Any]) -> None:
        self._settings = settings
        told = {k: v for k, v in settings.items() if k.isupper() and not k.startswith(_NOT_READ)}
        try:
            recipe = json.dumps(described(told), default=repr)
        except (RecursionError, ValueError, TypeError):
            recipe = None  # something that cannot be told
        same = recipe is not None and memory.get("settings") == recipe
        self._last: Mapping[Any, Any] = memory["files"] if same else {}
        self._new: dict[Any, Any] = {}
        memory |= {"settings": recipe, "files": self._new}

    def put_into(self, readers: Any, known: type) -> None:
        """Have the readers of a generator use it; those that are a `known` class."""
        if self._settings["CACHE_CONTENT"] or self._settings["LOAD_CONTENT_CACHE"]:
            return  # it is in use
        reading = _Reading()

        def get_cached_data(path: str, default: Any) -> Any:
            try:
                with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (many)
                    digest = blake2b(file.read(), digest_size=16).digest()
            except OSError:
                return default
            last = self._last.get(path)
            if last is not None and last[0] == digest:
                self._new[path] = last
                return last[1], _copied(last[2], self._settings)
            reading.begin(path, digest)
            return default

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
            self._new[path] = digest, content, kept

        readers.get_cached_data = get_cached_data
        readers.cache_data = cache_data


class _Reading(logging.Handler):
    """One file that is read: whether something else is opened, or told."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._opened: Opened | None = None
        self._path, self._digest, self._told = "", b"", False

    def begin(self, path: str, digest: bytes) -> None:
        """It is read from now on; the one before may have failed."""
        self._close()
        self._path, self._digest, self._told = path, digest, False
        self._opened = Opened().__enter__()
        logging.getLogger().addHandler(self)

    def end(self, path: str) -> bytes | None:
        """It was read; the digest of its bytes, if nothing else counted."""
        opened = self._opened
        self._close()
        if opened is None or path != self._path or self._told or opened.files - {path}:
            return None
        return self._digest

    def emit(self, record: logging.LogRecord) -> None:
        del record
        self._told = True

    def _close(self) -> None:
        if self._opened:
            self._opened.__exit__(None, None, None)
            self._opened = None
            logging.getLogger().removeHandler(self)


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
    if type(value) in {Author, Category, Tag}:
        if settings is None and value.slug == "":
            raise TypeError("Pelican warns of it in each build")
        copied = copy.copy(value)
        copied.settings = settings
        return copied
    raise TypeError(type(value))
