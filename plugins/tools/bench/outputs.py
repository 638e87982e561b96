"""What a build has written: its pages by their addresses, its feeds by their formats."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Outputs", "differences", "look"]

_SNIFFED = 600
_FEEDS = {
    "RSS": re.compile(rb"<rss[\s>]"),
    "Atom": re.compile(rb"<feed[\s>]"),
    "JSON Feed": re.compile(rb'"version"\s*:\s*"https:\\?/\\?/jsonfeed\.org'),
}
_MOST_NAMED = 5


@dataclass(frozen=True)
class Outputs:
    """The pages' paths, the number of feeds by format, of other files, and of all bytes."""

    pages: frozenset[str]
    feeds: dict[str, int] = field(default_factory=dict)
    others: int = 0
    size: int = 0

    def __str__(self) -> str:
        feeds = ", ".join(f"{count:,} {name}" for name, count in self.feeds.items())
        total = sum(self.feeds.values())
        return (
            f"{len(self.pages):,} pages, {total:,} feeds ({feeds}), {self.others:,} other files, "
            f"{self.size / 1e6:,.1f} MB"
        )


def look(folder: Path) -> Outputs:
    """What is below an output folder. A feed is told by its content, not by its name."""
    pages = set()
    feeds = dict.fromkeys(_FEEDS, 0)
    others = size = 0
    for path in _files(folder):
        size += path.stat().st_size
        name = path.relative_to(folder).as_posix()
        if name.endswith(".html"):
            pages.add(name)
        elif path.suffix in {".xml", ".json"} and (kind := _feed(path)):
            feeds[kind] += 1
        else:
            others += 1
    return Outputs(frozenset(pages), feeds, others, size)


def differences(outputs: Outputs, expected: Outputs) -> list[str]:
    """In what two builds' pages and feeds differ, in words; other files may."""
    found = []
    for word, names in (
        ("has no", expected.pages - outputs.pages),
        ("has besides", outputs.pages - expected.pages),
    ):
        if names:
            some = ", ".join(sorted(names)[:_MOST_NAMED])
            more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
            found.append(f"{word} {some}{more}")
    found += [
        f"has {outputs.feeds.get(name, 0):,} feeds in {name}, not {count:,}"
        for name, count in expected.feeds.items()
        if outputs.feeds.get(name, 0) != count
    ]
    return found


def _files(folder: Path) -> list[Path]:
    return [Path(place, name) for place, _, names in os.walk(folder) for name in names]


def _feed(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(_SNIFFED)
    return next((name for name, mark in _FEEDS.items() if mark.search(data)), "")
