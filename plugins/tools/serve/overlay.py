"""What the preview adds to a page: a build's report, and the page anew. No part of the site."""

from __future__ import annotations

import json
import os
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["EVENTS", "SCRIPT", "SCRIPT_TEXT", "Report", "is_page", "with_script"]

EVENTS = "/__jobshower/events"
SCRIPT = "/__jobshower/overlay.js"
_TAG = '<script src="{}" data-build="{}" async></script>'
_PRIVATE = "Something private would be published. The terminal says what."

# It builds its elements by itself and sets texts, no HTML: what is wrong in a file may be markup.
SCRIPT_TEXT = """"use strict";
(() => {
  let build = document.currentScript.dataset.build;
  const id = "jobshower-problems";
  const place = "jobshower-scroll";
  const reload = () => {
    sessionStorage.setItem(place, JSON.stringify([location.href, scrollX, scrollY]));
    location.reload();
  };
  const scrollBack = () => {
    const [href, x, y] = JSON.parse(sessionStorage.getItem(place) ?? "[]");
    sessionStorage.removeItem(place);
    if (href === location.href) scrollTo({ left: x, top: y, behavior: "instant" });
  };
  const show = (report) => {
    document.getElementById(id)?.remove();
    if (report.ok) return;
    const box = document.createElement("div");
    box.id = id;
    box.setAttribute("role", "alert");
    box.style.cssText = "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;" +
      "z-index:2147483647;background:#2b0b0b;color:#fff;padding:1em;margin:0;" +
      "font:14px/1.4 monospace;white-space:pre-wrap;border-top:4px solid #f66";
    const lines = report.problems.map((problem) => {
      const place = [problem.file, problem.line, problem.column].filter(Boolean).join(":");
      const texts = [place, problem.source, problem.message];
      if (problem.hint) texts.push("→ " + problem.hint);
      return texts.filter(Boolean).join("\\n    ");
    });
    const count = report.problems.length === 1 ? "1 problem" : report.problems.length + " problems";
    box.textContent = count + ": this is the site as it was before.\\n\\n" + lines.join("\\n\\n");
    document.body.append(box);
  };
  const hear = (event) => {
    const report = JSON.parse(event.data);
    // It was shown before all of its build was there.
    const early = report.early === build;
    if (early && report.kept) build = report.build;
    if (report.build !== build && (report.ok || early)) return reload();
    build = report.build;
    show(report);
  };
  // A browser has few connections to a server: pages that nobody sees need none.
  let events = null;
  const listen = () => {
    events?.close();
    events = null;
    if (document.hidden) return;
    events = new EventSource("EVENTS?" + location.pathname);
    events.onmessage = hear;
  };
  addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => events?.close());
  addEventListener("pageshow", (event) => event.persisted && listen());
  if (document.readyState === "complete") scrollBack();
  else addEventListener("load", scrollBack);
  listen();
})();
""".replace("EVENTS", EVENTS)


class Report:
    """The report of the last build, as browsers may see it, and what these look at.

    A page that is open in a browser may be shown `early`, before the build of it has ended. It
    counts as a build of its own then, for this page alone.
    """

    def __init__(self, file: Path) -> None:
        """`file` is where builds write their report."""
        self.file = file
        self._server = os.getpid()
        self._changed = threading.Condition()
        self._number = 0
        self._told: dict[str, Any] = {"ok": True, "problems": []}
        self._open: Counter[str] = Counter()
        self._early: dict[str, bytes] = {}
        # The pages that the last build has shown early, and whether they have come to be so.
        self._kept: dict[str, bool] = {}

    def next_build(self, output: Path | None = None) -> None:
        """Note that a build has ended, and what it reports; its site is in `output`."""
        try:
            report = json.loads(self.file.read_text("utf-8"))
            problems = [_harmless(problem) for problem in report["problems"]]
            told = {"ok": report["ok"], "problems": problems}
        except (OSError, ValueError):
            told = {"ok": True, "problems": []}
        with self._changed:
            self._kept = {
                name: output is not None and _has(output / name, data)
                for name, data in self._early.items()
            }
            self._early = {}
            self._told = told
            self._number += 1
            self._changed.notify_all()

    def show_early(self, name: str, data: bytes) -> None:
        """Show this page, by its name below the output folder, until a build has ended."""
        with self._changed:
            self._early[name] = data
            self._changed.notify_all()

    @property
    def open_pages(self) -> list[str]:
        """The pages that browsers have open."""
        with self._changed:
            return [name for name, times in self._open.items() if times > 0]

    @contextmanager
    def opened(self, name: str) -> Iterator[None]:
        """While this lasts, a browser has a page open."""
        with self._changed:
            self._open[name] += 1
        try:
            yield
        finally:
            with self._changed:
                self._open[name] -= 1

    def page(self, name: str) -> tuple[str, bytes | None]:
        """Which build a page is of, and the page, if it is shown before that has ended.

        No other build has that name, of whatever server.
        """
        with self._changed:
            return self._build_of(name), self._early.get(name)

    def wait(self, name: str, build: str, seconds: float) -> None:
        """Until a page is of another build than this one, or so many seconds have passed."""
        with self._changed:
            self._changed.wait_for(lambda: self._build_of(name) != build, seconds)

    def for_browser(self, name: str) -> tuple[str, bytes]:
        """The build of a page, and what to tell of it, as one line of JSON.

        That is the report without anything private; `early` is the build as which the page was
        shown before, and `kept` says that it is the same.
        """
        with self._changed:
            build = self._build_of(name)
            told = self._told | {"build": build, "early": "", "kept": False}
            if name in self._early:
                told |= {"ok": True, "problems": []}
            elif name in self._kept:
                told |= {"early": self._early_name(self._number - 1), "kept": self._kept[name]}
        return build, json.dumps(told).encode("ascii")

    def _build_of(self, name: str) -> str:
        if name in self._early:
            return self._early_name(self._number)
        return f"{self._server}-{self._number}"

    def _early_name(self, number: int) -> str:
        return f"{self._server}-{number}-early"


def _has(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _harmless(problem: dict[str, Any]) -> dict[str, Any]:
    if problem.get("private"):
        return {"file": "", "message": _PRIVATE}
    return {key: problem[key] for key in ("file", "line", "column", "source", "message", "hint")}


def with_script(page: bytes, build: str) -> bytes:
    """A page of the site, as of this build, with the script that shows the report."""
    head, end, tail = page.rpartition(b"</body>")
    tag = _TAG.format(SCRIPT, build).encode("ascii")
    return head + tag + end + tail if end else page


def is_page(path: Path) -> bool:
    """Whether a file is a page."""
    return bool(re.fullmatch(r"\.html?", path.suffix))
