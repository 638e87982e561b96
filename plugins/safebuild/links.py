"""Every `{filename}`, `{static}` and `{attach}` link leads somewhere, or its line is a problem."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from pelican.settings import DEFAULT_CONFIG
from pelican.utils import posixize_path

from problems import COLLECTED, Problem, did_you_mean

__all__ = ["check_links"]

_KINDS = frozenset({"filename", "static", "attach"})
_STOCK = DEFAULT_CONFIG["INTRASITE_LINK_REGEX"]


def check_links(context: Mapping[str, Any]) -> list[Problem]:
    """The links that Pelican would ship as they stand, since it has no such file.

    `context` is complete. Under `not_shown` it may name sources that are not shown yet. Whoever
    links to a file that has problems of its own is not also to blame.
    """
    waiting = frozenset(context.get("not_shown", ()))
    broken = {problem.file for problem in context.get(COLLECTED, ())}
    contents = [content for content in context["generated_content"].values() if content]
    problems: list[Problem] = []
    for content in sorted(contents, key=lambda content: content.source_path):
        problems += _broken(content, context, waiting, broken)
    return problems


def _broken(
    content: Any, context: Mapping[str, Any], waiting: Collection[str], broken: Collection[str]
) -> Iterator[Problem]:
    lines = None
    # Before Pelican resolves them, links are to be seen in this attribute only.
    html = content._content or ""  # noqa: SLF001
    if content.settings["INTRASITE_LINK_REGEX"] == _STOCK and not ("{" in html or "|" in html):
        return
    for match in content._get_intrasite_link_regex().finditer(html):  # noqa: SLF001
        what, value = match["what"], match["value"]
        if what not in _KINDS:
            continue
        path = unquote(_target(content, urlparse(value).path))
        outside = path.startswith("..") or not _confined(path, content)
        # With problems in some file, plugins may not have read all of theirs.
        unread = broken and Path(content.settings["PATH"], path).is_file()
        if not outside and (unread or _is_there(what, path, content, context)):
            continue
        if lines is None:
            text = Path(content.source_path).read_text("utf-8-sig", "replace")
            lines = text.splitlines()
        link = f"{{{what}}}{value}"
        message, hint = _OUTSIDE if outside else _why(what, path, context, waiting)
        yield Problem(
            file=content.get_relative_source_path(),
            line=_line(lines, link),
            field="link",
            value=link,
            message=message,
            hint=hint,
        )


_OUTSIDE = (
    "This leads out of the content folder.",
    "put the file below the content folder, and link to it there",
)


def _confined(path: str, content: Any) -> bool:
    """Whether the file is really in the content folder, and not a link to somewhere else."""
    folder = Path(content.settings["PATH"]).resolve()
    return (folder / path).resolve().is_relative_to(folder)


def _target(content: Any, path: str) -> str:
    """The path below the content folder that Pelican looks for."""
    if path.startswith("/"):
        return path[1:]
    return posixize_path(os.path.normpath(Path(content.relative_dir) / path))


def _is_there(what: str, path: str, content: Any, context: Mapping[str, Any]) -> bool:
    if what == "filename" and context["generated_content"].get(path) is not None:
        return True
    # Pelican takes a static file's word for it, and dies when it comes to copy it.
    folder = Path(content.settings["PATH"])
    return context["static_content"].get(path) is not None and (folder / path).is_file()


def _why(
    what: str, path: str, context: Mapping[str, Any], waiting: Collection[str]
) -> tuple[str, str]:
    if path in waiting:
        hint = "take the link out until then, or give its target an earlier date"
        return "This links to something that is not shown yet.", hint
    known = [*context["generated_content"]] if what == "filename" else _files(context)
    close = did_you_mean(path, known)
    hint = f"did you mean “{{{what}}}/{close}”?" if close else "correct the path, or add the file"
    return "This links to a file that is not there.", hint


def _files(context: Mapping[str, Any]) -> list[str]:
    return [
        path
        for path, content in context["static_content"].items()
        if content and Path(content.source_path).is_file()
    ]


def _line(lines: list[str], link: str) -> int:
    """The line that holds the link, as it stands or as Markdown has escaped it; 0 if none."""
    wanted = {link, unquote(link)}
    return next((n for n, line in enumerate(lines, 1) if any(w in line for w in wanted)), 0)
