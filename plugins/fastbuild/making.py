"""Making pages: in several processes where that is worth it, and told of by the first one."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from pelican.log import FilteredMessage
from pelican.plugins import signals
from pelican.writers import Writer

from .crew import portions, share_out
from .incremental import Incremental
from .kept import Kept
from .page import Page, as_data, heard

__all__ = ["Making", "tell_written"]

# So few pages are rendered before a second process has begun.
_FEW = 24
# So many pages are for one process: to begin one takes as long as a few pages, and what it has
# read of them it has twice.
_MOST, _LEAST = 400, 80


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
            self._share_out(pages, files, helpers + 1)
            return
        for paths in files:
            self._take(paths, None)
        for page in pages:
            self._tell(page, self._make(page))

    def _share_out(self, pages: list[Page], files: list[list[str]], processes: int) -> None:
        done = dict(self._make_first(pages))
        most, least = _MOST, _LEAST
        if self._incremental and self._incremental.many:
            # Hardly any is rendered, and most of what they read is the same.
            most = least = max(_LEAST, len(pages) // (2 * processes))
        pieces = portions(len(pages), processes, most, least)

        def work(number: int) -> Iterable[Any]:
            if number < len(files):
                return map(self._watcher.look_at, files[number])
            return self._make_some(pages, pieces[number - len(files)], done)

        results = share_out(len(files) + len(pieces), work, processes)
        for paths, found in zip(files, results, strict=False):
            self._take(paths, found)
        for piece, made in zip(pieces, results, strict=True):
            for place, of_helper in zip(piece, made or [None] * len(piece), strict=True):
                one = done.pop(place, of_helper) or self._make(pages[place])
                self._tell(pages[place], one)

    def _make_first(self, pages: list[Page]) -> Iterator[tuple[int, Done]]:
        """Make the first page of each template here: what it needs, all helpers have then."""
        seen: set[Any] = set()
        for place, page in enumerate(pages):
            if page.template not in seen:
                seen.add(page.template)
                with suppress(Exception):  # told when it is its turn
                    yield place, self._make(page)

    def _make_some(
        self, pages: list[Page], places: Iterable[int], done: Iterable[int]
    ) -> Iterator[Done | None]:
        """What a helper makes; None for what it cannot, or is `done`."""
        # Nothing is to be logged in a helper: that is said once for all these pages.
        with heard():
            for place in places:
                one = None
                if place not in done:
                    with suppress(Exception):  # told by the first process, when it is its turn
                        one = self._make(pages[place])
                        as_data(one.records)
                yield one

    def _make(self, page: Page) -> Done:
        """Have a page in its place, of this build or of the last; in whatever process."""
        watcher, incremental = self._watcher, self._incremental
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
        looked = watcher.look(page.path, data) if watcher else None
        kept = None
        if incremental:
            with heard():
                kept = incremental.end_page(page, data)
            if any(record.levelno >= logging.WARNING for record in records):
                # It is to be told in each build.
                kept = None
        return Done(records, looked, kept)

    def _tell(self, page: Page, done: Done) -> None:
        """Tell of a page what one process would have told."""
        watcher, incremental = self._watcher, self._incremental
        kept = done.kept
        if incremental and done.same and kept is None:
            kept = incremental.last(page.name)
        if done.same and watcher and not watcher.stay(page.path, kept.key):
            # Somebody has changed it in the meantime.
            done, kept = Making(watcher, None)._make(page), None
        for record in done.records:
            with suppress(FilteredMessage):
                logging.getLogger(record.name).handle(record)
        if incremental and kept:
            incremental.note(page.name, kept)
        if watcher and done.looked is not None:
            watcher.take(page.path, done.looked, kept.key if kept else None)
        tell_written(page)

    def _take(self, paths: list[str], looked: list[bytes] | None) -> None:
        """Hand over what was found in files; what a helper has not brought, is found now."""
        found = looked or map(self._watcher.look_at, paths)
        for path, result in zip(paths, found, strict=True):
            self._watcher.take(path, result, None)


def tell_written(page: Page) -> None:
    """Tell of a page that it is there."""
    logging.getLogger(Writer.__module__).info('Writing "%s"', page.path)
    if signals.content_written.receivers:
        signals.content_written.send(page.path, context=page.context())
