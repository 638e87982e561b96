"""One page that is to be rendered, and what is logged meanwhile."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, NamedTuple

from jinja2 import Template
from pelican.log import FilteredMessage

__all__ = ["Page", "as_data", "heard", "merged", "tell_all"]


class Page(NamedTuple):
    """A page that is to be rendered."""

    path: str
    template: Any
    shared: Any
    """The context that all pages have in common."""
    more: Any
    """What this one has besides; or a function that says it, as long as nobody makes the page."""
    main: Any
    """The context in which contents look where they are."""
    site: str | None
    """From where their links lead meanwhile, if these are relative."""
    name: str
    """Its path below the output folder."""
    part: float = 0.0
    """Of a page of a list, how far in that it is: pages near each other there show the same."""

    def opened(self) -> Page:
        """The page with what it has besides."""
        return self._replace(more=self.more()) if callable(self.more) else self

    def render(self) -> str:
        """The page as text."""
        self.localise()
        return _rendered(self.template, self.context())

    def over(self, shared: Any) -> Page:
        """The same page with another shared context, if that is possible."""
        if self.shared is shared or not shared.keys() <= self.shared.keys():
            return self
        own = {
            key: value
            for key, value in self.shared.items()
            if key not in shared or shared[key] is not value
        }
        own.pop("localsiteurl", None)
        if callable(self.more):
            return self._replace(shared=shared, more=partial(merged, own, self.more))
        return self._replace(shared=shared, more=own | self.more)

    def localise(self) -> None:
        """Have contents know from where their links are to lead, if these are relative."""
        if self.site:
            self.main["localsiteurl"] = self.site

    def context(self) -> dict[str, Any]:
        """Everything that its template knows. Made anew, since ten thousands would fill memory."""
        context = self.shared.copy()
        context.update(self.opened().more)
        return context

    def write(self) -> bytes:
        """Render the page into its file; gives what is in that."""
        data = self.render().encode("utf-8")
        if os.linesep != "\n":
            # As Pelican, which writes text.
            data = data.replace(b"\n", os.linesep.encode("ascii"))
        try:
            file = open(self.path, "wb", buffering=0)  # noqa: PTH123, SIM115 (closed below)
        except FileNotFoundError:
            _make_folder(os.path.dirname(self.path))  # noqa: PTH120 (many)
            file = open(self.path, "wb", buffering=0)  # noqa: PTH123, SIM115
        with file:
            file.write(data)
        return data


def _rendered(template: Any, variables: dict[str, Any]) -> str:
    """As `template.render(variables)`, which would copy them twice, and its globals one by one."""
    if type(template) is not Template or template.environment.is_async:
        return str(template.render(variables))
    known: dict[str, Any] = {}
    for more in reversed(template.globals.maps):  # type: ignore[attr-defined] (a ChainMap)
        known.update(more)
    known.update(variables)
    context = template.new_context(known, shared=True)
    try:
        return template.environment.concat(template.root_render_func(context))
    except Exception:  # noqa: BLE001 (Jinja's own, for whatever is raised)
        template.environment.handle_exception()


def _make_folder(folder: str) -> None:
    """Most are one page's, in a folder that is there."""
    try:
        os.mkdir(folder)  # noqa: PTH102
    except OSError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103


def merged(own: dict[str, Any], more: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Both, for a function that says what a page has besides."""
    return own | more()


@contextmanager
def heard() -> Iterator[list[logging.LogRecord]]:
    """What is logged meanwhile, by whatever logger, to be told later.

    Before any filter has seen it: Pelican's remember what was told.
    """
    records: list[logging.LogRecord] = []
    handle, disabled = logging.Logger.handle, logging.root.manager.disable
    logging.Logger.handle = lambda _, record: records.append(record)  # type: ignore[method-assign]
    if disabled:  # or all loggers would forget each time what they are to log
        logging.disable(logging.NOTSET)
    try:
        yield records
    finally:
        logging.Logger.handle = handle  # type: ignore[method-assign]
        if disabled:
            logging.disable(disabled)


def tell_all(records: Iterable[logging.LogRecord]) -> None:
    """Log what was heard."""
    for record in records:
        with suppress(FilteredMessage):
            logging.getLogger(record.name).handle(record)


def as_data(records: Iterable[logging.LogRecord]) -> None:
    """Records as another process can read them: their texts instead of objects."""
    for record in records:
        if isinstance(record.args, tuple):
            record.args = tuple(
                it if isinstance(it, str | int | float) else str(it) for it in record.args
            )
        else:
            record.msg, record.args = record.getMessage(), None
        if record.exc_info:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
            record.exc_info = None
