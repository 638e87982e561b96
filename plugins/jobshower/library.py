"""The whole content folder as linked items, or every problem in it.

Reading happens once a build, before anything is written: first each file by itself, then what
files say about each other.
"""

from __future__ import annotations

import fnmatch
import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from sys import intern
from typing import Any

import msgspec

import front_matter
from front_matter import Document
from problems import Problem, did_you_mean

from .items import EventItem, Item, MemberItem, PostItem, WordsItem
from .jobposting import check_structured
from .kinds import EVENT, KINDS, LEAD, MEMBER, PAGE, POST, SHOWER, WISH, WORDS, Kind
from .known import KnownFiles
from .leads import LeadItem
from .linking import Broken, link_items, replay_trails
from .reader import file_slug
from .settings import Options
from .showers import ShowerItem, WishItem
from .weeks import Roundup, Week, build_roundups

__all__ = ["Library", "Sources", "read_library", "read_sources"]

logger = logging.getLogger(__name__)

_ITEMS: dict[str, type[Item]] = {
    "post": PostItem,
    "page": PostItem,
    "lead": LeadItem,
    "roundup": WordsItem,
    "shower": ShowerItem,
    "wish": WishItem,
    "member": MemberItem,
    "event": EventItem,
}
_SUFFIXES = frozenset({".md", ".markdown", ".mkd", ".mdown"})


class Library(msgspec.Struct):
    """What the site shows, each list in its order; what is not due yet is in `waiting`."""

    options: Options | None = None
    posts: list[PostItem] = msgspec.field(default_factory=list)
    pages: list[PostItem] = msgspec.field(default_factory=list)
    leads: list[LeadItem] = msgspec.field(default_factory=list)
    words: list[WordsItem] = msgspec.field(default_factory=list)
    showers: list[ShowerItem] = msgspec.field(default_factory=list)
    members: list[MemberItem] = msgspec.field(default_factory=list)
    events: list[EventItem] = msgspec.field(default_factory=list)
    roundups: list[Roundup] = msgspec.field(default_factory=list)
    waiting: list[Item] = msgspec.field(default_factory=list)
    # Of a library with problems, the items with a text of their own that have none: all else is
    # empty then.
    sound: list[Item] = msgspec.field(default_factory=list)

    @property
    def wishes(self) -> list[WishItem]:
        """The wishes of all showers."""
        return [wish for shower in self.showers for wish in shower.wishes]


class Sources(msgspec.Struct):
    """Every item that can be read, due or not, by kind in the order of their files.

    Their trails are replayed and they are linked, where that could be done: `problems` says
    where not.
    """

    by_kind: dict[str, list[Any]]
    problems: list[Problem]


def read_sources(options: Options, known: KnownFiles | None = None) -> Sources:
    """Read, check and link every source file. `known` has what was read before."""
    problems: list[Problem] = []
    broken = Broken()
    known = known or KnownFiles(None)
    items = [item for item in _read_items(options, problems, broken, known) if item]
    known.save()
    by_kind = {kind.name: [item for item in items if item.kind == kind] for kind in KINDS}
    problems += _same_slugs(items)
    problems += link_items(by_kind, options, broken)
    problems += replay_trails(by_kind, options, broken)
    problems += [p for lead in by_kind["lead"] for p in check_structured(lead)]
    return Sources(by_kind, problems)


def read_library(
    options: Options, known: KnownFiles | None = None
) -> tuple[Library, list[Problem]]:
    """As `read_sources`. The library is whole only without problems."""
    sources = read_sources(options, known)
    by_kind, problems = sources.by_kind, sources.problems
    if not problems:
        return _arrange(by_kind, options), []
    broken_files = {problem.file for problem in problems}
    sound = [
        item
        for kind in KINDS
        if kind not in (POST, PAGE, WISH)
        for item in by_kind[kind.name]
        if item.source not in broken_files
    ]
    return Library(options, sound=sound), problems


def _read_items(
    options: Options, problems: list[Problem], broken: Broken, known: KnownFiles
) -> Iterator[Item | None]:
    folders = {kind.folder: kind for kind in (LEAD, WORDS, SHOWER, MEMBER, EVENT)}
    folders |= dict.fromkeys(options.post_folders, POST) | dict.fromkeys(options.page_folders, PAGE)
    for source in _sources(options, problems):
        folder = next((name for name in folders if _below(source, name)), None)
        if folder is not None:
            yield _read_item(source, folders[folder], options, problems, broken, known)
        elif not any(_below(source, name) for name in options.static_folders):
            problems.append(_homeless(source, folders))


def _below(source: str, folder: str) -> bool:
    return folder in ("", ".") or source.startswith(f"{folder.strip('/')}/")


def _sources(options: Options, problems: list[Problem]) -> list[str]:
    """The Markdown files below the content folder, sorted, as paths with slashes."""
    found = []

    def refuse(error: OSError) -> None:
        problems.append(_closed_folder(error, options))

    start = len(str(options.content)) + 1
    for folder, subfolders, names in os.walk(options.content, onerror=refuse, followlinks=True):
        subfolders[:] = [name for name in subfolders if not _ignored(name, options)]
        inside = f"{folder}{os.sep}"[start:].replace(os.sep, "/")
        found += [
            intern(f"{inside}{name}")  # as Pelican has it
            for name in names
            if os.path.splitext(name)[1] in _SUFFIXES  # noqa: PTH122 (many)
            and not _ignored(name, options)
            and _is_file(f"{folder}{os.sep}{name}")
        ]
    return sorted(found)


