"""A page whose templates and whose values are those of the last build is not rendered again.

It stays where it is.
"""

from __future__ import annotations

import logging
import os
import weakref
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, DebugUndefined, Environment, StrictUndefined, Undefined
from pelican.plugins import signals

from fingerprint import digest, site_fingerprint

from .environments import watch
from .facts import Facts
from .kept import Kept, Memory, packed, unpacked
from .told import Teller
from .watch import Watched

__all__ = ["Incremental", "changes_pages", "knows"]

logger = logging.getLogger(__name__)

_STOCK_UNDEFINED = (Undefined, ChainableUndefined, DebugUndefined, StrictUndefined)


class Incremental:
    """The pages of one build that need not be rendered.

    Whether the last build's page is still there, `watcher` says (`may_stay`), or without one its
    file in `output`.
    """

    def __init__(
        self, settings: Mapping[str, Any], folder: Path, output: str, watcher: Any
    ) -> None:
        self._memory = Memory(folder, os.path.realpath(output), site_fingerprint(settings))
        self._output = output
        self._watcher = watcher
        self._facts: Facts | None = None
        self._teller: Teller | None = None
        self._current: Watched | None = None
        self._sources: dict[Any, bytes | None] = {}

    def begin(self, shared: Mapping[str, Any], environments: Iterable[Environment]) -> None:
        """Every context is complete, and these environments will render."""
        self._teller = Teller(shared["generated_content"], shared["static_content"])
        self._facts = Facts(shared, self._teller)
        for environment in environments:
            watch(environment, self._watched)

    @property
    def many(self) -> bool:
        """Whether most pages may stay, as far as is known."""
        return bool(self._memory.pages)

    def reuse(self, page: Any) -> Kept | None:
        """What is remembered of a page that is in its place and would be the same again."""
        kept = self._memory.pages.get(page.name)
        if kept is None or not self._holds(kept, page):
            return None
        if self._watcher:
            return kept if self._watcher.may_stay(page.path, kept.key) else None
        stamp = _stamp(os.path.join(self._output, page.name), kept)  # noqa: PTH118 (many)
        if stamp is None:
            return None
        return kept if kept.stamp == stamp else kept._replace(stamp=stamp)

    def _holds(self, kept: Kept, page: Any) -> bool:
        """Whether a page's templates and values are what they were."""
        environment = page.template.environment
        if kept.templates[0] != page.template.name:
            return False
        if kept.sources != self._source(environment, kept.templates):
            return False
        try:
            reads = unpacked(kept.reads)
            return self._facts.digest(reads, page.more, environment) == kept.values
        except Exception:  # noqa: BLE001 (rendering will raise it, where it is told)
            return False

    def begin_page(self, page: Any) -> None:
        """It is rendered next."""
        self._current = Watched(page.shared, page.more, self._teller)

    def end_page(self, page: Any, data: bytes) -> Kept | None:
        """It was rendered; what is to be remembered of it, if that can be said."""
        watched, self._current = self._current, None
        templates = (page.template.name, *watched.templates)
        environment = page.template.environment
        try:
            reads = watched.reads
            values = self._facts.digest(reads, page.more, environment)
        except Exception as error:  # noqa: BLE001 (whatever it is, the page is rendered each time)
            logger.debug("%s is rendered each time: %s", page.path, error)
            return None
        sources = self._source(environment, templates)
        if sources is None:
            return None
        if self._watcher:
            return Kept(templates, sources, packed(reads), values, b"", (0, 0))
        status = os.stat(page.path)  # noqa: PTH116 (many)
        stamp = status.st_mtime_ns, status.st_size
        return Kept(templates, sources, packed(reads), values, digest(data), stamp)

    def drop_page(self) -> None:
        """It could not be rendered."""
        self._current = None

    def last(self, name: str) -> Kept | None:
        """What is remembered of a page."""
        return self._memory.pages.get(name)

    def note(self, name: str, kept: Kept) -> None:
        """A page is so in this build."""
        self._memory.note(name, kept)

    @property
    def large(self) -> bool:
        """Whether it takes a while to save it."""
        return self._memory.large

    def save(self) -> None:
        """Everything is written."""
        self._memory.save()

    def _watched(self) -> Watched | None:
        return self._current

    def _source(self, environment: Environment, names: tuple[str, ...]) -> bytes | None:
        """A digest of the sources of templates; None where one has none."""
        key = id(environment), names
        if key not in self._sources:
            digests = [self._one_source(environment, name) for name in names]
            # A template that is new may be taken instead of another.
            digests.append(self._names(environment))
            whole = all(digests)
            self._sources[key] = digest(b"".join(digests)) if whole else None  # type: ignore[arg-type]
        return self._sources[key]

    def _one_source(self, environment: Environment, name: str) -> bytes | None:
        key = id(environment), name
        if key not in self._sources:
            try:
                source, _, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
                self._sources[key] = digest(source.encode("utf-8", "surrogatepass"))
            except Exception:  # noqa: BLE001 (a loader may raise what it likes)
                self._sources[key] = None
        return self._sources[key]

    def _names(self, environment: Environment) -> bytes | None:
        key = id(environment), None
        if key not in self._sources:
            try:
                names = environment.list_templates()
            except TypeError:  # a loader that cannot tell
                names = None
            self._sources[key] = None if names is None else digest("\0".join(names).encode())
        return self._sources[key]


def _stamp(old: str, kept: Kept) -> tuple[int, int] | None:
    """The stamp of a page of the last build; None if it is not there, or not the same."""
    try:
        status = os.lstat(old)
        stamp = status.st_mtime_ns, status.st_size
        if stamp != kept.stamp and digest(Path(old).read_bytes()) != kept.data:
            return None
    except OSError:
        return None
    return stamp


def changes_pages() -> str:
    """Who may change pages that are written, so that none must be taken over; "" if nobody does.

    A receiver that leaves pages as they are says `leaves_pages = True`.
    """
    for signal in (signals.content_written, signals.finalized):
        for reference in signal.receivers.values():
            receiver = reference() if isinstance(reference, weakref.ref) else reference
            if receiver is not None and not getattr(receiver, "leaves_pages", False):
                return getattr(receiver, "__qualname__", repr(receiver))
    return ""


def knows(environment: Environment) -> bool:
    """Whether an environment has nothing of which it is not known what it reads."""
    return (
        environment.undefined in _STOCK_UNDEFINED
        and environment.finalize is None
        and all(name.startswith("jinja2.ext.") for name in environment.extensions)
    )
