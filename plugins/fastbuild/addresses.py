"""Addresses of contents, which are asked for again and again, in a fraction of the time.

Pelican copies all metadata for each, and finds the source's relative path anew. Here a part of an
address is computed if the setting names it.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from functools import lru_cache
from sys import intern
from typing import Any

from pelican import contents, urlwrappers, utils
from pelican.contents import Content
from pelican.utils import path_to_url

__all__ = ["below", "joined", "quicken_addresses"]

_stock_expand = Content._expand_settings  # noqa: SLF001 (Pelican has no hook here)
_stock_relative = Content.get_relative_source_path
_stock_format = Content.url_format
# It is asked some times in a row about each content.
_MOST = 1 << 8
# Nothing in it that finding its absolute path would change.
_CLEAN = re.compile(r"[^/\\\0.][^/\\\0]*(?:/[^/\\\0.][^/\\\0]*)*")

_PARTS = {
    "path": lambda it: path_to_url(it.metadata.get("path", it.get_relative_source_path())),
    "slug": lambda it: getattr(it, "slug", ""),
    "lang": lambda it: getattr(it, "lang", "en"),
    "date": lambda it: getattr(it, "date", dt.datetime.now()),  # noqa: DTZ005 (as Pelican)
    "author": lambda it: it.author.slug if hasattr(it, "author") else "",
    "category": lambda it: it.category.slug if hasattr(it, "category") else "",
}


class _UrlFormat:
    """What Pelican's `url_format` has, by what is asked for."""

    __slots__ = ("_content",)

    def __init__(self, content: Content) -> None:
        self._content = content

    def __getitem__(self, name: str) -> Any:
        part = _PARTS.get(name)
        return part(self._content) if part else self._content.metadata[name]


def quicken_addresses(pelican: Any) -> None:
    """`initialized`: contents compute their addresses so, unless somebody else has his own way."""
    del pelican
    if Content._expand_settings is _stock_expand:  # noqa: SLF001
        Content._expand_settings = _expand_settings  # noqa: SLF001
    if Content.get_relative_source_path is _stock_relative:
        Content.get_relative_source_path = _get_relative_source_path
    if contents.sanitised_join is utils.sanitised_join:
        contents.sanitised_join = joined
    for module in (contents, urlwrappers):
        if module.slugify is utils.slugify:
            module.slugify = _slugify


def joined(base: str, *parts: str) -> str:
    """As Pelican's `sanitised_join`: the absolute path of what lies below a folder."""
    if len(parts) == 1 and os.sep == "/" and os.path.isabs(base) and _CLEAN.fullmatch(parts[0]):  # noqa: PTH117
        root = _absolute(base)
        if root != "/":
            return f"{root}/{parts[0]}"
    return utils.sanitised_join(base, *parts)


def below(path: str, base: str) -> str:
    """The way from a folder to what lies below it: a path as `joined` gives it."""
    root = _absolute(base) if os.path.isabs(base) else os.path.abspath(base)  # noqa: PTH100, PTH117
    return path[len(root) + 1 :] if path.startswith(f"{root}/") else os.path.relpath(path, base)


@lru_cache(16)
def _absolute(base: str) -> str:
    return os.path.abspath(base)  # noqa: PTH100


def _expand_settings(self: Content, key: str, klass: str | None = None) -> str:
    if type(self).url_format is not _stock_format:
        return _stock_expand(self, key, klass)
    name = f"{klass or type(self).__name__}_{key}".upper()
    try:
        return str(self.settings[name]).format_map(_UrlFormat(self))
    except ValueError:
        return _stock_expand(self, key, klass)  # has its own words for it


def _get_relative_source_path(self: Content, source_path: str | None = None) -> str | None:
    path = source_path or self.source_path
    if path is None or not os.path.isabs(self.settings["PATH"]):  # noqa: PTH117
        return _stock_relative(self, source_path)
    return _relative(path, self.settings["PATH"])


def _slugify(value: str, regex_subs: Any = (), **options: Any) -> str:
    """As Pelican's function of this name; each content has its own object of the same author."""
    return _slug(value, tuple(map(tuple, regex_subs)), tuple(options.items()))


@lru_cache(1 << 12)
def _slug(value: str, regex_subs: Any, options: Any) -> str:
    return utils.slugify(value, regex_subs, **dict(options))


@lru_cache(_MOST)
def _relative(path: str, base: str) -> str:
    root = _absolute(base)
    if path.startswith(f"{root}/") and _CLEAN.fullmatch(path, len(root) + 1):
        return intern(path[len(root) + 1 :])
    whole = os.path.abspath(os.path.join(base, path))  # noqa: PTH100, PTH118
    return os.path.relpath(whole, os.path.abspath(base)).replace(os.sep, "/")  # noqa: PTH100