def _is_file(path: str) -> bool:
    """Reading a pipe would wait for ever. What is not there or not ours is told by its reader."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116
    except OSError:
        return True


def _ignored(name: str, options: Options) -> bool:
    return name.startswith(".") or any(fnmatch.fnmatch(name, rule) for rule in options.ignored)


def _read_item(
    source: str,
    kind: Kind,
    options: Options,
    problems: list[Problem],
    broken: Broken,
    known: KnownFiles,
) -> Item | None:
    *folders, name = source.split("/")
    slug = file_slug(os.path.splitext(name)[0])  # noqa: PTH122 (many)
    if kind is SHOWER:
        if len(folders) != 2:  # noqa: PLR2004 (showers/<seeker>/<file>)
            problems.append(_no_shower(source))
            return None
        seeker = file_slug(folders[1])
        kind, slug = (SHOWER, seeker) if slug == "shower" else (WISH, f"{seeker}/{slug}")
    extra = options.extra_keys if kind in (POST, PAGE) else ()
    try:
        path = f"{options.content}{os.sep}{source}"
        document, record, found = known.read(path, source, kind, extra)
    except front_matter.NotReadable as error:
        problems += error.problems
        broken.add(kind, slug, None)
        return None
    for line in document.cleaned:
        logger.warning("%s:%d: control characters in this line were left out", source, line)
    if record is not None and len(getattr(record, "trail", ())) > options.max_trail:
        found.append(_long_trail(source, record, document, options))
    if not slug.rpartition("/")[2]:
        found.append(_no_slug(source))
    problems += found
    if record is None or found:
        broken.add(kind, slug, document)
        return None
    return _ITEMS[kind.name](kind, record, document, source, slug, options)


def _same_slugs(items: list[Item]) -> list[Problem]:
    """Two sources for one address."""
    problems = []
    seen: dict[tuple[str, ...], Item] = {}
    for item in items:
        address: tuple[str, ...] = (item.kind.name, item.slug)
        if item.kind in (POST, PAGE):
            lang = item.record.lang or item.options.language
            address = (item.kind.name, item.record.slug or item.slug, lang.lower())
        first = seen.setdefault(address, item)
        if first is not item:
            problems.append(
                Problem(
                    file=item.source,
                    message=f"This has the same address as {first.source}.",
                    hint="give one of the two files another name",
                )
            )
    return problems


def _arrange(by_kind: dict[str, list[Any]], options: Options) -> Library:
    library = Library(options)
    for name in ("posts", "pages", "leads", "showers", "members", "events"):
        items = by_kind[name.removesuffix("s")]
        setattr(library, name, [item for item in items if item.due])
        library.waiting += [item for item in items if not item.due]
    for words in by_kind["roundup"]:
        begun = Week.from_slug(words.slug).monday <= options.today
        (library.words if begun else library.waiting).append(words)
    for shower in by_kind["shower"]:
        shower.wishes = [wish for wish in shower.wishes if wish.due]
        for wish in shower.wishes:
            if wish.about and wish.about.retracted:
                wish.about = None
    library.waiting += [wish for wish in by_kind["wish"] if not wish.due]
    library.posts = _listed(library.posts, options)
    library.posts.sort(key=lambda post: (post.moment, post.source), reverse=True)
    library.leads.sort(key=lambda lead: (not lead.open, -lead.day.toordinal(), lead.source))
    library.members.sort(key=lambda member: (member.record.title.casefold(), member.source))
    library.events.sort(key=lambda event: (event.starts, event.source))
    library.showers.sort(key=lambda shower: (shower.day, shower.source))
    library.roundups = build_roundups(library, options.today, options.event_days)
    return library


def _listed(posts: list[PostItem], options: Options) -> list[PostItem]:
    """The published ones that are no translation of another, by Pelican's rules."""
    versions: dict[str, list[PostItem]] = {}
    for post in posts:
        if post.record.status == "published":
            versions.setdefault(post.record.slug or post.slug, []).append(post)
    return [post for same in versions.values() for post in _originals(same, options)]


def _originals(versions: list[PostItem], options: Options) -> list[PostItem]:
    """Of one post's versions those in the site's language; where it has none, all."""
    meant = [post for post in versions if post.record.translation.lower() in ("", "false")]
    candidates = meant or versions
    default = options.language.lower()
    return [p for p in candidates if (p.record.lang or default).lower() == default] or candidates


def _homeless(source: str, folders: dict[str, Kind]) -> Problem:
    top = PurePosixPath(source).parts[0]
    close = did_you_mean(top, folders)
    return Problem(
        file=source,
        message="No kind of content lives in this folder.",
        hint=f"did you mean “{close}/”?" if close else f"the folders are {', '.join(folders)}",
    )


def _closed_folder(error: OSError, options: Options) -> Problem:
    return Problem(
        file=Path(error.filename).relative_to(options.content).as_posix(),
        message=f"This folder is not readable: {error.strerror}.",
        hint="check that it is there and that you may read it",
    )


def _no_shower(source: str) -> Problem:
    return Problem(
        file=source,
        message="A wish lies in the folder of its seeker.",
        hint="move it to showers/<seeker>/, beside that shower.md",
    )


def _long_trail(source: str, record: Any, document: Document, options: Options) -> Problem:
    return Problem(
        file=source,
        line=document.fields["trail"].line,
        field="Trail",
        message=f"There are {len(record.trail)} entries here; {options.max_trail} are allowed.",
        hint="take some out, or set MAX_TRAIL",
    )


def _no_slug(source: str) -> Problem:
    return Problem(
        file=source,
        message="The file's name gives no address.",
        hint="name it with letters and digits, as in acme-clerk.md",
    )
