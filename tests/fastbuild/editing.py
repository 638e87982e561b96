"""Runs of random edits: after each, a build on what was there is as a build on nothing.

`python tests/fastbuild/editing.py KIND SEED COUNT` for a longer run, and `KIND FILE` for the edits
that a failed one has printed.
"""

from __future__ import annotations

import ast
import difflib
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    _TESTS = Path(__file__).resolve().parent.parent
    sys.path[:0] = [str(_TESTS / "fastbuild"), str(_TESTS), str(_TESTS.parent / "plugins")]

from editchoice import choose
from edits import Edit, Site
from editshrink import smallest

from warm import Warm

__all__ = ["Failed", "Pair", "check", "compare", "files_below", "run", "said"]

_SHOWN = 40


class Failed(AssertionError):
    """The two builds differ; says in what, and after which edits."""


class Pair:
    """A site that is built twice: on top of what was, and without anything that makes it quick."""

    def __init__(self, folder: Path, kind: str, warm: Sequence[Warm]) -> None:
        self.site = Site(folder, kind)
        self._warm = warm
        self._kept = kind in {"plain", "attaching"}
        self._builds = 0
        self.lenient = False
        """Whether there were builds of the one site that the other had not."""
        self.seconds = [0.0, 0.0]
        self.failed = False

    def build(self, *, anew: bool = False) -> str:
        """Build both, and say how they differ. `anew`: the one without has no picture either."""
        folder, ends = self.site.folder, []
        aside, outputs = folder / "aside", [folder / f"output-{x}" for x in "ab"]
        # Where there is no output it cannot tell how many pages have changed.
        fresh = anew and not self._kept and outputs[1].exists()
        if anew:
            shutil.rmtree(folder / "cache-b", ignore_errors=True)
        if fresh:
            outputs[1].rename(aside)
        self._builds += 1
        turn = self._builds % 2
        own_plugins = bool(self.site.files("plugins"))
        # With another hash seed each, and another one than last time.
        turns = [self._warm[turn], self._warm[1 - turn]]
        builds = [
            turns[0].start(*self.command("pelicanconf.py", "a"), own_plugins=own_plugins),
            turns[1].start(*self.command("pelicanbare.py", "b"), own_plugins=own_plugins),
        ]
        for number, build in enumerate(builds):
            end = turns[number].wait(build)
            ends.append(end.status)
            self.seconds[number] += end.seconds
        self.failed = ends[1] != 0
        if fresh and self.failed:
            aside.rename(outputs[1])
        shutil.rmtree(aside, ignore_errors=True)
        told = [said(folder / f"said-{x}", fresh=fresh or self.lenient) for x in "ab"]
        if ends[0] != ends[1]:
            return f"status {ends[0]}, not {ends[1]}\n{_difference(told[1], told[0])}"
        if told[0] != told[1]:
            return f"it says something else\n{_difference(told[1], told[0])}"
        if (self._kept or self.lenient) and self.failed:
            # How far each has come is nobody's business, but what lies there stays.
            shutil.rmtree(outputs[1], ignore_errors=True)
            if outputs[0].exists():
                shutil.copytree(outputs[0], outputs[1])
            return ""
        return compare(*map(files_below, outputs))

    def command(self, conf: str, x: str) -> tuple[Any, ...]:
        """What `Warm.start` takes for a build with these settings into `output-x`."""
        folder = self.site.folder
        arguments = [
            "content", "-s", folder / conf, "-o", folder / f"output-{x}", "--fatal", "errors",
            "-e", f'CACHE_PATH="{folder}/cache-{x}"',
        ]  # fmt: skip
        return folder, folder / f"said-{x}", arguments, self.site.environment()


def check(
    folder: Path,
    kind: str,
    warm: Sequence[Warm],
    edits: Iterable[Edit],
    before: Iterable[Edit] = (),
) -> str:
    """Apply edits to a new site, building after each: what is wrong after one of them, or "".

    Those that come `before` are applied to it first.
    """
    pair = Pair(folder, kind, warm)
    for edit in before:
        pair.site.apply(edit)
    wrong = pair.build()
    for edit in edits:
        if wrong:
            break
        pair.site.apply(edit)
        wrong = pair.build()
    return wrong


