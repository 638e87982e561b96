"""What is known of the pages that every Pelican site has: its contents, and the lists of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec
from pelican.contents import Content, Page, Static
from pelican.paginator import Paginator
from pelican.urlwrappers import Author, Category

from .head import Head, plain
from .page import Day, Picture, SeoPage, newest
from .structured import website

__all__ = ["ContentPages", "contents", "linked_file", "list_pages"]

_GROUPS = frozenset({Author, Category})


def contents(context: Mapping[str, Any]) -> Iterator[Content]:
    """Posts and pages, with their translations."""
    for kind in ("articles", "pages"):
        for content in context.get(kind, ()):
            yield content
            yield from content.translations


class ContentPages:
    """What is known of posts and pages. `usable` says whether a photograph will do."""

    def __init__(self, context: Mapping[str, Any], usable: Callable[[Path], bool]) -> None:
        self._context = context
        self._usable = cache(usable)
        self._addresses: dict[Any, str] = {}

    def __call__(self, content: Content) -> SeoPage:
        """What is known of one, as it is now."""
        if not isinstance(content, Page):
            photo = linked_file(str(content.metadata.get("image") or ""), self._context)
            return self._article(content, photo if photo and self._usable(Path(photo)) else "")
        title = _title(content)
        return SeoPage(
            save_as=content.save_as,
            url=content.url,
            title=title,
            description=partial(_summary, content),
            modified=_changed(content),
            language=content.lang,
            picture=Picture(title=title),
        )

    def _article(self, article: Content, photo: str) -> SeoPage:
        title = _title(article)
        authors = tuple((author.name, self._address_of(author)) for author in _authors(article))
        category = getattr(article, "category", None)
        address = self._address_of(category) if category else ""
        tags = tuple(str(tag) for tag in getattr(article, "tags", ()))
        names = ", ".join(name for name, _ in authors)
        alt = title if photo else f"A sheet of paper on which is written: {title}"
        return SeoPage(
            save_as=article.save_as,
            url=article.url,
            title=title,
            description=partial(_summary, article),
            type="article",
            published=article.date,
            modified=_changed(article),
            authors=authors,
            tags=tags,
            language=article.lang,
            picture=Picture(title=title, note=names, photo=photo, alt=alt),
            data=partial(_posting, article),
            crumbs=((str(category), address),) if address else (),
        )

    def _address_of(self, group: Any) -> str:
        """The address of a category's or author's page; "" where the settings want none.

        Pelican leaves in each object that is asked what the address is made of.
        """
        if type(group) not in _GROUPS:
            return group.url if group.save_as else ""
        key = type(group), group.name, group.slug
        if key not in self._addresses:
            self._addresses[key] = group.url if group.save_as else ""
        return self._addresses[key]


def list_pages(context: Mapping[str, Any]) -> Iterator[SeoPage]:
    """The lists of posts, each page of them, with the newest day of what they show."""
    articles = context.get("articles", [])
    for template in context["DIRECT_TEMPLATES"]:
        name = template.upper()
        save_as = context.get(f"{name}_SAVE_AS", f"{template}.html")
        url = context.get(f"{name}_URL", f"{template}.html")
        pages = _paginated(context, template, save_as, url, articles)
        if template == "index":
            yield from _home(pages, context)
        else:
            yield from pages
    for kind, one in (("tags", "tag"), ("categories", "category"), ("authors", "author")):
        name = kind.upper()
        parent = context.get(f"{name}_SAVE_AS") and context.get(f"{name}_URL")
        crumbs = ((kind.capitalize(), str(parent)),) if parent else ()
        for group, filed in context.get(kind, ()):
            yield from _paginated(
                context, one, group.save_as, group.url, filed, crumbs=crumbs, name=str(group)
            )
    archives = context.get("ARCHIVES_SAVE_AS") and context.get("ARCHIVES_URL")
    crumbs = (("Archives", str(archives)),) if archives else ()
    for periods in context.get("period_archives", {}).values():
        for period in periods:
            yield SeoPage(
                save_as=period["save_as"],
                url=period["url"],
                modified=_newest_of(period["articles"]),
                crumbs=crumbs,
            )


def linked_file(link: str, context: Mapping[str, Any]) -> str:
    """The source of a file of the site that an `Image:` names; "" for anything else."""
    path = re.sub(r"^[{|](static|attach|filename)[}|]", "", link).lstrip("/")
    static = context.get("static_content", {}).get(path)
    return static.source_path if isinstance(static, Static) else ""


def _posting(article: Content, head: Head) -> list[dict[str, Any]]:
    return [head.posting(words=len(plain(article.content).split()))]


def _home(pages: Iterable[SeoPage], context: Mapping[str, Any]) -> Iterator[SeoPage]:
    name, subtitle = plain(context["SITENAME"]), plain(context.get("SITESUBTITLE") or "")
    author = str(context.get("AUTHOR") or "")

    def data(head: Head) -> list[dict[str, Any]]:
        return [website(name, head.url, subtitle, head.language, author)]

    for number, page in enumerate(pages):
        yield page if number else msgspec.structs.replace(page, data=data)


def _paginated(
    context: Mapping[str, Any],
    template: str,
    save_as: str,
    url: str,
    articles: Sequence[Content],
    *,
    crumbs: tuple[tuple[str, str], ...] = (),
    name: str = "",
) -> Iterator[SeoPage]:
    """A list, in as many pages as Pelican's writer makes of it."""
    if not save_as:
        return
    if template not in context["PAGINATED_TEMPLATES"]:
        yield _list(save_as, url, articles, crumbs)
        return
    per_page = context["PAGINATED_TEMPLATES"][template] or context["DEFAULT_PAGINATION"]
    paginator = Paginator(save_as, url, articles, context, per_page)
    for number in range(1, paginator.num_pages + 1):
        page = paginator.page(number)
        yield _list(page.save_as, page.url, page.object_list, crumbs)
        if number == 1 and name:
            crumbs = (*crumbs, (name, url))


def _list(
    save_as: str, url: str, articles: Iterable[Content], crumbs: tuple[tuple[str, str], ...]
) -> SeoPage:
    # Pelican's own settings name the home page by its file.
    url = re.sub(r"(^|/)index\.html$", r"\1", url)
    return SeoPage(save_as=save_as, url=url, modified=_newest_of(articles), crumbs=crumbs)


def _newest_of(articles: Iterable[Content]) -> Day | None:
    return newest(_changed(article) for article in articles)


def _changed(content: Content) -> Day | None:
    date, modified = getattr(content, "date", None), getattr(content, "modified", None)
    # A list asks each of its contents.
    return newest([date, modified]) if modified is not None else date


def _title(content: Content) -> str:
    """What a page shows: themes without autoescape, and typographic titles, hold HTML."""
    autoescape = content.settings["JINJA_ENVIRONMENT"].get("autoescape")
    is_plain = autoescape and not content.settings["TYPOGRIFY"]
    return content.title if is_plain else plain(content.title)


def _summary(content: Content) -> str:
    return content.summary


def _authors(content: Content) -> list[Any]:
    author = getattr(content, "author", None)
    return getattr(content, "authors", None) or ([author] if author else [])
