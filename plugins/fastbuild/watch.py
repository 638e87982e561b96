"""What a template reads while it is rendered.

A page shows nothing but what its templates say and what they read: variables, attributes and items
of objects, and what functions and methods answer. `Watched` notes each of these as it is asked for
the first time, by a way to it that holds in another build as well:

- `("c", source, ...)` begins at a content, `("s", ...)` at what all pages know, `("l", ...)` at
  what one page knows besides, `("g", ...)` at Jinja's globals;
- each further step is an attribute `("a", name)`, an item `("i", key)`, the n-th value of a
  mapping `("n", n)`, or a call `("x", name, arguments)`.

What cannot be told that way (a filter that nobody knows, a generator, an object that came from
nowhere) makes a page `unsure`: it is rendered every time.
"""

from __future__ import annotations

import types
from typing import Any

from jinja2.defaults import DEFAULT_NAMESPACE
from markupsafe import Markup

from .opened import identity
from .places import Places, steps_into
from .told import ATOMS, FLAT, INTERNAL, NAMED, PLAIN, Teller, Unsure, fields_of, is_object

__all__ = ["RANDOM", "Reads", "Step", "Watched", "Way"]

Way = tuple[Any, ...]
Step = tuple[Any, ...]
Reads = tuple[tuple[Way, tuple[Step, ...]], ...]

# So many ways to one object are followed.
_MOST_WAYS = 6
# Their result is another one each time.
RANDOM = frozenset({"random", "lipsum"})
# They change what others may read after them.
_CHANGING = frozenset(
    {"append", "extend", "insert", "pop", "popitem", "remove", "clear", "update", "setdefault"}
    | {"sort", "reverse", "add", "discard"}
)


