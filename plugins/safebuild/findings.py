"""What was found in the files of a site: of thousands of pages, it lies on the disk meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path

import msgspec

from spooled import Spooled

from .guard import Leak
from .page import Page

__all__ = ["Examined", "Findings", "Pages"]


class Examined(msgspec.Struct, frozen=True):
    """What a file says; `stamp` tells whether it is still the file that was looked at."""

    name: str
    stamp: tuple[int, int]
    page: Page | None
    leaks: list[Leak]

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong with it, as far as can be seen in this file."""
        return not (self.leaks or (self.page and self.page.faults))


class Findings(MutableMapping[str, Examined]):
    """What was found in files, by their names. `folder` is where it lies."""

    def __init__(self, folder: Path | None = None) -> None:
        self._packed: Spooled[str] = Spooled(folder)
        # What is in memory anyway, and all that is not clean.
        self._held: dict[str, msgspec.Raw | Examined] = {}

    def __setitem__(self, name: str, one: Examined) -> None:
        if one.clean:
            self.pack(name, msgspec.msgpack.encode(one))
        else:
            self._packed.pop(name, None)
            self._held[name] = one

    def pack(self, name: str, data: bytes) -> None:
        """Add what was found in a clean file, as MessagePack."""
        self._held.pop(name, None)
        self._packed[name] = data

    def hold(self, found: Mapping[str, msgspec.Raw | Examined]) -> None:
        """Add what somebody has in memory, of files with which nothing is wrong."""
        for name in found.keys() & self._packed.keys():
            del self._packed[name]
        self._held.update(found)

    def packed(self, name: str) -> bytes:
        """What was found in a file, as MessagePack."""
        if name in self._packed:
            return self._packed[name]
        one = self._held[name]
        return bytes(one) if isinstance(one, msgspec.Raw) else msgspec.msgpack.encode(one)

    def unclean(self) -> dict[str, Examined]:
        """The files with which something is wrong, in order of their names."""
        return {
            name: one
            for name, one in sorted(self._held.items())
            if isinstance(one, Examined) and not one.clean
        }

    def __getitem__(self, name: str) -> Examined:
        one = self._held.get(name)
        if isinstance(one, Examined):
            return one
        data = self._packed[name] if one is None else one
        return msgspec.msgpack.decode(data, type=Examined)

    def __delitem__(self, name: str) -> None:
        if self._held.pop(name, None) is None:
            del self._packed[name]

    def __contains__(self, name: object) -> bool:
        return name in self._held or name in self._packed

    def __iter__(self) -> Iterator[str]:
        yield from self._held
        yield from self._packed

    def __len__(self) -> int:
        return len(self._held) + len(self._packed)


class Pages(Mapping[str, Page | None]):
    """Of what was found, what each file says to others, in order of their names."""

    def __init__(self, findings: Mapping[str, Examined]) -> None:
        self._findings = findings

    def __getitem__(self, name: str) -> Page | None:
        return self._findings[name].page

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._findings))

    def __len__(self) -> int:
        return len(self._findings)
