"""From a save to the browser that shows it, in `invoke serve`, as a browser sees it: by HTTP."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from ..console import Stop
from ..serve.overlay import EVENTS

__all__ = ["Preview"]

# A first build of a large site.
_PATIENCE = 600
_ADDRESS = re.compile(r"http://([\w.]+):(\d+)/")
# The name of a build ends so while only the page that is open is there.
_EARLY = "-early"
_BUILD = re.compile(rb'data-build="([^"]*)"')


class Preview:
    """`invoke serve`, running in a project's folder, with one browser's page open."""

    def __init__(self, project: Path, port: int) -> None:
        words = [sys.executable, "-m", "invoke", "serve", "--port", str(port)]
        self._log = project / "serve.log"
        with self._log.open("wb") as log:
            # A session of its own: Ctrl-C there is for all its processes.
            self._process = subprocess.Popen(
                words, cwd=project, stdout=log, stderr=log, start_new_session=True
            )
        self._place = self._find()

    def save(self, file: Path, text: str, page: str, word: str) -> tuple[float, float]:
        """Save a file as editors do; the seconds until a browser has the page with the word.

        The browser shows the page already, and loads it again as soon as it is told to. The
        second figure is when it is told that the whole site is built.
        """
        build = _BUILD.search(self._get(page))
        if not build:
            raise Stop("The preview's pages do not say which build they are of.")
        shown = 0.0
        with self._events(page) as events:
            # Beside the site, so that there is one thing to notice.
            beside = self._log.with_name("saving.md")
            beside.write_text(text, "utf-8")
            begun = time.perf_counter()
            beside.replace(file)
            for told in events:
                if not told["ok"]:
                    raise Stop(f"The preview could not be built: {told['problems']}")
                if not shown and told["build"] != build[1].decode():
                    shown = self._shown(page, word, begun)
                if shown and not str(told["build"]).endswith(_EARLY):
                    return shown, max(shown, time.perf_counter() - begun)
        raise Stop("The preview ended before it showed what was saved.")

    def end(self) -> None:
        """As Ctrl-C does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGINT)
        self._process.wait(_PATIENCE)

    def _find(self) -> tuple[str, int]:
        """Where it serves, as it says when the first build is done."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            said = self._log.read_text("utf-8", "replace")
            if "Ctrl-C ends" in said and (found := _ADDRESS.search(said)):
                return found[1], int(found[2])
            time.sleep(0.05)
        self.end()
        raise Stop(f"{self._log.read_text('utf-8', 'replace')}\nThe preview did not begin.")

    def _shown(self, page: str, word: str, begun: float) -> float:
        """The seconds since then, if the page has the word; else 0."""
        found = word.encode() in self._get(page)
        return time.perf_counter() - begun if found else 0.0

    def _get(self, path: str) -> bytes:
        connection = http.client.HTTPConnection(*self._place, timeout=_PATIENCE)
        with contextlib.closing(connection):
            connection.request("GET", path)
            return connection.getresponse().read()

    @contextlib.contextmanager
    def _events(self, page: str) -> Iterator[Iterator[dict[str, object]]]:
        """What the preview tells its pages, once it has told of the build that they are of."""
        connection = http.client.HTTPConnection(*self._place, timeout=_PATIENCE)
        with contextlib.closing(connection):
            connection.request("GET", f"{EVENTS}?{page}")
            told = _messages(connection.getresponse())
            next(told)
            yield told


def _messages(stream: http.client.HTTPResponse) -> Iterator[dict[str, object]]:
    while line := stream.readline():
        if line.startswith(b"data:"):
            yield json.loads(line.removeprefix(b"data:"))
