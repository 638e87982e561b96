"""What is in which feed and calendar: the site's articles and the items of other plugins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import msgspec
from blinker import Signal
from pelican.generators import ArticlesGenerator, Generator
from pelican.urlwrappers import Tag

from problems import Problem, tell

from .articles import article_channels, article_item
from .calendar import Calendar, CalendarItem, sort_into_calendars
from .item import Channel, FeedItem, is_uri
from .pages import current
from .settings import feed_address
from .signals import blogroll, calendar_items, feed_items
from .writer import newest_first

__all__ = ["collect_blogroll", "collect_calendars", "collect_feeds"]

BLOGROLL_PATH = "network.opml"


def collect_feeds(generators: Sequence[Generator]) -> None:
    """Put what is in which feed into the context (receiver of `all_generators_finalized`).

    `context["feeds"]` lists the channels that have items, for templates to link;
    `context["feed_items"]` maps each channel's name to the items that it shows, newest first, and
    `context["feed_paths"]` has the files that they will be, which nothing else may write.

    Tells a problem for two items with one id, and raises ValueError for an item that names a
    channel which nobody declared, or that is in none.
    """
    context = generators[0].context
    channels, items = _ask(feed_items, context)
    articles, translations = _articles(generators)
    # Last, so that other plugins' words for a channel of the same name win.
    channels.extend(article_channels(articles, translations))
    items.extend(article_item(a, a.settings) for a in chain(articles, translations))

    merged = _merge(channels)
    _check_channels(items, merged.values())
    _check_ids(items, context)
    taken = _sort_into(merged.values(), newest_first(items))
    names = sorted(merged, key=_shelf)
    settings = generators[0].settings
    # With archives, every item is written.
    limit = None if settings.get("FEED_ARCHIVES") else settings.get("FEED_MAX_ITEMS")
    found = {
        name: tuple(current(taken[name], limit) if limit else taken[name])
        for name in names
        if name in taken
    }
    context["feeds"] = [merged[name] for name in found]
    context["feed_items"] = found
    context["feed_paths"] = {path for feed in context["feeds"] for path in feed.paths.values()}


def collect_calendars(generators: Sequence[Generator]) -> None:
    """Put what is in which calendar into the context (receiver of `all_generators_finalized`).

    `context["calendars"]` lists the calendars that have items, for templates to link, the one of
    everything first; `context["calendar_items"]` maps each one's name to its items, in order;
    `context["webcal_address"]` is the site's address with that scheme, without a final slash.

    Raises as `collect_feeds` does.
    """
    context = generators[0].context
    calendars, items = _ask(calendar_items, context)
    _check_ids(items, context)
    settings = generators[0].settings

    def tag_calendar(name: str) -> Calendar | None:
        tag = Tag(name, settings)
        words = f"Dates with the tag “{name}”."
        url = tag.url if settings.get("TAG_SAVE_AS") else ""
        return (
            Calendar(name=f"tags/{tag.slug}", title=name, description=words, url=url)
            if tag.slug
            else None
        )

    # A telephone asks its calendar program for what begins with this scheme.
    context["webcal_address"] = f"webcal://{feed_address(settings).partition('://')[2]}"
    found = sort_into_calendars(calendars, items, tag_calendar)
    context["calendars"] = [calendar for calendar, _ in found]
    context["calendar_items"] = {calendar.name: taken for calendar, taken in found}


def collect_blogroll(generators: Sequence[Generator]) -> None:
    """Put others' feeds into `context["blogroll"]` (receiver of `all_generators_finalized`).

    `context["blogroll_path"]` is the file that will list them, "" where there are none.
    """
    context = generators[0].context
    answers = [answer or () for _, answer in blogroll.send(context)]
    context["blogroll"] = outlines = list(chain.from_iterable(answers))
    context["blogroll_path"] = BLOGROLL_PATH if outlines else ""


def _ask(asked: Signal, context: Any) -> tuple[list[Any], list[Any]]:
    """What all receivers declare, and the items that they have."""
    declared: list[Any] = []
    items: list[Any] = []
    for _, answer in asked.send(context):
        more_declared, more_items = answer or ((), ())
        declared.extend(more_declared)
        items.extend(more_items)
    return declared, items


def _articles(generators: Iterable[Generator]) -> tuple[list[Any], list[Any]]:
    """What is published: the articles, and apart from them their translations."""
    found = [one for one in generators if isinstance(one, ArticlesGenerator)]
    return (
        [article for generator in found for article in generator.articles],
        [article for generator in found for article in generator.translations],
    )


def _merge(channels: Iterable[Channel]) -> dict[str, Channel]:
    """One channel a name, in the order declared: the first words for it, all of its kinds."""
    merged: dict[str, Channel] = {}
    for channel in channels:
        first = merged.setdefault(channel.name, channel)
        merged[channel.name] = msgspec.structs.replace(
            first,
            title=first.title or channel.title,
            description=first.description or channel.description,
            url=first.url or channel.url,
            kinds=first.kinds | channel.kinds,
        )
    return merged


def _sort_into(channels: Iterable[Channel], items: Iterable[FeedItem]) -> dict[str, list[FeedItem]]:
    """By channel the items that it takes, in their order."""
    of_kind: dict[str, list[str]] = {}
    for channel in channels:
        for kind in channel.kinds:
            of_kind.setdefault(kind, []).append(channel.name)
    taken: dict[str, list[FeedItem]] = {}
    for item in items:
        for name in item.channels.union(of_kind.get(item.kind, ())):
            taken.setdefault(name, []).append(item)
    return taken


def _shelf(name: str) -> tuple[int, str]:
    """Site-wide feeds as declared (sorting is stable), then tags, categories, the rest by name."""
    folder = name.rpartition("/")[0]
    if not folder:
        return 0, ""
    return {"tags": 1, "categories": 2}.get(folder, 3), name


def _check_channels(items: Iterable[FeedItem], channels: Collection[Channel]) -> None:
    known = {channel.name for channel in channels}
    kinds = {kind for channel in channels for kind in channel.kinds}
    for item in items:
        if not item.channels <= known:
            msg = f"{item.source}: no such channel: {', '.join(sorted(item.channels - known))}"
            raise ValueError(msg)
        if not item.channels and item.kind not in kinds:
            msg = f"{item.source}: no channel takes a {item.kind}, so nobody would read it"
            raise ValueError(msg)


def _check_ids(items: Iterable[FeedItem | CalendarItem], context: Mapping[str, Any]) -> None:
    """Tell a problem for two items with one id, and for an id that is no URI."""
    first: dict[str, FeedItem | CalendarItem] = {}
    problems = []
    for item in sorted(items, key=lambda item: item.source):
        other = first.setdefault(item.id, item)
        if other is not item:
            message = f"{other.source} has the same id, so readers would show only one."
            hint = "Rename one of the two files, or give it an `Id:` of its own."
            problems.append(_id_problem(item, message, hint))
        elif not is_uri(item.id):
            hint = "Write a whole address, such as the item had in an older feed, or leave it out."
            problems.append(_id_problem(item, "An id in a feed is a URI.", hint))
    tell(context, problems)


def _id_problem(item: FeedItem | CalendarItem, message: str, hint: str) -> Problem:
    return Problem(file=item.source, field="Id", value=item.id, message=message, hint=hint)
