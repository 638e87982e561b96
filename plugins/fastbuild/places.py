"""Where objects are in a container: one that is long is looked through once, not for each page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["Places", "steps_into"]

_Steps = tuple[Any, ...]
# Deeper than that nobody puts a list into lists.
_DEEPEST = 8


def steps_into(value: Any) -> Iterator[tuple[tuple[str, int], Any]]:
    """The parts of a container, each with the step of a way that leads to it (watch.py)."""
    if isinstance(value, dict):
        yield from ((("n", number), part) for number, part in enumerate(value.values()))
    elif isinstance(value, list | tuple):
        yield from ((("i", number), part) for number, part in enumerate(value))


class Places:
    """The ways from a container to the objects in it, and in containers in it.

    Where `flat` says so of a part, no way to it is needed.
    """

    def __init__(self, value: Any, flat: Callable[[Any], bool]) -> None:
        self._flat = flat
        self._ways: dict[int, list[_Steps]] = {}
        # As long as they are, no other object has the identity of one.
        self._alive = [value]
        self._look_through(value, ())

    def ways_to(self, part: Any) -> list[_Steps]:
        """The steps (watch.py) that lead from the container to an object."""
        return self._ways.get(id(part), [])

    def _look_through(self, value: Any, way: _Steps) -> None:
        for step, part in steps_into(value) if len(way) < _DEEPEST else ():
            if not self._flat(part):
                self._ways.setdefault(id(part), []).append((*way, step))
                self._alive.append(part)
                self._look_through(part, (*way, step))
