"""What a page's head says to machines: its address, Open Graph, and its structured data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from html import escape, unescape
from typing import Any
from urllib.parse import quote, urlsplit

from .page import SIZE, Picture, SeoPage
from .pictures import Pictures
from .settings import site_address
from .structured import Object, breadcrumbs, posting, script_text

__all__ = ["Head", "Seo", "absolute", "og_locale", "plain", "shorten"]

_LONGEST = 200
_SHORTEST_SENTENCE = 80
# Open Graph wants a country with each language, whether or not it is known.
_COUNTRIES = {
    "ar": "AR", "bg": "BG", "ca": "ES", "cs": "CZ", "da": "DK", "de": "DE", "el": "GR", "en": "US",
    "es": "ES", "et": "EE", "eu": "ES", "fa": "IR", "fi": "FI", "fr": "FR", "he": "IL", "hi": "IN",
    "hr": "HR", "hu": "HU", "id": "ID", "it": "IT", "ja": "JP", "ko": "KR", "lt": "LT", "lv": "LV",
    "nb": "NO", "nl": "NL", "pl": "PL", "pt": "PT", "ro": "RO", "ru": "RU", "sk": "SK", "sl": "SI",
    "sr": "RS", "sv": "SE", "th": "TH", "tr": "TR", "uk": "UA", "vi": "VN", "zh": "CN",
}  # fmt: skip


class Seo:
    """In templates as `seo`: `{{ seo(output_file) }}` gives all tags of the page.

    `pages` are all that is known, by the file that is written for each; `picture` is the site's.
    """

    # For fastbuild: it says the same each time.
    pure = True

    def __init__(
        self,
        settings: Mapping[str, Any],
        pages: Mapping[str, SeoPage],
        pictures: Pictures | None,
        picture: Picture | None,
    ) -> None:
        self.address = site_address(settings)
        self.pages = pages
        self.pictures = pictures
        self.picture = picture
        self.site = plain(settings["SITENAME"])
        self.language = settings["DEFAULT_LANG"]
        self.creator = settings["SEO_CREATOR"]

    def __call__(
        self,
        output_file: str,
        *,
        title: str = "",
        description: str = "",
        language: str = "",
        indexed: bool = True,
    ) -> Head:
        """The head of a page; a title or description of the template's goes before what is known.

        A page of which nothing is known has the tags of the site.
        """
        page = self.pages.get(output_file) or SeoPage(save_as=output_file, url="", indexed=False)
        return Head(
            self,
            page,
            title=_text(title) or page.title or self.site,
            description=shorten(_text(description) or _called(page)),
            language=language or page.language or self.language,
            indexed=indexed and page.indexed,
        )


class Head:
    """The head of one page. Texts are plain; addresses are whole, or "" where none is known."""

    def __init__(
        self,
        seo: Seo,
        page: SeoPage,
        *,
        title: str,
        description: str,
        language: str,
        indexed: bool,
    ) -> None:
        self._seo = seo
        self.page = page
        self.title = title
        self.description = description
        self.language = language.replace("_", "-")
        self.indexed = indexed

    def absolute(self, path: str) -> str:
        """The whole address of what lies below the site's; "" where that is not known."""
        return absolute(self._seo.address, path)

    @property
    def url(self) -> str:
        """The address under which the page is known; "" where nothing is known of it."""
        known = self.page.save_as in self._seo.pages
        return self.absolute(self.page.url) if known else ""

    @property
    def picture(self) -> Picture | None:
        """Its own picture, or the site's."""
        return self.page.picture or self._seo.picture

    @cached_property
    def image(self) -> str:
        """The address of its picture."""
        pictures = self._seo.pictures
        if self.picture is None or pictures is None:
            return ""
        return self.absolute(pictures.path(self.picture))

    @property
    def authors(self) -> list[tuple[str, str]]:
        """Names, and the whole addresses of their pages."""
        return [(name, url and self.absolute(url)) for name, url in self.page.authors]

    def posting(self, kind: str = "BlogPosting", words: int = 0) -> Object:
        """The page's text as a BlogPosting, or another kind of Article, of so many words."""
        return posting(
            kind=kind,
            url=self.url,
            headline=self.title,
            published=self.page.published,
            modified=self.page.modified,
            authors=self.authors,
            description=self.description,
            image=self.image,
            language=self.language,
            keywords=self.page.tags,
            words=words,
        )

    @cached_property
    def tags(self) -> list[tuple[str, str, str]]:
        """Meta elements: the attribute that names each (`property`, `name`), its name, its content.

        The Open Graph protocol, ogp.me; what X, Mastodon and others read besides.
        """
        page, seo = self.page, self._seo
        graph = [
            ("og:title", self.title),
            ("og:type", page.type),
            ("og:site_name", seo.site),
            ("og:locale", og_locale(self.language)),
            ("og:description", self.description),
            ("og:url", self.url),
        ]
        if self.image:
            graph += [
                ("og:image", self.image),
                ("og:image:width", str(SIZE[0])),
                ("og:image:height", str(SIZE[1])),
                ("og:image:alt", self.picture.alt or self.picture.title),
            ]
        if page.type == "article":
            graph += [
                ("article:published_time", page.published.isoformat() if page.published else ""),
                ("article:modified_time", page.modified.isoformat() if page.modified else ""),
                *(("article:author", url) for _, url in self.authors),
                *(("article:tag", tag) for tag in page.tags),
            ]
        names = [
            ("author", ", ".join(name for name, _ in page.authors)),
            ("twitter:card", "summary_large_image" if self.image else ""),
            ("fediverse:creator", seo.creator),
        ]
        found = [("property", *one) for one in graph] + [("name", *one) for one in names]
        return [one for one in found if one[2]]

    @cached_property
    def json_ld(self) -> str:
        """The content of a script of type application/ld+json; "" where there is nothing to say.

        Nothing in it ends a script.
        """
        if not self.indexed or not self._seo.address:
            return ""
        objects = list(self.page.data(self)) if self.page.data else []
        if self.page.url:
            way = [(self._seo.site, ""), *self.page.crumbs, (self.title, self.page.url)]
            trail = breadcrumbs([(name, self.absolute(url)) for name, url in way])
            objects += [trail] if trail else []
        return script_text(objects)

    def __html__(self) -> str:
        """All of it as HTML, for templates with autoescape."""
        lines = [
            f'<meta {kind}="{name}" content="{escape(text)}">' for kind, name, text in self.tags
        ]
        if self.json_ld:
            lines.append(f'<script type="application/ld+json">{self.json_ld}</script>')
        return "\n".join(lines)

    __str__ = __html__


