"""Of the leads that rows could become, those that are new, and what a build would say of them."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from jobshower.kinds import LEAD
from jobshower.library import read_sources
from jobshower.reader import file_slug
from problems import Problem
from tools.same_job import job_key, posting_key
from tools.site import Site

from .leads import Draft, Reader, lead_text

__all__ = ["named", "problems_of", "without_repeats"]

_LONGEST_NAME = 80


class _Known:
    """The jobs that are there: by their postings, and by what they are called.

    Two with postings are one job if these are the same; others if all that names them is.
    """

    def __init__(self) -> None:
        self._postings: dict[str, str] = {}
        self._names: dict[tuple[str, ...], tuple[str, bool]] = {}

    def find(self, posting: str, names: tuple[str, ...]) -> str:
        """Where the same job is; "" if it is new."""
        if posting and posting_key(posting) in self._postings:
            return self._postings[posting_key(posting)]
        place, has_posting = self._names.get(job_key(*names), ("", False))
        return "" if posting and has_posting else place

    def add(self, posting: str, names: tuple[str, ...], place: str) -> None:
        """Remember one."""
        if posting:
            self._postings.setdefault(posting_key(posting), place)
        if all(names[:2]):
            self._names.setdefault(job_key(*names), (place, bool(posting)))


def without_repeats(
    site: Site, drafts: Iterable[Draft]
) -> tuple[list[Draft], list[tuple[Draft, str]]]:
    """The drafts of jobs that are new, and the others, each with what has it already."""
    known = _Known()
    for lead in site.items("lead"):
        names = (lead.record.title, lead.record.company, lead.record.location)
        known.add(lead.record.posting, names, site.shown(site.content / lead.source))
    new, repeats = [], []
    for draft in drafts:
        posting = draft.value("Posting")
        names = (draft.value("Title"), draft.value("Company"), draft.value("Location"))
        same = known.find(posting, names)
        if same:
            repeats.append((draft, same))
        else:
            known.add(posting, names, f"line {draft.line}")
            new.append(draft)
    return new, repeats


def named(site: Site, drafts: Sequence[Draft], reader: Reader) -> dict[str, Draft]:
    """A file's name for each: its own, or its title; where others have that, its company too."""
    taken = {file_slug(path.stem) for path in (site.content / LEAD.folder).rglob("*.md")}
    files: dict[str, Draft] = {}
    for draft in drafts:
        if draft.file:
            slug = file_slug(Path(draft.file).stem)
            if slug in taken:
                hint = "give it another name, or take the row out"
                message = "A lead with this address is there already."
                reader.tell(draft.line, "File", draft.file, message, hint)
            taken.add(slug)
            files[draft.file] = draft
    titles = Counter(_slug(draft.value("Title")) for draft in drafts if not draft.file)
    for draft in drafts:
        if draft.file:
            continue
        slug = _slug(draft.value("Title"))
        if slug in taken or titles[slug] > 1:
            slug = _slug(f"{draft.value('Title')} {draft.value('Company')}")
        number, base = 1, slug
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        taken.add(slug)
        files[f"{draft.value('Date')}-{slug}.md"] = draft
    return files


def _slug(text: str) -> str:
    slug = file_slug(re.sub(r"[/\\.]", " ", text))
    if len(slug) > _LONGEST_NAME:
        slug = slug[:_LONGEST_NAME].rpartition("-")[0] or slug[:_LONGEST_NAME]
    return slug or "lead"


def problems_of(site: Site, files: dict[str, Draft], reader: Reader) -> list[Problem]:
    """What a build would say of the new files, told of their rows."""
    told = {problem.line for problem in reader.problems}
    found = []
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder)
        for path in site.content.iterdir():
            if path.name != LEAD.folder:
                (content / path.name).symlink_to(path.absolute())
        for file, draft in files.items():
            path = content / LEAD.folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(lead_text(draft), "utf-8")
        options = msgspec.structs.replace(site.options, content=content)
        for problem in read_sources(options).problems:
            draft = files.get(problem.file.removeprefix(f"{LEAD.folder}/"))
            if draft and draft.line not in told:
                column = reader.column_of(problem.field)
                found.append(
                    msgspec.structs.replace(
                        problem, file=reader.name, line=draft.line, column=0, field=column
                    )
                )
    return found
