"""What this plugin does at Pelican's signals."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from pelican.contents import Article, Page

from problems import COLLECTED, Problem, check_settings, tell

from . import settings as own_settings
from .documents import documents
from .index import IndexFailed, find_pagefind, write_index

__all__ = ["make_index", "note_context", "prepare"]

logger = logging.getLogger(__name__)

_TEXTS = "search_texts"


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
    """`all_generators_finalized`: which files are articles and pages."""
    contents = generators[0].context["generated_content"].values()
    generators[0].settings[_TEXTS] = {
        PurePosixPath(content.save_as).as_posix()
        for content in contents
        if isinstance(content, Article | Page) and content.status == "published"
    }


def make_index(pelican: Any) -> None:
    """`finalized`: index what was written, unless there is something wrong with it already."""
    settings = pelican.settings
    program = find_pagefind() if settings["SEARCH_INDEX"] else None
    if program is None or settings.get(COLLECTED):
        return
    output = Path(settings["OUTPUT_PATH"])
    root = urlsplit(settings["SITEURL"]).path.rstrip("/")
    found = documents(_pages(output), settings.get(_TEXTS, ()), root)
    folder = output / settings["SEARCH_INDEX"]
    if (folder / "pagefind-entry.json").is_file():
        shutil.rmtree(folder)
    if not found:
        return
    try:
        write_index(program, found, folder, Path(settings["CACHE_PATH"], "search"))
    except (IndexFailed, OSError, ValueError) as error:
        tell(settings, [_failed(error)])


def _has_template(settings: dict[str, Any]) -> bool:
    folders = [*settings["THEME_TEMPLATES_OVERRIDES"], f"{settings['THEME']}/templates"]
    return any(Path(folder, "search.html").is_file() for folder in folders)


def _pages(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*.html"))
    }


def _failed(error: Exception) -> Problem:
    return Problem(
        file="settings",
        field="SEARCH",
        value="True",
        message=f"The search index could not be made: {error}",
        hint="write SEARCH = False to publish without a search",
    )
