"""The figures as a picture: a column for each number of posts, a row for each scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from textwrap import wrap

from .catalog import ENGINES, WORDS
from .results import Group, Results
from .tables import circumstances

__all__ = ["draw"]

_SCENARIOS = ("cold", "unchanged", "edit", "template")
_NAMES, _COLUMN, _BARS = 96, 250, 172
_HEAD, _TITLE, _BAR, _GAP = 34, 24, 18, 12
_NARROWEST, _LETTER, _LINE = 560, 6, 16
# A bar that would leave no room for the others is cut where this many of them end.
_TOO_LONG = 2.0
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #26221f; }
.paper { fill: #ffffff; }
.foot { font-size: 11px; }
.size, .scenario { font-weight: 600; }
.own { font-weight: 600; }
.bar { fill: #7d8fa3; }
.bar.own { fill: #b3402c; }
.cut { stroke: #ffffff; }
@media (prefers-color-scheme: dark) {
  text { fill: #e9e4da; }
  .paper { fill: #1c1a18; }
  .bar { fill: #6f8197; }
  .bar.own { fill: #e07a62; }
  .cut { stroke: #1c1a18; }
}
""".strip()


def draw(results: Results) -> str:
    """An SVG drawing; "" where nothing of it was measured. The same results, the same bytes."""
    groups = {group for group in results.groups if group.site == "posts"}
    sizes = sorted({group.size for group in groups if group.scenario in _SCENARIOS})
    scenarios = [name for name in _SCENARIOS if any(g.scenario == name for g in groups)]
    engines = [
        name
        for name, engine in ENGINES.items()
        if not engine.variant and any(results.count(group, name) for group in groups)
    ]
    if not (sizes and scenarios and engines):
        return ""
    row = _TITLE + _BAR * len(engines) + _GAP
    width = max(_NAMES + _COLUMN * len(sizes), _NARROWEST)
    foot = [part for line in circumstances(results) for part in wrap(line, width // _LETTER)]
    end = _HEAD + row * len(scenarios)
    height = end + _LINE * len(foot) + _GAP
    frame = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {frame} role="img" aria-labelledby="title desc">',
        '<title id="title">Seconds for a build, the fewer the better</title>',
        f'<desc id="desc">{escape(_in_words(results, sizes, scenarios, engines))}</desc>',
        f"<style>\n{_STYLE}\n</style>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
    ]
    for at, size in enumerate(sizes):
        x = _NAMES + _COLUMN * at
        parts.append(f'<text class="size" x="{x}" y="20">{size:,} posts</text>')
    for at, scenario in enumerate(scenarios):
        y = _HEAD + row * at
        parts.append(f'<text class="scenario" x="8" y="{y + 16}">{WORDS[scenario]}</text>')
        for line, name in enumerate(engines):
            own = ' class="own"' if name == "jobshower" else ""
            baseline = y + _TITLE + _BAR * line + 13
            parts.append(f'<text{own} x="8" y="{baseline}">{ENGINES[name].title}</text>')
        for column, size in enumerate(sizes):
            x = _NAMES + _COLUMN * column
            group = Group("posts", size, scenario)
            parts += _bars(results, group, engines, x, y + _TITLE)
    for at, line in enumerate(foot):
        parts.append(f'<text class="foot" x="8" y="{end + _LINE * at + 12}">{escape(line)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _bars(results: Results, group: Group, engines: Sequence[str], x: int, y: int) -> Iterator[str]:
    figures = [results.median(group, name) for name in engines]
    longest = _longest([figure for figure in figures if figure is not None])
    for line, (name, figure) in enumerate(zip(engines, figures, strict=True)):
        top = y + _BAR * line
        if figure is None:
            yield f'<text x="{x}" y="{top + 13}">–</text>'
            continue
        length = max(1.0, _BARS * min(figure / longest, 1)) if longest else 1.0
        own = " own" if name == "jobshower" else ""
        yield (
            f'<rect class="bar{own}" x="{x}" y="{top + 2}" width="{length:.1f}" '
            f'height="{_BAR - 4}" rx="2"/>'
        )
        if longest and figure > longest:
            for shift in (0, 6):
                left = x + length - 22 + shift
                yield (
                    f'<path class="cut" stroke-width="2" d="M{left:.1f} {top + _BAR - 1}'
                    f'l6 -{_BAR - 2}"/>'
                )
        yield f'<text x="{x + length + 6:.1f}" y="{top + 13}">{_told(figure)}</text>'


def _longest(figures: Sequence[float]) -> float:
    """How long the axis is: as the longest bar, unless that is far longer than all others."""
    *others, longest = sorted(figures) or [0.0]
    return others[-1] * _TOO_LONG if others and longest > others[-1] * _TOO_LONG else longest


def _in_words(
    results: Results, sizes: Sequence[int], scenarios: Sequence[str], engines: Sequence[str]
) -> str:
    sentences = []
    for size in sizes:
        for scenario in scenarios:
            group = Group("posts", size, scenario)
            told = [
                f"{ENGINES[name].title} {_told(figure)}"
                for name in engines
                if (figure := results.median(group, name)) is not None
            ]
            if told:
                sentences.append(f"{size:,} posts, {WORDS[scenario]}: {', '.join(told)}.")
    return " ".join(sentences)


def _told(figure: float) -> str:
    return f"{figure:.1f} s" if figure >= 10 else f"{figure:.2f} s"  # noqa: PLR2004
