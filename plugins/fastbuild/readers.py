"""Readers of Markdown that use the site's conversions."""

from __future__ import annotations

from types import CellType, CodeType, FunctionType
from typing import Any

from pelican.readers import MarkdownReader
from pelican.utils import pelican_open

from .conversions import Conversions, MarkdownStandIn

__all__ = ["Quick", "quick_readers"]


def quick_readers(readers: Any, conversions: Conversions) -> None:
    """Put quick classes in the place of a site's Markdown readers.

    That is those that make their parser by a method `new_markdown`, Pelican's own, and what other
    plugins have put around it, unless that looks at the parser, which is only a stand-in then.
    """
    made: dict[type, type] = {}
    for ending, reader in list(readers.reader_classes.items()):
        if not (isinstance(reader, type) and issubclass(reader, MarkdownReader)):
            continue
        if hasattr(reader, "new_markdown"):
            bases: tuple[type, ...] = (Quick, reader)
        elif reader is MarkdownReader:
            bases = (Quick, _Stock)
        elif not _looks_at_parser(reader):
            # Behind all that is around it, before what it is put around.
            bases = (Quick, reader, _Stock)
        else:
            continue
        if reader not in made:
            attributes = {"__doc__": reader.__doc__, "conversions": conversions}
            made[reader] = type(reader.__name__, bases, attributes)
        readers.reader_classes[ending] = made[reader]


class Quick:
    """Put before a reader class."""

    conversions: Conversions

    def new_markdown(self) -> MarkdownStandIn:
        """What the reader takes for a `Markdown` of its own."""
        return MarkdownStandIn(self.conversions)


class _Stock(MarkdownReader):
    """Pelican's reader, with a parser by `new_markdown`."""

    def read(self, source_path: str) -> tuple[Any, dict[str, Any]]:
        """Content and metadata of a Markdown file."""
        self._source_path = source_path
        self._md = self.new_markdown()  # type: ignore[attr-defined]  # of Quick
        with pelican_open(source_path) as text:
            content = self._md.convert(text)
        has_metadata = hasattr(self._md, "Meta")
        return content, self._parse_metadata(self._md.Meta) if has_metadata else {}


def _looks_at_parser(reader: type) -> bool:
    """Whether a subclass of Pelican's reader names `_md`, where that reader keeps its parser."""
    classes = [it for it in reader.__mro__ if it not in MarkdownReader.__mro__]
    values = [value for it in classes for value in vars(it).values()]
    seen: set[int] = set()
    for value in values:  # grows meanwhile
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, property):
            values += (value.fget, value.fset, value.fdel)
        elif isinstance(value, staticmethod | classmethod):
            values.append(value.__func__)
        elif isinstance(value, FunctionType):
            cells = [cell for cell in value.__closure__ or () if cell != CellType()]
            values += (value.__code__, *(cell.cell_contents for cell in cells))
        elif isinstance(value, CodeType):
            values += (*value.co_names, *value.co_consts)
        elif isinstance(value, str) and value == "_md":
            return True
    return False
