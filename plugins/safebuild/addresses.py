"""Each thing has an address of its own, inside the site."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from pelican.contents import Static

from problems import Problem

__all__ = ["check_contents", "check_written", "line_of", "sources"]

_HINT = "give one of the two another file name or Slug"
_LONGEST_NAME = 255
# In letters of UTF-8, which take four bytes at most.
_SURELY_SHORT = _LONGEST_NAME // 4
_ODD = re.compile(r"\.\.|[\\\0]")


def sources(context: Mapping[str, Any], *, parts: bool = False) -> dict[str, list[str]]:
    """The sources of what is written to each path below the output folder.

    Several things may share a page, each with a fragment of its own in its address: they count
    only as `parts`.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for source, content in context["generated_content"].items():
        path = content.save_as if content else ""
        if path and (parts or "#" not in content.url):
            found[_normal(path)].append(source)
    return {path: sorted(names) for path, names in found.items()}


def check_contents(context: Mapping[str, Any]) -> list[Problem]:
    """What contents say of their own address, before anything is written."""
    contents = {s: c for s, c in sorted(context["generated_content"].items()) if c}
    problems = [p for source, c in contents.items() for p in _confined(source, c)]
    problems += [p for source, c in contents.items() for p in _too_many_tags(source, c)]
    problems += _clashing_names(contents)
    own = _own_pages(context)
    for path, names in sources(context).items():
        if names[1:]:
            # To blame is who asked for it.
            names.sort(key=lambda name: (line_of(contents[name], "save_as|slug") > 0, name))
        if path in own:
            problems.append(_same_address(names[0], path, own[path], contents))
        problems += [_same_address(name, path, names[0], contents) for name in names[1:]]
    return problems


def check_written(
    written: Mapping[str, int], context: Mapping[str, Any], found: Mapping[str, list[str]]
) -> list[Problem]:
    """What was written over something else: `written` counts how often pages were, by path."""
    contents = context["generated_content"]
    problems = [
        _same_address(found[path][0], path, "another page", contents)
        for path, times in written.items()
        if times > 1 and path in found
    ]
    copied: dict[str, str] = {}
    for static in context.get("staticfiles", ()):
        path, source = _normal(static.save_as), static.get_relative_source_path()
        other = copied.setdefault(path, source)
        if path in written:
            other = found.get(path, ["a page of the theme"])[0]
        if other != source:
            problems.append(_same_address(source, path, other, contents))
    return problems


def line_of(content: Any, keys: str) -> int:
    """The line of a source's front matter that holds the first of the keys (a|b), or 0."""
    try:
        lines = Path(content.source_path).read_text("utf-8-sig", "replace").splitlines()
    except (OSError, AttributeError):
        return 0
    for key in keys.split("|"):
        rule = re.compile(rf"\s*:?{key}\s*:", re.IGNORECASE)
        for number, line in enumerate(lines[:200], 1):
            if rule.match(line):
                return number
    return 0


def _normal(path: str) -> str:
    clean = path and path[0] != "." and path[-1] != "/" and "//" not in path and "/." not in path
    return path if clean else PurePosixPath(path).as_posix()


def _own_pages(context: Mapping[str, Any]) -> dict[str, str]:
    """The paths of lists and taxonomies, with words for each."""
    own = {}
    for name in context["DIRECT_TEMPLATES"]:
        path = context.get(f"{name.upper()}_SAVE_AS", f"{name}.html")
        if path:
            own[_normal(path)] = f"the site's own page “{name}”"
    for kind in ("tags", "categories", "authors"):
        for group, _ in context.get(kind, ()):
            if group.save_as:
                own[_normal(group.save_as)] = f"the page of “{group.name}”"
    return own


def _same_address(source: str, path: str, other: str, contents: Mapping[str, Any]) -> Problem:
    content = contents.get(source)
    line = line_of(content, "save_as|slug") if content else 0
    return Problem(
        file=source,
        line=line,
        field="address",
        value=path if not line else "",
        message=f"This has the same address as {other}.",
        hint=_HINT,
    )


def _confined(source: str, content: Any) -> Iterator[Problem]:
    if isinstance(content, Static):
        return
    slug = getattr(content, "slug", None)
    if slug is not None and not slug.strip("/- "):
        yield Problem(
            file=source,
            line=line_of(content, "slug|title") or 1,
            field="Slug",
            message="Its title or name gives no address.",
            hint="add a line with an address in letters and digits, as in “Slug: cake”",
        )
    path = content.save_as
    if len(path) <= _SURELY_SHORT and path[:1] != "/" and not _ODD.search(path):
        return
    parts = PurePosixPath(path).parts
    outside = path.startswith("/") or ".." in parts or "\\" in path or "\0" in path
    if outside:
        yield Problem(
            file=source,
            line=line_of(content, "save_as|slug|url") or 1,
            field="address",
            value=path,
            message="This would be written outside of the output folder.",
            hint="write an address without “..” that does not begin with a slash",
        )
    if any(len(part.encode("utf-8", "replace")) > _LONGEST_NAME for part in parts):
        yield Problem(
            file=source,
            line=line_of(content, "save_as|slug|title") or 1,
            field="address",
            message="A part of this address is longer than a file's name can be.",
            hint="add a line with a shorter one, as in “Slug: cake”",
        )


def _too_many_tags(source: str, content: Any) -> Iterator[Problem]:
    tags = content.metadata.get("tags") or ()
    most = content.settings["MAX_TAGS"]
    if not isinstance(tags, str) and len(tags) > most:
        yield Problem(
            file=source,
            line=line_of(content, "tags"),
            field="Tags",
            message=f"There are {len(tags):,} tags here; {most} are allowed.",
            hint="take some out, or set MAX_TAGS",
        )


def _clashing_names(contents: Mapping[str, Any]) -> Iterator[Problem]:
    """Two tags (categories, authors) that would share a page, and those that have none."""
    first: dict[tuple[str, str], tuple[str, str]] = {}
    good: set[tuple[str, str, str]] = set()
    for source, content in contents.items():
        for field, group in _groups(content):
            if (field, group.name, group.slug) in good:
                continue
            folded = re.sub(r"[\s_-]+", " ", group.name).strip().casefold()
            other, where = first.setdefault((field, group.slug), (folded, source))
            if not group.slug:
                message = f"“{group.name}” gives no address."
                hint = "write it with letters or digits"
            elif len(group.slug) > _LONGEST_NAME - len("/index.html"):
                message, hint = "This is too long for an address.", "write a shorter one"
            elif other != folded:
                message = f"“{group.name}” has the same address as “{other}” in {where}."
                hint = f"write both the same way, or set {field.upper()}_REGEX_SUBSTITUTIONS"
            else:
                good.add((field, group.name, group.slug))
                continue
            line = line_of(content, f"{field}s|{field}|tags|authors|category")
            yield Problem(
                file=source, line=line, field=field, value=group.name, message=message, hint=hint
            )


def _groups(content: Any) -> Iterator[tuple[str, Any]]:
    for key, field in (("tags", "Tag"), ("authors", "Author"), ("category", "Category")):
        groups = content.metadata.get(key) or ()
        for group in groups if isinstance(groups, list | tuple) else (groups,):
            if hasattr(group, "slug"):
                yield field, group
