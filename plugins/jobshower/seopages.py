"""Leads, roundups, showers and their lists, as the seo plugin wants to know of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

from .dates import plural, short_day
from .items import EventItem
from .jobposting import job_posting
from .leads import LeadItem
from .pages import PAGES
from .showers import ShowerItem
from .weeks import Roundup

__all__ = ["SeoSource"]

_LEADS = ("Leads", "leads/")


class SeoSource:
    """Makes the pages of one build, with the newest day of what each shows.

    `library` is read and linked, `context` is Pelican's; `seo` is the public side of that plugin.
    """

    def __init__(self, library: Any, context: Any, seo: Any) -> None:
        self.library = library
        self.context = context
        self.seo = seo

    def pages(self) -> Iterator[Any]:
        """Every page of this project's kinds, and what it adds to those of Pelican's."""
        yield from (self._lead(lead) for lead in self.library.leads)
        yield from (self._roundup(roundup) for roundup in self.library.roundups)
        yield from (self._shower(shower) for shower in self.library.showers)
        yield from self._boards()
        yield from self._lists()
        yield from self._pelicans_lists()

    def _lead(self, lead: LeadItem) -> Any:
        record = lead.record
        title = f"{record.title} at {record.company}"
        kicker = "A referral" if record.kind == "referral" else "A job lead"
        place = "" if record.remote == "no" else lead.remote_name
        picture = self.seo.Picture(
            style="card",
            kicker=kicker if lead.open else "A job lead, closed",
            title=record.title,
            note=" · ".join(filter(None, (record.company, record.location, place))),
            alt=f"An index card on which is written: {title}",
        )
        return self.seo.SeoPage(
            save_as=f"{lead.url}index.html",
            url=lead.url,
            title=title,
            type="article",
            indexed=lead.open,
            published=record.date,
            modified=_changed(lead),
            authors=self._authors,
            tags=record.tags,
            # What was taken back is told no further.
            picture=None if lead.retracted else picture,
            data=partial(_posting, lead),
            crumbs=(_LEADS,),
        )

    def _roundup(self, roundup: Roundup) -> Any:
        week = roundup.week
        days = f"{short_day(week.monday)} to {short_day(week.sunday)} {week.sunday.year}"
        counts = [
            (len(roundup.new_leads), "new lead", "new leads"),
            (len(roundup.wishes_asked), "wish asked", "wishes asked"),
            (len(roundup.wishes_granted), "wish granted", "wishes granted"),
        ]
        note = " · ".join(plural(*count) for count in counts if count[0])
        title = f"Week {week.number}: {roundup.title}" if roundup.words else roundup.title
        return self.seo.SeoPage(
            save_as=roundup.save_as,
            url=roundup.url,
            title=roundup.title,
            type="article",
            published=roundup.published,
            modified=roundup.modified,
            authors=self._authors,
            picture=self.seo.Picture(
                style="leaf",
                mark=str(week.number),
                kicker=days,
                title=roundup.title,
                note=note,
                alt=f"A calendar's leaf and a letter: {title}",
            ),
            data=_article,
            crumbs=(("Roundups", "roundups/"),),
        )

    def _shower(self, shower: ShowerItem) -> Any:
        progress = shower.progress
        note = f"{progress.granted} of {plural(progress.total, 'wish', 'wishes')} granted"
        if progress.claimed:
            note += f", {progress.claimed} promised"
        if shower.record.status == "landed":
            note = f"{shower.record.seeker} has landed. Thank you all."
        title = shower.record.title
        return self.seo.SeoPage(
            save_as=f"{shower.url}index.html",
            url=shower.url,
            title=title,
            type="article",
            published=shower.day,
            modified=shower.last_news,
            authors=self._authors,
            picture=self.seo.Picture(
                style="tag",
                kicker=f"A job shower for {shower.record.seeker}",
                title=title,
                note=note if progress.total else "",
                progress=(progress.granted, progress.claimed, progress.open),
                alt=f"A gift's tag on which is written: {title}. {note}",
            ),
            crumbs=(("Showers", "showers/"),),
        )

    def _boards(self) -> Iterator[Any]:
        for board in self.context["boards"]:
            yield self.seo.SeoPage(
                save_as=f"{board.url}index.html",
                url=board.url,
                modified=self._newest(map(_changed, board.leads)),
                crumbs=(_LEADS,) if board.filter else (),
            )

    def _lists(self) -> Iterator[Any]:
        news = self._newest([*map(_changed, self.library.leads), *self._shower_days()])
        days = {
            "roundups": self._newest(one.modified for one in self.library.roundups),
            "showers": self._newest(self._shower_days()),
            "follow_through": news,
        }
        for page in PAGES:
            if not page.file:
                yield self.seo.SeoPage(
                    save_as=page.save_as,
                    url=page.url,
                    modified=days.get(page.template),
                    data=self._events if page.template == "events" else None,
                )

    def _pelicans_lists(self) -> Iterator[Any]:
        """Our things on the home page, and on those of the tags."""
        current = self.context["current_roundup"]
        everything = [current.modified if current else None, *self._shower_days()]
        everything += map(_changed, self.library.leads)
        if home := self.context.get("INDEX_SAVE_AS"):
            yield self.seo.SeoPage(save_as=home, url="", modified=self._newest(everything))
        for tag, _ in self.context["tags"]:
            leads = self.context["tag_leads"](tag)
            if leads and tag.save_as:
                modified = self._newest(map(_changed, leads))
                yield self.seo.SeoPage(save_as=tag.save_as, url=tag.url, modified=modified)

    def _events(self, head: Any) -> list[Any]:
        """The events that are still to come. A place that only says “online” is none."""
        events = (self._event(one, head) for one in self.library.events if not one.past)
        return [event for event in events if event]

    def _event(self, event: EventItem, head: Any) -> Any:
        record = event.record
        is_online = record.location.strip().lower() in {"online", "on line", "remote", "virtual"}
        start, end = event.span
        name = self.library.options.author
        return self.seo.event(
            name=record.title,
            url=head.absolute(event.url),
            start=start,
            end=end,
            place="" if is_online else record.location,
            online=record.link or head.absolute(event.url) if is_online else "",
            cancelled=event.cancelled,
            description=self.seo.plain(event.page.content),
            image=head.image,
            organizer=self.seo.person(name, head.absolute("")) if name else None,
        )

    def _newest(self, days: Iterable[date | None]) -> date | None:
        return self.seo.newest(days)

    def _shower_days(self) -> list[date]:
        return [shower.last_news for shower in self.library.showers]

    @property
    def _authors(self) -> tuple[tuple[str, str], ...]:
        """The author, with the page of her posts where there is one."""
        name = self.library.options.author
        found = (author for author, _ in self.context["authors"] if author.name == name)
        author = next(found, None)
        url = author.url if author and author.save_as else ""
        return ((name, url),) if name else ()


def _changed(lead: LeadItem) -> date:
    """The day of its newest entry, or that on which time has closed it."""
    return max(lead.last_news, lead.closed_on or lead.day)


def _article(head: Any) -> list[Any]:
    return [head.posting("Article")]


def _posting(lead: LeadItem, head: Any) -> list[Any]:
    del head
    posting = job_posting(lead, lead.page.content)
    return [posting] if posting else []
