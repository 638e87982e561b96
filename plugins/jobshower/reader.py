"""Pelican's Markdown reader, with this project's own reading of the front matter."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from pelican.readers import MarkdownReader
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

import front_matter

if TYPE_CHECKING:
    from markdown import Markdown

__all__ = ["FrontMatterReader", "file_slug"]

# Most names are one already.
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_DATED = r"^\d{4}-\d{2}-\d{2}-(?=.)"


@lru_cache(1 << 16)
def file_slug(stem: str) -> str:
    """The slug that a file's name without its ending gives: a leading date does not count."""
    if _SLUG.fullmatch(stem):
        return stem
    rules = [(_DATED, ""), *DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]]
    return slugify(stem, regex_subs=rules)


class FrontMatterReader(MarkdownReader):
    """Reads what `front_matter` reads, so that what was checked is what is published."""

    def new_markdown(self) -> Markdown:
        """A parser for one text after the other; fastbuild has a quicker one."""
        from markdown import Markdown  # noqa: PLC0415 (takes a while)

        return Markdown(**self.settings["MARKDOWN"])

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The body as HTML, and the metadata as Pelican wants it.

        Raises front_matter.NotReadable, which the check before has found already.
        """
        document = front_matter.read(Path(source_path), source_path)
        markdown = self.new_markdown()
        # Our front matter is off by now; a body may well begin with “Note: …”.
        markdown.preprocessors.deregister("meta", strict=False)
        content = markdown.convert(document.body)
        metadata = {"slug": file_slug(PurePath(source_path).stem)}
        for field in document.fields.values():
            name = field.key.lower()
            if name in self.settings["FORMATTED_FIELDS"]:
                markdown.reset()
                value: Any = markdown.convert("\n".join(field.lines))
            else:
                value = _metadata_value(field)
            metadata[name] = self.process_metadata(name, value)
        return content, metadata


def _metadata_value(field: front_matter.Field) -> str | list[str]:
    """Tags and authors one a line are a list; everything else is a text."""
    lines = [line for line in field.lines if line]
    if len(lines) > 1 and re.fullmatch("tags|authors", field.key, re.IGNORECASE):
        return lines
    return field.text
