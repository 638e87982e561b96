"""Pages are rendered on all cores, when every generator has said what there is to render.

`Writer.write_file` notes a page instead of rendering it, as long as a generator runs that is known
not to look at what it has written: Pelican's own, and those whose class says
`renders_later = True`. Then forked processes render, each what is next; this one tells what they
have logged, and sends `content_written`, page after page in the order in which one process would
have done so. The first error is that process's too: what a helper could not render is rendered
here.

Whoever looks at pages can do so in the process that has rendered one, while it is at hand: an
object in the context under `LOOKS_AT_PAGES` has `look(path, data)`, whose result (bytes) its
`take(path, result, key)` gets in this process, before `content_written`. `key` (bytes, or None)
stands for all that the page was made of. In a later build the same object says which pages may
stay as they are online, since what was found in them is known: `may_stay(path, key)` in any
process, before `stay(path, key)` in this one. While `stays` is False, every page is rendered.
It may have other files looked at by these processes: after `wait()` it has `waiting()`, groups of
paths that one process should look at, by `look_at(path)`, whose result `take` gets.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator
from pelican.paginator import Paginator
from pelican.plugins import signals
from pelican.utils import get_relative_path, path_to_url
from pelican.writers import Writer

from .addresses import below, joined
from .attached import can_settle, settle
from .early import show_early
from .environments import asks_in_order, own_in_context
from .incremental import Incremental, changes_pages, knows
from .making import Making, tell_written
from .page import Page, merged

__all__ = ["LOOKS_AT_PAGES", "Rendering"]

logger = logging.getLogger(__name__)

LOOKS_AT_PAGES = "looks_at_pages"

# Pelican's own generators, and the signals at which something might look at their pages.
_KNOWN: Mapping[type, tuple[Any, ...]] = {
    ArticlesGenerator: (signals.article_generator_write_article, signals.article_writer_finalized),
    PagesGenerator: (signals.page_generator_write_page, signals.page_writer_finalized),
    StaticGenerator: (),
}


class Rendering:
    """The pages of one build."""

    def __init__(self, helpers: int, cache: Path | None) -> None:
        """`helpers` more processes render; what is remembered of pages lies below `cache`."""
        self._helpers = helpers
        self._cache = cache
        self._incremental: Incremental | None = None
        self._contents: list[Any] = []
        self._main: Any = None
        self._pages: list[Page] = []
        self._writer: Any = None
        self._in_order: bool | None = None

    def watch(self, generators: list[Any]) -> None:
        """`all_generators_finalized`: from now on, Pelican asks each of them for its output."""
        self._contents = [it for it in generators[0].context["generated_content"].values() if it]
        if not can_settle(self._contents):
            return
        self._main = generators[0].context
        writing = [it for it in generators if hasattr(it, "generate_output")]
        for generator in writing:
            last = generator is writing[-1]
            generator.generate_output = partial(
                self._output, generator.generate_output, _renders_later(generator), last
            )

    def _output(self, original: Any, later: bool, last: bool, writer: Any) -> None:
        if self._in_order is None:
            # Now every plugin has put there what it has.
            self._in_order = asks_in_order(own_in_context(self._main, writer.settings["FAST_PURE"]))
        if self._in_order:
            original(writer)
            return
        if type(writer).write_file is not Writer.write_file or self._writer not in {None, writer}:
            later = False
        if not later:
            self._render()
            original(writer)
            return
        if self._writer is None:
            settle(self._contents)
        if self._helpers and hasattr(watcher := self._main.get(LOOKS_AT_PAGES), "wait"):
            watcher.wait()
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
        count = next(iter(paginators.values())).num_pages
        for number in range(1, count + 1):
            page = paginators[next(reversed(paginators))].page(number)
            local = partial(_paginated, kwargs, paginators, number)
            self._note_page(
                page.save_as,
                template,
                context,
                local,
                relative_urls,
                override_output,
                number / count,
            )

    def _note_page(
        self,
        name: str,
        template: Any,
        context: Any,
        more: Any,
        relative_urls: bool,
        override: bool,
        part: float = 0.0,
    ) -> None:
        """`more` are the page's own variables, or a function that says them."""
        own = {"localsiteurl": context.get("localsiteurl", None)}
        if relative_urls:
            own["SITEURL"] = own["localsiteurl"] = path_to_url(get_relative_path(name))
        own["output_file"] = name
        if own["localsiteurl"]:
            context["localsiteurl"] = own["localsiteurl"]
        writer = self._writer
        path = joined(writer.output_path, name)
        site = self._main.get("localsiteurl")
        inside = below(path, writer.output_path)
        more = partial(merged, own, more) if callable(more) else own | more
        page = Page(path, template, context, more, self._main, site, inside, part)
        if path in writer._written_files:  # noqa: SLF001
            # One page over another: Pelican decides, and what was noted before is there by then.
            self._render()
            _write(writer, page, override=override)
            return
        # What its `_open_w` remembers.
        writer._written_files.add(path)  # noqa: SLF001
        if override:
            writer._overridden_files.add(path)  # noqa: SLF001
        self._pages.append(page)
        show_early(page, name, writer.settings)

    def _render(self) -> None:
        """Render what was noted."""
        pages, self._pages = self._pages, []
        watcher = self._main.get(LOOKS_AT_PAGES)
        files = watcher.waiting() if hasattr(watcher, "waiting") else []
        incremental = None
        if pages:
            # Some are made of a copy of the context.
            most = Counter(id(page.shared) for page in pages).most_common(1)[0][0]
            shared = next(page.shared for page in pages if id(page.shared) == most)
            pages = [page.over(shared) for page in pages]
            incremental = self._begin(pages, watcher)
        Making(watcher, incremental).make_all(pages, files, self._helpers)

    def _begin(self, pages: list[Page], watcher: Any) -> Incremental | None:
        """What is remembered of pages, if none need be rendered for another reason."""
        if self._cache is None:
            return None
        environments = {page.template.environment for page in pages}
        who = changes_pages()
        if (
            who
            or not all(map(knows, environments))
            or any(page.shared is not pages[0].shared for page in pages)
        ):
            logger.debug("All pages are rendered, since %s may change them.", who or "the theme")
            return None
        if watcher and not getattr(watcher, "stays", False):
            return None
        if self._incremental is None:
            self._incremental = Incremental(
                self._writer.settings, self._cache, self._writer.output_path, watcher
            )
        self._incremental.begin(pages[0].shared, environments)
        return self._incremental

    def save(self) -> None:
        """Everything is written: remember it."""
        if self._incremental:
            self._incremental.save()
            self._incremental = None


def _paginated(
    kwargs: Mapping[str, Any], paginators: Mapping[str, Paginator], number: int
) -> dict[str, Any]:
    """The variables of one page of a list. All lists' pages at once would fill memory."""
    local = dict(kwargs)
    for key, paginator in paginators.items():
        last = number == paginator.num_pages
        local[f"{key}_paginator"] = paginator
        local[f"{key}_page"] = paginator.page(number)
        local[f"{key}_previous_page"] = paginator.page(number - 1) if number > 1 else None
        local[f"{key}_next_page"] = None if last else paginator.page(number + 1)
    return local


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


def _write(writer: Any, page: Page, *, override: bool) -> None:
    """Render and write one page as Pelican does."""
    output = page.render()
    Path(page.path).parent.mkdir(parents=True, exist_ok=True)
    with writer._open_w(page.path, "utf-8", override=override) as file:  # noqa: SLF001
        file.write(output)
    tell_written(page)
