"""`invoke new`: a file of each kind in its folder, with today's date and the right keys."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from jobshower.kinds import SHOWER
from problems import Problem, ProblemsFound, did_you_mean, report
from safebuild.cards import to_card
from tools.changes import Changes
from tools.console import Console, Stop, one_of
from tools.editor import editor, open_editor
from tools.find import title_of
from tools.newfile import compose, duplicates, free_name, mistakes
from tools.same_job import name_key
from tools.site import Site, open_site

from .draft import Draft, Wanted, companies
from .lead import lead_draft
from .other import card_draft, event_draft, member_draft, post_draft, wish_draft

__all__ = ["DRAFTS", "make"]

DRAFTS: Mapping[str, Callable[[Wanted], Draft]] = MappingProxyType(
    {
        "post": post_draft,
        "lead": lead_draft,
        "wish": wish_draft,
        "event": event_draft,
        "member": member_draft,
        "card": card_draft,
    }
)
_OPTIONS = MappingProxyType(
    {
        "post": "date tags draft",
        "lead": "date company posting location remote via salary closes tags",
        "wish": "date kind seeker priority quantity done-when",
        "event": "start end location link",
        "member": "consent site feed met",
        "card": "date email phone met follow-up",
    }
)


def make(
    root: Path,
    what: str,
    title: str = "",
    *,
    options: Mapping[str, str],
    source: str = "",
    edit: bool = False,
    yes: bool = False,
    force: bool = False,
) -> None:
    """Make a new file of the kind `what`.

    `options` are those of the command line by their names; `source` names a file whose text is
    the body, or is "-" for what is pasted. With `force` a thing that is there already is made
    again. Raises Stop or ProblemsFound, and then nothing was written.
    """
    console = Console(yes=yes)
    what = _kind(what, console)
    given = {name: value for name, value in options.items() if value}
    wrong = [name for name in given if name not in _OPTIONS[what].split()]
    if wrong:
        hint = f"a {what} takes --{', --'.join(_OPTIONS[what].split())}"
        raise Stop(f"--{wrong[0]} is not for a {what}.", hint)
    site = open_site(root)
    wanted = Wanted(site, console, title, given, _text(source, console))
    draft = DRAFTS[what](wanted)
    _look_for_duplicates(wanted, what, draft, force=force)
    paths = _write(site, draft)
    _tell(wanted, draft, paths)
    _edit(wanted, draft, paths[0], edit=edit)


def _kind(text: str, console: Console) -> str:
    kinds = tuple(DRAFTS)
    if not text:
        return console.choose("What is it", kinds)
    return one_of(text, kinds, f"There is no “{text}” to be made.")


def _text(source: str, console: Console) -> str:
    """The text of a file, or what is typed or piped in."""
    if not source:
        return ""
    if source != "-":
        return Path(source).read_text("utf-8-sig", "replace")
    if console.asks:
        console.say(
            "Paste the text, then press Ctrl-D on a line of its own (Windows: Ctrl-Z, Enter)."
        )
    try:
        return sys.stdin.read()
    except KeyboardInterrupt:
        raise Stop("Stopped. Nothing was written.") from None


def _look_for_duplicates(wanted: Wanted, what: str, draft: Draft, *, force: bool) -> None:
    site, console = wanted.site, wanted.console
    if what == "card":
        name = name_key(draft.fields["Name"])
        found = [card.file for card in site.cards[0] if name_key(card.name) == name]
    else:
        items = duplicates(site, what, draft.fields, draft.seeker)
        found = [f"{site.shown(site.content / i.source)} ({title_of(i)})" for i in items]
    if not found or force:
        return
    console.say("There is one already:")
    for line in found:
        console.say(f"    {line}")
    if not console.confirm("Make another one?"):
        raise Stop("Nothing was written.", "open that file, or make another one with --force")


def _write(site: Site, draft: Draft) -> list[Path]:
    """Write the file and what comes with it, all or none, if the build will take it."""
    changes, paths, problems = Changes(), [], []
    for one in (draft, draft.beside):
        if one is None:
            continue
        fallback = one.kind.name if one.kind else "card"
        if one.kind is SHOWER:
            path = one.folder / "shower.md"
        else:
            path = free_name(one.folder, one.name, one.prefix, fallback, _slugs(site, fallback))
        text, shown = compose(one.fields, one.body), site.shown(path)
        problems += _problems(site, one, text, shown)
        changes.create(path, text)
        paths.append(path)
    if problems:
        raise ProblemsFound(problems)
    changes.apply()
    return paths


def _slugs(site: Site, kind: str) -> set[str]:
    """The addresses that a kind has taken; a post's may be other than its file's name."""
    if kind == "card":
        return set()
    return {getattr(i.record, "slug", "") or i.slug.rpartition("/")[2] for i in site.items(kind)}


def _problems(site: Site, draft: Draft, text: str, shown: str) -> list[Problem]:
    if draft.kind is None:
        from front_matter import parse  # noqa: PLC0415

        return to_card(parse(text, shown), shown)[1]
    return mistakes(text, draft.kind, shown) or site.leaks(shown, text)


def _tell(wanted: Wanted, draft: Draft, paths: list[Path]) -> None:
    say, site = wanted.console.say, wanted.site
    for path, one in zip(paths, (draft, draft.beside), strict=False):
        say(site.shown(path))
        for key, value in one.fields.items():
            # The terminal is hers, but what scrolls by is seen by others.
            if value and one.kind is not None:
                say(f"    {key}: {value}")
        for note in one.notes:
            say(f"  {note}")
    company = draft.fields.get("Company", "")
    known = [name for name in companies(site) if name != company]
    close = did_you_mean(company, known, cutoff=0.8) if company else ""
    if close and company not in companies(site):
        say(f"  You have “{close}” already. If that is the same, write it so here.")
    if draft.fields.get("Date") and draft.fields["Date"] > site.today:
        say(f"  It is shown from {draft.fields['Date']} on.")


def _edit(wanted: Wanted, draft: Draft, path: Path, *, edit: bool) -> None:
    """Open it where that is wanted, and say what is wrong with what was written."""
    console, site = wanted.console, wanted.site
    name = editor()
    asked = console.asks and name and not draft.body
    default = draft.to_be_written
    if not edit and not (asked and console.confirm(f"Open it in {name}?", default=default)):
        return
    open_editor(path, site.shown(path))
    found = [p for p in open_site(site.root).sources.problems if site.content / p.file == path]
    if found:
        ending = "The file is as you left it: mend it when you like."
        raise Stop(report(found, site.content, ending))
