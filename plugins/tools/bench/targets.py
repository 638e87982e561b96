"""What the builds are to reach, and what was measured of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .results import Group, Results

__all__ = ["TARGETS", "Target"]


@dataclass(frozen=True)
class Target:
    """A figure that is to be no larger than `reach`, and better `aim`."""

    what: str
    reach: float
    aim: float
    measure: Callable[[Results], float | None]
    unit: str = ""

    def told(self, value: float | None) -> str:
        """A figure as people read it."""
        if value is None:
            return "not measured"
        return f"{value * 1000:,.0f} ms" if self.unit == "ms" else f"{value:.2f}"

    def verdict(self, value: float | None) -> str:
        """Whether that is reached."""
        if value is None:
            return ""
        return "aim" if value <= self.aim else "reached" if value <= self.reach else "missed"


def _to(other: str, scenario: str) -> Callable[[Results], float | None]:
    group = Group("posts", 10_000, scenario)
    return lambda results: results.ratio(group, "jobshower", other)


def _growth(results: Results) -> float | None:
    smaller = Group("posts", 10_000, "cold")
    return results.ratio(Group("posts", 30_000, "cold"), "jobshower", "jobshower", of=smaller)


def _start(scenario: str) -> Callable[[Results], float | None]:
    group = Group("start-up", 1, scenario)
    return lambda results: results.ratio(group, "jobshower", "import")


def _save(results: Results) -> float | None:
    return results.median(Group("serve", 500, "save"), "jobshower")


TARGETS = (
    Target("cold, 10,000 posts, to Hugo", 1.8, 1.0, _to("hugo", "cold")),
    Target("cold, 10,000 posts, to plain Pelican", 0.45, 0.25, _to("plain", "cold")),
    Target("one edited post, 10,000 posts, to Hugo's rebuild", 0.5, 0.2, _to("hugo", "edit")),
    Target("nothing changed, 10,000 posts, to Hugo's", 0.35, 0.15, _to("hugo", "unchanged")),
    Target("30,000 posts to 10,000, cold", 3.2, 3.0, _growth),
    Target("save to reload in serve, 500 posts", 0.2, 0.06, _save, "ms"),
    Target("start-up with one post, cold, to `import pelican`", 1.3, 1.0, _start("cold")),
    Target("the same, once more", 1.3, 1.0, _start("unchanged")),
    Target("peak memory, 10,000 posts, to plain Pelican", 1.3, 1.0, _to("plain", "memory")),
)
