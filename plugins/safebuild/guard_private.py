"""What `private/` holds, found again in a text: names, and runs of words of a note."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

import msgspec

from .guard_decode import SEAM

__all__ = ["Secrets", "secrets_in", "sequence", "shingles", "words_of"]

_WORDS = re.compile(r"[^\W_]+")
_LONG_WORD = 5
_SHORTEST_NOTE = 3

Words = tuple[str, ...]


class Secrets(msgspec.Struct, frozen=True):
    """Sequences of words that must appear nowhere.

    `heads` are the first two words of each in `phrases`: looking for pairs first is what makes
    this cheap. `phrases` says by its sequence what each is; `notes` are runs of `note_words`.
    """

    phrases: dict[Words, str] = {}
    heads: frozenset[Words] = frozenset()
    single: frozenset[str] = frozenset()
    notes: frozenset[Words] = frozenset()
    note_words: int = 0
    shown: frozenset[Words] = frozenset()

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.heads or self.notes or self.single)


def words_of(text: str) -> list[str]:
    """The words of a text, without case, accents and what stands between them."""
    if not text.isascii():
        parted = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return _WORDS.findall(text.casefold())


def sequence(text: str) -> Words:
    """A whole value as a sequence of words."""
    return tuple(words_of(text))


def shingles(note: str, length: int) -> Iterator[Words]:
    """Every run of so many words of a note; a shorter note as a whole.

    Runs of nothing but short words ("at the end of the day") are anybody's.
    """
    words = words_of(note)
    if _SHORTEST_NOTE <= len(words) < length:
        yield tuple(words)
    for run in zip(*(words[start:] for start in range(length)), strict=False):
        if any(len(word) >= _LONG_WORD for word in run):
            yield run


def secrets_in(text: str, secrets: Secrets) -> Iterator[tuple[str, Words]]:
    """What is private in a text: the kind of it, and its words."""
    text = text.replace(SEAM, "")
    words = words_of(text)
    if secrets.heads and not secrets.heads.isdisjoint(pairwise(words)):
        yield from _phrases(words, secrets)
    if secrets.notes:
        runs = zip(*(words[start:] for start in range(secrets.note_words)), strict=False)
        if not secrets.notes.isdisjoint(runs):
            yield from _notes(words, secrets)
    for word in secrets.single:
        # A name of one word may be an ordinary one as well; its capital tells them apart.
        if word.casefold() in words and re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text):
            yield "private name", (word,)


def _phrases(words: list[str], secrets: Secrets) -> Iterator[tuple[str, Words]]:
    hidden = _hidden(words, secrets.shown)
    lengths = {len(phrase) for phrase in secrets.phrases}
    for place, pair in enumerate(pairwise(words)):
        if pair not in secrets.heads:
            continue
        for length in lengths:
            phrase = tuple(words[place : place + length])
            if phrase in secrets.phrases and not hidden.issuperset(range(place, place + length)):
                yield secrets.phrases[phrase], phrase


def _notes(words: list[str], secrets: Secrets) -> Iterator[tuple[str, Words]]:
    for place in range(len(words)):
        run = tuple(words[place : place + secrets.note_words])
        if run in secrets.notes:
            yield "private note", run


def _hidden(words: list[str], shown: Iterable[Words]) -> set[int]:
    """Where the words are a member's shown name, which may contain another person's."""
    places: set[int] = set()
    for name in shown:
        for place in range(len(words) - len(name) + 1):
            if tuple(words[place : place + len(name)]) == name:
                places.update(range(place, place + len(name)))
    return places
