"""A source file's text, taken apart into front matter and body, with the line of everything.

The front matter is Pelican's: `Key: value` lines from the first line on, a value continued by
indented lines, ended by a blank line. `---` fences around it are understood, as are the quotes
and lists that people bring along from YAML.

Every plugin and tool may import this module. It is not called `frontmatter`, as a package is that
other plugins use.
"""

from __future__ import annotations

import re
from pathlib import Path
from sys import intern

import msgspec

from problems import Problem

__all__ = ["Document", "Field", "NotReadable", "normal_key", "parse", "read", "read_data"]

# What XML 1.0 has no way to write (section 2.2), and DEL: no feed could hold it.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ASCII_CONTROL = bytes(n for n in range(128) if _CONTROL.match(chr(n)))
_KEY_LINE = re.compile(r"(?P<key>[A-Za-z][\w-]*)[ \t]*:(?!//)[ \t]*(?P<value>.*)")
_CONTINUED = re.compile(r"[ \t]+(?P<value>\S.*)")
_OPENING = re.compile(r"-{3}\s*$")
_YAML_ITEM = re.compile(r"-[ \t]+(?P<value>\S.*)")
_YAML_DOUBLE = r'"(?:[^"\\]|\\.)*"'
_YAML_SINGLE = r"'(?:[^']|'')*'"
_YAML_FLOW_ITEM = rf"\s*(?:{_YAML_DOUBLE}|{_YAML_SINGLE}|[^,\s][^,]*)"
_YAML_BLOCK = r"[|>][+-]?"
# Values of which many files have the same are no longer.
_SHORT = 40
_CLOSING = re.compile(r"(?:-{3}|\.{3})\s*$")


class NotReadable(Exception):
    """The file cannot be taken apart; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(problems[0].message)


class Field(msgspec.Struct, frozen=True, gc=False):
    """One key with its value's lines, stripped; `line` is the key's own, counted from 1."""

    key: str
    lines: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """The value as one line."""
        return " ".join(line for line in self.lines if line)


class Document(msgspec.Struct, frozen=True):
    """A source file: its fields by normal key, and its body with the line on which that begins."""

    fields: dict[str, Field]
    body: str
    body_line: int
    # The lines from which control characters were taken out.
    cleaned: tuple[int, ...] = ()


def normal_key(key: str) -> str:
    """`Not-Wanted`, `not_wanted` and `not-wanted` are one key."""
    return key.casefold().replace("_", "-")


def read(path: Path, name: str) -> Document:
    """Read and take apart the file at `path`, called `name` in problems.

    Raises NotReadable: not there, not allowed, not UTF-8, or a broken front matter.
    """
    try:
        return read_data(path.read_bytes(), name)
    except OSError as error:
        problem = Problem(
            file=name,
            message=f"This file is not readable: {error.strerror}.",
            hint="check that it is there and that you may read it",
        )
        raise NotReadable([problem]) from error


def read_data(data: bytes, name: str) -> Document:
    """As `read`, of a file's bytes. Raises NotReadable."""
    try:
        # UTF-8 with or without the mark that Windows' Notepad puts in front.
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line = before.count(b"\n") + 1
        problem = Problem(
            file=name,
            line=line,
            message="This file is not UTF-8 text.",
            hint="save it again with the encoding UTF-8",
        )
        raise NotReadable([problem]) from error
    return parse(text, name)


