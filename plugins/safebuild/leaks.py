"""Leaks as problems: each contact once, at its source where that is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from problems import Problem

from .guard import Guard, Leak, leaks_in, problems_of

__all__ = ["tell_leaks"]


def tell_leaks(
    leaks: Mapping[str, list[Leak]],
    sources: Mapping[str, list[str]],
    content: Path,
    guard: Guard,
) -> Iterator[Problem]:
    """A problem for each thing that would get out, however many files it stands in.

    `leaks` are those of each staged file, `sources` the source files of the pages, below the
    `content` folder. No browser shows these problems: it would be one place more.
    """
    found: dict[tuple[str, str], list[tuple[str, Leak]]] = {}
    # Pages first: they have a source to name.
    for name in sorted(leaks, key=lambda name: (not sources.get(name), name)):
        for leak in leaks[name]:
            found.setdefault((leak.kind, leak.masked), []).append((name, leak))
    for places in found.values():
        name, leak = places[0]
        (problem,) = problems_of(name, [leak])
        source, line = _source(leak, sources.get(name, []), content, guard)
        others = len({place for place, _ in places}) - 1
        where = f" It stands in {name}" + (f" and {others} more files." if others else ".")
        yield msgspec.structs.replace(
            problem,
            file=source or f"output/{name}",
            line=line if source else leak.line,
            message=problem.message + where,
            private=True,
        )


def _source(leak: Leak, sources: list[str], content: Path, guard: Guard) -> tuple[str, int]:
    """The source file that has the same thing in it, and its line; "" where none has."""
    for source in sources:
        try:
            data = (content / source).read_bytes()
        except OSError:
            continue
        for same in leaks_in(source, data, guard):
            if (same.kind, same.masked) == (leak.kind, leak.masked):
                return source, same.line
    return "", 0
