"""The trail in a file's bytes: one line more or fewer, and not another byte changed."""

from __future__ import annotations

import re

from front_matter import Document, parse

from .console import Stop

__all__ = ["append_entry", "remove_entry"]

_KEY = "trail"
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_ENDED = re.compile(r"\r\n|\r|\n")
_INDENTATION = re.compile(r"[ \t]*(?:-[ \t]+)?")
_USUAL_INDENTATION = "    "
_USUAL_END = "\n"


def append_entry(data: bytes, entry: str, name: str) -> bytes:
    """The file `data`, called `name`, with one more entry at the end of its trail.

    The new line is indented and ended as its neighbours are. Raises NotReadable where the file
    cannot be taken apart.
    """
    text = data.decode("utf-8")
    document = parse(text.removeprefix("\ufeff"), name)
    lines = _LINES.findall(text)
    last = _last_line(document)
    start = _indentation(document, lines) if _KEY in document.fields else "Trail: "
    new = start + entry
    before = lines[last - 1]
    if _ENDED.search(before):
        new += _ENDED.search(before)[0]
    else:
        # The file ends without a line end, and will do so again.
        end = next((found[0] for line in lines if (found := _ENDED.search(line))), _USUAL_END)
        new = end + new
    lines.insert(last, new)
    return _checked("".join(lines), document, [*_entries(document), entry], name)


def remove_entry(data: bytes, name: str) -> bytes:
    """The file without the last entry of its trail; without the key where that was the only one.

    What `append_entry` did is undone to the byte. Raises NotReadable, as that.
    """
    text = data.decode("utf-8")
    document = parse(text.removeprefix("\ufeff"), name)
    lines = _LINES.findall(text)
    field = document.fields[_KEY]
    filled = [number for number, line in enumerate(field.lines) if line]
    last = field.line + filled[-1]
    first = last if len(filled) > 1 else field.line
    at_end = last == len(lines) and not _ENDED.search(lines[-1])
    del lines[first - 1 : last]
    if at_end:
        lines[-1] = _ENDED.sub("", lines[-1])
    return _checked("".join(lines), document, _entries(document)[:-1], name)


def _last_line(document: Document) -> int:
    """The line after which an entry belongs: the trail's last, or that of the front matter."""
    fields = [document.fields[_KEY]] if _KEY in document.fields else document.fields.values()
    return max(
        field.line + max((n for n, line in enumerate(field.lines) if line), default=0)
        for field in fields
    )


def _indentation(document: Document, lines: list[str]) -> str:
    """As the trail's own lines have it, or else those of any value that goes on."""
    trail = document.fields[_KEY]
    for field in (trail, *document.fields.values()):
        for number, value in reversed(list(enumerate(field.lines))):
            if number and value:
                found = _INDENTATION.match(lines[field.line - 1 + number])[0]
                if field is trail:
                    return found
                # A list's mark (YAML) is for that list.
                if indented := re.match(r"[ \t]*", found)[0]:
                    return indented
    return _USUAL_INDENTATION


def _entries(document: Document) -> list[str]:
    field = document.fields.get(_KEY)
    return [line for line in field.lines if line] if field else []


def _checked(text: str, before: Document, entries: list[str], name: str) -> bytes:
    """The new text, proved to say the same but for the trail."""
    after = parse(text.removeprefix("\ufeff"), name)
    same = all(
        before.fields[key].lines == after.fields.get(key, before.fields[key]).lines
        for key in before.fields
        if key != _KEY
    )
    keys = before.fields.keys() ^ after.fields.keys() <= {_KEY}
    if not (same and keys and _entries(after) == entries and after.body == before.body):
        raise Stop(
            f"{name} is written in a way that this command does not know.",
            "add the line to its Trail with an editor",
        )
    return text.encode("utf-8")
