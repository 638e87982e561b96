"""What was found in the last build, and seldom changes: related posts, how long texts are."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Sequence
from hashlib import blake2b
from pathlib import Path

from kept_file import KeptFile

from .outline import words
from .related import related

__all__ = ["KeptCounts", "kept_related"]

# Fewer posts are compared, and their words counted, in no time.
_MANY = 200
_SIZE = 16


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


class KeptCounts:
    """How many words texts have, as it was found in the last build.

    `cache` is CACHE_PATH; `stays` is for a process that builds again and again.
    """

    def __init__(self, cache: Path, *, stays: bool = False) -> None:
        self._stays = stays
        code = Path(__file__).with_name("outline.py").read_bytes()
        self._file = KeptFile(cache / "reading" / "words.bin", code)
        self._last: dict[bytes, int] | None = None
        self._new: dict[bytes, int] = {}
        self._saved = False

    def words(self, html: str) -> int:
        """As the function `words`."""
        if self._last is None:
            self._last = self._load()
        key = blake2b(html.encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()
        count = self._last.get(key)
        if count is None:
            count = words(html)
        self._new[key] = count
        return count

    def save(self) -> None:
        """All texts are counted."""
        # Once, so that a preview shows a page that was saved before this is.
        known = self._stays and self._saved
        if len(self._new) >= _MANY and self._new != self._last and not known:
            self._saved = True
            keys, counts = b"".join(self._new), [*self._new.values()]
            self._file.save(keys + array("I", counts).tobytes())
        self._last, self._new = self._new if self._stays else None, {}

    def _load(self) -> dict[bytes, int]:
        data = self._file.load() or b""
        count = len(data) // (_SIZE + array("I").itemsize)
        counts = array("I")
        counts.frombytes(data[count * _SIZE :])
        keys = (bytes(data[place : place + _SIZE]) for place in range(0, count * _SIZE, _SIZE))
        return dict(zip(keys, counts, strict=True))

    def __reduce__(self) -> tuple[type, tuple[()]]:
        """Contents are pickled with their settings by Pelican's own cache: nothing of this is."""
        return type(None), ()
