"""`invoke bench`: sites are made, built in turn and measured, and the figures written at once."""

from __future__ import annotations

import contextlib
import signal
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..console import Console, Stop, one_of
from .catalog import ENGINES, SITES
from .contests import SCENARIOS, Builds, Saves
from .machine import describe
from .measure import can_weigh
from .paper import write_paper
from .pelicans import Pelican
from .plain import Import
from .profiling import profile
from .results import Group, Results
from .sites import MAKERS, OWN_ENGINES, posts_site
from .tables import tables

__all__ = ["Choices", "bench"]

Contest = Builds | Saves


@dataclass(frozen=True)
class Choices:
    """What is typed after the command, as it is typed."""

    posts: str = "1000"
    runs: str = "3"
    only: str = ""
    sites: str = "posts"
    scenarios: str = ""
    results: str = ""
    folder: str = ""
    add: bool = False
    profile: bool = False


def bench(root: Path, choices: Choices, console: Console) -> int:
    """Measure what was chosen, and print all figures that there are. Raises Stop.

    A run can be ended at any time: what was measured is in the results' file.
    """
    rounds = _number("--runs", choices.runs)
    sizes = [_number("--posts", one) for one in choices.posts.split(",")]
    sites = _chosen("--sites", choices.sites, SITES)
    scenarios = _chosen("--scenarios", choices.scenarios, SCENARIOS) or list(SCENARIOS)
    engines = _installed(_chosen("--only", choices.only, ENGINES), console)
    if choices.profile:
        return _profile(choices.folder, sizes, scenarios, engines, console)
    results = Results(root / (choices.results or "cache/bench/results.json"))
    gone = results.begin(describe(), {name: ENGINES[name].version() for name in engines})
    if gone:
        console.say(f"Old figures go, of another machine or version: {', '.join(gone)}.")
    with _ended_by_signal(), _workplace(choices.folder) as folder:
        contests = list(_contests(folder, sites, sizes, engines))
        _warm_up(folder, contests, engines)
        building = [contest for contest in contests if isinstance(contest, Builds)]
        for number in range(1, rounds + 1):
            for contest in building:
                _round(contest, number, scenarios, results, choices.add, console)
        # A preview works on when nobody waits for it, and is measured when nothing else is.
        for contest in contests:
            if isinstance(contest, Saves):
                with contextlib.closing(contest):
                    for number in range(1, rounds + 1):
                        _round(contest, number, scenarios, results, choices.add, console)
    for table in tables(results):
        console.table(table.header, table.rows, title=table.title)
    console.say(f"\nAll figures are in {results.path}, and as a picture beside it.")
    return 0


def _round(
    contest: Contest,
    number: int,
    scenarios: Sequence[str],
    results: Results,
    add: bool,
    console: Console,
) -> None:
    wanted = [s for s in contest.scenarios if s in scenarios or s not in SCENARIOS]
    if number > 1 or not can_weigh():
        # It hardly varies.
        wanted = [scenario for scenario in wanted if scenario != "memory"]
    if number == 1 and wanted and wanted[0] not in {"cold", "memory"}:
        contest.build()
    for scenario in wanted:
        group = Group(contest.site, contest.size, scenario)
        word = f"Edited{results.run}x{number}{scenario}"
        console.say(
            f"round {number}, {SITES[group.site].format(size=f'{group.size:,}')}: {scenario}"
        )
        for engine, figure in contest.run(scenario, word, console.say):
            if number == 1 and not add:
                results.replace(group, engine)
            results.add(group, number, engine, figure)
            told = f"{figure / 2**20:,.0f} MiB" if scenario == "memory" else f"{figure:.3f} s"
            console.say(f"    {ENGINES[engine].title}: {told}")
        if contest.outputs:
            results.outputs[contest.site, contest.size] = contest.outputs
        results.save()
        write_paper(results)


def _profile(
    place: str,
    sizes: Iterable[int],
    scenarios: Iterable[str],
    engines: Iterable[str],
    console: Console,
) -> int:
    """Show where the time goes in each state, of Pelican's engines."""
    chosen = [ENGINES[name] for name in engines if issubclass(ENGINES[name], Pelican)]
    if not chosen:
        raise Stop("Only builds by Pelican can be looked into.", "name one with --only jobshower")

    def show(command: Sequence[str], folder: Path) -> float:
        console.say(f"\n{scenario}: {' '.join(command)}\n{profile(command, folder)}")
        return 0

    with _workplace(place) as folder:
        for size in sizes:
            builds = posts_site(folder / f"posts-{size}", chosen, size)
            builds.build()
            for scenario in scenarios:
                if scenario != "memory":
                    list(builds.run(scenario, f"Profiled{scenario}", lambda _: None, show))
    return 0


def _contests(
    folder: Path, sites: Iterable[str], sizes: Iterable[int], engines: Sequence[str]
) -> Iterator[Contest]:
    """What is to be built, by whom; a site without anybody to build it is left out."""
    chosen = [ENGINES[name] for name in engines]
    for site in sites:
        if site == "posts":
            building = [engine for engine in chosen if engine is not Import]
            for size in sizes if building else ():
                yield posts_site(folder / f"posts-{size}", building, size)
        elif building := [engine for engine in OWN_ENGINES[site] if engine in chosen]:
            yield MAKERS[site](folder / site, building)


def _warm_up(folder: Path, contests: Iterable[Contest], engines: Sequence[str]) -> None:
    """Each engine once, so that its program is in the system's memory."""
    if any(isinstance(contest, Builds) for contest in contests):
        posts_site(folder / "warm", [ENGINES[name] for name in engines], 1).build()


def _installed(names: Sequence[str], console: Console) -> list[str]:
    """Those that can take part, of these or of all. The rest is told, and how to install it."""
    found = []
    for name in names or ENGINES:
        engine = ENGINES[name]
        if engine.missing():
            console.say(f"{engine.title} is not installed, and left out. For it: {engine.install}")
        else:
            found.append(name)
    return found


def _chosen(option: str, text: str, known: Mapping[str, object]) -> list[str]:
    """Names with commas between them. Raises Stop for one that is not known."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    return [one_of(word, list(known), f"{option}: “{word}” is not known.") for word in words]


def _number(option: str, text: str) -> int:
    digits = text.strip().replace("_", "")
    if not (digits.isascii() and digits.isdecimal() and int(digits) > 0):
        raise Stop(f"{option}: “{text}” is no number from 1 on.", f"as in {option} 3")
    return int(digits)


@contextlib.contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Meanwhile, whoever ends the program otherwise than by Ctrl-C leaves no less order."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def _workplace(name: str) -> Iterator[Path]:
    """A folder that is empty; one that was named stays afterwards."""
    if not name:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            yield Path(folder)
        return
    folder = Path(name).expanduser().resolve()
    if folder.exists() and any(folder.iterdir()):
        raise Stop(f"{folder} is not empty.", "name a folder that is not there yet")
    folder.mkdir(parents=True, exist_ok=True)
    yield folder
