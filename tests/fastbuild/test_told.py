"""Values as bytes: the same for the same value, others for any other."""

from __future__ import annotations

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from fastbuild.told import Teller, Unsure

atoms = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.floats(allow_nan=False),
    st.binary(max_size=3), st.dates(), st.datetimes(), st.text(max_size=3).map(Markup),
)  # fmt: skip
values = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.text(max_size=3), inner, max_size=4),
        st.frozensets(st.integers(), max_size=4),
    ),
    max_leaves=30,
)


def digest(value: Any) -> bytes:
    return Teller({}, {}).digest(value)


def exactly(value: Any) -> str:
    """1, True and 1.0 are other values here, since they print in other ways."""
    if isinstance(value, frozenset):
        return f"frozenset {sorted(value)}"
    if isinstance(value, dict):
        return f"dict {[(k, exactly(v)) for k, v in value.items()]}"
    if isinstance(value, list | tuple):
        return f"{type(value)} {[exactly(v) for v in value]}"
    return f"{type(value)} {value!r}"


@given(values)
def test_the_same_value_is_told_in_the_same_way(value):
    assert digest(value) == digest(copy.deepcopy(value))


@given(values, values)
def test_other_values_are_told_in_other_ways(first, second):
    assert (digest(first) == digest(second)) == (exactly(first) == exactly(second))


class Thing:
    """Whose attributes are read one by one."""


class Shown:
    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text


class Several:
    def __init__(self, *parts: Any) -> None:
        self.parts = parts

    def __iter__(self) -> Iterator[Any]:
        return iter(self.parts)


class Truth:
    def __init__(self, truth: bool) -> None:
        self.truth = truth

    def __bool__(self) -> bool:
        return self.truth


class Record(msgspec.Struct, frozen=True):
    name: str
    day: dt.date


@dataclass
class Pair:
    first: Any
    second: Any


class Leaf(NamedTuple):
    month: str
    day: int


DAY = dt.date(2009, 8, 28)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Shown("a"), Shown("b")),
        (Several(1, 2), Several(2, 1)),
        (Truth(True), Truth(False)),
        (Record("a", DAY), Record("b", DAY)),
        (Pair(1, [2]), Pair(1, [3])),
        (Leaf("Aug", 1), Leaf("Aug", 2)),
        (Thing(), Shown("")),
        (range(3), range(4)),
        (list(range(40)), list(range(41))),
        (Teller, Thing),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_can_be_asked_of_an_object_is_told(first, second):
    assert digest(first) == digest(copy.copy(first))
    assert digest(first) != digest(second)


def test_what_is_asked_for_does_not_change_a_mapping():
    mapping = defaultdict(list, a=[1])
    before = digest(mapping)
    assert mapping["b"] == []
    assert digest(mapping) == before


class Compared(Thing):
    def __lt__(self, other: object) -> bool:
        return id(self) < id(other)


@pytest.mark.parametrize("value", [(n for n in "ab"), iter("ab"), Compared(), [Compared()]])
def test_what_cannot_be_told(value):
    with pytest.raises(Unsure):
        digest(value)


def test_an_object_that_contains_itself():
    pair = Pair(1, None)
    pair.second = pair
    with pytest.raises(Unsure):
        digest(pair)