def run(folder: Path, kind: str, warm: Sequence[Warm], seed: int, count: int) -> Counter[str]:
    """Make so many random edits of a new site, and compare after each; the names of all choices.

    Raises Failed, with as few edits as lead there.
    """
    pair = Pair(folder / "site", kind, warm)
    told: Counter[str] = Counter()
    edits: list[Edit] = []
    wrong = pair.build(anew=True)
    for number in range(count):
        if wrong:
            break
        dice = random.Random(f"{kind} {seed} {number}")  # noqa: S311 (repeatable, not secret)
        name, edit = choose(pair.site, dice, pair.failed)
        edits.append(edit)
        pair.site.apply(edit)
        wrong = pair.build(anew=dice.random() < 0.1)
        told[name] += 1
        told["failed builds"] += pair.failed
    if wrong:

        def differs(before: list[Edit], few: list[Edit]) -> str:
            again = Path(tempfile.mkdtemp(dir=folder))
            found = check(again, kind, warm, few, before)
            shutil.rmtree(again)
            return found

        before, few, again = smallest(edits, differs)
        raise Failed(
            f"{kind}, seed {seed}, edit {len(edits)}: {again or wrong}\n"
            f"after these edits{'' if again else ' (but not each time)'}, each of the second "
            f"list built:\n({_shown(before)},\n{_shown(few)})"
        )
    for what, seconds in zip(("quick", "plain"), pair.seconds, strict=True):
        told[f"seconds {what}"] = round(seconds)
    shutil.rmtree(folder / "site")
    return told


def _shown(edits: list[Edit]) -> str:
    return "\n".join(["[", *(f"    {edit!r}," for edit in edits), "]"])


def said(path: Path, *, fresh: bool = False) -> list[str]:
    """What a build has said, without what two builds never have in common.

    In one order: Pelican goes through files in the order of a set, another in each process.
    """
    text = path.read_text("utf-8", "replace")
    text = re.sub(r"^\[\d\d:\d\d:\d\d\]", " " * 10, text, flags=re.MULTILINE)
    text = re.sub(r"\b(output|cache|said)-b\b", r"\1-a", text).replace("pelicanbare", "pelicanconf")
    text = re.sub(r"in [\d.]+ seconds?", "in no time", text)
    # A traceback shows who has called, too.
    text = re.sub(r"^( *)Traceback \(.*\n(\1 +.*\n)*", "", text, flags=re.MULTILINE)
    # A damaged cache may be told of.
    text = re.sub(r".*Nothing can be kept in .*\n( {20}.*\n)*", "", text)
    lines = text.splitlines()
    if fresh:
        lines = [it for it in lines if not re.match(r"\s+(Pages: \d|No page has changed)", it)]
    return sorted(re.sub(r" {2,}\S+:\d+$", "", line.rstrip()) for line in lines)


def files_below(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their names, none if there is no such folder."""
    found = folder.rglob("*") if folder.exists() else ()
    return {it.relative_to(folder).as_posix(): it.read_bytes() for it in found if it.is_file()}


def compare(found: dict[str, bytes], wanted: dict[str, bytes]) -> str:
    """What is different in the files of two outputs, with the first differences; "" for nothing."""
    if found == wanted:
        return ""
    told = [f"not there: {name}" for name in sorted(wanted.keys() - found.keys())]
    told += [f"there: {name}" for name in sorted(found.keys() - wanted.keys())]
    other = [name for name in sorted(found.keys() & wanted.keys()) if found[name] != wanted[name]]
    told += [f"other bytes: {name}" for name in other]
    for name in other[:2]:
        texts = [it[name].decode("utf-8", "replace").splitlines() for it in (wanted, found)]
        told.append(_difference(*texts))
    return "\n".join(told[:_SHOWN])


def _difference(wanted: list[str], found: list[str]) -> str:
    lines = difflib.unified_diff(wanted, found, "as it should be", "as it is", n=1, lineterm="")
    return "\n".join([line[:300] for line in lines][:_SHOWN])


def _main(kind: str, seed: str, count: str = "") -> None:
    with (
        Warm(1) as one,
        Warm(2) as other,
        tempfile.TemporaryDirectory(prefix="edits-") as temporary,
    ):
        folder = Path(temporary)
        if count:
            print(dict(run(folder, kind, (one, other), int(seed), int(count))))
            return
        found = ast.literal_eval(Path(seed).read_text("utf-8").replace("Edit(", "("))
        before, edits = ([_edit(parts) for parts in some] for some in found)
        print(check(folder / "site", kind, (one, other), edits, before) or "right")


def _edit(parts: tuple[Any, ...]) -> Edit:
    return Edit(*(_edit(it) if isinstance(it, tuple) else it for it in parts))


if __name__ == "__main__":
    _main(*sys.argv[1:])
