"""What a build says when it is done, in place of Pelican's line, and while it is under way.

Other plugins add what they have to tell: they connect to the signal `site_summary`, which is sent
with Pelican's context, and return a list of sections, each a heading and its lines.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec
from blinker import signal
from pelican.log import console

if TYPE_CHECKING:
    from rich.console import ConsoleRenderable

__all__ = [
    "Difference",
    "Progress",
    "as_quiet_as_asked",
    "describe",
    "difference",
    "is_quiet",
    "print_summary",
    "sections",
    "unchanged",
    "without_last_line",
]

site_summary = signal("site_summary")

Section = tuple[str, Sequence[str]]
_NO_CHANGE = "No page has changed"
_LAST_LINE = "Done: Processed "
_MEGABYTE = 1_000_000
_EVERY = 25


class Difference(msgspec.Struct, frozen=True):
    """How many pages are new, changed or gone, against the site that was online."""

    new: int = 0
    changed: int = 0
    gone: int = 0


def difference(before: set[str], after: set[str], changed: Sequence[str]) -> Difference:
    """Compare the files of two sites; `changed` are those of the new one with other bytes."""
    old, new = _pages(before), _pages(after)
    return Difference(len(new - old), len(_pages(set(changed)) & old), len(old - new))


def describe(
    output: Path,
    names: set[str],
    change: Difference,
    known: Mapping[str, os.stat_result] = MappingProxyType({}),
) -> Section:
    """The site in numbers. What is `known` of files by their paths need not be asked for."""
    sizes = {}
    for name in names:
        # No object is made for each of thousands.
        path = f"{output}{os.sep}{name}"
        sizes[name] = (known.get(path) or os.stat(path)).st_size  # noqa: PTH116
    pages = _pages(names)
    feeds = [name for name in names if name.endswith((".rss.xml", ".atom.xml", ".json", ".ics"))]
    total = sum(sizes.values()) / _MEGABYTE
    counted = f"{len(pages):,} {'page' if len(pages) == 1 else 'pages'}"
    lines = [f"{counted}, feeds and calendars: {len(feeds):,}, together {total:.1f} MB"]
    if sizes:
        largest = min(sizes, key=lambda name: (-sizes[name], name))
        lines.append(f"The largest file is {largest}, {sizes[largest] / 1000:,.0f} KB")
    parts = [(change.new, "new"), (change.changed, "changed"), (change.gone, "gone")]
    told = ", ".join(f"{number:,} {what}" for number, what in parts if number)
    lines.append(f"Pages: {told}" if told else _NO_CHANGE)
    return "The site", lines


def unchanged(site: Section) -> Section:
    """What `describe` would tell, were nothing to change."""
    heading, lines = site
    return heading, [*lines[:-1], _NO_CHANGE]


def sections(context: Any) -> list[Section]:
    """What other plugins have to tell, in the order of their names."""
    answers = site_summary.send(context)
    told = sorted(answers, key=lambda pair: getattr(pair[0], "__module__", ""))
    return [section for _, found in told for section in found or () if section[1]]


def print_summary(found: Sequence[Section], seconds: float) -> None:
    """Print it, unless the build is to be quiet (-q); plain where no terminal is."""
    if is_quiet():
        return
    for heading, lines in found:
        _print(heading, style="bold")
        for line in lines:
            _print(f"  {line}")
    if console.is_terminal:
        _print(f"Built in {seconds:.1f} seconds.", style="dim")


def is_quiet() -> bool:
    """Whether only errors are to be shown."""
    return logging.getLogger().getEffectiveLevel() > logging.ERROR


@contextmanager
def without_last_line() -> Iterator[None]:
    """Keep Pelican from printing how many articles it has processed."""
    hook = _WithoutLastLine()
    console.push_render_hook(hook)
    try:
        yield
    finally:
        console.pop_render_hook()


@contextmanager
def as_quiet_as_asked() -> Iterator[None]:
    """With -q Pelican's own spinner is not seen, either."""
    before, console.quiet = console.quiet, is_quiet()
    try:
        yield
    finally:
        console.quiet = before


class Progress:
    """What the build does just now, on a terminal only."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._written = 0
        self._set: Callable[[str], None] = lambda _: None

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self._begun

    @contextmanager
    def shown(self) -> Iterator[None]:
        """While this lasts, the stages are seen."""
        if is_quiet() or not console.is_terminal:
            yield
            return
        with console.status("Reading the texts …") as status:
            self._set = status.update
            try:
                yield
            finally:
                self._set = lambda _: None

    def stage(self, text: str) -> None:
        """Say what is done now."""
        self._set(f"{text} …")

    def written(self) -> None:
        """Count a page that was written."""
        self._written += 1
        if self._written % _EVERY == 0:
            self._set(f"Writing the pages: {self._written:,} …")


class _WithoutLastLine:
    """As a `rich.console.RenderHook`, which is not imported before there is something to print."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [one for one in renderables if not str(one).startswith(_LAST_LINE)]


def _print(text: str, style: str = "") -> None:
    console.print(text, style=style, highlight=False, markup=False, emoji=False, soft_wrap=True)


def _pages(names: set[str]) -> set[str]:
    return {name for name in names if os.path.splitext(name)[1] in (".html", ".htm")}  # noqa: PTH122
