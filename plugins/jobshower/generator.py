"""Pelican's side: one generator that reads, checks and writes all kinds of this project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from blinker import signal
from pelican.generators import CachingGenerator
from pelican.urlwrappers import Tag

from fingerprint import site_fingerprint
from problems import ProblemsFound, tell

from . import board as boards
from .cards import card_of
from .contents import ItemContent
from .eventmonths import build_months
from .followthrough import follow_through
from .items import Item
from .known import KeptSources, KnownFiles
from .leads import LeadItem
from .library import read_library
from .pages import PAGES
from .replies import reply_link
from .settings import read_options

__all__ = ["JobshowerGenerator"]

item_preread = signal("jobshower_item_preread")
item_context = signal("jobshower_item_context")
"""As Pelican's own signals of these names: before an item is read, and with its metadata."""


# What a process that builds again and again keeps (tools/serve/warm.py).
_MEMORY = "kept_in_memory"


class JobshowerGenerator(CachingGenerator):
    """Reads the library as soon as it is made, before any generator writes or deletes a file."""

    # For fastbuild: it never looks at a page that it has written.
    renders_later = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Read the library, and tell all that is wrong with it.

        Without anybody who collects problems (`problems.tell`), that raises ProblemsFound.
        """
        super().__init__(*args, **kwargs)
        options = read_options(self.settings)
        self.library, problems = read_library(options, self._known())
        tell(self.context, problems)
        self.context["jobshower"] = self.library
        # For whoever checks links.
        self.context["not_shown"] = {item.source for item in self.library.waiting}
        self.context["today"] = options.today

    def _known(self) -> KnownFiles:
        memory = self.settings.get(_MEMORY)
        if memory is not None:
            return KnownFiles(memory)
        cache = Path(self.settings["CACHE_PATH"])
        return KnownFiles(None, KeptSources(cache, lambda: site_fingerprint(self.settings)))

    def generate_context(self) -> None:
        """Read the texts, and put everything that templates use into the context."""
        for item in self._own_items():
            self._read(item)
        for post in (*self.library.posts, *self.library.pages):
            post.page = self.context["generated_content"].get(post.source)
        for post in self.library.posts:
            if post.page is not None:
                post.page.item = post
                post.page.reply_link = reply_link(post, f"Re: {post.record.title}")
        self.readers.save_cache()
        library = self.library
        self.boards = boards.build_boards(library.leads, self._tag_slug)
        by_tag: dict[str, list[LeadItem]] = {}
        for lead in library.leads:
            for tag in lead.record.tags:
                by_tag.setdefault(self._tag_slug(tag), []).append(lead)
        self.context |= {
            "leads": library.leads,
            "showers": library.showers,
            "members": library.members,
            "events": library.events,
            "event_months": build_months(library.events, library.options.today),
            "roundups": library.roundups,
            "current_roundup": next(iter(library.roundups), None),
            "follow_through": follow_through(library.leads, library.showers),
            "board": self.boards[0],
            "boards": self.boards,
            "people": {member.record.title: member.url for member in library.members},
            "tag_leads": lambda tag: by_tag.get(tag.slug, []),
            "tag_url": lambda name: Tag(name, self.settings).url,
        }
        for name in ("tag_leads", "tag_url"):
            # For fastbuild: the same each time.
            self.context[name].pure = True
        # Its page of feeds is there; the theme is used without it, too.
        self.context["subscribable"] = True
        # For the feeds plugin, which asks for items when all contexts are complete.
        self.context["jobshower_render"] = self.render
        # That plugin fills them, where it is used.
        for name in ("feeds", "calendars", "blogroll"):
            self.context.setdefault(name, [])
        self.context.setdefault("blogroll_path", "")

    def generate_output(self, writer: Any) -> None:
        """Write a page for each thing that has one, then the pages that list them."""
        for board in self.boards:
            self._write(writer, "leads", board.url, board.title, board=board)
        for lead in self.library.leads:
            title = f"{lead.record.title} at {lead.record.company}"
            self._write(writer, "lead", lead.url, title, lead=lead)
        for roundup in self.library.roundups:
            self._write(writer, "roundup", roundup.url, roundup.title, roundup=roundup)
        for shower in self.library.showers:
            self._write(writer, "shower", shower.url, shower.record.title, shower=shower)
            title, card = f"Card: {shower.record.title}", card_of(shower)
            self._write(writer, "card", shower.card_url, title, shower=shower, card=card)
        for page in PAGES:
            self._write(writer, page.template, page.url, page.title, save_as=page.save_as)

    def render(self, name: str, **variables: Any) -> str:
        """A template of the theme as text, with the context and these variables."""
        return self.get_template(name).render(self.context | variables)

    render.pure = True  # type: ignore[attr-defined]

    def _own_items(self) -> Iterator[Item]:
        """All but posts and pages, which Pelican reads."""
        library = self.library
        # Where there are problems, no pages: the texts are read for what is wrong in them.
        yield from library.sound
        yield from library.leads
        yield from library.words
        for shower in library.showers:
            yield shower
            yield from shower.wishes
        yield from library.members
        yield from library.events

    def _read(self, item: Item) -> None:
        def content_class(**kwargs: Any) -> ItemContent:
            return ItemContent(item, **kwargs)

        try:
            item.page = self.readers.read_file(
                base_path=self.path,
                path=item.source,
                content_class=content_class,
                context=self.context,
                preread_signal=item_preread,
                preread_sender=self,
                context_signal=item_context,
                context_sender=self,
            )
        except ProblemsFound as found:
            tell(self.context, found.problems)
            return
        self.add_source_path(item.page)
        self.add_static_links(item.page)

    def _write(
        self, writer: Any, template: str, url: str, title: str, save_as: str = "", **variables: Any
    ) -> None:
        writer.write_file(
            save_as or f"{url}index.html",
            self.get_template(template),
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            url=url,
            page_url=url,
            page_title=title,
            **variables,
        )

    def _tag_slug(self, name: str) -> str:
        return Tag(name, self.settings).slug
