"""Whatever is edited, what `invoke serve` builds in one process is as a first build of it."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from pathlib import Path

import pytest
from editchoice import choose
from editing import compare, files_below
from edits import Edit, Site

from tools.serve.builder import Builder
from tools.serve.watching import places
from warm import Warm

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

_SECONDS = 60


class Preview:
    """A site's preview in `output-a`, and clean builds of it in `output-b`."""

    def __init__(self, folder: Path, kind: str, warm: Warm) -> None:
        self.site = Site(folder, kind)
        self._warm = warm
        # Edits of what was built go by these names.
        for name in ("output", "cache"):
            (folder / f"{name}-a").mkdir()
            (folder / name).symlink_to(f"{name}-a")
        self._builder = Builder(folder, "pelicanconf.py", folder / "report.json")
        self._saved = self._state()
        self.failed = False
        self.processes = 0

    def apply(self, edit: Edit) -> None:
        """Edit the site; what has changed is told as a watcher tells it."""
        self.site.apply(edit)

    def check(self) -> str:
        """Build both, and say how they differ."""
        folder, now = self.site.folder, self._state()
        changed = [Path(it) for it in {it for it, _ in self._saved.items() ^ now.items()}]
        self._saved = now
        here, environment = places(folder, "pelicanconf.py"), self.site.environment()
        if environment != self._builder.environment or any(map(here.is_code, changed)):
            self._builder.environment = environment
            self._builder.restart()
            self.processes += 1
        well = self._builder.build()
        until = time.monotonic() + _SECONDS
        while self._builder.busy and time.monotonic() < until:
            self._builder.idle()
        arguments = [
            "content", "-s", folder / "pelicanbare.py", "-o", folder / "output-b",
            "--fatal", "errors", "-e", f'CACHE_PATH="{folder}/cache-b"',
        ]  # fmt: skip
        own = bool(self.site.files("plugins"))
        build = self._warm.start(folder, folder / "said-b", arguments, environment, own_plugins=own)
        status = self._warm.wait(build).status
        self.failed = status != 0
        if well is self.failed:
            return f"status {status}, and in the preview {well}"
        report = json.loads((folder / "report.json").read_bytes())
        if report["ok"] is self.failed:
            return f"status {status}, and the browser is told of {report['problems']}"
        return compare(*map(files_below, (folder / "output-a", folder / "output-b")))

    def _state(self) -> dict[str, tuple[int, int]]:
        """Every file that is watched, and a stamp of it."""
        folder = self.site.folder
        aside = {"output-a", "output-b", "cache-a", "cache-b"}
        return {
            str(path): (path.stat().st_mtime_ns, path.stat().st_ctime_ns)
            for path in folder.rglob("*")
            if path.is_file() and not aside & set(path.relative_to(folder).parts[:1])
            if "__pycache__" not in path.parts and not path.name.startswith(("said", "report"))
        }

    def close(self) -> None:
        """End its process."""
        self._builder.restart()


def run(folder: Path, kind: str, seed: int, count: int) -> int:
    """Make so many random edits of a new site; how many times another process was begun."""
    with Warm(1) as warm:
        preview = Preview(folder, kind, warm)
        edits: list[Edit] = []
        try:
            wrong = preview.check()
            for number in range(count):
                if wrong:
                    break
                dice = random.Random(f"warm {kind} {seed} {number}")  # noqa: S311 (repeatable)
                _, edit = choose(preview.site, dice, preview.failed)
                edits.append(edit)
                preview.apply(edit)
                wrong = preview.check()
        finally:
            preview.close()
    shown = "\n".join(f"    {edit!r}," for edit in edits)
    assert not wrong, f"{kind}, seed {seed}, edit {len(edits)}: {wrong}\n[\n{shown}\n]"
    shutil.rmtree(folder)
    return preview.processes


def test_a_few_edits(tmp_path):
    run(tmp_path / "site", "safe", 1, 3)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "seed", "count"), [("whole", 2, 30), ("whole", 3, 30), ("safe", 4, 50)]
)
def test_many_edits(tmp_path, kind, seed, count):
    # Otherwise no process would be warm.
    assert run(tmp_path / "site", kind, seed, count) < count / 2
