"""Which readers of Markdown are made quick, and that they read as before."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from markdown import Markdown
from pelican.readers import MarkdownReader
from pelican.settings import read_settings

from fastbuild.conversions import Conversions
from fastbuild.readers import quick_readers
from fastbuild.recipe import Recipe
from safebuild.reading import guard_readers

TEXT = "Title: Keys\nSummary: *In short*\nNote: a\n    b\n\n## Keys\n\nI *handed* them in.\n"


class Wrapped(MarkdownReader):
    """Changes what was read."""

    def read(self, source_path: str) -> tuple[Any, dict[str, Any]]:
        content, metadata = super().read(source_path)
        return content.replace("handed", "threw"), metadata


class Stubborn(MarkdownReader):
    """Calls Pelican's class by its name."""

    def read(self, source_path: str) -> tuple[Any, dict[str, Any]]:
        return MarkdownReader.read(self, source_path)


class Alone(MarkdownReader):
    """Reads with a parser of its own."""

    def read(self, source_path: str) -> tuple[Any, dict[str, Any]]:
        return Markdown().convert(Path(source_path).read_text("utf-8")), {}


class Curious(MarkdownReader):
    """Looks at the parser afterwards."""

    def read(self, source_path: str) -> tuple[Any, dict[str, Any]]:
        content, metadata = super().read(source_path)
        return content, metadata | {"rules": [len(it._md.inlinePatterns) for it in (self,)]}


class ByName(MarkdownReader):
    """Looks at it, too."""

    def read(self, source_path: str) -> tuple[Any, dict[str, Any]]:
        content, metadata = super().read(source_path)
        return content, metadata | {"rules": len(getattr(self, "_md").inlinePatterns)}  # noqa: B009


class ByDecorator(MarkdownReader):
    """Looks at it, too."""

    def counted(read):  # noqa: N805 (it makes a method of one)
        def count(self, path):
            content, metadata = read(self, path)
            return content, metadata | {"rules": self.rules}

        return count

    @property
    def rules(self) -> int:
        return len(self._md.inlinePatterns)

    @counted
    def read(self, source_path: str) -> tuple[Any, dict[str, Any]]:
        return super().read(source_path)


@pytest.fixture
def settings(tmp_path):
    return read_settings(
        override={"PATH": str(tmp_path), "MAX_SOURCE_BYTES": 10**6, "MAX_NESTING": 100}
        | {"MAX_SOURCE_SECONDS": 10}
    )


def read(settings, reader: type, wrapping: str) -> tuple[Any, int]:
    """What a site's reader gives, and how many texts have gone through fastbuild."""
    path = Path(settings["PATH"], "keys.md")
    path.write_text(TEXT, "utf-8")
    readers = SimpleNamespace(settings=settings, reader_classes={"md": reader})
    options = settings["MARKDOWN"]
    reader(settings)  # Pelican's adds to the options
    conversions = Conversions(options, Recipe(options), None)
    for what in wrapping:
        if what == "q":
            quick_readers(readers, conversions)
        else:
            guard_readers(readers)
    return readers.reader_classes["md"](settings).read(str(path)), len(conversions.new)


ALL = [MarkdownReader, Wrapped, Stubborn, Alone, Curious, ByName, ByDecorator]


@pytest.mark.parametrize("wrapping", ["q", "qg", "gq"])
@pytest.mark.parametrize("reader", ALL)
def test_it_reads_as_before(settings, reader, wrapping):
    plain, _ = read(settings, reader, wrapping.replace("q", ""))
    assert read(settings, reader, wrapping)[0] == plain


@pytest.mark.parametrize("wrapping", ["q", "qg", "gq"])
@pytest.mark.parametrize("reader", [MarkdownReader, Wrapped])
def test_whoever_wraps_a_reader_first_it_is_quick(settings, reader, wrapping):
    assert read(settings, reader, wrapping)[1]
