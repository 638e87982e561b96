"""Which posts are about the same, as it was found in the last build: it seldom changes."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from problems import warn_unkept

from .related import related

__all__ = ["kept_related"]

# Fewer posts are compared in no time.
_MANY = 200


def kept_related(
    cache: Path, tags: Sequence[Collection[str]], count: int, kin: Sequence[Collection[int]] = ()
) -> list[list[int]]:
    """As `related`, from a file in the folder `cache` if that was made of the same.

    The file begins with a digest of all that it was made of, and of what it says.
    """
    if len(tags) < _MANY:
        return related(tags, count, kin)
    file = cache / "reading" / "related.json"
    code = Path(__file__).with_name("related.py").read_bytes()
    told = [count, [sorted(own) for own in tags], [sorted(one) for one in kin]]
    made_of = code + json.dumps(told).encode("ascii")
    try:
        digest, _, text = file.read_bytes().partition(b"\n")
        if digest == _digest(made_of, text):
            return json.loads(text)
    except (OSError, ValueError):
        pass  # it is not there, or not ours
    found = related(tags, count, kin)
    text = json.dumps(found).encode("ascii")
    _write(file, _digest(made_of, text) + b"\n" + text)
    return found


def _digest(made_of: bytes, text: bytes) -> bytes:
    whole = blake2b(made_of, digest_size=16)
    whole.update(text)
    return whole.hexdigest().encode("ascii")


def _write(file: Path, data: bytes) -> None:
    spare = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        spare.write_bytes(data)
        spare.replace(file)
    except OSError as error:
        warn_unkept(file.parent, error)
        with suppress(OSError):
            spare.unlink()
