"""The figures of all runs, in one JSON file: what is measured again replaces what was there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

__all__ = ["Group", "Results"]

_DIGITS = 4


class Group(NamedTuple):
    """What was measured under the same circumstances: a site, its size, and a scenario."""

    site: str
    size: int
    scenario: str


class Results:
    """What the file holds; `path` need not be there yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.machine: dict[str, Any] = {}
        self.versions: dict[str, str] = {}
        self.outputs: dict[tuple[str, int], str] = {}
        # By run and round, so that only what was measured next to each other is compared.
        self._rounds: dict[Group, dict[tuple[int, int], dict[str, float]]] = {}
        if path.is_file():
            self._read(json.loads(path.read_text("utf-8")))
        self.run = 1 + max(
            (run for rounds in self._rounds.values() for run, _ in rounds), default=0
        )

    @property
    def groups(self) -> list[Group]:
        """In an order that depends on nothing but their names."""
        return sorted(self._rounds)

    def begin(self, machine: Mapping[str, Any], versions: Mapping[str, str]) -> list[str]:
        """Say on what this run is made; gives the names of those whose old figures go.

        Figures of another machine, or of another version, are no neighbours of the new ones.
        """
        other = dict(machine) != self.machine
        gone = [
            name
            for name in self.versions
            if other or versions.get(name, self.versions[name]) != self.versions[name]
        ]
        for name in gone:
            del self.versions[name]
            for group in self.groups:
                self._drop(group, name, keep=None)
        self.machine = dict(machine)
        self.versions |= versions
        return gone

    def replace(self, group: Group, engine: str) -> None:
        """Forget what earlier runs have measured of it."""
        self._drop(group, engine, keep=self.run)

    def add(self, group: Group, number: int, engine: str, figure: float) -> None:
        """Note one figure of this run: seconds, or bytes."""
        rounds = self._rounds.setdefault(group, {})
        rounds.setdefault((self.run, number), {})[engine] = round(figure, _DIGITS)

    def median(self, group: Group, engine: str) -> float | None:
        """Of all rounds; None where there is none."""
        found = [figures[engine] for figures in self._of(group) if engine in figures]
        return median(found) if found else None

    def count(self, group: Group, engine: str) -> int:
        """In how many rounds it was measured."""
        return sum(engine in figures for figures in self._of(group))

    def ratio(self, group: Group, engine: str, other: str, of: Group | None = None) -> float | None:
        """The median, over rounds, of an engine's figure to another's (`of` another group).

        None where the two were never measured in the same round.
        """
        ours, theirs = self._rounds.get(group, {}), self._rounds.get(of or group, {})
        found = [
            figures[engine] / theirs[key][other]
            for key, figures in ours.items()
            if engine in figures and other in theirs.get(key, {})
        ]
        return median(found) if found else None

    def save(self) -> None:
        """Write the file, whole or not at all."""
        data = {
            "machine": self.machine,
            "versions": self.versions,
            "outputs": [[*key, said] for key, said in sorted(self.outputs.items())],
            "groups": [
                {
                    **group._asdict(),
                    "rounds": [
                        {"run": run, "round": number, **figures}
                        for (run, number), figures in sorted(self._rounds[group].items())
                    ],
                }
                for group in self.groups
            ],
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
        beside.replace(self.path)

    def _read(self, data: Mapping[str, Any]) -> None:
        self.machine, self.versions = data["machine"], data["versions"]
        self.outputs = {(site, size): said for site, size, said in data["outputs"]}
        for group in data["groups"]:
            key = Group(group["site"], group["size"], group["scenario"])
            self._rounds[key] = {
                (figures.pop("run"), figures.pop("round")): figures for figures in group["rounds"]
            }

    def _of(self, group: Group) -> Iterator[Mapping[str, float]]:
        return iter(self._rounds.get(group, {}).values())

    def _drop(self, group: Group, engine: str, keep: int | None) -> None:
        """Take an engine's figures out, but those of the run to keep."""
        rounds = self._rounds.get(group, {})
        for key in [key for key in rounds if key[0] != keep]:
            rounds[key].pop(engine, None)
            if not rounds[key]:
                del rounds[key]
        if group in self._rounds and not rounds:
            del self._rounds[group]