class Watched:
    """One page, while it is rendered."""

    def __init__(self, shared: Any, more: Any, teller: Teller) -> None:
        """`shared` is the context of all pages, `more` what this one has besides."""
        self.shared = shared
        self.more = more
        self.unsure = ""
        self.templates: dict[str, None] = {}
        self._teller = teller
        self._reads: dict[Way, dict[Step, None]] = {}
        # Of contents, of which a page may show thousands: many are asked for the same.
        self._of_contents: dict[Way, tuple[Step, ...]] = {}
        self._further: dict[tuple[int, Step], tuple[Step, ...]] = {}
        self._ways: dict[int, list[Way]] = {}
        # Lists of many objects, hardly one of which is read: where each is in them, and the way.
        self._long: list[tuple[Places, Way]] = []
        self._seen: set[tuple[int, Any]] = set()
        # What has a way or was seen must not go, or another object would get its number.
        self._alive: list[Any] = []

    @property
    def reads(self) -> Reads:
        """What was read, in that order. Raises Unsure."""
        if self.unsure:
            raise Unsure(self.unsure)
        reads = {way: tuple(steps) for way, steps in self._reads.items()}
        for way, steps in self._of_contents.items():
            reads[way] = tuple(dict.fromkeys((*reads.get(way, ()), *steps)))
        return tuple(reads.items())

    def root(self, kind: str, name: str, value: Any) -> None:
        """A variable was asked for."""
        step = ("a", name)
        steps = self._reads.setdefault((kind,), {})
        if step not in steps:
            steps[step] = None
            self.reach(value, (kind, step))

    def read(self, owner: Any, step: Step, value: Any) -> None:
        """An attribute or an item of an object was asked for."""
        known = self._teller.known_way(owner)
        if known:
            steps = self._of_contents.get(known, ())
            if step not in steps:
                self._of_contents[known] = self._with(steps, step)
                if type(value) not in FLAT:
                    self.reach(value, (*known, step))
            return
        mark = identity(owner), step
        if mark in self._seen:
            return
        self._seen.add(mark)
        self._alive.append(owner)
        told = step[0] == "a" and step[1] in fields_of(owner)
        if told and self._teller.flat(value):
            return
        ways = self._ways_known(owner)
        if not ways and self._teller.closed(owner):
            # It was made of what was told: by a filter, for instance.
            return
        for way in ways or self._ways_to(owner):
            if not told:
                self._reads.setdefault(way, {})[step] = None
            self.reach(value, (*way, step))

    def _with(self, steps: tuple[Step, ...], step: Step) -> tuple[Step, ...]:
        """Steps and one more, once for all who are asked for them in this order."""
        further = self._further.get((identity(steps), step))
        if further is None:
            further = self._further[identity(steps), step] = (*steps, step)
        return further

    def called(self, function: Any, arguments: tuple[Any, ...], named: Any, value: Any) -> None:
        """A function or method has answered."""
        owner = getattr(function, "__self__", None)
        if (owner is not None and type(owner) in FLAT) or isinstance(function, INTERNAL):
            return
        name = getattr(function, "__name__", "")
        if owner is not None and not isinstance(owner, types.ModuleType | type):
            if isinstance(owner, PLAIN) and not is_object(owner):
                if name in _CHANGING and not isinstance(owner, INTERNAL):
                    self.unsure = f"{name}() changes what is there"
                return
        elif known := [key for key, it in DEFAULT_NAMESPACE.items() if it is function]:
            if RANDOM.issuperset(known):
                self.unsure = f"{known[0]}()"
            return
        else:
            owner, name = function, ""
        if _takes_more(function):
            self.unsure = f"{name or function}() reads the context"
            return
        try:
            told = tuple(map(self._argument, arguments))
            more = tuple((key, self._argument(named[key])) for key in named)
        except Unsure as error:
            self.unsure = str(error)
            return
        step = ("x", name, told, more)
        for way in self._ways_to(owner):
            self._reads.setdefault(way, {})[step] = None
            self.reach(value, (*way, step))

    def unknown(self, value: Any) -> bool:
        """Whether there is more to a value than what was told of it."""
        return not self._teller.closed(value)

    def reach(self, value: Any, way: Way) -> None:
        """A value was come by in this way."""
        if type(value) in ATOMS or self._teller.flat(value):
            return
        ways = self._ways.setdefault(identity(value), [])
        if way in ways or (ways and self._teller.closed(value)):
            return
        if len(ways) == _MOST_WAYS:
            self.unsure = f"too many ways to {type(value).__qualname__}"
            return
        ways.append(way)
        self._alive.append(value)
        if isinstance(value, set | frozenset):
            self.unsure = "a set of objects has no order"
        elif way[0] != "l" and (places := self._teller.places(value)) is not None:
            self._long.append((places, way))
        else:
            for step, part in steps_into(value):
                self.reach(part, (*way, step))

    def _ways_known(self, value: Any) -> list[Way]:
        ways = [*self._ways.get(identity(value), ())]
        for places, way in self._long:
            ways += [(*way, *steps) for steps in places.ways_to(value)]
        if len(ways) > _MOST_WAYS:
            self.unsure = f"too many ways to {type(value).__qualname__}"
        return ways

    def _ways_to(self, owner: Any) -> list[Way]:
        ways = self._ways_known(owner)
        if ways:
            return ways
        way = self._teller.way_to(owner)
        if way is None:
            self.unsure = f"no way to {type(owner).__qualname__}"
            return []
        return [way]

    def _argument(self, value: Any) -> Any:
        """An argument, as itself or by a way to it."""
        if type(value) in ATOMS and type(value) is not Markup:
            # True is 1 for a mapping, but not for a function.
            return "v", value, type(value).__name__
        if type(value) in NAMED and value._slug_from_name:  # noqa: SLF001 (it has no other)
            return "n", type(value).__name__, value.name
        ways = self._ways_known(value) or [self._teller.way_to(value)]
        if len(ways) == 1 and ways[0]:
            return "w", ways[0]
        raise Unsure(f"an argument that is a {type(value).__qualname__}")


def _takes_more(function: Any) -> bool:
    return getattr(function, "jinja_pass_arg", None) is not None
