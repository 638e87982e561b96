"""Leads, roundups, wishes and their news as items of feeds.

What a feed shows of an item is a template of the theme, `feeds/<kind>.html`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from pelican.urlwrappers import Tag

from .items import Item
from .leads import LeadItem
from .news import News
from .settings import Options
from .showers import ShowerItem, WishItem
from .weeks import Roundup

__all__ = ["FeedSource", "changed", "midnight"]


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
            yield from self._news(lead, frozenset())
        for roundup in self.library.roundups:
            # A week is told once, when it is over.
            if not roundup.running:
                yield self._roundup(roundup)
        for shower in self.library.showers:
            names = frozenset({f"showers/{shower.slug}"})
            for wish in shower.wishes:
                yield self._wish(wish, names)
                yield from self._news(wish, names)

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
        title = f"{lead.record.title} at {lead.record.company}"
        return self._item(
            lead,
            title="A lead that was taken back" if lead.retracted else title,
            summary=lead.closed_why or lead.brief,
            retracted=lead.retracted,
            updated=changed(lead, max(lead.last_news, lead.closed_on or lead.day)),
            categories=lead.record.tags,
            channels=frozenset(f"tags/{self._tag(tag).slug}" for tag in lead.record.tags),
            html=self._html("feeds/lead", lead, lead=lead),
        )

    def _wish(self, wish: WishItem, channels: frozenset[str]) -> Any:
        return self._item(
            wish,
            title=f"{wish.shower.record.seeker} wishes: {wish.record.title}",
            updated=changed(wish, wish.last_news),
            categories=(wish.kind_name,),
            channels=channels,
            html=self._html("feeds/wish", wish, wish=wish),
        )

    def _item(self, item: LeadItem | WishItem, **fields: Any) -> Any:
        return self.feeds.FeedItem(
            id=self._id(item),
            kind=item.kind.name,
            url=item.url,
            published=midnight(item.options, item.day),
            authors=self._authors,
            source=item.source,
            **fields,
        )

    def _id(self, item: Item) -> str:
        return self.feeds.item_id(self.settings, item.kind.name, item.slug, item.record.id)

    def _news(self, item: LeadItem | WishItem, channels: frozenset[str]) -> Iterator[Any]:
        """One item an entry, with the item's own id and a fragment (RFC 4151 section 2.1).

        The fragment counts equal events of a day, so that a reworded note stays the same item.
        What was told of a lead before it was taken back is taken back with it.
        """
        gone = isinstance(item, LeadItem) and item.retracted
        told = [News(item, entry) for entry in item.record.trail] if gone else item.trail_news
        seen: dict[str, int] = {}
        for one in told:
            name = f"{one.day}-{one.entry.event}"
            seen[name] = count = seen.get(name, 0) + 1
            retracted = gone and one.entry.event != "retracted"
            what = "A lead that was taken back" if gone else item.record.title
            published = midnight(item.options, one.day)
            yield self.feeds.FeedItem(
                id=f"{self._id(item)}#{name}{f'-{count}' if count > 1 else ''}",
                kind="news",
                url=item.url,
                title=what if retracted else f"{one.text}: {what}",
                summary="" if retracted else f"{one.text}. {one.entry.note}".strip(),
                published=published,
                updated=changed(item, item.last_news) if retracted else published,
                retracted=retracted,
                channels=channels,
                source=item.source,
                authors=self._authors,
                html=self._html("feeds/news", item, news=one, retracted=retracted),
            )

    def _roundup(self, roundup: Roundup) -> Any:
        # Nothing that belongs to the week can come later than the Monday after.
        options = self.library.options
        return self.feeds.FeedItem(
            id=self.feeds.item_id(self.settings, "roundup", roundup.slug),
            kind="roundup",
            url=roundup.url,
            title=roundup.title,
            summary=roundup.words.record.summary if roundup.words else "",
            published=midnight(options, roundup.published),
            updated=midnight(options, roundup.modified),
            source=roundup.words.source if roundup.words else roundup.url,
            authors=self._authors,
            html=self._html("feeds/roundup", roundup.words, roundup=roundup),
        )

    def _html(self, template: str, item: Item | None, **variables: Any) -> Callable[[str], str]:
        """What a template makes of an item, once the absolute address is known."""

        def html(base: str) -> str:
            text = self.render(template, base=base, **variables)
            return self.feeds.resolve_srcset(item.page, text, base) if item else text

        return html

    @property
    def _authors(self) -> tuple[str, ...]:
        author = self.library.options.author
        return (author,) if author else ()


def midnight(options: Options, day: date) -> datetime:
    """The start of a day where the site is: all that is known of when a lead was heard."""
    return datetime.combine(day, time(), tzinfo=options.zone)


def changed(item: LeadItem | WishItem, day: date) -> datetime:
    """When an item last changed: its newest day, and a minute for each entry of its trail.

    Trails know days, and readers take a second change on a day only with a later time.
    """
    minutes = min(len(item.record.trail), 24 * 60 - 1)
    return midnight(item.options, day) + timedelta(minutes=minutes)
