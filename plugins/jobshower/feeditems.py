"""Leads, roundups, wishes and their news as items of feeds.

What a feed shows of an item is a template of the theme, `feeds/<kind>.html`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from pelican.urlwrappers import Tag

from .items import Item
from .leads import LeadItem
from .news import News
from .showers import ShowerItem, WishItem
from .weeks import Roundup

__all__ = ["FeedSource"]


class FeedSource:
    """Makes the channels and items of one build.

    `render` takes a template's name and its variables and returns HTML; `library` is read and
    linked; `feeds` is the public side of the feeds plugin.
    """

    def __init__(self, library: Any, settings: dict[str, Any], render: Any, feeds: Any) -> None:
        self.library = library
        self.settings = settings
        self.render = render
        self.feeds = feeds

    def channels(self) -> list[Any]:
        """The feeds of this project, the one for everybody first."""
        channel = self.feeds.Channel
        news = frozenset({"post", "roundup", "wish", "news"})
        return [
            channel(
                name="everything",
                title="Everything",
                description="Posts, each week's roundup, new wishes, and what came of it all: "
                "the one to subscribe to.",
                url="",
                kinds=news,
            ),
            channel(
                name="leads",
                title="Leads",
                description="Job openings that somebody heard of, as soon as they are passed on.",
                url="leads/",
                kinds=frozenset({"lead"}),
            ),
            channel(
                name="roundups",
                title="Roundups",
                description="One letter a week, when the week is over.",
                url="roundups/",
                kinds=frozenset({"roundup"}),
            ),
            channel(
                name="follow-through",
                title="Follow-through",
                description="What came of leads and wishes, step by step.",
                url="follow-through/",
                kinds=frozenset({"news"}),
            ),
            *(self._shower_channel(shower) for shower in self.library.showers),
            *self._tag_channels(),
        ]

    def items(self) -> Iterator[Any]:
        """Every item, in no order that matters."""
        for lead in self.library.leads:
            yield self._lead(lead)
            yield from self._news(lead, lead.trail_news, frozenset())
        for roundup in self.library.roundups:
            # A week is told once, when it is over.
            if not roundup.running:
                yield self._roundup(roundup)
        for shower in self.library.showers:
            names = frozenset({f"showers/{shower.slug}"})
            for wish in shower.wishes:
                yield self._wish(wish, names)
                yield from self._news(wish, wish.trail_news, names)

    def _shower_channel(self, shower: ShowerItem) -> Any:
        return self.feeds.Channel(
            name=f"showers/{shower.slug}",
            title=shower.record.title,
            description=f"What {shower.record.seeker} wishes for, and who helped.",
            url=shower.url,
        )

    def _tag_channels(self) -> Iterator[Any]:
        tags = {self._tag(tag).slug: tag for lead in self.library.leads for tag in lead.tags}
        for slug, name in sorted(tags.items()):
            yield self.feeds.Channel(
                name=f"tags/{slug}",
                title=name,
                description=f"Posts and leads with the tag “{name}”.",
                url=self._tag(name).url,
            )

    def _tag(self, name: str) -> Any:
        return Tag(name, self.settings)

    def _lead(self, lead: LeadItem) -> Any:
        # A lead that was taken back stays under its id, so that readers who have it see that.
        retracted = lead.retracted
        title = f"{lead.record.title} at {lead.record.company}"
        return self._item(
            lead,
            title="A lead that was taken back" if retracted else title,
            summary=lead.closed_why,
            updated=self._midnight(lead, max(lead.last_news, lead.closed_on or lead.day)),
            categories=() if retracted else lead.record.tags,
            channels=frozenset(f"tags/{self._tag(tag).slug}" for tag in lead.record.tags),
            html=lambda base: self.render("feeds/lead", lead=lead, base=base),
        )

    def _wish(self, wish: WishItem, channels: frozenset[str]) -> Any:
        return self._item(
            wish,
            title=f"{wish.shower.record.seeker} wishes: {wish.record.title}",
            updated=self._midnight(wish, wish.last_news),
            categories=(wish.kind_name,),
            channels=channels,
            html=lambda base: self.render("feeds/wish", wish=wish, base=base),
        )

    def _item(self, item: Item, **fields: Any) -> Any:
        return self.feeds.FeedItem(
            id=self.feeds.item_id(self.settings, item.kind.name, item.slug, item.record.id),
            kind=item.kind.name,
            url=item.url,
            published=self._midnight(item, item.day),
            authors=(item.options.author,) if item.options.author else (),
            source=item.source,
            **fields,
        )

    def _news(
        self, item: LeadItem | WishItem, news: Iterable[News], channels: frozenset[str]
    ) -> Iterator[Any]:
        """One item an entry.

        Its id counts equal events of a day, so that a reworded note stays the same item.
        """
        if isinstance(item, LeadItem) and item.retracted:
            return
        seen: dict[str, int] = {}
        for one in news:
            base_id = f"{item.slug}/{one.day}-{one.entry.event}"
            seen[base_id] = count = seen.get(base_id, 0) + 1
            slug = base_id if count == 1 else f"{base_id}-{count}"
            yield self.feeds.FeedItem(
                id=self.feeds.item_id(self.settings, f"{item.kind.name}-news", slug),
                kind="news",
                url=item.url,
                title=f"{item.record.title}: {one.text}",
                published=self._midnight(item, one.day),
                updated=self._midnight(item, one.day),
                channels=channels,
                source=item.source,
                authors=(item.options.author,) if item.options.author else (),
                html=lambda base, one=one: self.render("feeds/news", news=one, base=base),
            )

    def _roundup(self, roundup: Roundup) -> Any:
        # Told on the Monday after: nothing that belongs to the week can come later.
        options = self.library.options
        told = datetime.combine(
            roundup.week.sunday + timedelta(days=1), time(), tzinfo=options.zone
        )
        return self.feeds.FeedItem(
            id=self.feeds.item_id(self.settings, "roundup", roundup.slug),
            kind="roundup",
            url=roundup.url,
            title=roundup.title,
            summary=roundup.words.record.summary if roundup.words else "",
            published=told,
            updated=told,
            source=roundup.words.source if roundup.words else roundup.url,
            authors=(options.author,) if options.author else (),
            html=lambda base: self.render("feeds/roundup", roundup=roundup, base=base),
        )

    @staticmethod
    def _midnight(item: Item, day: Any) -> datetime:
        """The start of a day where the site is: all that is known of when a lead was heard."""
        return datetime.combine(day, time(), tzinfo=item.options.zone)
