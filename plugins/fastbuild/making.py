"""Making pages: in several processes where that is worth it, and told of by the first one."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

from pelican.plugins import signals
from pelican.writers import Writer

from .crew import Crew, portions
from .incremental import Incremental
from .kept import Kept
from .page import Page, as_data, heard, tell_all

__all__ = ["Begun", "Making", "tell_written"]

_written = logging.getLogger(Writer.__module__)

# So few pages are made before a second process has begun, and imported what looks at them.
_FEW = 60
# So many pages are for one process: to begin one takes as long as some pages, and what it has read
# of them it has twice.
_MOST = 800
# A piece has as many, or fewer. It has to be worth a process if there are no more.
_LEAST = 80
# A page of a list reads so many times as much.
_SHOWN = 4
# In a site of so many pages, one more process is nothing.
_LARGE = 2000
# A page of so many bytes is not looked at where it is made.
_HUGE = 1 << 20


class Done(NamedTuple):
    """What came of a page."""

    records: list[logging.LogRecord]
    looked: bytes | None
    kept: Kept | None
    """What is to be remembered of it, if that is new."""
    same: bool = False
    """It is that of the last build, as it is remembered if `kept` says nothing else."""


class Making:
    """Makes pages, with `watcher` to look at them and `incremental` to know which may stay."""

    def __init__(self, watcher: Any, incremental: Incremental | None) -> None:
        self._watcher = watcher
        self._incremental = incremental

    def make_all(self, pages: list[Page], files: list[list[str]], helpers: int) -> None:
        """Have all pages in their places, and groups of other files looked at.

        `helpers` more processes may take part.
        """
        if helpers and len(pages) + sum(map(len, files)) > _FEW:
            begun = Begun(helpers + 1)
            begun.add(self, pages, files)
            begun.finish()
            return
        for paths in files:
            self.take(paths, None)
        for page in pages:
            self.tell(page, self.settle(page, self.make(page)))

    def pieces(self, pages: list[Page], processes: int) -> list[list[int]]:
        """The places of the pages in pieces.

        Those that read what lies near each other are made together. Of a large site, a page with a
        template of its own may show all that there is: it is a piece, and for one process.
        """
        contents = pages[0].shared.get("generated_content", {}) if pages else {}
        lying = {id(content): number for number, content in enumerate(contents.values())}
        near = [page.part or _lies(page, lying) - len(lying) for page in pages]
        order = sorted(range(len(pages)), key=near.__getitem__)
        if self._incremental and self._incremental.many:
            # Hardly any is rendered, and most of what they read is the same.
            size = max(_LEAST, len(pages) // (2 * processes))
            return [order[start : start + size] for start in range(0, len(order), size)]
        alone: list[int] = []
        if len(pages) >= _LARGE:
            counts = Counter(page.template for page in pages)
            alone = [place for place in order if counts[pages[place].template] == 1]
            order = [place for place in order if counts[pages[place].template] > 1]
        posts = [place for place in order if not pages[place].part]
        lists = order[len(posts) :]
        pieces = [
            *_parted(posts, portions(len(posts), processes, _MOST, _LEAST)),
            *_parted(lists, portions(len(lists), processes, _MOST // _SHOWN, _LEAST // 2)),
        ]
        # At first, another process may still keep what was read, and has copied as much.
        later = min(len(pieces), 2 * processes)
        return [*pieces[:later], *([place] for place in alone), *pieces[later:]]

    def make_first(self, pages: list[Page]) -> Iterator[tuple[int, Done]]:
        """Make the first page of each template here: what it needs, all helpers have then.

        A template of one page only, such as that of all archives, is for one of them.
        """
        counts = Counter(page.template for page in pages)
        for place, page in enumerate(pages):
            if counts.pop(page.template, 0) > 1:
                with suppress(Exception):  # told when it is its turn
                    yield place, self.make(page)

    def make_some(
        self, pages: list[Page], places: Iterable[int], done: Iterable[int]
    ) -> Iterator[Done | None]:
        """What a helper makes; None for what it cannot, or is `done`."""
        # Nothing is to be logged in a helper: that is said once for all these pages.
        with heard():
            for place in places:
                one = None
                if place not in done:
                    with suppress(Exception):  # told by the first process, when it is its turn
                        one = self.make(pages[place])
                        as_data(one.records)
                yield one

    def make(self, page: Page) -> Done:
        """Have a page in its place, of this build or of the last; in whatever process."""
        watcher, incremental = self._watcher, self._incremental
        page = page.opened()
        with heard() as records:
            if incremental:
                page.localise()
                kept = incremental.reuse(page)
                if kept:
                    new = kept is not incremental.last(page.name)
                    return Done(records, None, kept if new else None, same=True)
                incremental.begin_page(page)
            try:
                data = page.write()
            except BaseException:
                if incremental:
                    incremental.drop_page()
                raise
        kept = None
        if incremental:
            with heard():
                kept = incremental.end_page(page, data)
            if any(record.levelno >= logging.WARNING for record in records):
                # It is to be told in each build.
                kept = None
        looked = None
        if watcher:
            # To look at a long list of what all contents have copied takes as much once more: that
            # is for a process that has copied nothing.
            looked = watcher.look(page.path, data) if len(data) < _HUGE else b""
        return Done(records, looked, kept)

    def settle(self, page: Page, done: Done) -> Sequence[logging.LogRecord]:
        """Note that a page is there, and what was found in it; gives what is to be told."""
        watcher, incremental = self._watcher, self._incremental
        kept = done.kept
        if incremental and done.same and kept is None:
            kept = incremental.last(page.name)
        if done.same and watcher and not watcher.stay(page.path, kept.key):
            # Somebody has changed it in the meantime.
            done, kept = Making(watcher, None).make(page), None
        if incremental and kept:
            incremental.note(page.name, kept)
        if watcher and done.looked is not None:
            watcher.take(page.path, done.looked, kept.key if kept else None)
        return done.records or ()

    def tell(self, page: Page, records: Iterable[logging.LogRecord]) -> None:
        """Tell of a page what one process would have told."""
        tell_all(records)
        tell_written(page)

    def look_at(self, paths: list[str]) -> Iterator[bytes]:
        """Look at files, in whatever process."""
        return map(self._watcher.look_at, paths)

    def take(self, paths: list[str], looked: list[bytes] | None) -> None:
        """Hand over what was found in files; what a helper has not brought, is found now."""
        found = looked or self.look_at(paths)
        for path, result in zip(paths, found, strict=True):
            self._watcher.take(path, result, None)


class Begun:
    """Pages that other processes make, and files that they look at."""

    def __init__(self, processes: int, *, busy: bool = False) -> None:
        """As long as this process is `busy` with something else, there is one less."""
        self._processes = processes
        self._busy = busy
        self._parts: list[_Part] = []
        self._works: list[Callable[[], Iterable[Any]]] = []
        self._crew = Crew([], lambda number: self._works[number](), processes - busy)

    def add(self, making: Making, pages: list[Page], files: list[list[str]]) -> None:
        """There is more to do, by what `making` knows of it."""
        first = dict(making.make_first(pages))
        pieces = making.pieces(pages, self._processes)
        self._works += [partial(making.look_at, paths) for paths in files]
        self._works += [partial(making.make_some, pages, places, first) for places in pieces]
        # Who looks at files does nothing else: it has as much in memory by then.
        start = self._crew.add([1.0] * len(files) + [_size(pages, places) for places in pieces])
        self._parts.append(_Part(making, pages, files, pieces, first, start))

    def go_on(self) -> None:
        """Whoever does something else meanwhile says so now and then: let others begin."""
        self._crew.go_on()

    def end(self) -> None:
        """Whatever others are doing, nobody wants it any more."""
        self._crew.close()

    def finish(self) -> None:
        """Have all in their places, and tell of it."""
        with self._crew as crew:
            crew.grow(int(self._busy))
            # Some is added meanwhile.
            for part in self._parts:
                for number, paths in enumerate(part.files, part.start):
                    part.making.take(paths, crew.wait_for(number))
                self._settle(part)

    def _settle(self, part: _Part) -> None:
        making, pages, first = part.making, part.pages, part.first
        # What is to be told of a page when it is its turn; None where no helper could make it.
        there: dict[int, Sequence[logging.LogRecord] | None] = {}
        told = 0
        for number, places in enumerate(part.pieces, part.start + len(part.files)):
            made = self._crew.wait_for(number)
            for place, of_helper in zip(places, made or repeat(None), strict=False):
                one = first.pop(place, of_helper)
                there[place] = making.settle(pages[place], one) if one else None
                if one and one.looked == b"":
                    self.add(making, [], [[pages[place].path]])
            while told in there:
                page, records = pages[told], there.pop(told)
                if records is None:
                    records = making.settle(page, making.make(page))
                making.tell(page, records)
                told += 1


class _Part(NamedTuple):
    """Some of what is to do, and the number of its first piece: those of files come first."""

    making: Making
    pages: list[Page]
    files: list[list[str]]
    pieces: list[list[int]]
    first: dict[int, Done]
    start: int


def _parted(places: list[int], pieces: Iterable[range]) -> Iterator[list[int]]:
    return (places[piece.start : piece.stop] for piece in pieces)


def _size(pages: list[Page], places: Iterable[int]) -> float:
    """How much of what one process should do a piece is."""
    places = list(places)
    if len(places) == 1:
        return 1.0
    return sum(_SHOWN if pages[place].part else 1 for place in places) / _MOST


def _lies(page: Page, lying: Mapping[int, int]) -> int:
    """The place of the content that a page shows; behind all others, where it shows none."""
    more = page.more if isinstance(page.more, dict) else {}
    return next((lying[id(value)] for value in more.values() if id(value) in lying), len(lying))


def tell_written(page: Page) -> None:
    """Tell of a page that it is there."""
    _written.info('Writing "%s"', page.path)
    if signals.content_written.receivers:
        signals.content_written.send(page.path, context=page.context())
