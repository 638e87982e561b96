"""What Pelican does in a time that grows with the square of the number of posts, in less.

Nothing is decided differently: Pelican's own functions are asked about small groups instead of
all contents, and its lists know at once what is in them (contents compare by identity). They stay
lists in the same order, for templates and other plugins.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any

from pelican import generators, utils

from .opened import identity

__all__ = [
    "Asked",
    "Members",
    "process_translations",
    "quicken",
    "quicken_lists",
    "quicken_periods",
]

Contents = list[Any]


class Asked:
    """Which list was asked last, and what is in it."""

    members: list[Any] | None = None
    identities: frozenset[int] = frozenset()


class Members(list[Any]):
    """A list of contents that knows at once what is in it. It is not to be changed afterwards.

    All lists that share `asked` are asked one after the other, each about many contents.
    """

    def __init__(self, items: Iterable[Any] = (), asked: Asked | None = None) -> None:
        super().__init__(items)
        self._asked = asked or Asked()

    def __contains__(self, item: object) -> bool:
        asked = self._asked
        if asked.members is not self:
            asked.members, asked.identities = self, frozenset(map(identity, self))
        return identity(item) in asked.identities

    def __reduce__(self) -> tuple[type, tuple[Contents]]:
        """A copy has other contents."""
        return list, (list(self),)


# What is wrong in a template is told with the type of what it was given, as that of Pelican's.
Members.__name__, Members.__module__ = list.__name__, list.__module__


def quicken(pelican: Any) -> None:
    """`initialized`: translations are found group by group."""
    del pelican
    if generators.process_translations is utils.process_translations:
        generators.process_translations = process_translations


def process_translations(
    content_list: Contents, translation_id: Any = None
) -> tuple[Contents, Contents]:
    """As Pelican's function of this name, which it asks about each group of translations."""
    if not translation_id:
        return utils.process_translations(content_list, translation_id)
    names = {translation_id} if isinstance(translation_id, str) else translation_id
    try:
        key = attrgetter(*names)
        content_list.sort(key=key)
    except (TypeError, AttributeError):
        return utils.process_translations(content_list, translation_id)  # raises, and says why
    index: Contents = []
    translations: Contents = []
    for _, group in groupby(content_list, key):
        originals, others = utils.process_translations(list(group), translation_id)
        index += originals
        translations += others
    return index, translations


def quicken_periods(generator: Any) -> None:
    """`article_generator_init`: the articles of a period are found by their place."""
    original = generator._build_period_archives  # noqa: SLF001 (Pelican has no hook here)

    def build(dates: Contents, articles: Contents, settings: Any) -> Any:
        place = {identity(article): number for number, article in enumerate(articles)}
        if len(place) < len(articles):
            return original(dates, articles, settings)
        periods = original(dates, [], settings)
        for archives in periods.values():
            for archive in archives:
                own = (article for article in archive["dates"] if identity(article) in place)
                archive["articles"] = sorted(own, key=lambda article: place[identity(article)])
        return periods

    generator._build_period_archives = build  # noqa: SLF001


def quicken_lists(generator: Any) -> None:
    """`article_generator_finalized`: tag, category and author pages ask what is in these lists."""
    asked = Asked()
    for tag, articles in generator.tags.items():
        generator.tags[tag] = Members(articles, asked)
    for name in ("categories", "authors"):
        quick = [(it, Members(articles, asked)) for it, articles in getattr(generator, name)]
        setattr(generator, name, quick)
    generator._update_context(("tags", "categories", "authors"))  # noqa: SLF001
