"""CSV files as spreadsheets write them: bytes to rows, and back (RFC 4180).

The encoding and the delimiter are found by looking: a spreadsheet writes UTF-8, UTF-16 with its
mark, or Windows' code page, and which of them it is can be told for certain, but for the last.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from problems import Problem, ProblemsFound

__all__ = ["DELIMITERS", "Row", "Table", "read_table", "write_table"]

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_CSV = (
    (b"PK\x03\x04", "a spreadsheet's own file (xlsx or ods)"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet's own file (xls)"),
    (b"%PDF", "a PDF"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"{\\rtf", "a word processor's file"),
)
_LARGEST = 50 * 1024 * 1024
_LOOKED_AT = 200
_FEWEST_COLUMNS = 2
# What no text file of ours may hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# What a spreadsheet would take for a formula, behind any apostrophes.
_FORMULA = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


class Row(msgspec.Struct, frozen=True):
    """One row: the line of the file on which it begins, and as many cells as there are columns."""

    line: int
    cells: tuple[str, ...]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A CSV file: its header, its rows that are not empty, and how it was read."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    delimiter: str


def read_table(
    data: bytes,
    name: str,
    is_known: Callable[[str], bool],
    encoding: str = "",
    delimiter: str = "",
) -> Table:
    """Read a whole file, called `name` in problems. Raises ProblemsFound with all that is wrong.

    `is_known` tells whether a column's name is one that is looked for: the delimiter is the one
    that finds most of these. `encoding` and `delimiter` are used where they are given.
    """
    text, encoding = _decode(data, name, encoding)
    text = text.removeprefix("\ufeff")
    said = re.match(r"sep=(.)\r?\n", text)  # what Excel writes, and reads
    first = 0
    if said:
        delimiter, text, first = delimiter or said[1], text[said.end() :], 1
    delimiter = delimiter or _find_delimiter(text, name, is_known)
    problems: list[Problem] = []
    rows = [
        Row(row.line + first, row.cells) for row in _rows(text, delimiter, name, first, problems)
    ]
    if not rows:
        problems.append(_problem(name, 1, "There are no rows in this file.", "export it again"))
        raise ProblemsFound(problems)
    header = tuple(cell.strip(" \xa0\n") for cell in rows[0].cells)
    while header and not header[-1]:
        header = header[:-1]
    fitted = [_fit(row, len(header), name, problems) for row in rows[1:]]
    if problems:
        raise ProblemsFound(problems)
    return Table(header=header, rows=tuple(fitted), encoding=encoding, delimiter=delimiter)


def write_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The bytes of a file that every spreadsheet opens: UTF-8 with its mark, commas, CR LF.

    A cell that would be taken for a formula gets an apostrophe in front, which `read_table` takes
    off again.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _decode(data: bytes, name: str, encoding: str) -> tuple[str, str]:
    for mark, what in _NOT_CSV:
        if data[:64].lstrip().lower().startswith(mark.lower()):
            hint = "open it, and save or export it as CSV"
            raise ProblemsFound([_problem(name, 0, f"This is {what}, not CSV.", hint)])
    if len(data) > _LARGEST:
        message = f"This file has {len(data) // 1024**2} MB; {_LARGEST // 1024**2} are allowed."
        raise ProblemsFound([_problem(name, 0, message, "take it in parts")])
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    found = encoding or marked or _unmarked(data)
    try:
        text = data.decode(found)
    except LookupError:
        message, hint = f"There is no encoding “{found}”.", "write utf-8, utf-16 or cp1252"
        raise ProblemsFound([_problem(name, 0, message, hint)]) from None
    except UnicodeError as error:
        end = error.start if isinstance(error, UnicodeDecodeError) else 0
        message = f"This is not text in the encoding {found}."
        hint = "save it as “CSV UTF-8”, or name its encoding with --encoding"
        line = data[:end].count(b"\n") + 1
        raise ProblemsFound([_problem(name, line, message, hint)]) from error
    if "\0" in text:
        hint = "export it from the spreadsheet as “CSV UTF-8”"
        raise ProblemsFound([_problem(name, 0, "This is not a text file.", hint)])
    return text, found.removesuffix("-sig")


def _unmarked(data: bytes) -> str:
    """UTF-16 shows by its zeros, UTF-8 by its rules; what is neither can only be Windows'."""
    start = data[:4096]
    evens, odds = start[::2].count(0), start[1::2].count(0)
    if evens + odds > len(start) / 4:
        return "utf-16-le" if odds > evens else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _find_delimiter(text: str, name: str, is_known: Callable[[str], bool]) -> str:
    best: tuple[int, float, int] = (0, 0.0, 0)
    found = ""
    for delimiter in DELIMITERS.values():
        rows = []
        for row in _rows(text, delimiter, name, 0, []):
            rows.append(row.cells)
            if len(rows) == _LOOKED_AT:
                break
        if not rows or len(rows[0]) < _FEWEST_COLUMNS:
            continue
        even = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        score = (sum(map(is_known, rows[0])), even, len(rows[0]))
        if score > best:
            best, found = score, delimiter
    if not found:
        message = "No columns can be told apart in the first line."
        hint = "the first line names the columns, with commas between; or say --delimiter"
        raise ProblemsFound([_problem(name, 1, message, hint)])
    return found


def _rows(
    text: str, delimiter: str, name: str, first: int, problems: list[Problem]
) -> Iterator[Row]:
    """The rows with anything in them; the first that cannot be read ends it."""
    before = csv.field_size_limit(_LARGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(line, tuple(_cell(cell) for cell in cells))
            line = reader.line_num + 1
    except csv.Error:
        message = "The quotation marks of the row that begins here do not match."
        hint = "a cell with a quotation mark stands in quotation marks, and has its own doubled"
        problems.append(_problem(name, line + first, message, hint))
    finally:
        csv.field_size_limit(before)


def _fit(row: Row, columns: int, name: str, problems: list[Problem]) -> Row:
    """The row with a cell for each column: spreadsheets leave out empty ones at its end."""
    cells = row.cells
    if any(cells[columns:]):
        message = f"This row has {len(cells)} cells; there are {columns} columns."
        hint = "a cell that has the delimiter in it stands in quotation marks"
        problems.append(_problem(name, row.line, message, hint))
    return Row(row.line, (*cells, *[""] * (columns - len(cells)))[:columns])


def _cell(cell: str) -> str:
    text = _CONTROL.sub("", cell.replace("\r\n", "\n").replace("\r", "\n"))
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _problem(name: str, line: int, message: str, hint: str) -> Problem:
    return Problem(file=name, line=line, message=message, hint=hint)
