"""`invoke import-leads FILE.csv`: the rows of a spreadsheet become leads, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from jobshower.dates import plural
from jobshower.kinds import LEAD
from problems import ProblemsFound
from tools.changes import Changes
from tools.console import Console, Stop
from tools.days import ORDERS, orders_of
from tools.site import Site, open_site

from .columns import CONTACT, DATES, TARGETS, is_known, map_columns
from .leads import Draft, Reader, lead_text
from .new import named, problems_of, without_repeats
from .private import Contacts
from .text import DELIMITERS, Table, read_table

__all__ = ["Choices", "import_leads"]

_SHOWN = 8


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What was said on the command line about how to read the file."""

    columns: Sequence[str] = ()
    dates: str = ""
    delimiter: str = ""
    encoding: str = ""
    dry_run: bool = False


def import_leads(root: Path, file: str, choices: Choices, *, yes: bool = False) -> int:
    """Read the file, show what it would become, and write it. Raises ProblemsFound, OSError."""
    console = Console(yes=yes)
    path = Path(file or console.ask("Which CSV file", option="“invoke import-leads FILE.csv”"))
    delimiter = _delimiter(choices.delimiter)
    table = read_table(path.read_bytes(), path.name, is_known, choices.encoding, delimiter)
    targets, problems = map_columns(table.header, choices.columns, path.name)
    if problems:
        raise ProblemsFound(problems)
    _show_mapping(console, table, targets)
    if console.asks and not console.confirm("Are the columns right?", default=True):
        raise Stop("Nothing was written.", "say what a column is with --map Column=Key")
    site = open_site(root)
    orders = _orders(console, table, targets, choices.dates)
    author = site.options.author or "someone"
    reader = Reader(path.name, table.header, targets, orders, author, site.today)
    files, repeats = _drafts(site, console, table, reader)
    problems = reader.problems + problems_of(site, files, reader)
    if problems:
        raise ProblemsFound(problems)
    _tell(console, table, files, repeats, reader)
    later = sum(draft.value("Date") > site.today.isoformat() for draft in files.values())
    if later:
        console.say(f"{later} dated after today, {site.today}: to appear on their days.")
    if choices.dry_run:
        console.say("Nothing was written: this was a dry run.")
    elif files:
        _write(site, console, files)
    return 0


def _drafts(
    site: Site, console: Console, table: Table, reader: Reader
) -> tuple[dict[str, Draft], list[tuple[Draft, str]]]:
    """The new leads by their files' names, and the rows that are there already."""
    contacts = Contacts(site)
    drafts = []
    with console.progress("Reading rows", len(table.rows)) as step:
        for row in table.rows:
            drafts.append(contacts.without(reader.draft(row), reader))
            step()
    new, repeats = without_repeats(site, drafts)
    return named(site, new, reader), repeats


def _write(site: Site, console: Console, files: dict[str, Draft]) -> None:
    changes = Changes()
    for file, draft in files.items():
        changes.create(site.content / LEAD.folder / file, lead_text(draft))
    with console.progress("Writing"):
        changes.apply()
    folder = site.shown(site.content / LEAD.folder)
    console.say(f"Wrote {plural(len(files), 'lead')} into {folder}/.")
    console.say(f"“git status” shows them, and “git clean -f {folder}” takes them out again.")


def _delimiter(said: str) -> str:
    if not said or len(said) == 1:
        return said
    if said.casefold() in DELIMITERS:
        return DELIMITERS[said.casefold()]
    if said == "\\t":
        return "\t"
    raise Stop(f"“{said}” is no delimiter.", f"write one of {', '.join(DELIMITERS)}")


def _show_mapping(console: Console, table: Table, targets: Sequence[str]) -> None:
    names = {delimiter: name for name, delimiter in DELIMITERS.items()}
    delimiter = names.get(table.delimiter, table.delimiter)
    rows = plural(len(table.rows), "row")
    console.say(f"{rows}; encoding {table.encoding}; between cells: {delimiter}.")
    if table.encoding == "cp1252":
        console.say("If letters with accents look wrong, give the real encoding with --encoding.")
    shown = []
    for number, (column, target) in enumerate(zip(table.header, targets, strict=True)):
        cell = next((row.cells[number] for row in table.rows if row.cells[number]), "")
        shown.append((column or "(no name)", _meaning(target), _short(cell, target)))
    console.table(("column", "becomes", "for example"), shown)


def _meaning(target: str) -> str:
    if target == CONTACT:
        return "left out: people's contacts belong on cards"
    more = {"Status": "Trail", "Applied": "Trail", "Updated": "Trail", "Notes": "the text"}
    return more.get(target, target) or f"left out (--map … = {', '.join(TARGETS[:3])} …)"


def _short(cell: str, target: str) -> str:
    if target == CONTACT:
        return "…"
    line = " ".join(cell.split())
    return line if len(line) <= 40 else f"{line[:39]}…"  # noqa: PLR2004 (what a table has room for)


def _orders(console: Console, table: Table, targets: Sequence[str], said: str) -> dict[str, str]:
    """Which comes first in each column of days, asked where the days do not tell."""
    if said and said not in ORDERS:
        raise Stop(f"“{said}” is no order of day, month and year.", "write dmy, mdy or ymd")
    columns = {
        column: [" ".join(row.cells[number].split()) for row in table.rows]
        for number, (column, target) in enumerate(zip(table.header, targets, strict=True))
        if target in DATES
    }
    if said:
        return dict.fromkeys(columns, said)
    orders, unclear = orders_of(columns)
    if unclear and console.asks:
        column, cell = unclear[0]
        first, second = cell.split()[0].replace("-", "/").replace(".", "/").split("/")[:2]
        console.say(f"{column} has “{cell}”: which number is the month?")
        month = console.choose("The month is", [first, second])
        order = "mdy" if month == first else "dmy"
        orders |= dict.fromkeys((name for name, _ in unclear), order)
    return orders


def _tell(
    console: Console,
    table: Table,
    files: dict[str, Draft],
    repeats: Sequence[tuple[Draft, str]],
    reader: Reader,
) -> None:
    console.say()
    console.say(f"{plural(len(table.rows), 'row')}: {plural(len(files), 'new lead')}.")
    if repeats:
        console.say("Skipped, as the site or the file has it already:")
        for draft, same in repeats[:_SHOWN]:
            name = f"{draft.value('Title')} at {draft.value('Company')}"
            console.say(f"  line {draft.line}: {name} ({same})")
        if len(repeats) > _SHOWN:
            console.say(f"  … and {len(repeats) - _SHOWN} more")
    if reader.left_out:
        console.say("Left out:")
        for what, count in sorted(reader.left_out.items()):
            console.say(f"  {count} × {what}")
    for line in _names_of(files)[:_SHOWN]:
        console.say(f"  {line}")


def _names_of(files: dict[str, Draft]) -> list[str]:
    """The first of the new files, so that she sees what they will look like."""
    names = list(files)
    more = [f"… and {len(names) - 3} more"] if len(names) > 3 else []  # noqa: PLR2004
    return [*names[:3], *more]
