"""What is measured: a site that several engines build in turn, in one state after the other."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from html import unescape
from pathlib import Path

from ..console import Stop
from ..environment import ROOT
from .engines import Engine
from .measure import seconds, weigh
from .outputs import Outputs, differences, look
from .posts import edited
from .serving import Preview

__all__ = ["SCENARIOS", "Builds", "Saves"]

Measure = Callable[[Sequence[str], Path], float]
SCENARIOS = {
    "cold": "no output, no cache",
    "unchanged": "once more",
    "edit": "a word in one post",
    "template": "a word in every page",
    "memory": "peak of a cold build",
}
_END = "</footer>"
_TAG = re.compile(r"<[^>]*>")
_CHUNK = 1 << 20
_PORT = 8300
_FIRST_SAVES, _BETWEEN_SAVES = 3, 1.0


class Builds:
    """One site and its engines. `page` is the output that shows the text that is edited."""

    scenarios: Sequence[str] = tuple(SCENARIOS)

    def __init__(self, site: str, size: int, engines: Sequence[Engine], page: str) -> None:
        self.site = site
        self.size = size
        self._engines = engines
        self._page = page
        self._expected: tuple[Engine, Outputs] | None = None
        self._originals: dict[Path, str] = {}
        self._seen: set[str] = set()
        self._turn = 0

    @property
    def outputs(self) -> str:
        """What all of them write, in words; "" before the first build."""
        if not self._expected:
            return ""
        outputs = self._expected[1]
        return f"{len(outputs.pages):,} pages, {sum(outputs.feeds.values()):,} feeds"

    def build(self) -> None:
        """Build with each engine, as a state to begin with."""
        for engine in self._engines:
            seconds(engine.command(), engine.folder)

    def run(
        self, scenario: str, word: str, say: Callable[[str], None], measure: Measure | None = None
    ) -> Iterator[tuple[str, float]]:
        """Measure each engine; gives seconds, or for "memory" bytes, or what `measure` gives.

        `word` has never been on the site before. Raises Stop where a build fails, shows another
        text than it must, or has other pages or feeds than those of the first engine.
        """
        if scenario == "edit":
            self._change((engine.edited for engine in self._engines), lambda t: edited(t, word))
        elif scenario == "template":
            self._change((engine.template for engine in self._engines), _before_end(word))
        # Whoever comes first finds the machine as the one before has left it.
        at = self._turn % len(self._engines)
        self._turn += 1
        for engine in (*self._engines[at:], *self._engines[:at]):
            if scenario in {"cold", "memory"}:
                engine.clean()
            os.sync()
            _into_memory(engine.folder, self._made_by_others(engine))
            measured = weigh if scenario == "memory" else measure or seconds
            found = measured(engine.command(), engine.folder)
            self._check(engine, say)
            if engine.writes and scenario in {"edit", "template"}:
                self._check_word(engine, word, everywhere=scenario == "template")
            yield engine.name, found

    def _made_by_others(self, engine: Engine) -> set[Path]:
        return {path for other in self._engines if other is not engine for path in other.made}

    def _change(self, files: Iterable[Path], change: Callable[[str], str]) -> None:
        for file in sorted(set(files)):
            original = self._originals.setdefault(file, file.read_text("utf-8"))
            changed = change(original)
            if changed == original:
                raise Stop(f"{file} has nothing to change: no {_END}.")
            file.write_text(changed, "utf-8")

    def _check(self, engine: Engine, say: Callable[[str], None]) -> None:
        if not engine.writes:
            return
        outputs = look(engine.output)
        new = engine.name not in self._seen
        if new:
            say(f"    {engine.title}: {outputs}")
        if self._expected is None:
            self._expected = (engine, outputs)
        first, expected = self._expected
        found = differences(outputs, expected)
        if not found and new and first is not engine:
            found = _other_words(engine.output, first.output, sorted(outputs.pages))
        if found:
            raise Stop(f"{engine.title} {'; '.join(found)}. {first.title} has: {expected}")
        self._seen.add(engine.name)

    def _check_word(self, engine: Engine, word: str, *, everywhere: bool) -> None:
        """Whether a new word is in the page of the edited text, or where all pages end."""
        for page in sorted(engine.output.rglob("*.html")) if everywhere else [self._page]:
            text = (engine.output / page).read_text("utf-8")
            if word not in text and (_END in text or not everywhere):
                name = page.relative_to(engine.output) if everywhere else page
                raise Stop(f"{engine.title} does not show in {name} what was edited.")


def _into_memory(folder: Path, without: Collection[Path]) -> None:
    """Read all files below a folder, but for some: whoever was measured last has read his own.

    What nobody reads for a while, a virtual machine may lose from its memory.
    """
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if Path(place, name) not in without]
        for name in names:
            with suppress(OSError), Path(place, name).open("rb", buffering=0) as file:
                while file.read(_CHUNK):
                    pass


def _before_end(word: str) -> Callable[[str], str]:
    return lambda text: text.replace(_END, f"<p>{word}</p>{_END}")


def _other_words(folder: Path, first: Path, names: Iterable[str]) -> list[str]:
    """Pages that do not say the same as another engine's of that name."""
    found = [name for name in names if _words(folder / name) != _words(first / name)]
    return [f"says something else in {found[0]} ({len(found):,} such pages)"] if found else []


def _words(page: Path) -> list[str]:
    return unescape(_TAG.sub(" ", page.read_text("utf-8"))).split()


class Saves:
    """`invoke serve` with the shipped theme, and one post that is saved again and again."""

    site = "serve"
    scenarios: Sequence[str] = ("save", "whole")
    outputs = ""

    def __init__(self, folder: Path, posts: Mapping[str, str], edited_post: str) -> None:
        """`posts` are source files by their names; the edited one is shown in the browser."""
        self.size = len(posts)
        self._folder = folder
        self._name = edited_post
        self._preview: Preview | None = None
        self._text = posts[edited_post]
        for name in ("posts", "pages", "images"):
            (folder / "content" / name).mkdir(parents=True)
        for name, text in posts.items():
            (folder / "content" / "posts" / name).write_text(text, "utf-8")
        for name in ("tasks.py", "pelicanconf.py", "publishconf.py"):
            shutil.copy(ROOT / name, folder)
        for name in ("plugins", "theme"):
            shutil.copytree(ROOT / name, folder / name)

    def build(self) -> None:
        """Begin the preview, and save some times: what first saves load is there afterwards."""
        self._preview = Preview(self._folder, _PORT)
        for number in range(_FIRST_SAVES):
            self._save(f"First{number}")

    def run(
        self, scenario: str, word: str, say: Callable[[str], None]
    ) -> Iterator[tuple[str, float]]:
        """Save; gives the seconds until the browser shows it, or until the whole site is built."""
        del say
        if self._preview is None:
            self.build()
        shown, built = self._save(word)
        yield "jobshower", built if scenario == "whole" else shown

    def close(self) -> None:
        """End the preview."""
        if self._preview:
            self._preview.end()

    def _save(self, word: str) -> tuple[float, float]:
        # Nobody saves sooner; what a preview does when nobody waits is done by then.
        time.sleep(_BETWEEN_SAVES)
        file = self._folder / "content" / "posts" / self._name
        page = f"/posts/{file.stem}/"
        return self._preview.save(file, edited(self._text, word), page, word)
