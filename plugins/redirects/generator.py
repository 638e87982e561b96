"""Pelican's side: which old addresses there are, and a page at each of them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pelican.contents import Content, Static
from pelican.generators import Generator

from problems import Problem, tell

from .aliases import BadAlias, alias_path, split_aliases

__all__ = ["RedirectGenerator", "check_aliases"]


class RedirectGenerator(Generator):
    """Writes the pages, after all others."""

    # For fastbuild: it never looks at a page that it has written.
    renders_later = True

    def generate_output(self, writer: Any) -> None:
        """A page at each old address."""
        template = None
        for path, (content, _) in _redirects(self.context).items():
            template = template or self.get_template("redirect")
            url = f"{self.context['SITEURL']}/{content.url.removesuffix('index.html')}"
            writer.write_file(
                path, template, self.context, url=path, target=url, page_title=content.title
            )


def check_aliases(generators: list[Any]) -> None:
    """`all_generators_finalized`: tell the old addresses that cannot be served, or are taken."""
    context = generators[0].context
    problems: list[Problem] = []
    _redirects(context, problems)
    tell(context, problems)


def _redirects(
    context: Mapping[str, Any], problems: list[Problem] | None = None
) -> dict[str, tuple[Content, str]]:
    """By path, what is to be found there now, and the address as it was written."""
    aliases = list(_aliases(context))
    taken = dict(_taken(context)) if aliases else {}
    found: dict[str, tuple[Content, str]] = {}
    problems = [] if problems is None else problems
    for content, alias in aliases:
        try:
            path = alias_path(alias)
        except BadAlias as bad:
            problems.append(_problem(content, alias, str(bad), "take it out"))
            continue
        other = taken.get(path) or (_source(found[path][0]) if path in found else "")
        if other == _source(content):
            continue  # it is there still, or named twice
        if other:
            message = f"This is the address of {other}."
            problems.append(_problem(content, alias, message, "take one of the two out"))
        else:
            found[path] = (content, alias)
    return found


def _aliases(context: Mapping[str, Any]) -> Iterator[tuple[Content, str]]:
    contents = context["generated_content"].items()
    for _, content in sorted(one for one in contents if one[1] and "aliases" in one[1].metadata):
        if not isinstance(content, Static) and content.status != "draft":
            for alias in split_aliases(content.metadata["aliases"] or ""):
                yield content, alias


def _taken(context: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The paths of all that is no redirect, each with a name for it."""
    for name in context.get("DIRECT_TEMPLATES", ()):
        path = context.get(f"{name.upper()}_SAVE_AS", f"{name}.html")
        if path:
            yield posixpath.normpath(path), f"the site's own page “{name}”"
    for kind in ("tags", "categories", "authors"):
        for group, _ in context.get(kind, ()):
            if group.save_as:
                yield posixpath.normpath(group.save_as), f"the page of “{group.name}”"
    for static in context.get("staticfiles", ()):
        # Not `static.save_as`: reading it pins the file, and `{attach}` could move it no more.
        yield posixpath.normpath(static.get_url_setting("save_as")), _source(static)
    for content in context["generated_content"].values():
        if content and content.save_as:
            yield posixpath.normpath(content.save_as), _source(content)


def _source(content: Content) -> str:
    return content.get_relative_source_path() or content.url


def _problem(content: Content, alias: str, message: str, hint: str) -> Problem:
    return Problem(
        file=_source(content),
        line=_line(content, alias),
        field="Aliases",
        value=alias,
        message=message,
        hint=hint,
    )


def _line(content: Content, alias: str) -> int:
    """The line of the source with that address, counted from 1; 0 where it cannot be found."""
    try:
        lines = Path(content.source_path).read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return 0
    rule = re.compile(rf"(?<!\S){re.escape(alias)}(?![^\s,;])")
    return next((number for number, line in enumerate(lines, 1) if rule.search(line)), 0)
