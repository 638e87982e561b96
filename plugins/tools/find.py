"""Finding the one lead, wish or person that a few letters mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from problems import ProblemsFound, did_you_mean

from .console import Console, Stop
from .site import Site

__all__ = ["KINDS", "find_item", "find_name", "title_of"]

KINDS = ("lead", "wish")
"""What has a trail."""

_MOST_LISTED = 12


def find_item(site: Site, text: str, console: Console, kinds: Sequence[str] = KINDS) -> Any:
    """The item that an ID, a file's name, a page's address or any part of its words means.

    Of several a person may choose. Raises Stop where there are none or more than one, with what
    to write; and ProblemsFound where the file that is meant has a mistake.
    """
    items = site.items(*kinds)
    if not items:
        raise Stop(f"There is no {' and no '.join(kinds)} yet.", "make one with “invoke new”")
    wanted = text.strip()
    if not wanted and not console.asks:
        raise Stop("Which one?", "write a part of its name, title or company")
    if wanted:
        found = next(filter(None, (rule(wanted, items) for rule in _RULES)), [])
    else:
        found = sorted((item for item in items if item.due), key=_likeliest)
    if len(found) == 1:
        return found[0]
    if not found:
        raise _nothing(site, wanted, items, kinds)
    return _choose(found, wanted, console)


def find_name(text: str, names: Iterable[str]) -> str:
    """The one of these names that a text means: all of it, or a part that no other has; or ""."""
    names = sorted(set(names))
    folded = text.strip().casefold()
    exact = [name for name in names if name.casefold() == folded]
    if exact:
        return exact[0]
    wanted = _plain(text)
    parts = [name for name in names if wanted and f" {wanted}" in f" {_plain(name)}"]
    return parts[0] if len(parts) == 1 else ""


def title_of(item: Any) -> str:
    """What a person calls it: `Shipping clerk at Harbor Press`."""
    if item.kind.name == "lead":
        return f"{item.record.title} at {item.record.company}"
    return item.record.title


def _by_key(text: str, items: Sequence[Any]) -> list[Any]:
    """The whole slug, with its kind before it or not; the path of its file; its Id."""
    return [
        i for i in items if text in (i.slug, i.key, i.source, f"content/{i.source}", i.record.id)
    ]


def _by_address(text: str, items: Sequence[Any]) -> list[Any]:
    """The address of its page, with or without the site's before it."""
    path = re.sub(r"^https?://[^/]*/", "", text).strip("/")
    return [i for i in items if path and path == i.url.strip("/")]


def _by_file(text: str, items: Sequence[Any]) -> list[Any]:
    """The name of its file, or of a wish without its shower's."""
    name = text.casefold().removesuffix(".md")
    return [i for i in items if name in (i.slug.rpartition("/")[2], _stem(i.source))]


def _by_word(text: str, items: Sequence[Any]) -> list[Any]:
    """Words that are words of its name, title or company."""
    words = _plain(text).split()
    return [i for i in items if words and all(f" {word} " in _words(i) for word in words)]


def _by_beginning(text: str, items: Sequence[Any]) -> list[Any]:
    """Words that begin as words of its name, title or company do."""
    words = _plain(text).split()
    return [i for i in items if words and all(f" {word}" in _words(i) for word in words)]


def _by_part(text: str, items: Sequence[Any]) -> list[Any]:
    """Letters that stand anywhere in its name, title or company."""
    words = _plain(text).split()
    return [i for i in items if words and all(word in _words(i) for word in words)]


_RULES: tuple[Callable[[str, Sequence[Any]], list[Any]], ...] = (
    _by_key,
    _by_address,
    _by_file,
    _by_word,
    _by_beginning,
    _by_part,
)


def _likeliest(item: Any) -> tuple[bool, int, str]:
    """What has not ended and was last heard of comes first."""
    ended = bool(getattr(item.state, "ended", "") or getattr(item.state, "withdrawn", False))
    return ended, -item.last_news.toordinal(), item.source


def _words(item: Any) -> str:
    record = item.record
    parts = [item.key, record.title, getattr(record, "company", ""), _stem(item.source)]
    return f" {_plain(' '.join(parts))} "


def _stem(source: str) -> str:
    return source.rpartition("/")[2].rpartition(".")[0].casefold()


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _nothing(site: Site, wanted: str, items: Sequence[Any], kinds: Sequence[str]) -> Exception:
    """Why nothing was found: a mistake in its file, or in what was typed."""
    words = _plain(wanted).split()
    broken = [
        problem
        for problem in site.sources.problems
        if all(word in _plain(problem.file) for word in words)
        and problem.file not in {item.source for item in items}
    ]
    if broken:
        return ProblemsFound(broken)
    names = {item.slug: item.slug for item in items}
    names |= {item.slug.rpartition("/")[2]: item.slug for item in items}
    names |= {item.record.title: item.slug for item in items}
    close = names.get(did_you_mean(wanted, names), "")
    message = f"No {' or '.join(kinds)} has “{wanted}” in its name, title or company."
    hint = "write a part of one of them, as in “invoke trail acme claimed”"
    return Stop(message, f"did you mean “{close}”?" if close else hint)


def _choose(found: Sequence[Any], wanted: str, console: Console) -> Any:
    shown = {f"{_shortest(item, found)}: {title_of(item)}": item for item in found}
    if console.asks:
        console.say(f"{len(found)} have “{wanted}”:" if wanted else "Which one?")
        return shown[console.choose("Which one", list(shown))]
    lines = [f"    {line}" for line in list(shown)[:_MOST_LISTED]]
    if len(shown) > _MOST_LISTED:
        lines.append(f"    … and {len(shown) - _MOST_LISTED} more")
    first = _shortest(found[0], found)
    message = "\n".join([f"{len(found)} have “{wanted}” in them:", *lines])
    raise Stop(message, f"write the name of one, as in “{first}”")


def _shortest(item: Any, others: Sequence[Any]) -> str:
    """What to type for it: its name, and what is before that where another has the same."""
    name = item.slug.rpartition("/")[2]
    for candidate in (name, item.slug):
        if sum(candidate in (o.slug, o.slug.rpartition("/")[2]) for o in others) == 1:
            return candidate
    return item.key
