"""What the preview adds to a page: a build's report, and the page anew. No part of the site."""

from __future__ import annotations

import json
import os
import re
import threading
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
    if (report.ok && report.build !== build) return reload();
    build = report.build;
    show(report);
  };
  // A browser has few connections to a server: pages that nobody sees need none.
  let events = null;
  const listen = () => {
    events?.close();
    events = null;
    if (document.hidden) return;
    events = new EventSource("EVENTS");
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
    """The report of the last build, as browsers may see it, and the number of that build."""

    def __init__(self, file: Path) -> None:
        """`file` is where builds write their report."""
        self.file = file
        self._server = os.getpid()
        self._ended = threading.Condition()
        self._number = 0
        self._told: dict[str, Any] = {"ok": True, "problems": []}

    @property
    def build(self) -> str:
        """The last build's name, which no other build has, of whatever server."""
        return f"{self._server}-{self._number}"

    def next_build(self) -> None:
        """Note that a build has ended, and what it reports."""
        try:
            report = json.loads(self.file.read_text("utf-8"))
            problems = [_harmless(problem) for problem in report["problems"]]
            told = {"ok": report["ok"], "problems": problems}
        except (OSError, ValueError):
            told = {"ok": True, "problems": []}
        with self._ended:
            self._told = told
            self._number += 1
            self._ended.notify_all()

    def wait(self, build: str, seconds: float) -> None:
        """Until another build than this one was the last, or so many seconds have passed."""
        with self._ended:
            self._ended.wait_for(lambda: self.build != build, seconds)

    def for_browser(self) -> tuple[str, bytes]:
        """The last build, and its report as JSON, on one line, without anything private."""
        with self._ended:
            told = self._told | {"build": self.build}
        return told["build"], json.dumps(told).encode("ascii")


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
