"""If all that a template has read is the same, so is what it makes."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any
from unittest import mock

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from fastbuild import told
from fastbuild.environments import watch
from fastbuild.facts import Facts
from fastbuild.told import Teller, Unsure
from fastbuild.watch import Watched

TEMPLATES = {
    "attribute": "{{ one.name }}{{ one.loud }}",
    "item": "{{ one['name'] }}{{ table['b'].name }}{{ table.a.number }}",
    "loop": "{% for it in things %}{{ loop.index }}{{ it.name }}{% endfor %}",
    "nested": "{% for it in things %}{% for part in it.parts %}{{ part.number }}"
    "{% endfor %}{% endfor %}",
    "slice": "{% for it in things[:2] %}{{ it.number }}{% endfor %}{{ things[-1].name }}",
    "if": "{% if one.number > 2 %}{{ one.name }}{% else %}{{ other.name }}{% endif %}",
    "sort": "{% for it in things|sort(attribute='number') %}{{ it.name }}{% endfor %}",
    "group": "{% for g, all in things|groupby('number') %}{{ g }}{{ all|length }}"
    "{{ all[0].name }}{% endfor %}",
    "select": "{{ things|selectattr('number', 'gt', 2)|map(attribute='name')|join(',') }}",
    "first": "{{ (things|first).name }}{{ (things|last).number }}{{ things|length }}",
    "sum": "{{ things|sum(attribute='number') }}{{ things|map(attribute='name')|max }}",
    "reversed": "{% for it in things|reverse %}{{ it.name }}{% endfor %}",
    "batch": "{% for row in things|batch(2) %}{{ row[0].name }};{% endfor %}",
    "call": "{{ one.say('!') }}{{ one.say(other.name, twice=true) }}",
    "returned": "{% for it in one.above(1) %}{{ it.name }}{% endfor %}",
    "function": "{{ of(2) }}{{ names(one) }}",
    "macro": "{% macro m(it, n=1) %}{{ it.name }}{{ n }}{{ caller() if caller }}{% endmacro %}"
    "{% for it in things %}{{ m(it, n=it.number) }}{% endfor %}"
    "{% call m(one) %}{{ other.number }}{% endcall %}",
    "import": "{% from 'lib' import show with context %}{{ show(one) }}",
    "import alone": "{% import 'lib' as lib %}{{ lib.show(other) }}",
    "include": "{% for it in things %}{% include 'part' %}{% endfor %}",
    "extends": "{% extends 'base' %}{% block b %}{{ super() }}{{ one.name }}{% endblock %}",
    "set": "{% set x = things|list %}{% set y = x[0] %}{{ y.name }}{% set ns = namespace(n=0) %}"
    "{% for it in x %}{% set ns.n = ns.n + it.number %}{% endfor %}{{ ns.n }}",
    "with": "{% with it = things[1] %}{{ it.name }}{% endwith %}",
    "in": "{{ one in things }}{{ 'a' in table }}{{ one is sameas other }}{{ one == other }}",
    "defined": "{{ missing is defined }}{{ one.missing is defined }}{{ missing|default('-') }}",
    "mapping": "{% for k, v in table.items() %}{{ k }}{{ v.name }}{% endfor %}{{ table|length }}",
    "same by two ways": "{{ things[0].name }}{{ current.name }}{{ current.number }}",
    "record": "{{ record.name }}{{ record.length }}{{ record }}{{ record == record }}",
    "pair": "{{ pair.left.name }}{{ pair.right }}",
    "nothing": "Nothing.",
    "lib": "{% macro show(it) %}{{ it.name }}{{ it.number }}{% endmacro %}",
    "part": "{{ it.name }}{{ one.number }}",
    "base": "{{ title }}{% block b %}{{ other.name }}{% endblock %}",
}
SHOWN = [name for name in TEMPLATES if name not in {"lib", "part", "base"}]


class Thing:
    """An object of a plugin's."""

    def __init__(self, name: str, number: int, parts: list[Any]) -> None:
        self.name = name
        self.number = number
        self.parts = parts

    @property
    def loud(self) -> str:
        return self.name.upper() + "".join(part.name for part in self.parts)

    def say(self, word: str, twice: bool = False) -> str:
        return f"{self.name}{word}" * (1 + twice)

    def above(self, number: int) -> list[Any]:
        return [part for part in self.parts if part.number > number]


class Record(msgspec.Struct, frozen=True):
    name: str

    @property
    def length(self) -> int:
        return len(self.name)


@dataclass
class Pair:
    left: Any
    right: int


