"""Pelican's own articles as feed items, and the channels that every site has."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import chain, repeat
from typing import Any

from pelican.contents import Article, Content

from .content import map_srcset, plain_text
from .item import Channel, FeedItem, item_id

__all__ = ["article_channels", "article_item", "resolve_srcset"]

_FOLDERS = {"Tag": "tags", "Category": "categories"}
_SRCSET = re.compile(r"""(<[^>]+\ssrcset\s*=\s*)(["'])([^"'>]*[{|][^"'>]*)\2""", re.IGNORECASE)


def article_item(article: Content, settings: Mapping[str, Any]) -> FeedItem:
    """The item of an article (or of any dated Pelican content, by its class's name)."""
    kind = "post" if isinstance(article, Article) else type(article).__name__.lower()
    metadata = article.metadata
    own_id = metadata.get("id") or ""
    return FeedItem(
        id=item_id(settings, kind, _slug(article), str(own_id)),
        kind=kind,
        url=article.url,
        title=_title(article.title, settings),
        # Not `.content` or `.summary`: Pelican memoises those with whatever address was
        # current when somebody first asked.
        html=partial(_html, article),
        summary=plain_text(str(metadata.get("summary") or "")),
        published=article.date,
        updated=getattr(article, "modified", article.date),
        categories=tuple(str(group) for group in _groups(article)),
        authors=tuple(str(author) for author in getattr(article, "authors", ())),
        language=article.lang,
        image=_image(article),
        channels=frozenset(name for name, _ in _named_channels(article)),
        source=article.get_relative_source_path() or "",
    )


def resolve_srcset(content: Content, html: str, siteurl: str) -> str:
    """Resolve `{static}` and its like in `srcset`, where Pelican leaves them as they are.

    `content` is the article (or page) that the HTML is from; paths are relative to its source.
    """

    def address(url: str) -> str:
        if not re.match(r"[{|]\w+[}|]", url):
            return url
        before, after = '<img src="', '">'
        image = content._update_content(f"{before}{url}{after}", siteurl)  # noqa: SLF001
        return image.removeprefix(before).removesuffix(after)

    def candidates(found: re.Match[str]) -> str:
        return f"{found[1]}{found[2]}{map_srcset(found[3], address)}{found[2]}"

    return _SRCSET.sub(candidates, html)


def article_channels(
    articles: Iterable[Article], translations: Iterable[Article] = ()
) -> list[Channel]:
    """Give "posts", and one channel for each tag and category, whatever the articles' order.

    Pelican writes no page for what only a translation is filed under.
    """
    posts = Channel(
        name="posts", title="Posts", description="Every post.", kinds=frozenset({"post"})
    )
    channels: dict[tuple[str, str], Channel] = {}
    # An article's address goes before none.
    for article, listed in chain(zip(articles, repeat(True)), zip(translations, repeat(False))):
        for name, group in _named_channels(article):
            key = name, str(group)
            if key not in channels:
                channels[key] = _channel(name, group, article.settings, listed=listed)
    return [posts, *(channels[key] for key in sorted(channels))]


def _html(article: Content, siteurl: str) -> str:
    return resolve_srcset(article, article.get_content(siteurl), siteurl)


def _named_channels(article: Content) -> Iterator[tuple[str, Any]]:
    """The names of an article's channels, with what each is of."""
    for group in _groups(article):
        # Pelican warns where a name has no slug.
        if group.slug:
            yield f"{_FOLDERS[type(group).__name__]}/{group.slug}", group


def _channel(name: str, group: Any, settings: Mapping[str, Any], *, listed: bool) -> Channel:
    # Sites without such pages set no SAVE_AS.
    has_page = listed and settings.get(f"{type(group).__name__.upper()}_SAVE_AS")
    return Channel(
        name=name,
        title=str(group),
        description=f"Everything filed under “{group}”.",
        url=group.url if has_page else "",
    )


def _groups(article: Content) -> list[Any]:
    category = getattr(article, "category", None)
    return [*([category] if category else []), *getattr(article, "tags", ())]


def _slug(article: Content) -> str:
    """The source file's name without date and extension: what an author changes last.

    A file in another language than the site's often has the same name in another folder.
    """
    name = _named(article.get_relative_source_path() or article.slug)
    if article.in_default_lang or re.search(rf"[._-]{re.escape(article.lang)}$", name):
        return name
    return f"{name}.{article.lang}"


# A preview asks again in each build.
@lru_cache(1 << 11)
def _named(file: str) -> str:
    folder, name = posixpath.split(posixpath.splitext(file)[0])
    if name == "index" and folder:
        name = posixpath.basename(folder)
    return re.sub(r"^\d{4}-\d{2}-\d{2}[-_]?(?=.)", "", name, flags=re.ASCII)


def _title(title: str, settings: Mapping[str, Any]) -> str:
    """What a page shows: themes without autoescape, and typographic titles, hold HTML."""
    autoescape = settings["JINJA_ENVIRONMENT"].get("autoescape")
    return title if autoescape and not settings["TYPOGRIFY"] else plain_text(title)


def _image(article: Content) -> str:
    image = re.sub(
        r"^[{|](static|attach|filename)[}|]", "", str(article.metadata.get("image") or "")
    )
    linked = article._context.get("static_content", {}).get(image.lstrip("/"))  # noqa: SLF001
    # Not `linked.url`: reading it pins the file, and `{attach}` could move it no more.
    return linked.get_url_setting("url") if linked else image
