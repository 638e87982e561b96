"""What stands beside the results' file: a picture, and the tables in a page of that name."""

from __future__ import annotations

import re
from pathlib import Path

from .chart import draw
from .results import Results
from .tables import as_markdown, circumstances, tables

__all__ = ["BEGIN", "END", "write_paper"]

BEGIN = "<!-- Written by invoke bench, from here -->"
END = "<!-- to here. -->"


def write_paper(results: Results) -> None:
    """Write `NAME.svg`, and where there is a `NAME.md`, what stands between its marks."""
    picture = results.path.with_suffix(".svg")
    drawn = draw(results)
    if drawn:
        picture.write_text(drawn, "utf-8")
    page = results.path.with_suffix(".md")
    if page.is_file():
        text = page.read_text("utf-8")
        page.write_text(_between(text, _figures(results, picture if drawn else None)), "utf-8")


def _figures(results: Results, picture: Path | None) -> str:
    parts = [f"{line}." for line in circumstances(results)]
    if picture:
        alt = (
            "Seconds that each engine needs, by state and number of posts; the tables say the same"
        )
        parts.append(f"![{alt}]({picture.name})")
    parts += [as_markdown(table).strip() for table in tables(results)]
    return "\n\n".join(filter(None, parts))


def _between(text: str, figures: str) -> str:
    marked = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    return marked.sub(lambda _: f"{BEGIN}\n\n{figures}\n\n{END}", text)