def absolute(base: str, path: str) -> str:
    """The whole, percent-encoded address of a path below the site's; "" without a base."""
    if urlsplit(path).netloc:
        return quote(path, safe=_RESERVED, errors="replace")
    if not base:
        return ""
    return quote(f"{base}/{path.lstrip('/')}", safe=_RESERVED, errors="replace")


_RESERVED = "%/:?#[]@!$&'()*+,;=~"


def og_locale(language: str) -> str:
    """A language tag as Open Graph writes it: `de` is `de_DE`; "" where the country is unknown."""
    parts = language.replace("_", "-").split("-")
    region = next((part for part in parts[1:] if re.fullmatch(r"[A-Za-z]{2}", part)), "")
    country = region.upper() or _COUNTRIES.get(parts[0].lower(), "")
    return f"{parts[0].lower()}_{country}" if country else ""


def plain(html: str) -> str:
    """A text without markup, its white space folded."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", str(html))).split())


def shorten(text: str) -> str:
    """As much of a text as a search result shows: its first sentences, or else words."""
    if len(text) <= _LONGEST:
        return text
    end = max(text.rfind(mark, 0, _LONGEST + 1) for mark in (". ", "! ", "? ", "。"))
    if end >= _SHORTEST_SENTENCE:
        return text[: end + 1]
    cut = text[:_LONGEST].rsplit(" ", 1)[0]
    return f"{cut.rstrip(' ,;:.-–—')}…"


def _text(said: str) -> str:
    """What a template says is plain, unless it says otherwise."""
    return plain(said) if hasattr(said, "__html__") else " ".join(str(said).split())


def _called(page: SeoPage) -> str:
    return plain(page.description()) if page.description else ""
