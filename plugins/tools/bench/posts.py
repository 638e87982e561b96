"""The posts of a benchmark: the same bytes for the same seed, on any machine. Everything is pure.

They go back from one day, eight hours apart, so that a site of 1,000 posts is the newest part of
one of 10,000. Each post is made from the seed and its number alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

__all__ = [
    "CATEGORIES",
    "NEWEST",
    "TAGS",
    "Dice",
    "Post",
    "edited",
    "make_posts",
    "paragraph",
    "weeks",
]

NEWEST = datetime(2009, 8, 23, 18, tzinfo=UTC)
"""A Sunday: on the day of the build (`TODAY` in benchconf.py) its week is over."""
_APART = timedelta(hours=8)
_PARAGRAPHS, _QUOTATION, _LIST = 8, 3, 5
_SENTENCES = 4
_TAGS_EACH = 3

CATEGORIES = (
    "days", "interviews", "numbers", "people", "places", "plans", "tools", "waiting",
)  # fmt: skip
TAGS = (
    "accounts", "agencies", "benefits", "books", "budget", "buses", "calls", "canal",
    "cards", "clinic", "coffee", "commute", "dockside", "evenings", "forms", "friends",
    "garden", "harbor", "history", "kitchen", "ledger", "letters", "library", "mill",
    "mornings", "neighbors", "nights", "offers", "office", "payroll", "phone", "printing",
    "questions", "references", "rejections", "shipping", "shoes", "sundays", "typing", "winter",
)  # fmt: skip
_WHEN = (
    "On Monday", "Before the rain", "After lunch", "At nine", "Late in the week", "This morning",
    "Between two calls", "On the way home", "By the end of the month", "While the kettle boiled",
)  # fmt: skip
_DID = (
    "wrote to the office manager of", "walked over to", "sorted my notes about",
    "asked a neighbor about", "had a short talk at", "left two letters with",
    "drew up a list for", "heard back from", "made a call to", "sat down to think about",
)  # fmt: skip
_WHOM = (
    "the press at the old mill", "a clinic by the canal", "the shipping firm on Water Street",
    "the library's back office", "a small bakery with large ovens", "the county's records room",
    "an agency above the bank", "the school that needs a bursar", "a printer of seed catalogs",
    "the museum's gift counter",
)  # fmt: skip
_AND = (
    "and came away with *more questions* than I had brought",
    "which cost **two bus tickets** and an umbrella",
    "where they keep a `ledger` for favors of all sizes",
    "though nobody there had heard of [the notice](https://www.example.com/notices/{})",
    "and promised to call again when the *quarter* closes",
    "since a friend of a friend [knows the manager](https://www.example.org/people/{})",
    "but the post had been filled in **July**, very quietly",
    "with the folder under my arm and `three copies` of everything",
    "and wrote down each name before it could get away",
    "which is further than I had come in all of the spring",
)  # fmt: skip
_TITLES = (
    "What {} taught me", "Notes from {}", "A morning at {}", "Twice to {}", "The door of {}",
    "How I found {}", "No news from {}", "A letter to {}", "Waiting for {}", "Back at {}",
)  # fmt: skip

_T = TypeVar("_T")


@dataclass(frozen=True)
class Post:
    """One post, before any engine's front matter; `body` is Markdown."""

    number: int
    slug: str
    title: str
    date: datetime
    category: str
    tags: tuple[str, ...]
    summary: str
    body: str

    @property
    def week(self) -> str:
        """The ISO week in which it lies, as in `2009-w32`."""
        year, number, _ = self.date.isocalendar()
        return f"{year:04}-w{number:02}"


class Dice:
    """Choices that are the same with every Python: of `random`, only `random()` promises that."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed).random  # noqa: S311 (nothing secret)

    def below(self, limit: int) -> int:
        """A number from 0, less than the limit."""
        return int(self._random() * limit)

    def one(self, of: Sequence[_T]) -> _T:
        """Any of them."""
        return of[self.below(len(of))]

    def few(self, of: Sequence[_T], count: int) -> list[_T]:
        """Different ones, the first of them more often."""
        left = list(of)
        return [left.pop(int(len(left) * self._random() ** 2)) for _ in range(count)]


def make_posts(count: int, seed: int = 0) -> Iterator[Post]:
    """So many posts, newest first."""
    for number in range(count):
        yield _post(number, seed)


def weeks(posts: Sequence[Post]) -> dict[str, tuple[str, date]]:
    """The weeks in which posts lie, newest first: their names, titles and Sundays."""
    found = {}
    for post in posts:
        if post.week not in found:
            year, number, _ = post.date.isocalendar()
            sunday = date.fromisocalendar(year, number, 7)
            found[post.week] = (f"Week {number} of {year}", sunday)
    return found


def paragraph(dice: Dice) -> str:
    """Some sentences of Markdown."""
    return " ".join(_sentence(dice) for _ in range(_SENTENCES))


def edited(text: str, word: str) -> str:
    """A source with one more word at the end of its last paragraph."""
    return f"{text.rstrip()} {word}\n"


def _post(number: int, seed: int) -> Post:
    dice = Dice(f"{seed}/{number}")
    whom = dice.one(_WHOM)
    title = dice.one(_TITLES).format(whom)
    slug = "-".join(whom.replace("'", "").lower().split()[-2:])
    return Post(
        number=number,
        slug=f"{slug}-{number}",
        title=f"{title}, part {number}",
        date=NEWEST - _APART * number,
        category=dice.one(CATEGORIES),
        tags=tuple(sorted(dice.few(TAGS, _TAGS_EACH))),
        summary=f"{_deed(dice)}, and this is what came of it.",
        body="\n\n".join(_paragraphs(dice)),
    )


def _paragraphs(dice: Dice) -> Iterator[str]:
    """Eight: six of prose, a quotation and a list."""
    for place in range(_PARAGRAPHS):
        sentences = [_sentence(dice) for _ in range(_SENTENCES)]
        if place == _LIST:
            yield "\n".join(f"- {sentence}" for sentence in sentences)
        else:
            yield f"{'> ' if place == _QUOTATION else ''}{' '.join(sentences)}"


def _sentence(dice: Dice) -> str:
    return f"{_deed(dice)}, {dice.one(_AND).format(dice.below(1000))}."


def _deed(dice: Dice) -> str:
    return f"{dice.one(_WHEN)} I {dice.one(_DID)} {dice.one(_WHOM)}"
