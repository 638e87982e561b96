"""Pelican's command in forks of a process that has imported all: for tests of hundreds of builds.

A fork starts with nothing of a test, and with a hash seed of its choice, which two builds of one
site do not share in life either. It can be waited for, and killed.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from sitebuilder import LIBRARIES, ROOT, command

__all__ = ["Ended", "Warm"]

PLUGINS = ROOT / "plugins"


class Ended(NamedTuple):
    """How a build ended: its exit status (a signal's number, negative), and seconds of work."""

    status: int
    seconds: float


class Warm:
    """A process that builds; a context manager."""

    def __init__(self, hash_seed: int = 0) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={
                **os.environ,
                "PYTHONHASHSEED": str(hash_seed),
                "PYTHONUTF8": "1",
                "COLUMNS": "400",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def start(
        self,
        folder: Path,
        said: Path,
        arguments: Sequence[str],
        environment: Mapping[str, str] | None = None,
        *,
        own_plugins: bool = False,
    ) -> int:
        """Begin a build in a folder, and give the id of its process, which leads a group.

        What it says goes into the file `said`. With `own_plugins` none of ours is imported yet.
        """
        return self._ask(
            folder=str(folder),
            said=str(said),
            arguments=[*map(str, arguments)],
            environment=environment or {},
            forget=own_plugins,
        )

    def wait(self, build: int) -> Ended:
        """Wait for a build's end."""
        return Ended(*self._ask(wait=build))

    def _ask(self, **request: Any) -> Any:
        print(json.dumps(request), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())


def _serve() -> None:
    """Start builds and wait for them, a request a line."""
    # What it says is for whoever asks; a library that prints is not.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    with Path(os.devnull).open("r+b") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(2, 1)
    _import_all()
    for line in requests:
        request = json.loads(line)
        if "wait" in request:
            _, status, used = os.wait4(request["wait"], 0)
            seconds = used.ru_utime + used.ru_stime
            answer: Any = [os.waitstatus_to_exitcode(status), seconds]
        else:
            answer = os.fork()
            if not answer:
                _build(request)
        print(json.dumps(answer), file=answers, flush=True)


def _build(request: Mapping[str, Any]) -> None:
    status = 70
    try:
        os.setpgid(0, 0)
        if request["forget"]:
            ours = [
                name
                for name, module in sys.modules.items()
                if (getattr(module, "__file__", None) or "").startswith(f"{PLUGINS}{os.sep}")
            ]
            for name in ours:
                del sys.modules[name]
        command(
            request["arguments"],
            Path(request["folder"]),
            request["environment"],
            Path(request["said"]),
            # Python itself does not see an edit of the same length in the same second.
            keep_compiled=False,
        )
        status = 0
    except SystemExit as end:
        status = int(end.code or 0)
    except BaseException:  # noqa: BLE001 (as Python ends)
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _import_all() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    sys.path.insert(0, str(PLUGINS))
    for path in sorted(PLUGINS.rglob("*.py")):
        parts = path.relative_to(PLUGINS).with_suffix("").parts
        if parts[0] != "tools" and parts[-1] != "__main__":
            importlib.import_module(".".join(parts).removesuffix(".__init__"))
    # Tests edit sooner after a build than people do, but on file systems with fine clocks.
    importlib.import_module("safebuild.same")._RECENT_NANOSECONDS = 20_000_000


if __name__ == "__main__":
    _serve()
