"""What a value is, as bytes that are the same in another process and another build.

A template's output follows from the values that it reads. Numbers, texts, days and what is made of
them are told whole. An object is told by its kind, and by all that a template can ask of it
without reading an attribute: how it prints, whether it is true, what it is a sequence of. What a
template reads of it besides is a value of its own (`watch`).
"""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import fractions
import marshal
import pathlib
import types
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from typing import Any

import jinja2
from jinja2 import Undefined, runtime
from jinja2.environment import TemplateModule
from markupsafe import Markup
from pelican.contents import Content
from pelican.urlwrappers import Author, Category, Tag, URLWrapper
from pelican.utils import SafeDatetime

from .opened import identity
from .places import Places

__all__ = [
    "ATOMS",
    "FLAT",
    "INTERNAL",
    "NAMED",
    "PLAIN",
    "Teller",
    "Unsure",
    "fields_of",
    "is_object",
]

ATOMS: frozenset[type] = frozenset({str, int, float, bool, type(None), bytes, Markup, complex})
_AS_IS = ATOMS - {Markup}
# Told by their repr, which says all of them.
_BY_REPR = (
    dt.date,
    dt.time,
    dt.timedelta,
    dt.tzinfo,
    decimal.Decimal,
    fractions.Fraction,
    pathlib.PurePath,
    range,
    slice,
)
# What templates are made of: they show nothing that did not come from outside.
INTERNAL = (
    runtime.Macro,
    runtime.LoopContext,
    runtime.BlockReference,
    runtime.TemplateReference,
    runtime.Context,
    TemplateModule,
    jinja2.utils.Namespace,
    jinja2.utils.Cycler,
    jinja2.utils.Joiner,
)
_CONTAINERS = (list, tuple, dict, set, frozenset)
_VIEWS = (type({}.items()), type({}.keys()), type({}.values()))
_OF_PARTS = (*_CONTAINERS, *_VIEWS)
_MOMENTS = frozenset({dt.datetime, dt.date, SafeDatetime})
_FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    type,
)
NAMED = frozenset({Author, Category, Tag})
# Of a value of these kinds nothing is left to be told, and nothing changes it.
FLAT = ATOMS | _MOMENTS
# What Pelican gives them; asking for an address leaves the last two.
_OF_NAMED = frozenset({"settings", "_name", "_slug", "_slug_from_name", "name", "slug"})
# Of these no attribute is anything but what was told already.
PLAIN = (*ATOMS, *_BY_REPR, *_CONTAINERS, *_VIEWS, *INTERNAL, Undefined, types.ModuleType)
# What an operator or a filter may call on an object.
_ASKED = frozenset(
    f"__{name}__"
    for name in (
        *("eq", "ne", "lt", "le", "gt", "ge", "contains", "getitem", "getattribute"),
        *("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "floordiv"),
        *("mod", "rmod", "pow", "neg", "pos", "abs", "int", "float", "index", "round"),
        *("next", "reversed", "bytes"),
    )
)
# Modules whose base classes compare by the fields, or have nothing to ask.
_QUIET = frozenset({"msgspec", "typing", "abc"})
_SHOWN = ("__str__", "__html__", "__format__")
# Where a container is that long, what was told of it is kept.
_LONG = 24


class Unsure(Exception):
    """It cannot be said what came of this: whatever depends on it is made again."""


class Teller:
    """Tells values. One for each build, since it keeps what it has told."""

    def __init__(self, contents: Mapping[str, Any], statics: Mapping[str, Any]) -> None:
        self._contents = contents
        self._statics = statics
        # Of contents, which live as long as this, and of what is kept alive here.
        self._known: dict[int, tuple[Any, ...]] = {}
        self._alive: list[Any] = []
        self._kept: dict[int, tuple[Any, bytes]] = {}
        self._flat: dict[int, tuple[Any, bool]] = {}
        self._places: dict[int, Places] = {}
        self._within: set[int] = set()

    def digest(self, value: Any) -> bytes:
        """Sixteen bytes that stand for a value. Raises Unsure."""
        return digest_of(self.tell(value))

    def name_of(self, content: Any) -> str | None:
        """The source of a content that is found by it."""
        source = getattr(content, "source_path", None)
        if source is None:
            return None
        source = str(source)
        name = source if source in self._contents else content.get_relative_source_path()
        if self._contents.get(name) is content or self._statics.get(name) is content:
            return name
        return None

    def content(self, name: str) -> Any:
        """The content of a source, or None."""
        return self._contents.get(name) or self._statics.get(name)

    def known_way(self, value: Any) -> tuple[Any, ...] | None:
        """The way to a content that was asked for before, of which nothing is told."""
        return self._known.get(identity(value))

    def way_to(self, value: Any) -> tuple[Any, ...] | None:
        """How a value is found that has a name in the whole site.

        That is a content, and what says in `fast_way` of which source's content it is which
        attribute.
        """
        known = self._known.get(identity(value))
        if known:
            return known
        if isinstance(value, Content):
            name = self.name_of(value)
            if name is None:
                return None
            way = "c", name
            if not fields_of(value):
                self._known[identity(value)] = way
            return way
        if hasattr(type(value), "fast_way"):
            name, attribute = value.fast_way
            if getattr(self.content(name), attribute, None) is value:
                way = "c", name, ("a", attribute)
                if not fields_of(value):
                    self._known[identity(value)] = way
                    self._alive.append(value)
                return way
        return None

    def closed(self, value: Any) -> bool:
        """Whether a value is told wholly: nothing can be read from it that does not follow."""
        kind = type(value)
        if _is_open(kind) and value.__class__ is kind:
            return False
        if kind in ATOMS or kind in NAMED or isinstance(value, _BY_REPR):
            return True
        if isinstance(value, dict):
            return all(map(self.closed, value)) and all(map(self.closed, value.values()))
        if isinstance(value, _CONTAINERS) and not fields_of(value):
            return all(map(self.closed, value))
        fields = fields_of(value)
        return bool(fields) and all(self.closed(getattr(value, name, None)) for name in fields)

    def flat(self, value: Any) -> bool:
        """Whether a value has no objects in it of which an attribute would have to be told."""
        kind = type(value)
        if kind in FLAT or kind in NAMED or identity(value) in self._known:
            return True
        if isinstance(value, _CONTAINERS):
            known = self._flat.get(identity(value))
            if known:
                return known[1]
            parts = value.values() if isinstance(value, dict) else value
            flat = all(map(self.flat, parts)) and not (kind not in _CONTAINERS and fields_of(value))
            if len(value) > _LONG:
                self._flat[identity(value)] = value, flat
            return flat
        if isinstance(value, Content) or hasattr(kind, "fast_way"):
            return self.way_to(value) is not None
        return not is_object(value) and not isinstance(value, _FUNCTIONS)

    def places(self, value: Any) -> Places | None:
        """Where the objects of a long list or mapping are, by their identity; None for others."""
        if not isinstance(value, dict | list | tuple) or len(value) <= _LONG:
            return None
        known = self._places.get(identity(value))
        if known is None:
            known = self._places[identity(value)] = Places(value, self.flat)
        return known

    def tell(self, value: Any) -> Any:
        """A value as plain data. Raises Unsure."""
        kind = type(value)
        if kind in ATOMS:
            return value if kind is not Markup else ("markup", str.__str__(value))
        known = self._known.get(identity(value))
        if known:
            return "at", *known
        if kind in NAMED or isinstance(value, URLWrapper):
            return self._named(value)
        if isinstance(value, _OF_PARTS):
            return self._container(value)
        if isinstance(value, Content) or hasattr(kind, "fast_way"):
            way = self.way_to(value)
            return ("at", *way) if way else self._object(value)
        return self._rest(value)

    def _named(self, value: Any) -> Any:
        kind = type(value)
        if kind in NAMED and vars(value).keys() <= _OF_NAMED:
            slug, own = value.slug, value._slug_from_name  # noqa: SLF001 (all that it has)
            return "named", kind.__qualname__, self.tell(value.name), self.tell(slug), own
        more = {k: v for k, v in vars(value).items() if k not in {"settings", "name"}}
        more["_slug"] = more["slug"] = value.slug
        return "named", kind.__qualname__, self.tell(more)

    def _rest(self, value: Any) -> Any:  # noqa: PLR0911 (one for each kind)
        kind = type(value)
        if kind in _MOMENTS:
            return "kind", kind.__qualname__, repr(value)
        if isinstance(value, enum.Enum):
            return "enum", kind.__qualname__, value.name
        if isinstance(value, str | int | float):
            return "kind", kind.__qualname__, kind.__mro__[-2].__name__, repr(value)
        if isinstance(value, _BY_REPR):
            return "kind", kind.__qualname__, repr(value)
        if isinstance(value, Undefined):
            return ("undefined",)
        if isinstance(value, _FUNCTIONS):
            return "function", value.__module__, value.__qualname__
        if isinstance(value, types.ModuleType):
            return "module", value.__name__
        if isinstance(value, INTERNAL):
            raise Unsure(f"a template's own {kind.__name__}")
        return self._object(value)

    def _container(self, value: Any) -> Any:
        long = len(value) > _LONG
        if long and identity(value) in self._kept:
            return self._kept[identity(value)][1]
        kind = type(value).__qualname__
        if isinstance(value, dict):
            # Being asked for what it has not adds that to a `defaultdict`, empty.
            grows = isinstance(value, defaultdict)
            pairs = [
                (k if type(k) in _AS_IS else self.tell(k), v if type(v) in _AS_IS else self.tell(v))
                for k, v in value.items()
                if v or not grows
            ]
            told = kind, pairs
        elif isinstance(value, set | frozenset):
            told = kind, sorted(marshal.dumps(self.tell(part), 2) for part in value)
        elif isinstance(value, _VIEWS):
            return kind, [self.tell(part) for part in value]
        else:
            told = kind, [self.tell(part) for part in value]
        if not long:
            return told
        digest = digest_of(told)
        self._kept[identity(value)] = value, digest
        return digest

    def _object(self, value: Any) -> Any:
        kind = type(value)
        asked, shown, sequence, truth = _protocols(kind)
        fields = fields_of(value)
        if asked and not self.closed(value):
            raise Unsure(f"{kind.__qualname__} has {asked}")
        if fields and identity(value) in self._kept:
            return self._kept[identity(value)][1]
        if identity(value) in self._within:
            raise Unsure(f"{kind.__qualname__} contains itself")
        self._within.add(identity(value))
        try:
            told: list[Any] = [kind.__module__, kind.__qualname__]
            if shown:
                told.append(str(value))
            if sequence:
                parts = iter(value)
                if parts is value:
                    raise Unsure(f"{kind.__qualname__} can be gone through once only")
                told.append([self.tell(part) for part in parts])
            elif truth:
                told.append(bool(value))
            if not fields:
                return tuple(told)
            told += [self.tell(getattr(value, name, None)) for name in fields]
        finally:
            self._within.discard(identity(value))
        digest = digest_of(tuple(told))
        self._kept[identity(value)] = value, digest
        return digest


def digest_of(told: Any) -> bytes:
    """Sixteen bytes that stand for values that were told."""
    return blake2b(marshal.dumps(told, 2), digest_size=16).digest()


def is_object(value: Any) -> bool:
    """Whether a value is one whose attributes are not told with it."""
    kind = type(value)
    # A stand-in says that it is of another class.
    return _is_object(kind) if value.__class__ is kind else _has_attributes(kind, value.__class__)


def _has_attributes(kind: type, said: type) -> bool:
    if issubclass(said, PLAIN) or issubclass(kind, PLAIN):
        is_tuple = issubclass(said, tuple) or issubclass(kind, tuple)
        return is_tuple and kind is not tuple and bool(_fields(kind))
    named = issubclass(said, URLWrapper) or issubclass(kind, URLWrapper)
    if named:
        return kind not in NAMED
    return not (issubclass(said, enum.Enum) or issubclass(kind, enum.Enum))


@cache
def _is_object(kind: type) -> bool:
    return _has_attributes(kind, kind)


@cache
def _is_open(kind: type) -> bool:
    """Whether no object of a class is told wholly."""
    told = (*ATOMS, *NAMED, *_BY_REPR, *_CONTAINERS)
    return not issubclass(kind, told) and not _fields(kind)


def fields_of(value: Any) -> tuple[str, ...]:
    """The attributes that are told with a value: those of a structure that compares by them."""
    return _fields(type(value))


@cache
def _fields(kind: type) -> tuple[str, ...]:
    if hasattr(kind, "__struct_fields__"):
        return tuple(kind.__struct_fields__)
    parameters = getattr(kind, "__dataclass_params__", None)
    if parameters is not None and parameters.eq:
        return tuple(kind.__dataclass_fields__)  # type: ignore[attr-defined]
    return tuple(getattr(kind, "_fields", ())) if issubclass(kind, tuple) else ()


@cache
def _protocols(kind: type) -> tuple[str, bool, bool, bool]:
    """What operators, printing, loops and conditions call on objects of a class."""
    own = {
        name
        for one in kind.__mro__
        if one is not object and one.__module__.partition(".")[0] not in _QUIET
        for name, what in vars(one).items()
        if what is not None and not _generated(what)
    }
    asked = own & _ASKED
    return (
        " ".join(sorted(asked)),
        not own.isdisjoint(_SHOWN),
        "__iter__" in own,
        not own.isdisjoint({"__bool__", "__len__"}),
    )


def _generated(what: Any) -> bool:
    """Whether a method is one that `dataclass` has made, of the fields."""
    return getattr(getattr(what, "__code__", None), "co_filename", "") == "<string>"
