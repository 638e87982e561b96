"""A new content file: its name, its text, what there is already that is like it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from front_matter import NotReadable, parse
from jobshower.kinds import Kind
from jobshower.reader import file_slug
from jobshower.schema import to_record
from problems import Problem

from .same_job import job_key, posting_key
from .site import Site

__all__ = ["compose", "duplicates", "free_name", "mistakes", "one_line"]

_LONGEST_SLUG = 60
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


def one_line(text: str) -> str:
    """A text as a value of the front matter: one line, without what no feed could hold."""
    return " ".join(_CONTROL.sub(" ", text).split())


def compose(fields: Mapping[str, Any], body: str = "") -> str:
    """The text of a file: the fields that have a value, an empty line, the body."""
    lines = [f"{key}: {one_line(str(value))}" for key, value in fields.items() if value]
    text = body.strip()
    return "\n".join([*lines, "", text, ""] if text else [*lines, "", ""])


def free_name(
    folder: Path, text: str, prefix: str, fallback: str, taken: Iterable[str] = ()
) -> Path:
    """A path in `folder` for a file named after a text: a name and an address nobody has.

    `prefix` is a date, which is no part of the address. A text without any letter of a name
    (an emoji) gives `fallback`. `taken` are addresses that files elsewhere have.
    """
    slug = file_slug(text)
    if len(slug) > _LONGEST_SLUG:
        slug = slug[:_LONGEST_SLUG].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    # A name that looks like a date would be taken for one, and cut off.
    if not slug or file_slug(f"{slug}-x") != f"{slug}-x":
        slug = f"{fallback}-{slug}".strip("-")
    used = {file_slug(path.stem) for path in folder.glob("*.m*")}.union(taken)
    number, name = 1, slug
    while name in used or name == "shower":
        number += 1
        name = f"{slug}-{number}"
    return folder / f"{prefix}{name}.md"


def mistakes(text: str, kind: Kind, name: str) -> list[Problem]:
    """What the build would say of a file with this text."""
    try:
        return to_record(parse(text, name), kind, name)[1]
    except NotReadable as error:
        return error.problems


def duplicates(site: Site, kind: str, fields: Mapping[str, Any], seeker: str = "") -> list[Any]:
    """The items that are the same thing: by title, company and day, or by the job's address."""
    title = job_key(str(fields["Title"]))
    posting = fields.get("Posting")
    found = []
    for item in site.items(kind):
        record = item.record
        if kind == "lead":
            names = job_key(str(fields["Title"]), str(fields["Company"]))
            same = job_key(record.title, record.company) == names
            if posting and record.posting:
                same = same or posting_key(record.posting) == posting_key(str(posting))
        else:
            same = job_key(record.title) == title
            if kind == "wish":
                same = same and item.slug.startswith(f"{seeker}/")
            if kind == "event":
                same = same and str(fields["Start"])[:10] == str(record.start.day)
        if same:
            found.append(item)
    return found
