"""A row of a spreadsheet as a lead's file, and a lead as a row. All of it is pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

import msgspec

from front_matter import Document, normal_key
from jobshower.kinds import LEAD
from jobshower.trail import Entry, format_entry
from jobshower.values import CONVERTERS, BadValue, Link
from problems import Problem
from tools.days import NoDay, is_nothing, to_iso

from . import convert
from .columns import DATES, is_export
from .text import Row

__all__ = ["Draft", "Reader", "lead_text", "to_row"]

_EMPTY = frozenset(("", "-", "–", "—", "n/a", "na", "none", "null", "?"))


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A lead that a row is to become: the lines of each key, and the text below them."""

    line: int
    file: str = ""
    fields: Mapping[str, tuple[str, ...]]
    body: str = ""

    def value(self, key: str) -> str:
        """A key's value in one line; "" where it has none."""
        return " ".join(line for line in self.fields.get(key, ()) if line)


def to_row(source: str, document: Document) -> list[str]:
    """The cells of `columns.EXPORTED` for a lead's source file, a path below `leads/`."""
    fields = document.fields
    keys = [fields.get(normal_key(key)) for key in LEAD.keys]
    values = ["\n".join(line for line in field.lines if line) if field else "" for field in keys]
    return [source, *values, document.body.removesuffix("\n")]


def lead_text(draft: Draft) -> str:
    """The text of a lead's file, from which the same fields and body are read again."""
    lines = []
    for key in LEAD.keys:
        values = [line for line in draft.fields.get(key, ()) if line]
        lines += [f"{key}: {line}" for line in values[:1]] + [f"    {line}" for line in values[1:]]
    return "\n".join(lines) + (f"\n\n{draft.body}\n" if draft.body else "\n")


