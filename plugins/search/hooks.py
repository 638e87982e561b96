"""What this plugin does at Pelican's signals."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from pelican.contents import Article, Page

from problems import COLLECTED, Problem, check_settings, tell

from . import settings as own_settings
from .documents import documents
from .index import IndexFailed, find_pagefind, write_index
from .later import Later

__all__ = ["make_index", "note_context", "prepare"]

logger = logging.getLogger(__name__)

_CONTEXT = "search_context"
_ONLINE = "online_files"
_MEMORY = "kept_in_memory"
# The file of an index that leads to all others.
_ENTRY = "pagefind-entry.json"


def prepare(pelican: Any) -> None:
    """`initialized`: the settings' defaults, and the page on which one searches.

    Where there is no Pagefind for this machine, the page is there without the search.
    """
    settings = pelican.settings
    own_settings.apply_defaults(settings)
    problems = check_settings(settings, own_settings.DEFAULTS)
    tell(settings, problems)
    if problems or not settings["SEARCH"]:
        settings |= {"SEARCH_INDEX": "", "SEARCH_URL": "", "SEARCH_SAVE_AS": ""}
        return
    settings["SEARCH_INDEX"] = settings["SEARCH_INDEX"].strip("/")
    if not find_pagefind():
        settings["SEARCH_INDEX"] = ""
        logger.warning(
            "There is no Pagefind for this machine, so the site gets no search: its page leads "
            "to the archives instead. Install the program pagefind, or set SEARCH = False"
        )
    names = list(settings["DIRECT_TEMPLATES"])
    if "search" not in names and _has_template(settings):
        settings["DIRECT_TEMPLATES"] = [*names, "search"]


def note_context(generators: list[Any]) -> None:
    """`all_generators_finalized`: remember what is in the context."""
    if generators[0].settings["SEARCH_INDEX"]:
        generators[0].settings[_CONTEXT] = generators[0].context


def make_index(pelican: Any) -> None:
    """`finalized`: index what was written, unless there is something wrong with it already.

    In a process that builds again and again (safebuild's `Online` is in the context), the index
    online stays for now, and another is made when there is time.
    """
    settings = pelican.settings
    context = settings.pop(_CONTEXT, {})
    online = context.get(_ONLINE)
    program = find_pagefind() if settings["SEARCH_INDEX"] else None
    if program is None or settings.get(COLLECTED):
        return
    output, name = Path(settings["OUTPUT_PATH"]), settings["SEARCH_INDEX"]
    texts, cache = _texts(context), Path(settings["CACHE_PATH"], "search")
    root = urlsplit(settings["SITEURL"]).path.rstrip("/")

    def make(folder: Path, pages: Mapping[str, bytes]) -> None:
        found = documents(pages, texts, root)
        if found:
            write_index(program, found, folder, cache)

    if online and online.in_process and online.staying and online.stay_below(name):
        later = Later(lambda folder: make(folder, _online(online, name)), online, name)
        settings[_MEMORY].setdefault("later", {})["search"] = later
        return
    folder = output / name
    if (folder / _ENTRY).is_file():
        shutil.rmtree(folder)
    pages = _pages(output)
    if online:
        pages = {n: online.read(n) for n in online.staying if n.endswith(".html")} | pages
        key = _key(pages, texts, root, program)
        if online.has(f"{name}/{_ENTRY}", key) and online.stay_below(name):
            return
        online.made(str(folder / _ENTRY), key)
    try:
        make(folder, pages)
    except (IndexFailed, OSError, ValueError) as error:
        tell(settings, [_failed(error)])


# For fastbuild.
make_index.leaves_pages = True  # type: ignore[attr-defined]


def _key(pages: Mapping[str, bytes], texts: Any, root: str, program: Any) -> bytes:
    """What an index is made from."""
    told = blake2b(f"{program} {root}\0".encode(), digest_size=16)
    for name in sorted(pages):
        told.update(f"{name}\0{name in texts}\0{len(pages[name])}\0".encode() + pages[name])
    return told.digest()


def _has_template(settings: dict[str, Any]) -> bool:
    folders = [*settings["THEME_TEMPLATES_OVERRIDES"], f"{settings['THEME']}/templates"]
    return any(Path(folder, "search.html").is_file() for folder in folders)


def _pages(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*.html"))
    }


def _texts(context: Mapping[str, Any]) -> set[str]:
    """Which files are articles and pages."""
    return {
        PurePosixPath(content.save_as).as_posix()
        for content in context.get("generated_content", {}).values()
        if isinstance(content, Article | Page) and content.status == "published"
    }


def _online(online: Any, index: str) -> dict[str, bytes]:
    names = [name for name in online.names if name.endswith(".html")]
    return {name: online.read(name) for name in names if not name.startswith(f"{index}/")}


def _failed(error: Exception) -> Problem:
    return Problem(
        file="settings",
        field="SEARCH",
        value="True",
        message=f"The search index could not be made: {error}",
        hint="write SEARCH = False to publish without a search",
    )
