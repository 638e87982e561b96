"""Which posts are about the same, as it was found in the last build: it seldom changes."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path

from kept_file import KeptFile

from .related import related

__all__ = ["kept_related"]

# Fewer posts are compared in no time.
_MANY = 200


def kept_related(
    cache: Path, tags: Sequence[Collection[str]], count: int, kin: Sequence[Collection[int]] = ()
) -> list[list[int]]:
    """As `related`, from a file in the folder `cache` if that was made of the same."""
    if len(tags) < _MANY:
        return related(tags, count, kin)
    code = Path(__file__).with_name("related.py").read_bytes()
    told = [count, [sorted(own) for own in tags], [sorted(one) for one in kin]]
    file = KeptFile(cache / "reading" / "related.json", code + json.dumps(told).encode("ascii"))
    kept = file.load()
    if kept is not None:
        return json.loads(bytes(kept))
    found = related(tags, count, kin)
    file.save(json.dumps(found).encode("ascii"))
    return found
