"""What this plugin does at Pelican's signals, besides its generator."""

from __future__ import annotations

from typing import Any

from pelican.urlwrappers import Tag

from problems import ProblemsFound, check_settings, tell

from . import dates
from .calendaritems import CalendarSource
from .feeditems import FeedSource
from .outside import outside_links
from .reader import FrontMatterReader
from .seopages import SeoSource
from .settings import DEFAULTS, apply_defaults, read_options
from .summary import summary

__all__ = [
    "add_blogroll",
    "add_calendar_items",
    "add_feed_items",
    "add_lead_tags",
    "add_seo_pages",
    "add_summary",
    "hold_back_post",
    "prepare",
    "sort_translations",
    "use_front_matter_reader",
]

_FILTERS = {
    "day": dates.long_day,
    "short_day": dates.short_day,
    "leaf": dates.leaf,
    "brief_day": dates.brief_day,
    "clock": dates.clock,
    "iso": dates.iso,
    "number": dates.number,
    "plural": dates.plural,
    "outside_links": outside_links,
}
for _filter in _FILTERS.values():
    # For fastbuild: they follow from their arguments.
    _filter.pure = True  # type: ignore[attr-defined]


def prepare(pelican: Any) -> None:
    """`initialized`: our settings' defaults and our filters; the site's own win.

    What is wrong with the settings is told here, together with what other plugins find.
    """
    apply_defaults(pelican.settings)
    tell(pelican.settings, check_settings(pelican.settings, DEFAULTS))
    try:
        # For safebuild: of which day the site is.
        pelican.settings["BUILD_DAY"] = read_options(pelican.settings).today.isoformat()
    except ProblemsFound as found:
        tell(pelican.settings, found.problems)
    filters = pelican.settings["JINJA_FILTERS"]
    pelican.settings["JINJA_FILTERS"] = _FILTERS | filters


def use_front_matter_reader(readers: Any) -> None:
    """`readers_init`: what was checked is what is read."""
    for ending in FrontMatterReader.file_extensions:
        readers.reader_classes[ending] = FrontMatterReader


def hold_back_post(generator: Any, metadata: dict[str, Any]) -> None:
    """`article_generator_context`, `page_generator_context`: hold back what is not to be shown.

    That is what is not due, and outside a preview drafts. Pelican would write both at the
    guessable address of a draft.
    """
    library = generator.context.get("jobshower")
    if library is None:
        return
    date = metadata.get("date")
    if date is not None:
        local = date.astimezone(library.options.zone) if date.tzinfo else date
        if local.date() > library.options.today:
            metadata["status"] = "skip"
    if metadata.get("status", "").lower() == "draft" and not library.options.write_drafts:
        metadata["status"] = "skip"


def sort_translations(generator: Any) -> None:
    """`article_generator_pretaxonomy`, `page_generator_finalized`: one order on every machine.

    Pelican reads files in the order of a set, which shows in the order of translations.
    """
    lists = ("articles", "translations", "drafts", "drafts_translations", "pages")
    for name in lists:
        for content in getattr(generator, name, ()):
            content.translations.sort(key=lambda other: (other.lang, other.source_path))


def add_lead_tags(generator: Any) -> None:
    """`article_generator_pretaxonomy`: a tag that only leads have gets its page, too."""
    library = generator.context.get("jobshower")
    if library is not None:
        for lead in library.leads:
            for name in lead.record.tags:
                generator.tags[Tag(name, generator.settings)]  # a defaultdict: asking adds it


def add_feed_items(context: Any) -> Any:
    """`feed_items`: our channels and items, for the feeds plugin, which has sent this."""
    import feeds  # noqa: PLC0415 (a site without that plugin never sends this signal)

    library = context.get("jobshower")
    if library is None:
        return None
    source = FeedSource(library, context, context["jobshower_render"], feeds)
    return source.channels(), list(source.items())


def add_calendar_items(context: Any) -> Any:
    """`calendar_items`: events and closing days."""
    source = _calendar_source(context)
    return (source.calendars(), source.items()) if source else None


def add_blogroll(context: Any) -> Any:
    """`blogroll`: the members' feeds."""
    source = _calendar_source(context)
    return source.outlines() if source else None


def add_seo_pages(context: Any) -> Any:
    """`seo_pages`: our pages, for the seo plugin, which has sent this."""
    import seo  # noqa: PLC0415 (as above)

    library = context.get("jobshower")
    return SeoSource(library, context, seo).pages() if library else None


def add_summary(context: Any) -> Any:
    """`site_summary`: what is new and what closes, for safebuild to print."""
    library = context.get("jobshower")
    drafts = len(context.get("drafts", ()))
    return summary(library, context["today"], drafts) if library else None


def _calendar_source(context: Any) -> CalendarSource | None:
    import feeds  # noqa: PLC0415 (as above)

    library = context.get("jobshower")
    return CalendarSource(library, context, feeds) if library else None
