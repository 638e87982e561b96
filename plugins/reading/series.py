"""Posts that belong together, in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import msgspec

__all__ = ["Member", "Series", "find_series", "with_another"]


class Member(msgspec.Struct, frozen=True):
    """A post, and what its front matter says: `index` is its place, None where it says none."""

    post: Any
    name: str
    index: int | None
    order: Any
    """What sorts those that say no place: the date, then the source."""
    lang: str


class Series(msgspec.Struct, frozen=True):
    """A series, seen from one of its posts. The names are those of the plugin pelican-series."""

    name: str
    all: tuple[Any, ...]
    index: int
    """From 1."""

    @property
    def previous(self) -> Any | None:
        """The post before this one."""
        return self.all[self.index - 2] if self.index > 1 else None

    @property
    def next(self) -> Any | None:
        """The post after this one."""
        return self.all[self.index] if self.index < len(self.all) else None


def find_series(members: Iterable[Member]) -> dict[tuple[str, str], list[Member]]:
    """The members of each series in order, by its name and language."""
    found: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for member in members:
        found[_key(member)].append(member)
    return {key: sorted(group, key=_place) for key, group in found.items()}


def with_another(series: dict[tuple[str, str], list[Member]], member: Member) -> Series:
    """The series as a member sees it, which need not be one that the others see (a draft)."""
    group = series.get(_key(member), [])
    if not any(one.post is member.post for one in group):
        group = sorted([*group, member], key=_place)
    posts = tuple(one.post for one in group)
    index = next(n for n, post in enumerate(posts, 1) if post is member.post)
    return Series(group[0].name, posts, index)


def _key(member: Member) -> tuple[str, str]:
    return " ".join(member.name.split()).casefold(), member.lang


def _place(member: Member) -> Any:
    return (member.index is None, member.index or 0, member.order)
