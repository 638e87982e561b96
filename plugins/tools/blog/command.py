"""`invoke import-blog FILE`: the posts and pages of another blog become Markdown files."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import msgspec

from jobshower.dates import plural
from jobshower.kinds import PAGE, POST
from problems import Problem, ProblemsFound, report
from tools.changes import Changes
from tools.check import check
from tools.console import Console, Stop
from tools.contactsout import take_out
from tools.newfile import mistakes
from tools.site import Site, open_site

from .files import Imported, Importer
from .pictures import Pictures
from .source import read_export

__all__ = ["Wishes", "import_blog"]

REPORT = "import-blog.txt"
_SHOWN = 8


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What was said on the command line."""

    images: str = ""
    comments: bool = False
    hide_contacts: bool = False
    dry_run: bool = False


def import_blog(root: Path, settings_file: str, file: str, wishes: Wishes, console: Console) -> int:
    """Read an export, show what it would become, and write it; returns the exit status.

    All of it is written or nothing, and nothing that is there is touched. Raises Stop, OSError and
    ProblemsFound. The report of what needs a look is kept in the folder of Pelican's cache.
    """
    path = Path(file or console.ask("Which export", option="“invoke import-blog FILE”"))
    with console.progress(f"Reading {path.name}"):
        export = read_export(path)
    site = open_site(root, settings_file)
    pictures = Pictures(site.content, path, wishes.images)
    importer = Importer(site, export, pictures, comments=wishes.comments)
    planned = importer.plan()
    files = []
    with console.progress("Converting", len(planned)) as step:
        for entry, target in planned:
            files.append(_without_contacts(importer.file(entry, target), site, importer, wishes))
            step()
    wrong = [p for one in files for p in _mistakes(one, site)]
    if wrong:
        raise ProblemsFound(wrong)
    console.say(f"{path.name} is from {export.program}: {_kinds(files)}.")
    _tell(importer, pictures, console)
    if wishes.dry_run:
        console.say("Nothing was written: this was a dry run.")
        return 0
    if not files:
        console.say("There is nothing new in it.")
        return 0
    if console.asks and not console.confirm("Write them?", default=True):
        raise Stop("Nothing was written.")
    _write(site, files, pictures, console)
    _keep_report(site, importer.problems, console)
    _check(root, settings_file, console)
    return 0


def _without_contacts(one: Imported, site: Site, importer: Importer, wishes: Wishes) -> Imported:
    """Other people's addresses and numbers are told, or put out of the text if that is wished."""
    name = one.path.relative_to(site.content).as_posix()
    leaks = site.leaks(name, one.text)
    if leaks and wishes.hide_contacts:
        text = take_out(site, one.text, lines=False).text
        hidden = len(leaks) - len(site.leaks(name, text))
        importer.counts["people's addresses and numbers"] += hidden
        one = msgspec.structs.replace(one, text=text)
        leaks = site.leaks(name, text)
    # The report does not repeat them: it may be shown to somebody.
    importer.problems += (msgspec.structs.replace(leak, private=True) for leak in leaks)
    return one


def _mistakes(one: Imported, site: Site) -> list[Problem]:
    kind = PAGE if one.entry.kind == "page" else POST
    return mistakes(one.text, kind, one.path.relative_to(site.content).as_posix())


def _kinds(files: list[Imported]) -> str:
    counts: Counter[str] = Counter()
    for one in files:
        draft = "draft " if one.entry.status == "draft" else ""
        counts[draft + one.entry.kind] += 1
    return ", ".join(plural(n, what) for what, n in sorted(counts.items())) or "nothing new"


def _tell(importer: Importer, pictures: Pictures, console: Console) -> None:
    if importer.skipped:
        console.say(f"  {plural(len(importer.skipped), 'text')} here already, and left alone")
    if pictures.copies:
        console.say(f"  {plural(len(pictures.copies), 'picture')} copied into content/images/")
    if importer.left_pictures:
        console.say(f"  {plural(len(importer.left_pictures), 'picture')} still on the old server")
    for what, number in sorted(importer.counts.items()):
        console.say(f"  left out: {number} × {what}")
    leaks = sum(bool(problem.field) for problem in importer.problems)
    if leaks:
        console.say(
            f"  {plural(leaks, 'address or number', 'addresses or numbers')} of other people"
        )
        console.say(
            "  in the texts: the site is not built with them. Take them out, or import with"
        )
        console.say("  --hide-contacts, or name them in PUBLIC_CONTACTS if they may be public.")


def _write(site: Site, files: list[Imported], pictures: Pictures, console: Console) -> None:
    changes = Changes()
    for one in files:
        changes.create(one.path, one.text)
    for target, source in pictures.copies.items():
        if not target.exists():
            changes.create(target, source.read_bytes())
    with console.progress("Writing"):
        changes.apply()
    folders = dict.fromkeys(site.shown(one.path.parent) for one in files)
    console.say(
        f"Wrote {plural(len(files), 'file')} into {' and '.join(f'{f}/' for f in folders)}."
    )
    places = " ".join([*folders, *(["content/images"] if pictures.copies else [])])
    console.say(f"“git status” shows them, and “git clean -f {places}” takes them out again.")


def _keep_report(site: Site, problems: list[Problem], console: Console) -> None:
    """Not in private/, whose texts may be nowhere on the site: it quotes the site's own."""
    if not problems:
        return
    text = report(sorted(problems), site.content, "The files are written; these need a look.")
    place = site.cache / REPORT
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text + "\n", "utf-8")
    console.say(
        f"\n{plural(len(problems), 'thing')} to look at; all of them are in {site.shown(place)}:"
    )
    for problem in sorted(problems)[:_SHOWN]:
        said = re.sub(r"\s+", " ", problem.message)
        console.say(f"  {problem.place}: {said}")
    if len(problems) > _SHOWN:
        console.say(f"  … and {len(problems) - _SHOWN} more")


def _check(root: Path, settings_file: str, console: Console) -> None:
    console.say("\nWhat “invoke check” says of the site now:")
    if check(root, settings_file):
        console.say("The texts are here. Mend these, and the site can be built.")
