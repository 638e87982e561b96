"""What a post knows of the others, as attributes that templates read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from problems import Problem

from .outline import outline, plain, reading_minutes, words
from .related import related
from .series import Member, find_series, with_another
from .share import ShareLink, share_links

__all__ = ["SimilarPosts", "describe_text", "link_posts", "links_to_share"]

# Pelican's names for a site that people look at, from its settings.
_ABSOLUTE = ("http://", "https://")


def describe_text(content: Any, count_words: Callable[[str], int] = words) -> None:
    """Give a content `reading_minutes`, and `toc`: its headings, where it is long enough.

    `count_words` does what `words` does.
    """
    settings, html = content.settings, content._content  # noqa: SLF001 (no links are needed)
    count = count_words(html)
    content.reading_minutes = reading_minutes(count, settings["READING_SPEED"])
    content.toc = []
    least = settings["TOC_MIN_HEADINGS"]
    # Whoever wrote [TOC] has one.
    if least and 'class="toc"' not in html and count >= settings["TOC_MIN_WORDS"]:
        headings = outline(html)
        if sum(1 + len(heading.children) for heading in headings) >= least:
            content.toc = headings


def links_to_share(post: Any) -> list[ShareLink]:
    """A post's `share_links`, once its address is known; none where the site has none."""
    settings = post.settings
    if "SHARE_LINKS" not in settings:
        raise AttributeError("share_links")  # the next site in this process has no such plugin
    base = settings.get("SITEURL") or settings.get("FEED_DOMAIN") or ""
    absolute = f"{base.rstrip('/')}/{post.url}"
    # A draft is nobody's yet to pass on.
    public = post.status != "draft" and base.startswith(_ABSOLUTE)
    names = settings["SHARE_LINKS"] if public else ()
    return share_links(names, _words(post, settings), absolute)


def link_posts(
    posts: Sequence[Any],
    translations: Sequence[Any],
    unlisted: Iterable[Any],
    count: int,
    memory: MutableMapping[str, Any] | None = None,
    find: Callable[..., list[list[int]]] = related,
) -> list[Problem]:
    """Link posts to each other, with the names that other themes and plugins use.

    Each gets `next_article` (newer) and `prev_article` (older), `series` (None for none) and
    `similar_posts` (at most `count`), which is found when somebody asks (`SimilarPosts`). `posts`
    are in the site's order, newest first; `unlisted` (drafts, hidden posts) see the others, who do
    not see them. `memory` is that of a process that does this again and again; `find` does what
    `related` does.
    """
    unlisted = list(unlisted)
    for post in chain(posts, translations, unlisted):
        post.next_article = post.prev_article = None
    problems: list[Problem] = []
    _link_series(posts, translations, unlisted, problems)
    _link_neighbours(posts)
    similar = _Similar(posts, count, {} if memory is None else memory, find)
    for post in chain(posts, translations, unlisted):
        post.found_similar = similar
    return problems


class SimilarPosts:
    """The attribute `similar_posts` of posts, unless somebody gives them another.

    All are found when the first is asked for: many themes do not show them.
    """

    def __get__(self, post: Any, owner: type | None = None) -> Any:
        """The posts that are about the same as one, the nearest first."""
        if post is None:
            return self
        try:
            similar = vars(post)["found_similar"]
        except KeyError:
            raise AttributeError("similar_posts") from None
        return similar.of(post)


class _Similar:
    """Which of a site's posts are about the same."""

    def __init__(
        self,
        posts: Sequence[Any],
        count: int,
        memory: MutableMapping[str, Any],
        find: Callable[..., list[list[int]]],
    ) -> None:
        self._posts = list(posts)
        self._count = count
        self._memory = memory
        self._find = find
        self._found: dict[int, list[Any]] | None = None

    def of(self, post: Any) -> list[Any]:
        """Those that are about the same as a post; none for one that is not listed."""
        if self._found is None:
            self._found = self._find_all()
        return self._found.get(id(post), [])

    def _find_all(self) -> dict[int, list[Any]]:
        posts, count, memory = self._posts, self._count, self._memory
        tags = [{str(tag) for tag in getattr(post, "tags", ())} for post in posts]
        places = {id(post): place for place, post in enumerate(posts)}
        kin = [
            {places[id(other)] for other in post.series.all if id(other) in places}
            if post.series
            else ()
            for post in posts
        ]
        made_from, found = memory.get("reading", (None, []))
        if made_from != (tags, count, kin):
            found = self._find(tags, count, kin)
            memory["reading"] = (tags, count, kin), found
        return {
            id(one): [_in_language(posts[other], one.lang) for other in others]
            for post, others in zip(posts, found, strict=True)
            for one in (post, *post.translations)
        }

    def __reduce__(self) -> tuple[type, tuple[()]]:
        """Contents are pickled by Pelican's own cache: nothing of this is."""
        return type(None), ()


def _link_neighbours(posts: Sequence[Any]) -> None:
    for newer, older in pairwise(posts):
        for one in (newer, *newer.translations):
            one.prev_article = _in_language(older, one.lang)
        for one in (older, *older.translations):
            one.next_article = _in_language(newer, one.lang)


def _in_language(post: Any, lang: str) -> Any:
    """The post's translation into a language; itself where there is none."""
    return next((one for one in post.translations if one.lang == lang), post)


def _link_series(
    posts: Iterable[Any], translations: Iterable[Any], unlisted: Iterable[Any], problems: list
) -> None:
    public = [_member(post, problems) for post in chain(posts, translations)]
    series = find_series(member for member in public if member.name)
    for member in chain(public, (_member(post, problems) for post in unlisted)):
        member.post.series = with_another(series, member) if member.name else None


def _member(post: Any, problems: list[Problem]) -> Member:
    data: Mapping[str, Any] = post.metadata
    text = str(data.get("series_index", data.get("series-index", ""))).strip()
    index = int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else None
    if text and index is None:
        problems.append(_no_index(post, text))
    order = (post.date, post.get_relative_source_path() or "")
    return Member(post, str(data.get("series", "")).strip(), index, order, post.lang)


def _no_index(post: Any, text: str) -> Problem:
    lines = Path(post.source_path).read_text("utf-8-sig", "replace").splitlines()
    key = re.compile(r":?series[_-]index\s*:", re.IGNORECASE)
    return Problem(
        file=post.get_relative_source_path(),
        line=next((n for n, line in enumerate(lines, 1) if key.match(line)), 0),
        field="Series-Index",
        value=text,
        message="This is no place in a series.",
        hint="write a whole number, as in “Series-Index: 2”, or leave the line out",
    )


def _words(post: Any, settings: Mapping[str, Any]) -> str:
    """The title as a page shows it: without autoescape, and with Typogrify, it is HTML."""
    escaped = settings["JINJA_ENVIRONMENT"].get("autoescape") and not settings.get("TYPOGRIFY")
    return post.title if escaped else plain(post.title, "")
