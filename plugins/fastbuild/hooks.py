"""What this plugin does at Pelican's signals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fingerprint import site_fingerprint
from problems import tell

from .ahead import Ahead, read_ahead
from .aside import Aside
from .conversions import Conversions
from .crew import processors
from .environments import asks_in_order, own_functions
from .readers import Quick, quick_readers
from .recipe import Recipe
from .remembered import Remembered
from .render import Rendering
from .settings import DEFAULTS, check
from .shelf import Shelf
from .store import Store
from .templates import TemplateCache

__all__ = [
    "note_readers",
    "prepare",
    "read_early",
    "render_later",
    "save_conversions",
    "save_templates",
    "share_templates",
    "speed_up_readers",
]

# Pelican hands its settings from object to object; this is where they meet.
_KEY = "FASTBUILD"
# What a process that builds again and again keeps (tools/serve/warm.py).
_MEMORY = "kept_in_memory"
# To keep so many new texts takes a while.
_MANY = 500


class _Build:
    """What one build has in common."""

    def __init__(self, settings: Any) -> None:
        self.helpers = (settings["FAST_PROCESSES"] or processors()) - 1
        self.templates: TemplateCache | None = None
        self.rendering: Rendering | None = None
        self.readers: Any = None
        # A process that builds again keeps what it has read, and need not read it again.
        self.shelf = None if _MEMORY in settings else Shelf(self._folder(settings))
        self._settings = settings
        self._conversions: Conversions | None = None
        self._store: Store | None = None
        self._remembered: Remembered | None = None
        self._ahead: Ahead | None = None
        self._saving: Aside | None = None

    @property
    def ahead(self) -> Ahead | None:
        """What other processes read, if there is more than one."""
        if self._ahead is None and self.helpers:
            self._ahead = Ahead(self.conversions, self.remembered, self.helpers)
        return self._ahead

    @property
    def conversions(self) -> Conversions:
        if self._conversions is None:
            options = self._settings["MARKDOWN"]
            self._store = self.store("markdown")
            self._conversions = Conversions(
                options, Recipe(options, self._store), self._store, self.cache
            )
        return self._conversions

    @property
    def cache(self) -> Path | None:
        """The folder of the cache, unless nothing is to be kept."""
        return self._folder(self._settings)

    @staticmethod
    def _folder(settings: Any) -> Path | None:
        return Path(settings["CACHE_PATH"], "fastbuild") if settings["FAST_CACHE"] else None

    @property
    def remembered(self) -> Remembered | None:
        """What was read before, if that may be used."""
        if self._remembered is None and self.conversions.pure:
            memory = self._settings.get(_MEMORY)
            if memory is not None:
                self._remembered = Remembered(self._settings, memory.setdefault("fastbuild", {}))
            elif store := self.store("texts"):
                recipe = site_fingerprint(self._settings, self.conversions.recipe)
                self._remembered = Remembered(self._settings, {}, store, recipe, self.cache)
        return self._remembered

    def store(self, name: str) -> Store | None:
        """A file of the cache, unless nothing is to be kept."""
        if self.cache is None:
            return None
        return Store(self.cache / f"{name}.sqlite", self._settings["FAST_CACHE_BYTES"])

    def save_conversions(self, later: bool = False) -> None:
        """All texts are read; in a process that shows a page first, they can be saved `later`."""
        if self._ahead:
            self._ahead.finish()
        if later and _MEMORY in self._settings:
            return
        many = self._conversions is not None and len(self._conversions.new) >= _MANY
        if many and self.helpers:
            self._save_aside()
        else:
            self._save()
        if self._remembered:
            self._remembered.close()
        if self._conversions:
            self._conversions.close()
        self._conversions = self._store = self._remembered = self._ahead = None

    def _save(self) -> None:
        if self._remembered:
            self._remembered.save()
        if self._conversions:
            self._conversions.save()

    def _save_aside(self) -> None:
        """Save in another process: nothing of it is needed in this build."""
        stores = [it.store for it in (self._remembered, self._conversions) if it and it.store]
        for store in stores:
            # A connection is one process's.
            store.close()

        def save() -> None:
            for store in stores:
                store.open_again()
            self._save()
            for store in stores:
                store.close()

        self._saving = Aside(save)

    def saved(self) -> None:
        """Wait until all is saved, and tell what was told of it."""
        if self._saving:
            self._saving.finish()
            self._saving = None

    def __reduce__(self) -> tuple[type, tuple[()]]:
        """Contents are pickled with their settings by Pelican's own cache: nothing of this is."""
        return type(None), ()