def parse(text: str, name: str) -> Document:
    """Take a source text apart. Raises NotReadable with every broken line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _has_control(text):
        return _parse(text, name)
    cleaned = [n for n, line in enumerate(text.split("\n"), 1) if _CONTROL.search(line)]
    return msgspec.structs.replace(_parse(_CONTROL.sub("", text), name), cleaned=tuple(cleaned))


def _has_control(text: str) -> bool:
    if text.isascii():
        # The same, in a third of the time.
        return len(text.encode("ascii").translate(None, _ASCII_CONTROL)) < len(text)
    return _CONTROL.search(text) is not None


def _parse(text: str, name: str) -> Document:
    lines = text.split("\n")
    fenced = bool(lines) and bool(_OPENING.match(lines[0]))
    fields: dict[str, Field] = {}
    problems: list[Problem] = []
    number = 1 if fenced else 0
    current = ""
    while number < len(lines):
        line = lines[number]
        if _ends(line, fenced=fenced):
            break
        number += 1
        rest = _rest(line, fenced=fenced)
        if current and rest is not None:
            field = fields[current]
            fields[current] = msgspec.structs.replace(field, lines=(*field.lines, rest))
        elif not line.strip():
            continue
        elif match := _KEY_LINE.match(line):
            # Each file has the same.
            key = intern(match["key"])
            current = intern(normal_key(key))
            value = _value(match["value"], fenced=fenced)
            # So have many files a short value.
            line = intern(value) if len(value) < _SHORT else value
            field = Field(key, (line,), number)
            if current in fields:
                problems.append(_twice(name, field, fields[current]))
            else:
                fields[current] = field
        elif not fields and not fenced:
            # A body from the first line on: what is missing is found by the schema.
            return Document({}, text, 1)
        else:
            problems.append(_neither(name, number, line))
    else:
        if fenced:
            # Every line of the body would be a problem, too; this is the one to mend.
            problems = [_unclosed(name)]
    if problems:
        raise NotReadable(problems)
    return _document(fields, lines, number)


def _document(fields: dict[str, Field], lines: list[str], end: int) -> Document:
    """`end` is the index of the blank line or fence that closes the front matter."""
    body_index = end + 1
    while body_index < len(lines) and not lines[body_index].strip():
        body_index += 1
    return Document(fields, "\n".join(lines[body_index:]), body_index + 1)


def _ends(line: str, *, fenced: bool) -> bool:
    return bool(_CLOSING.match(line)) if fenced else not line.strip()


def _rest(line: str, *, fenced: bool) -> str | None:
    """What a line adds to the value above it; None where it is no part of that."""
    if fenced and not line.strip():
        return ""
    match = _CONTINUED.match(line) or (_YAML_ITEM.match(line) if fenced else None)
    return _value(match["value"], fenced=fenced) if match else None


def _value(text: str, *, fenced: bool) -> str:
    text = text.strip()
    if not fenced:
        return text
    text = re.sub(r"^-[ \t]+", "", text)
    if re.fullmatch(_YAML_BLOCK, text):
        return ""
    if flow := re.fullmatch(r"\[([^\[\]]*)\]", text):
        items = [_unquote(item.strip()) for item in re.findall(_YAML_FLOW_ITEM, flow[1])]
        # `Tags` and their like take semicolons where an item has a comma.
        return "; ".join([*items, ""]) if any("," in item for item in items) else ", ".join(items)
    return _unquote(text)


def _unquote(text: str) -> str:
    if re.fullmatch(_YAML_DOUBLE, text):
        return re.sub(r'\\(["\\])', r"\1", text[1:-1])
    if re.fullmatch(_YAML_SINGLE, text):
        return text[1:-1].replace("''", "'")
    return text


def _twice(name: str, field: Field, first: Field) -> Problem:
    return Problem(
        file=name,
        line=field.line,
        field=field.key,
        value=field.text,
        message=f"This key stands here twice; the first is on line {first.line}.",
        hint="keep one of the two",
    )


def _neither(name: str, number: int, line: str) -> Problem:
    return Problem(
        file=name,
        line=number,
        value=line.strip(),
        field="front matter",
        message="This line is neither “Key: value” nor the indented rest of a value.",
        hint="indent it by four spaces if it belongs to the line above; leave a blank line "
        "before the text begins",
    )


def _unclosed(name: str) -> Problem:
    return Problem(
        file=name,
        line=1,
        field="front matter",
        value="---",
        message="The front matter that begins here has no end.",
        hint="write a line of three hyphens (---) under its last key",
    )
