"""What is to be done on a target, in an order in which the site is whole at every moment.

New assets and pages first, which nothing leads to yet; then those that changed, which lead to
them; then feeds and other lists; and in the end what is no longer there is deleted, when nothing
leads to it any more. Broken off anywhere, every link of what readers see works, and the next run
does what is left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import sha256

import msgspec

from .kinds import turn_of

__all__ = ["Difference", "Plan", "Step", "make_plan", "name_hash"]

_TURNS = (
    ("assets", "asset"),
    ("new pages", "page"),
    ("changed pages", "page"),
    ("feeds and lists", "list"),
)
_FEW = 10
_LARGEST_SHARE = 0.25


class Difference(msgspec.Struct, frozen=True):
    """A target compared with the site: paths that are `new`, `changed` there, or `extra` there.

    `ours` are the hashes of the names that earlier runs have put there; all else is somebody's.
    """

    new: frozenset[str]
    changed: frozenset[str]
    extra: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()


class Step(msgspec.Struct, frozen=True):
    """Files that may go up side by side."""

    title: str
    names: tuple[str, ...]


class Plan(msgspec.Struct, frozen=True):
    """Steps, one after the other, then deletions. `kept` is on the target, and not ours."""

    steps: tuple[Step, ...]
    deleted: tuple[str, ...]
    kept: tuple[str, ...]
    unchanged: int
    # Whether so much would be deleted that somebody should look at it.
    drastic: bool = False

    @property
    def uploads(self) -> tuple[str, ...]:
        """Everything that goes up, in its order."""
        return tuple(name for step in self.steps for name in step.names)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.steps and not self.deleted


def make_plan(names: Collection[str], found: Difference, *, prune: bool = False) -> Plan:
    """The plan for a site of these files. With `prune` what is not ours is deleted, too."""
    steps = tuple(Step(title, chosen) for title, chosen in _chosen(found) if chosen)
    deleted = [n for n in sorted(found.extra) if prune or name_hash(n) in found.ours]
    before = len(names) - len(found.new) + len(deleted)
    return Plan(
        steps,
        tuple(sorted(deleted, key=lambda name: (turn_of(name) != "list", name))),
        tuple(sorted(found.extra.difference(deleted))),
        len(names) - len(found.new) - len(found.changed),
        drastic=len(deleted) > _FEW and len(deleted) > before * _LARGEST_SHARE,
    )


def name_hash(name: str) -> str:
    """What stands for a name in the list on the target: hidden pages are not told by it."""
    return sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:24]


def _chosen(found: Difference) -> Iterable[tuple[str, tuple[str, ...]]]:
    for title, turn in _TURNS:
        asked = {"new pages": found.new, "changed pages": found.changed}
        names = asked.get(title, found.new | found.changed)
        of_turn = [name for name in names if turn_of(name) == turn]
        # New ones first within a step, too, and the home page last: from there one reaches all.
        yield title, tuple(sorted(of_turn, key=lambda n: (n not in found.new, -n.count("/"), n)))
