"""Pages are rendered on all cores, when a generator has said what there is to render.

`Writer.write_file` notes a page instead of rendering it, as long as a generator runs that is known
not to look at what it has written: Pelican's own, and those whose class says
`renders_later = True`. Then forked processes render, each what is next. If there is much, they
begin while the next generators write what is no page; in the end this one tells what they have
logged, and sends `content_written`, page after page in the order in which one process would have
done so. The first error is that process's too: what a helper could not render is rendered
here.

Whoever looks at pages can do so in the process that has rendered one, while it is at hand: an
object in the context under `LOOKS_AT_PAGES` has `look(path, data)`, whose result (bytes) its
`take(path, result, key)` gets in this process, before `content_written`; b"" is for a page that is
too large for that, and is to be looked at later. `key` (bytes, or None) stands for all that the
page was made of. In a later build the same object says which pages may stay as they are online,
since what was found in them is known: `may_stay(path, key)` in any process, before
`stay(path, key)` in this one. While `stays` is False, every page is rendered.
By `wait_for(function)` it is told what it has to call before anything is online.
It may have other files looked at by these processes: after `wait()` it has `waiting()`, groups of
paths that one process should look at, by `look_at(path)`, whose result `take` gets.
"""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from sys import intern
from time import monotonic
from typing import Any

from pelican.paginator import Paginator
from pelican.plugins import signals
from pelican.utils import get_relative_path, path_to_url
from pelican.writers import Writer

from .addresses import below, joined
from .aside import Aside
from .attached import can_settle, settle
from .early import show_early
from .environments import asks_in_order, own_in_context
from .incremental import Incremental, changes_pages, knows
from .making import Begun, Making, tell_written
from .noted import list_page, renders_later, together
from .page import Page, merged

__all__ = ["LOOKS_AT_PAGES", "Rendering"]

logger = logging.getLogger(__name__)

LOOKS_AT_PAGES = "looks_at_pages"
# With so many pages of one generator others begin at once.
_MANY = 50
# So many seconds later it is seen whether they have done what they had.
_PAUSE = 0.02


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
        self._begun: Begun | None = None
        self._looked = 0.0
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
                self._output, generator.generate_output, renders_later(generator), last
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
        self._write_later(original)
        if last:
            self._render()
        elif self._helpers and len(self._pages) >= _MANY and not self._begun:
            self._begin_early()

    def _write_later(self, original: Any) -> None:
        """Have a generator write, and note its pages."""
        writer = self._writer
        writer.write_file = self._note
        try:
            original(writer)
        except BaseException:
            # Nobody is to write into what is cleared away now.
            if self._begun:
                self._begun.end()
            raise
        finally:
            del writer.write_file

    def _begin_early(self) -> None:
        """Have others begin with what was noted, while this one writes what is no page."""
        pages, self._pages = together(self._pages), []
        site = self._main.get("localsiteurl")
        self._begun = Begun(self._helpers + 1, busy=True)
        self._begun.add(self._making(pages), pages, [])
        if site:
            self._main["localsiteurl"] = site
        signals.feed_written.connect(self._go_on)

    def _go_on(self, *_: Any, **__: Any) -> None:
        """`feed_written`, and when a page is noted: others are to be kept at work."""
        if self._begun and monotonic() - self._looked > _PAUSE:
            self._begun.go_on()
            self._looked = monotonic()

    _go_on.leaves_pages = True  # type: ignore[attr-defined]

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
            local = partial(list_page, kwargs, paginators, number)
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
        # Whoever else names it holds the same text.
        inside = intern(below(path, writer.output_path))
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
        self._go_on()
        show_early(page, name, writer.settings)

    def _render(self) -> None:
        """Render what was noted."""
        begun, self._begun = self._begun, None
        pages, self._pages = together(self._pages), []
        watcher = self._main.get(LOOKS_AT_PAGES)
        files = watcher.waiting() if hasattr(watcher, "waiting") else []
        making = self._making(pages)
        if not begun:
            making.make_all(pages, files, self._helpers)
            return
        signals.feed_written.disconnect(self._go_on)
        begun.add(making, pages, files)
        begun.finish()

    def _making(self, pages: list[Page]) -> Making:
        watcher = self._main.get(LOOKS_AT_PAGES)
        environments = {page.template.environment for page in pages}
        for environment in environments:
            # All pages of a build are made of the same templates; nor is each looked for anew.
            environment.auto_reload = False
        return Making(watcher, self._begin(pages, environments, watcher) if pages else None)

    def _begin(self, pages: list[Page], environments: set[Any], watcher: Any) -> Incremental | None:
        """What is remembered of pages, if none need be rendered for another reason."""
        if self._cache is None:
            return None
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
        incremental, self._incremental = self._incremental, None
        watcher = self._main.get(LOOKS_AT_PAGES)
        if incremental and self._helpers and incremental.large and hasattr(watcher, "wait_for"):
            watcher.wait_for(Aside(incremental.save).finish)
        elif incremental:
            incremental.save()


def _write(writer: Any, page: Page, *, override: bool) -> None:
    """Render and write one page as Pelican does."""
    output = page.render()
    Path(page.path).parent.mkdir(parents=True, exist_ok=True)
    with writer._open_w(page.path, "utf-8", override=override) as file:  # noqa: SLF001
        file.write(output)
    tell_written(page)
