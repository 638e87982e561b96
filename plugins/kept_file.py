"""A file of the cache that is whole, or as good as none.

It begins with a checksum of what is in it and of all that this was made of, so that a damaged file
is none, and neither is one of other settings or other code. It is written beside and renamed: two
builds at once, or a killed one, do no harm.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from problems import warn_unkept

__all__ = ["KeptFile", "let_go"]

_SUM = 16


class KeptFile:
    """The file at `path`, of what was made of `made_of`."""

    def __init__(self, path: Path, made_of: bytes = b"") -> None:
        self.path = path
        self._made_of = made_of

    def load(self) -> memoryview | None:
        """What was saved; None if nothing was, or something else."""
        try:
            data = memoryview(self.path.read_bytes())
        except OSError:
            return None
        return data[_SUM:] if data[:_SUM] == self._sum(data[_SUM:]) else None

    def save(self, data: bytes | Iterable[bytes]) -> None:
        """Keep this, whole or in pieces. Where that is impossible, a warning says so."""
        pieces = [data] if isinstance(data, bytes) else data
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                told = self._begun()
                file.write(bytes(_SUM))
                for piece in pieces:
                    told.update(piece)
                    file.write(piece)
                file.seek(0)
                file.write(told.digest())
            beside.replace(self.path)
        except OSError as error:
            warn_unkept(self.path.parent, error)
            with suppress(OSError):
                beside.unlink()

    def _sum(self, data: bytes | memoryview) -> bytes:
        told = self._begun()
        told.update(data)
        return told.digest()

    def _begun(self) -> blake2b:
        return blake2b(self._made_of, digest_size=_SUM)


def let_go(folder: Path, pattern: str, most: int) -> None:
    """Delete all files of a pattern in a folder but the newest: nobody builds those sites now."""
    with suppress(OSError):  # another build was quicker
        files = sorted(folder.glob(pattern), key=lambda file: -file.stat().st_mtime_ns)
        for file in files[most:]:
            file.unlink(missing_ok=True)