def prepare(pelican: Any) -> None:
    """`initialized`: the settings' defaults; a site's own are checked."""
    settings = pelican.settings
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)
    wrong = check(settings)
    tell(settings, wrong)
    if not wrong:
        settings[_KEY] = _Build(settings)


def speed_up_readers(readers: Any) -> None:
    """`readers_init`: Markdown is converted once."""
    build = readers.settings.get(_KEY)
    if build:
        quick_readers(readers, build.conversions)
        if build.ahead:
            read_ahead(readers, build.ahead)
        if build.remembered:
            build.remembered.put_into(readers, Quick)


def note_readers(generator: Any) -> None:
    """`article_generator_init`: with these, articles will be read."""
    build = generator.settings.get(_KEY)
    if build:
        build.readers = generator.readers


def read_early(generator: Any) -> None:
    """`page_generator_init`, when everybody has had the articles' readers: a new site is read."""
    build = generator.settings.get(_KEY)
    # What a process has in memory is no part of the store.
    if not build or not build.readers or _MEMORY in generator.settings:
        return
    if build.ahead and build.conversions.is_new:
        build.ahead.begin_early(build.readers)
    build.readers = None


def share_templates(readers: Any) -> None:
    """`readers_init`, as each generator begins with it: all of a build share their templates."""
    build, options = readers.settings.get(_KEY), readers.settings["JINJA_ENVIRONMENT"]
    if build and not options.get("bytecode_cache"):
        # What a process has imported stays as it is.
        code = readers.settings.get(_MEMORY, {}).setdefault("fastbuild_modules", {})
        build.templates = TemplateCache(build.store("templates"), code)
        readers.settings["JINJA_ENVIRONMENT"] = options | {"bytecode_cache": build.templates}


def save_conversions(generators: list[Any]) -> None:
    """`all_generators_finalized`: everything is read."""
    build = generators[0].settings.get(_KEY)
    if build:
        build.save_conversions(later=True)


def render_later(generators: list[Any]) -> None:
    """`all_generators_finalized`: pages are rendered when all are known."""
    build = generators[0].settings.get(_KEY)
    if build and (build.helpers or build.cache) and not _own_functions(generators):
        build.rendering = Rendering(build.helpers, build.cache)
        build.rendering.watch(generators)


def _own_functions(generators: list[Any]) -> bool:
    """Whether templates have functions that may have to be called in order, for each page."""
    known = generators[0].settings["FAST_PURE"]
    environments = [it.env for it in generators if hasattr(it, "env")]
    return any(asks_in_order(own_functions(it, known)) for it in environments)


def save_templates(pelican: Any) -> None:
    """`finalized`: everything is written."""
    build = pelican.settings.get(_KEY)
    if build:
        build.save_conversions()
        build.saved()
    if build and build.rendering:
        build.rendering.save()
        build.rendering = None
    build, options = pelican.settings.get(_KEY), pelican.settings["JINJA_ENVIRONMENT"]
    if build and build.templates and options.get("bytecode_cache") is build.templates:
        build.templates.save()
        build.templates = None
        # An object of autoreload's builds again.
        del pelican.settings["JINJA_ENVIRONMENT"]["bytecode_cache"]


save_templates.leaves_pages = True  # type: ignore[attr-defined]
