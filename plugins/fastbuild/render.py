"""Pages are rendered on all cores, when every generator has said what there is to render.

`Writer.write_file` notes a page instead of rendering it, as long as a generator runs that is known
not to look at what it has written: Pelican's own, and those whose class says
`renders_later = True`. Then forked processes render, each what is next; this one does its share,
tells what each has logged, and sends `content_written`, page after page in the order in which one
process would have done so. The first error is that process's too: what a helper could not
render is rendered here.

Whoever looks at pages can do so in the process that has rendered one, while it is at hand: an
object in the context under `LOOKS_AT_PAGES` has `look(path)`, whose result (bytes) its `take(path,
result)` gets in this process, before `content_written`.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator
from pelican.log import FilteredMessage
from pelican.paginator import Paginator
from pelican.plugins import signals
from pelican.utils import get_relative_path, path_to_url, sanitised_join
from pelican.writers import Writer

from .crew import share_out

__all__ = ["LOOKS_AT_PAGES", "Rendering"]

LOOKS_AT_PAGES = "looks_at_pages"

# So few pages are rendered before a second process has begun.
_FEW = 24
# Pieces of work for each process: small enough that none waits long for another.
_PIECES = 24

# Pelican's own generators, and the signals at which something might look at their pages.
_KNOWN: Mapping[type, tuple[Any, ...]] = {
    ArticlesGenerator: (signals.article_generator_write_article, signals.article_writer_finalized),
    PagesGenerator: (signals.page_generator_write_page, signals.page_writer_finalized),
    StaticGenerator: (),
}


class Page(NamedTuple):
    """A page that is to be rendered."""

    path: str
    template: Any
    shared: Any
    """The context that all pages have in common."""
    more: Mapping[str, Any]
    """What this one has besides."""

    def render(self) -> str:
        """The page as text."""
        siteurl = self.more["localsiteurl"]
        if siteurl:
            self.shared["localsiteurl"] = siteurl
        return self.template.render(self.context())

    def context(self) -> dict[str, Any]:
        """Everything that its template knows. Made anew, since ten thousands would fill memory."""
        context = self.shared.copy()
        context.update(self.more)
        return context


class Done(NamedTuple):
    """What came of rendering a page."""

    records: list[logging.LogRecord]
    looked: bytes | None


class Rendering:
    """The pages of one build."""

    def __init__(self, helpers: int) -> None:
        self._helpers = helpers
        self._pages: list[Page] = []
        self._paths: set[str] = set()
        self._writer: Any = None

    def watch(self, generators: list[Any]) -> None:
        """`all_generators_finalized`: from now on, Pelican asks each of them for its output."""
        if any(map(_attaches, generators[0].context["generated_content"].values())):
            return
        writing = [it for it in generators if hasattr(it, "generate_output")]
        for generator in writing:
            last = generator is writing[-1]
            generator.generate_output = partial(
                self._output, generator.generate_output, _renders_later(generator), last
            )

    def _output(self, original: Any, later: bool, last: bool, writer: Any) -> None:
        if type(writer).write_file is not Writer.write_file or self._writer not in {None, writer}:
            later = False
        if not later:
            self._render()
            original(writer)
            return
        self._writer = writer
        writer.write_file = self._note
        try:
            original(writer)
        finally:
            del writer.write_file
        if last:
            self._render()

    def _note(
        self,
        name: Any,
        template: Any,
        context: Any,
        relative_urls: bool = False,
        paginated: Any = None,
        template_name: str | None = None,
        override_output: bool = False,
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        """As Pelican's `Writer.write_file`, but for the rendering."""
        if not name:
            return
        if paginated is None:
            paginated = {key: kwargs[key] for key in kwargs if key in {"articles", "dates"}}
        sizes = self._writer.settings["PAGINATED_TEMPLATES"]
        if not paginated or template_name not in sizes:
            self._note_page(name, template, context, kwargs, relative_urls, override_output)
            return
        size = sizes[template_name] or self._writer.settings["DEFAULT_PAGINATION"]
        paginators = {
            key: Paginator(name, url, items, self._writer.settings, size)
            for key, items in paginated.items()
        }
        for number in range(1, next(iter(paginators.values())).num_pages + 1):
            local = dict(kwargs)
            for key, paginator in paginators.items():
                page = paginator.page(number)
                local[f"{key}_paginator"] = paginator
                local[f"{key}_page"] = page
                local[f"{key}_previous_page"] = paginator.page(number - 1) if number > 1 else None
                local[f"{key}_next_page"] = (
                    paginator.page(number + 1) if number < paginator.num_pages else None
                )
            self._note_page(page.save_as, template, context, local, relative_urls, override_output)

    def _note_page(
        self,
        name: str,
        template: Any,
        context: Any,
        more: Mapping[str, Any],
        relative_urls: bool,
        override: bool,
    ) -> None:
        own = {"localsiteurl": context.get("localsiteurl", None)}
        if relative_urls:
            own["SITEURL"] = own["localsiteurl"] = path_to_url(get_relative_path(name))
        own["output_file"] = name
        own |= more
        if own["localsiteurl"]:
            context["localsiteurl"] = own["localsiteurl"]
        writer = self._writer
        path = sanitised_join(writer.output_path, name)
        if path in writer._written_files:  # noqa: SLF001
            # One page over another: Pelican decides, and what was noted before is there by then.
            self._render()
            _write(writer, Page(path, template, context, own), override=override)
            return
        # What its `_open_w` remembers.
        writer._written_files.add(path)  # noqa: SLF001
        if override:
            writer._overridden_files.add(path)  # noqa: SLF001
        self._pages.append(Page(path, template, context, own))

    def _render(self) -> None:
        """Render what was noted."""
        pages, self._pages = self._pages, []
        if not pages:
            return
        watcher = pages[0].shared.get(LOOKS_AT_PAGES)
        done: dict[int, Done] = {}
        for folder in {os.path.dirname(page.path) for page in pages}:  # noqa: PTH120
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        helpers = self._helpers if len(pages) > _FEW else 0
        size = max(1, len(pages) // ((helpers + 1) * _PIECES))
        starts = range(0, len(pages), size)

        def work(number: int) -> None:
            for place in range(starts[number], min(starts[number] + size, len(pages))):
                try:
                    with _heard() as records:
                        _render_page(pages[place])
                    looked = watcher.look(pages[place].path) if watcher else None
                except Exception:  # noqa: BLE001 (told below, when it is its turn)
                    return
                done[place] = Done(records, looked)

        if helpers:
            for of_helper in share_out(len(starts), work, lambda: _as_data(done), helpers):
                done.update(of_helper)
        for place, page in enumerate(pages):
            _tell(page, done.pop(place, None), watcher)


def _renders_later(generator: Any) -> bool:
    """Whether a generator's pages may be rendered after it has written them."""
    declared = getattr(type(generator), "renders_later", None)
    if declared is not None:
        return bool(declared)
    return any(
        type(generator).generate_output is known.generate_output
        and not any(signal.receivers for signal in looked_at)
        for known, looked_at in _KNOWN.items()
    )


def _attaches(content: Any) -> bool:
    """Whether a content decides, when it is rendered, where another file is to be."""
    texts = [getattr(content, "_content", ""), *getattr(content, "metadata", {}).values()]
    return any(isinstance(it, str) and ("{attach}" in it or "|attach|" in it) for it in texts)


def _render_page(page: Page) -> None:
    Path(page.path).write_text(page.render(), encoding="utf-8")


def _write(writer: Any, page: Page, *, override: bool) -> None:
    """Render and write one page as Pelican does."""
    output = page.render()
    Path(page.path).parent.mkdir(parents=True, exist_ok=True)
    with writer._open_w(page.path, "utf-8", override=override) as file:  # noqa: SLF001
        file.write(output)
    _tell_written(page)


def _tell(page: Page, done: Done | None, watcher: Any) -> None:
    """Tell of a page what one process would have told, rendering it first if nobody could."""
    if done is None:
        _render_page(page)
    else:
        for record in done.records:
            with suppress(FilteredMessage):
                logging.getLogger(record.name).handle(record)
        if done.looked is not None:
            watcher.take(page.path, done.looked)
    _tell_written(page)


def _tell_written(page: Page) -> None:
    logging.getLogger(Writer.__module__).info('Writing "%s"', page.path)
    if signals.content_written.receivers:
        signals.content_written.send(page.path, context=page.context())


@contextmanager
def _heard() -> Iterator[list[logging.LogRecord]]:
    """What is logged meanwhile, by whatever logger, to be told later.

    Before any filter has seen it: Pelican's remember what was told.
    """
    records: list[logging.LogRecord] = []
    handle, disabled = logging.Logger.handle, logging.root.manager.disable
    logging.Logger.handle = lambda _, record: records.append(record)  # type: ignore[method-assign]
    logging.disable(logging.NOTSET)
    try:
        yield records
    finally:
        logging.Logger.handle = handle  # type: ignore[method-assign]
        logging.disable(disabled)


def _as_data(done: Mapping[int, Done]) -> dict[int, Done]:
    """The records as another process can read them: their texts instead of objects."""
    for records, _ in done.values():
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
    return dict(done)
