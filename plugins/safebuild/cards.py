"""The writer's cards: private notes about people, which the guard keeps out of the site.

A card is a text file `private/cards/<name>.md`: front matter, an empty line, and a note.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

import front_matter
from front_matter import Document
from problems import Problem, did_you_mean

__all__ = [
    "CARD_KEYS",
    "WRITTEN_BY_COMMANDS",
    "Card",
    "check_private",
    "private_folder",
    "read_cards",
    "read_notes",
    "to_card",
]

DEFAULT_FOLDER = "private"

CARD_KEYS = (
    "Name",
    "Email",
    "Phone",
    "Member",
    "Met",
    "Met-On",
    "Contacted",
    "Next",
    "Follow-Up",
    "Waiting-For",
    "Digest",
    "Tags",
)
WRITTEN_BY_COMMANDS = ("digests", "followups.ics", "followups.txt")
"""What `invoke followups` and `invoke digest` keep in the private folder."""

_GIT_SECONDS = 20
_LARGEST_NOTE = 1024 * 1024


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What the writer noted about one person.

    `next` is what to do on the day of `follow_up`; `contacted` the day on which they were last in
    touch; `waiting_for` what the person has promised; with `digest` the person gets the mail.
    """

    file: str
    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    member: str = ""
    met: str = ""
    met_on: date | None = None
    contacted: date | None = None
    next: str = ""
    follow_up: date | None = None
    waiting_for: str = ""
    digest: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""


def private_folder(settings: Mapping[str, Any]) -> Path:
    """PRIVATE_PATH; a relative one lies beside the content folder."""
    folder = Path(settings.get("PRIVATE_PATH") or DEFAULT_FOLDER)
    return folder if folder.is_absolute() else Path(settings.get("PATH") or ".").parent / folder


def read_cards(folder: Path) -> tuple[list[Card], list[Problem]]:
    """Every card below `folder`/cards, and what is wrong with them: never with their values."""
    cards: list[Card] = []
    problems: list[Problem] = []
    for path in sorted((folder / "cards").glob("*.md")):
        name = f"{folder.name}/cards/{path.name}"
        try:
            card, found = to_card(front_matter.read(path, name), name)
        except front_matter.NotReadable as error:
            problems += [_hidden(problem) for problem in error.problems]
            continue
        problems += found
        if not found:
            cards.append(card)
    return cards, problems


def read_notes(folder: Path) -> Iterator[str]:
    """The text of every other file in the private folder: all of it is a note.

    But for what commands wrote there: it tells of the site, in the site's own words.
    """
    for path in sorted(folder.rglob("*")):
        if path.parent == folder / "cards" and path.suffix == ".md":
            continue
        if path.relative_to(folder).parts[0] in WRITTEN_BY_COMMANDS:
            continue
        if path.is_file() and path.stat().st_size <= _LARGEST_NOTE:
            data = path.read_bytes()
            if b"\0" not in data:
                yield data.decode("utf-8", errors="replace")


def check_private(root: Path, settings: Mapping[str, Any]) -> list[Problem]:
    """Why the private folder would not stay private, and what is wrong with its cards.

    `root` is the project's folder. There is nothing to say where there is no private folder.
    """
    folder = private_folder(settings)
    if not folder.exists():
        return []
    problems = [*_misplaced(folder, root, settings), *_tracked(folder, root)]
    return problems + read_cards(folder)[1]


def to_card(document: Document, name: str) -> tuple[Card, list[Problem]]:
    """The card that a document called `name` is, and what is wrong with it."""
    problems = []
    known = {front_matter.normal_key(key) for key in CARD_KEYS}
    for key, field in document.fields.items():
        if key not in known:
            close = did_you_mean(key, CARD_KEYS)
            keys = ", ".join(CARD_KEYS)
            hint = f"did you mean {close}?" if close else f"a card's keys are {keys}"
            problems.append(_problem(name, field.line, field.key, "A card has no such key.", hint))
    values = {key: field.text for key, field in document.fields.items()}
    if not values.get("name"):
        problems.append(_problem(name, 0, "Name", "A card needs a name.", "write “Name: …” first"))
    days = {}
    for key in ("Met-On", "Contacted", "Follow-Up"):
        days[key] = _day(document, key, name, problems)
    wants_mail = values.get("digest", "no").casefold()
    if wants_mail not in ("yes", "no"):
        line = document.fields["digest"].line
        problems.append(_problem(name, line, "Digest", "This is neither yes nor no.", "write yes"))
    elif wants_mail == "yes" and not values.get("email"):
        line, message = document.fields["digest"].line, "There is no Email to send it to."
        problems.append(_problem(name, line, "Digest", message, "add a line “Email: …”"))
    card = Card(
        file=name,
        name=values.get("name", ""),
        emails=_list(values.get("email", "")),
        phones=_list(values.get("phone", "")),
        member=values.get("member", ""),
        met=values.get("met", ""),
        met_on=days["Met-On"],
        contacted=days["Contacted"],
        next=values.get("next", ""),
        follow_up=days["Follow-Up"],
        waiting_for=values.get("waiting-for", ""),
        digest=wants_mail == "yes",
        tags=_list(values.get("tags", "")),
        note=document.body.strip(),
    )
    return card, problems


def _day(document: Document, key: str, name: str, problems: list[Problem]) -> date | None:
    field = document.fields.get(front_matter.normal_key(key))
    if field is None or not field.text:
        return None
    try:
        return date.fromisoformat(field.text)
    except ValueError:
        hint = "write year-month-day, as in 2009-08-14"
        problems.append(_problem(name, field.line, key, "This is not a date.", hint))
        return None


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split("[,;]", text) if part.strip())


def _misplaced(folder: Path, root: Path, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """The private folder in, or around, a folder of which everything is published."""
    place = folder.resolve()
    for setting in ("PATH", "THEME", "OUTPUT_PATH"):
        if not settings.get(setting):
            continue
        public = (root / settings[setting]).resolve()
        if place == public or public in place.parents or place in public.parents:
            yield _problem(
                folder.name,
                0,
                "PRIVATE_PATH",
                f"The private folder and the folder of {setting} lie in one another, "
                "so what is private would be published.",
                "move it out, beside the content folder, and set PRIVATE_PATH to its place",
            )


def _tracked(folder: Path, root: Path) -> Iterator[Problem]:
    """Files of the private folder that git would hand to everybody who has the repository."""
    git = shutil.which("git")
    if git is None or not root.is_dir():
        return
    import subprocess  # noqa: PLC0415 (takes a while, and not every site has private cards)

    command = [git, "-C", str(root), "ls-files", "--cached", "-z", "--", str(folder.resolve())]
    try:
        # Every part of the command is ours, or a folder's name after "--".
        done = subprocess.run(command, capture_output=True, check=False, timeout=_GIT_SECONDS)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return
    tracked = [name for name in done.stdout.split(b"\0") if name] if done.returncode == 0 else []
    if tracked:
        yield _problem(
            folder.name,
            0,
            "",
            f"git tracks {len(tracked)} of the private files: whoever has the repository has them.",
            f"run “git rm -r --cached {folder.name}” and commit; they stay in the older commits",
        )


def _problem(name: str, line: int, field: str, message: str, hint: str) -> Problem:
    return Problem(file=name, line=line, field=field, message=message, hint=hint, private=True)


def _hidden(problem: Problem) -> Problem:
    """A problem that repeats nothing of what is private."""
    return msgspec.structs.replace(problem, value="", private=True)
