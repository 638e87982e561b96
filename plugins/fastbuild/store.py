"""What was computed once and holds as long as its inputs are the same: bytes by key, in one file.

The file is a cache and nothing more. Whatever is wrong with it (it is corrupt, of another version,
locked, on a full disk or in a folder that cannot be written) makes a build slower, never different.
SQLite keeps it whole through a kill and among builds at the same time; each value carries a
checksum, since a damaged page of a database can hide in a value.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from problems import warn_unkept

__all__ = ["KEY_BYTES", "Store"]

logger = logging.getLogger(__name__)

# Of the table's shape; a file of another one is begun anew.
_VERSION = 1
_TABLES = """
CREATE TABLE kept (key BLOB PRIMARY KEY, value BLOB NOT NULL, sum INTEGER, used INTEGER);
CREATE TABLE builds (number INTEGER);
INSERT INTO builds VALUES (0);
"""
# After so many builds a value that is still used is marked again; it would cost too much each time.
_MARK_AFTER = 8
# So many builds after its last use a value goes.
_KEEP_BUILDS = 64
_BATCH = 500
KEY_BYTES = 16
# Under this the keys of the last build lie.
_LAST = b"the last build's"
_WAIT_SECONDS = 2
# Values of another type than were written, and names that are no text, come of damage.
_ODD = (TypeError, ValueError, OverflowError)
_FAILURES = (sqlite3.Error, OSError, *_ODD)
# What SQLite says of a file that is damaged, or has other tables.
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


class _OfAnother(sqlite3.DatabaseError):
    """The file is another version's, or another program's."""


class Store:
    """Values by key below a limit of `most` bytes; `path` is the file. Used by one process."""

    def __init__(self, path: Path, most: int) -> None:
        self._path = path
        self._most = most
        self._database: sqlite3.Connection | None = None
        self._build = 0
        self._old: list[bytes] = []
        self._last = b""
        with self._careful():
            try:
                self._open()
            except _FAILURES as error:
                if not _damaged(error):
                    raise
                self._remove()
                self._open()

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever kept here, though it may be."""
        return self._database is not None and self._build == 0

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """What is kept of these keys, whole."""
        found: dict[bytes, bytes] = {}
        with self._careful():
            for batch in _batches(keys):
                if self._database is None:
                    break
                marks = ",".join("?" * len(batch))
                rows = self._database.execute(
                    f"SELECT key, value, sum, used FROM kept WHERE key IN ({marks})",  # noqa: S608
                    batch,
                )
                for key, value, total, used in rows:
                    if isinstance(value, bytes) and zlib.crc32(value, zlib.crc32(key)) == total:
                        found[key] = value
                        if used <= self._build - _MARK_AFTER:
                            self._old.append(key)
        return found

    def get_last(self) -> dict[bytes, bytes]:
        """All that the last build has used, as `save` was told, in a few questions."""
        self._last = self.get([_LAST]).get(_LAST, b"")
        starts = range(0, len(self._last), KEY_BYTES)
        return self.get(self._last[start : start + KEY_BYTES] for start in starts)

    def save(self, new: Mapping[bytes, bytes], used: Iterable[bytes] = ()) -> None:
        """Keep these as well, and let go of what has not been used for long or is too much.

        `used` are the keys of a build, of KEY_BYTES each, which the next will ask for; if there
        are not much fewer than there were in `get_last`.
        """
        last = b"".join(sorted(used))
        more = {}
        if last != self._last and len(last) * 2 > len(self._last):
            more[_LAST] = last
        with self._careful():
            if self._database is None or not (new or more or self._old):
                return
            now = self._build + 1
            with self._database as database:
                database.execute("UPDATE builds SET number = ?", (now,))
                marked = [(now, key) for key in self._old]
                database.executemany("UPDATE kept SET used = ? WHERE key = ?", marked)
                database.executemany(
                    "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)",
                    (
                        (key, value, zlib.crc32(value, zlib.crc32(key)), now)
                        for key, value in chain(new.items(), more.items())
                    ),
                )
                database.execute("DELETE FROM kept WHERE used < ?", (now - _KEEP_BUILDS,))
                self._shrink(database)
            self._old.clear()

    def open_again(self) -> None:
        """Open the file in another process, after it was closed."""
        with self._careful():
            self._open()

    def close(self) -> None:
        """Let go of the file."""
        if self._database:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(self._path, timeout=_WAIT_SECONDS)
        (version,) = self._database.execute("PRAGMA user_version").fetchone()
        if version not in {0, _VERSION}:
            raise _OfAnother(f"version {version}")
        # Nobody waits for the disk: a power cut may damage it, which is noticed, and no harm.
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("PRAGMA journal_mode = WAL")
        if version == 0:
            with self._database as database:
                database.execute("BEGIN IMMEDIATE")
                # Another build may have made it meanwhile.
                (version,) = database.execute("PRAGMA user_version").fetchone()
                if version == 0:
                    if database.execute("SELECT 1 FROM sqlite_master").fetchone():
                        raise _OfAnother("no tables of ours")
                    for statement in filter(str.strip, _TABLES.split(";")):
                        database.execute(statement)
                    database.execute(f"PRAGMA user_version = {_VERSION}")
        (self._build,) = self._database.execute("SELECT number FROM builds").fetchone()

    def _remove(self) -> None:
        self.close()
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def _shrink(self, database: sqlite3.Connection) -> None:
        """Delete the longest unused until what is left is small enough."""
        (size,) = database.execute("SELECT coalesce(sum(length(value)), 0) FROM kept").fetchone()
        if size <= self._most:
            return
        going = []
        rows = database.execute("SELECT key, length(value) FROM kept ORDER BY used, key")
        for key, length in rows:
            if size <= self._most:
                break
            going.append((key,))
            size -= length
        database.executemany("DELETE FROM kept WHERE key = ?", going)

    @contextlib.contextmanager
    def _careful(self) -> Iterator[None]:
        """Go on without the file where it fails."""
        try:
            yield
        except _FAILURES as error:
            self.close()
            # Another build at the same time is nothing to worry about, nor is damage, since
            # the next build begins it anew.
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY or self._gone(error):
                logger.info("The cache %s is not used: %s", self._path, error)
            else:
                warn_unkept(self._path.parent, error)

    def _gone(self, error: Exception) -> bool:
        """Whether this was damage, and the file could be removed."""
        if _damaged(error):
            with contextlib.suppress(OSError):
                self._remove()
                return True
        return False


def _damaged(error: Exception) -> bool:
    """Whether a file with which this happened is of no use any more."""
    if isinstance(error, (_OfAnother, *_ODD)):
        return True
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def _batches(keys: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for key in keys:
        batch.append(key)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
