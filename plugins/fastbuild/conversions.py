"""Markdown texts to HTML: each text once, whoever builds, and with a parser that is used again.

A conversion is kept by its text and by everything that decides what becomes of it: the settings,
and the code and versions of the extensions (`Recipe`). What cannot be told from these is not kept:
an extension that is not known to be a function of its text (`PURE_EXTENSIONS`), or that opens a
file while it runs.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spooled import Spooled

from .opened import Opened
from .parser import new_parser
from .recipe import Recipe
from .store import Store

if TYPE_CHECKING:
    from markdown import Markdown

__all__ = ["Conversions", "MarkdownStandIn"]


# So many texts are asked for one by one.
_FEW = 8


class Conversions:
    """The conversions of one build; `new` holds those that the store has not.

    `folder` is where they lie until they are in the store.
    """

    def __init__(
        self,
        options: Mapping[str, Any],
        recipe: Recipe,
        store: Store | None,
        folder: Path | None = None,
    ) -> None:
        self._options = options
        self._recipe = recipe
        self._store = store if recipe.pure else None
        # A process that is forked later must not use the store's connection.
        self._process = os.getpid()
        self._parsers: dict[frozenset[str], Markdown] = {}
        # Of the last build, as long as nobody has asked for them.
        self._last: dict[bytes, bytes] = {}
        self._made: MutableMapping[bytes, bytes] = Spooled(folder)
        self._passing: set[bytes] = set()
        # How many nobody had made.
        self.missed = 0
        self._used: set[bytes] = set()
        self._asked = 0

    @property
    def pure(self) -> bool:
        """Whether a text's HTML follows from the text and the settings."""
        return self._recipe.pure

    @property
    def recipe(self) -> bytes:
        """What stands for all but a text that decides what becomes of it."""
        return self._recipe.key("", frozenset())

    def convert(self, text: str, without: frozenset[str]) -> tuple[str, dict[str, Any]]:
        """HTML, and the plain data that extensions have left on the parser (`Meta`, `toc`).

        `without` names the preprocessors that are switched off.
        """
        key = self._recipe.key(text, without)
        self._used.add(key)
        kept = self._made.get(key)
        if kept is None and self._store and os.getpid() == self._process:
            kept = self._find(key, self._store)
        if kept is not None and (result := _read(kept)):
            return result
        self.missed += 1
        with Opened() as opened:
            result = self._convert(text, without)
        self._made[key] = pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL)
        if opened.files:
            self._passing.add(key)
        return result

    @property
    def new(self) -> Mapping[bytes, bytes]:
        """What was made in this build, and is made so in each."""
        for key in self._passing:
            self._made.pop(key, None)
        self._passing.clear()
        return self._made

    @property
    def is_new(self) -> bool:
        """Whether there is a place to keep them, and no build has yet kept any there."""
        return self._store is not None and self._store.is_new

    def get_ready(self) -> None:
        """Have all imported that a conversion needs, before a process is forked."""
        with suppress(Exception):  # told with a text
            self._parser(frozenset())

    def begin_apart(self) -> None:
        """Begin in a forked process, whose conversions another one `take`s."""
        self._made = {}
        self._passing = set()

    def made_apart(self) -> tuple[Mapping[bytes, bytes], set[bytes]]:
        """What it has made since it was asked the last time."""
        made = self._made, self._passing
        self.begin_apart()
        return made

    def take(self, made: tuple[Mapping[bytes, bytes], set[bytes]]) -> None:
        """What another process has made."""
        self._made.update(made[0])
        self._used.update(made[0])
        self._passing |= made[1]

    @property
    def store(self) -> Store | None:
        """Where they are kept, if they are."""
        return self._store

    def save(self) -> None:
        """Put what is new into the store."""
        if self._store:
            self._store.save(self.new, self._used if len(self._used) > _FEW else ())

    def close(self) -> None:
        """Let go of all: contents have their own."""
        if self._store:
            self._store.close()
        self._made, self._used, self._last = {}, set(), {}

    def _find(self, key: bytes, store: Store) -> bytes | None:
        if self._asked == _FEW:
            # A whole site: what it was made of the last time is read at once.
            self._last = store.get_last()
        self._asked += 1
        return self._last.get(key) or store.get([key]).get(key)

    def _convert(self, text: str, without: frozenset[str]) -> tuple[str, dict[str, Any]]:
        parser = self._parser(without)
        html = parser.convert(text)
        left = {
            name: value
            for name, value in vars(parser).items()
            if name not in _markdowns_own() and _plain(value)
        }
        return html, left

    def _parser(self, without: frozenset[str]) -> Markdown:
        parser = self._parsers.get(without)
        if parser is not None:
            return parser.reset()
        parser = _quicken(new_parser(**self._options))
        for name in sorted(without):
            parser.preprocessors.deregister(name, strict=False)
        if self._recipe.reusable:
            self._parsers[without] = parser
        return parser


def _quicken(parser: Markdown) -> Markdown:
    from .quickmarkdown import quicken  # noqa: PLC0415 (as Markdown, and only for a text that is new)

    return quicken(parser)


@cache
def _markdowns_own() -> frozenset[str]:
    """What every parser has, which no extension has left there."""
    return frozenset(vars(new_parser())) | {"lines"}


def _read(kept: bytes) -> tuple[str, dict[str, Any]] | None:
    """A conversion that was kept; None if another version than this one did so."""
    try:
        html, left = pickle.loads(kept)  # noqa: S301 (our own file, with a checksum)
    except Exception:  # noqa: BLE001 (a pickle may raise what it likes)
        return None
    return (html, left) if isinstance(html, str) and isinstance(left, dict) else None


def _plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_plain(part) for pair in value.items() for part in pair)
    if isinstance(value, list | tuple):
        return all(map(_plain, value))
    return value is None or type(value) in {str, int, float, bool}


class MarkdownStandIn:
    """What a reader takes for its `Markdown`: converts, and has the attributes of the last text."""

    def __init__(self, conversions: Conversions) -> None:
        self._conversions = conversions
        self._without: frozenset[str] = frozenset()
        self.preprocessors = _Switches(self)

    def convert(self, text: str) -> str:
        """The HTML of a text, as `Markdown.convert`."""
        html, left = self._conversions.convert(text, self._without)
        vars(self).update(left)
        return html

    def reset(self) -> MarkdownStandIn:
        """Nothing to do: each text is converted on its own."""
        return self


class _Switches:
    """A stand-in's `preprocessors`, which can be switched off by name."""

    def __init__(self, owner: MarkdownStandIn) -> None:
        self._owner = owner

    def deregister(self, name: str, strict: bool = True) -> None:
        """As Markdown's `Registry.deregister`."""
        del strict
        self._owner._without |= {name}  # noqa: SLF001