class Reader:
    """Turns rows into drafts, and collects what is wrong with them and what is left out.

    `targets` has a key for each column; `orders` says for a column of days which comes first.
    `left_out` counts by a sentence each what was not carried over.
    """

    def __init__(
        self,
        name: str,
        header: Sequence[str],
        targets: Sequence[str],
        orders: Mapping[str, str],
        author: str,
        today: date,
    ) -> None:
        self.name = name
        self.header = header
        self.targets = targets
        self.orders = orders
        self.author = author
        self.today = today
        self.exact = is_export(header) and list(targets) == list(header)
        self.problems: list[Problem] = []
        self.left_out: Counter[str] = Counter()

    def draft(self, row: Row) -> Draft:
        """The lead that a row is; what is wrong with it is in `problems`."""
        cells = list(zip(self.header, self.targets, row.cells, strict=True))
        if self.exact:
            return self._as_it_is(row.line, {target: cell for _, target, cell in cells})
        values: dict[str, str] = {}
        texts: list[str] = []
        for column, target, untrimmed in cells:
            cell = untrimmed.strip(" \xa0\n")
            if target in ("Notes", "Text"):
                texts.append(convert.plain(cell) if target == "Notes" else cell)
            elif target and (cell.casefold() not in _EMPTY):
                value = self._value(row.line, column, target, " ".join(cell.split()), texts)
                if value:
                    values[target] = value
        if "Location" in values:
            values["Location"], how = convert.place(values["Location"])
            if how and "Remote" not in values:
                values["Remote"] = how
        if "Date" not in values and "Applied" in values:
            # Whoever applied had heard of it.
            values["Date"] = values["Applied"]
        trail = self._trail(values) if "Trail" not in values else (values["Trail"],)
        fields = {key: (values[key],) for key in LEAD.keys if values.get(key)}
        if trail:
            fields["Trail"] = trail
        file = values.get("File", "")
        draft = Draft(line=row.line, file=file, fields=fields, body=_paragraphs(texts))
        self._check(draft)
        return draft

    def _as_it_is(self, line: int, values: Mapping[str, str]) -> Draft:
        fields = {
            key: tuple(part.strip() for part in values[key].split("\n"))
            for key in LEAD.keys
            if values.get(key, "").strip()
        }
        draft = Draft(
            line=line, file=values.get("File", ""), fields=fields, body=values.get("Text", "")
        )
        self._check(draft)
        return draft

    def _check(self, draft: Draft) -> None:
        for key in ("Title", "Company", "Date"):
            if not draft.value(key):
                column = self._column(key)
                message = f"This row has no {key}." if column else f"No column is the {key}."
                hint = "fill it in" if column else f"say which one is, as in --map Column={key}"
                self.tell(draft.line if column else 1, column or key, "", message, hint)
        if not _is_confined(draft.file):
            hint = "a name below content/leads/, as in acme-clerk.md"
            self.tell(draft.line, "File", draft.file, "This is no name of a lead's file.", hint)

    def tell(self, line: int, column: str, value: str, message: str, hint: str) -> None:
        """Note a problem with a cell, once."""
        problem = Problem(
            file=self.name, line=line, field=column, value=value, message=message, hint=hint
        )
        if problem not in self.problems:
            self.problems.append(problem)

    def _value(self, line: int, column: str, target: str, cell: str, texts: list[str]) -> str:
        if target in DATES:
            return self._day(line, column, target, cell)
        try:
            if target in _CONVERT:
                return _CONVERT[target](cell)
        except ValueError:
            if target == "Status":
                self.left_out[f"the {column} “{cell}”, which is no step that a trail knows"] += 1
            else:
                # It means something to her, if not to a machine.
                texts.append(convert.plain(f"{column}: {cell}"))
                what = f"a {column} that is not one of the values of {target} (kept in the text)"
                self.left_out[what] += 1
            return ""
        return cell

    def _day(self, line: int, column: str, target: str, cell: str) -> str:
        if is_nothing(cell):
            return ""
        try:
            return to_iso(cell, self.orders.get(column, ""))
        except NoDay as error:
            self.tell(line, column, cell, str(error), error.hint)
            # A day stands there, if an unreadable one: that it is missing is not to be told too.
            return self.today.isoformat() if target == "Date" else ""

    def _trail(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """What a status and its days tell, as the lines of a trail."""
        event = values.get("Status", "")
        entries: list[Entry] = []
        if "Applied" in values:
            entries.append(self._entry(values["Applied"], "applied", self.author))
        if event and event != "applied":
            if "Updated" in values:
                by = self.author if event not in ("filled", "closed") else ""
                entries.append(self._entry(values["Updated"], event, by))
            else:
                self.left_out[f"the status “{event}” of a row that does not say since when"] += 1
        elif event and "Applied" not in values:
            if "Updated" in values:
                entries.append(self._entry(values["Updated"], "applied", self.author))
            else:
                self.left_out["the status “applied” of a row that does not say when"] += 1
        born = values.get("Date", "")
        good = [e for e in entries if born <= e.date.isoformat() <= self.today.isoformat()]
        if len(good) < len(entries):
            self.left_out["a step of a trail on a day before the lead's own, or after today"] += 1
        return tuple(format_entry(entry) for entry in sorted(good, key=lambda entry: entry.date))

    def _entry(self, day: str, event: str, by: str) -> Entry:
        return Entry(date.fromisoformat(day), event, by)

    def column_of(self, target: str) -> str:
        """The column that is a key, or the key itself."""
        return self._column(target) or target

    def _column(self, target: str) -> str:
        found = [c for c, t in zip(self.header, self.targets, strict=True) if t == target]
        return found[0] if found else ""


def _link(cell: str) -> str:
    text = cell if "://" in cell or not cell.casefold().startswith("www.") else f"https://{cell}"
    try:
        return CONVERTERS[Link]([text])
    except BadValue as error:
        raise ValueError(cell) from error


_CONVERT: Mapping[str, Callable[[str], str]] = {
    "Remote": convert.remote,
    "Employment": convert.employment,
    "Salary": convert.salary,
    "Status": convert.status,
    "Tags": convert.tags,
    "Posting": _link,
}


def _paragraphs(texts: Iterable[str]) -> str:
    """Lines of a cell are lines of the text: Markdown would join them."""
    paragraphs = ("  \n".join(text.split("\n")) for text in texts if text.strip())
    return "\n\n".join(paragraphs)


def _is_confined(file: str) -> bool:
    path = PurePosixPath(file)
    parts = path.parts
    hidden = any(part.startswith(".") for part in parts)
    bad = "\\" in file or ":" in file or path.is_absolute() or hidden
    return not file or (path.suffix == ".md" and not bad)