names = st.sampled_from(["a", "b", "c"])
numbers = st.integers(0, 4)
leaves = st.tuples(names, numbers, st.just([]))
things = st.lists(st.tuples(names, numbers, st.lists(leaves, max_size=2)), min_size=2, max_size=4)
worlds = st.tuples(things, st.integers(0, 1), names, numbers)


def context(world: Any) -> dict[str, Any]:
    """What templates know, as a site's plugins would have it."""
    told, current, name, number = world
    made = [Thing(n, i, [Thing(*part) for part in parts]) for n, i, parts in told]
    return {
        "things": made,
        "one": made[0],
        "other": made[1],
        "current": made[current],
        "table": {"a": made[0], name: made[1], "b": made[-1]},
        "record": Record(name),
        "pair": Pair(made[current], number),
        "title": name,
        "of": lambda n: f"{n + number}",
        "names": lambda thing: thing.name,
        "generated_content": {},
        "static_content": {},
    }


class Page:
    """One page, watched."""

    def __init__(self, name: str, world: Any) -> None:
        self.environment = Environment(loader=DictLoader(TEMPLATES), autoescape=True)
        everything = context(world)
        self.more = {key: everything.pop(key) for key in ("one", "title")}
        self.shared = everything
        self.template = self.environment.get_template(name)
        self.teller = Teller({}, {})

    def render(self) -> str:
        return self.template.render(self.shared | self.more)

    def watched(self) -> tuple[str, Watched]:
        watched = Watched(self.shared, self.more, self.teller)
        watch(self.environment, lambda: watched)
        said = self.render()
        watch(self.environment, lambda: None)
        return said, watched

    def digest(self, reads: Any) -> bytes:
        return Facts(self.shared, self.teller).digest(reads, self.more, self.environment)


@pytest.mark.parametrize("name", SHOWN)
@given(world=worlds, other=worlds, long=st.sampled_from([1, told._LONG]))
def test_the_same_reads_make_the_same_page(name, world, other, long):
    with mock.patch.object(told, "_LONG", long):
        check_the_same_reads(name, world, other)


def check_the_same_reads(name, world, other):
    first = Page(name, world)
    said, watched = first.watched()
    assert said == Page(name, world).render()
    try:
        reads = watched.reads
        before = first.digest(reads)
    except Unsure:
        return
    # In another build, all objects are others.
    assert Page(name, copy.deepcopy(world)).digest(reads) == before
    again = Page(name, other)
    try:
        after = again.digest(reads)
    except Exception:  # noqa: BLE001 (then it is rendered)
        return
    if after == before:
        assert again.render() == said


@pytest.mark.parametrize("long", [1, told._LONG])
@pytest.mark.parametrize("name", [name for name in SHOWN if name != "record"])
def test_most_templates_can_be_told(name, long, monkeypatch):
    monkeypatch.setattr(told, "_LONG", long)
    world = ([("a", 1, [("b", 2, [])]), ("b", 3, []), ("c", 3, [])], 1, "c", 2)
    _, watched = Page(name, world).watched()
    assert watched.unsure == ""


UNSURE = {
    "{{ things|random }}": "random",
    "{% for it in generator %}{{ it }}{% endfor %}": "once only",
    "{{ lipsum(1) }}": "lipsum",
    "{{ things|own }}": "own",
    "{% set _ = things.append(1) %}": "append",
}


@pytest.mark.parametrize(("source", "why"), UNSURE.items())
def test_what_cannot_be_told_is_rendered(source, why):
    page = Page("nothing", ([("a", 1, []), ("b", 3, [])], 1, "c", 2))

    def own(value: list[Any]) -> str:
        return value[0].name

    own.pure = True
    page.environment.filters["own"] = own
    page.shared["generator"] = (n for n in "ab")
    page.template = page.environment.from_string(source)
    _, watched = page.watched()
    try:
        page.digest(watched.reads)
    except Unsure as error:
        said = str(error)
    else:
        said = ""
    assert why in said or "__next__" in said


def test_a_long_list_is_looked_through_once():
    page = Page("nothing", ([(f"n{n}", n, [("p", n, [])]) for n in range(99)], 1, "c", 2))
    page.template = page.environment.from_string(
        "{{ things[70].name }}{{ things[7].parts[0].name }}"
    )
    asked = []
    flat = page.teller.flat
    page.teller.flat = lambda value: asked.append(value) or flat(value)
    said = []
    for _ in range(3):
        asked.clear()
        _, watched = page.watched()
        said.append(page.digest(watched.reads))
    assert len(asked) < 20
    assert len(set(said)) == 1
    page.shared["things"][7].parts[0].name = "q"
    page.teller = Teller({}, {})
    assert page.digest(watched.reads) != said[0]
