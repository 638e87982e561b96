"""The figures as tables, for a terminal and for the docs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .catalog import ENGINES, SITES, WORDS
from .results import Group, Results
from .targets import TARGETS

__all__ = ["Table", "as_markdown", "circumstances", "tables"]

# What others are compared with, the first that is there.
_YARDSTICKS = ("hugo", "plain", "unhurried", "import")


@dataclass(frozen=True)
class Table:
    """Rows of cells below a header."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def tables(results: Results) -> list[Table]:
    """What was to be reached, then each site and size that was measured."""
    return [_targets(results), *_sites(results)]


def circumstances(results: Results) -> list[str]:
    """On what was measured, and what: the machine in one line, the versions in another."""
    about = results.machine
    if not about:
        return []
    versions = ", ".join(
        f"{ENGINES[name].title} {results.versions[name]}"
        for name in ENGINES
        if name in results.versions and not ENGINES[name].variant
    )
    machine = f"{about['processor']}, {about['cores']} cores, {about['memory']} GiB"
    return [f"{machine}, {about['system']}, Python {about['python']}", versions]


def as_markdown(table: Table) -> str:
    """A table as in the docs, with its title above it."""
    rows = [table.header, ["---", *["---:"] * (len(table.header) - 1)], *table.rows]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"**{table.title}**\n\n{lines}\n"


def _targets(results: Results) -> Table:
    rows = []
    for target in TARGETS:
        value = target.measure(results)
        limits = [target.told(target.reach / 1), target.told(target.aim)]
        rows.append([target.what, *limits, target.told(value), target.verdict(value)])
    return Table("To reach", ["what", "reach", "aim for", "measured", ""], rows)


def _sites(results: Results) -> Iterator[Table]:
    found = dict.fromkeys((group.site, group.size) for group in results.groups)
    for site, size in sorted(found, key=lambda pair: (list(SITES).index(pair[0]), pair[1])):
        groups = {
            group.scenario: group
            for group in results.groups
            if (group.site, group.size) == (site, size)
        }
        scenarios = [name for name in WORDS if name in groups]
        engines = [e for e in ENGINES if any(results.count(g, e) for g in groups.values())]
        yardstick = next((name for name in _YARDSTICKS if name in engines), "")
        header = ["", *(WORDS[name] for name in scenarios), "rounds"]
        if yardstick:
            header[0] = f"median; × {ENGINES[yardstick].title}"
        rows = [
            [
                ENGINES[engine].title,
                *(_cell(results, groups[name], engine, yardstick) for name in scenarios),
                str(max(results.count(groups[name], engine) for name in scenarios)),
            ]
            for engine in engines
        ]
        said = results.outputs.get((site, size), "")
        title = SITES[site].format(size=f"{size:,}") + (f": {said}" if said else "")
        yield Table(title, header, rows)


def _cell(results: Results, group: Group, engine: str, yardstick: str) -> str:
    figure = results.median(group, engine)
    if figure is None:
        return "–"
    if group.scenario == "memory":
        told = f"{figure / 2**20:,.0f} MiB"
    else:
        told = f"{figure:.2f} s" if figure >= 1 else f"{figure * 1000:.0f} ms"
    ratio = results.ratio(group, engine, yardstick) if engine != yardstick else None
    return told if ratio is None else f"{told} ({ratio:.2f})"
