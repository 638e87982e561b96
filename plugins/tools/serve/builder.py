"""The warm process, as seen from the one that has it build."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

__all__ = ["Builder"]

_PLUGINS = Path(__file__).resolve().parents[2]
_CODE = "import sys; sys.path.insert(0, sys.argv[1]); from tools.serve.warm import main; main()"
_SECONDS = 2


class Builder:
    """Builds a site again and again, in a process that keeps what it has read.

    A context manager, which ends that process. One that has died is followed by another.
    """

    def __init__(self, root: Path, settings: str, report: Path) -> None:
        self._root = root
        self._command = [sys.executable, "-c", _CODE, str(_PLUGINS), settings, str(report)]
        # For the processes that begin from now on.
        self.environment: dict[str, str] = {}
        self._process: subprocess.Popen[str] | None = None
        # Whether there is something left for when it is idle.
        self.busy = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """A build that is under way is killed; it leaves the old site, whole."""
        self.restart()

    def build(
        self,
        *,
        quiet: bool = True,
        open_pages: Collection[str] = (),
        show: Callable[[str, bytes], None] | None = None,
    ) -> bool:
        """Build the site; whether it is online.

        `show` takes the `open_pages` (names below the output folder) that will be others, before
        all of the site is there.
        """
        question = {"build": True, "quiet": quiet, "open": sorted(open_pages)}
        answer = self._ask(question, show)
        if answer.get("spent"):
            # The next one can begin to import what it needs.
            self.restart()
            self._running()
        return bool(answer.get("ok"))

    def idle(self) -> bool:
        """Nothing was saved for a while: do what can wait; whether the site is another now."""
        return self._process is not None and bool(self._ask({"build": False}).get("ok"))

    def restart(self) -> None:
        """Let go of all that the process has in memory: the next build begins another."""
        process, self._process = self._process, None
        self.busy = False
        if process is None:
            return
        with contextlib.suppress(OSError):
            process.stdin.close()
        process.terminate()
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    def _ask(
        self, question: dict[str, Any], show: Callable[[str, bytes], None] | None = None
    ) -> dict[str, Any]:
        process = self._running()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            for line in process.stdout:
                answer = json.loads(line)
                if "ok" in answer:
                    self.busy = answer["busy"]
                    return answer
                if show:
                    show(answer["name"], answer["page"].encode("utf-8"))
        self.restart()
        return {}

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._root,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                env={**os.environ, **self.environment},
            )
        return self._process
