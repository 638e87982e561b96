"""A build's report in the browser: the preview server's own, never a part of the site."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

__all__ = ["PROBLEMS", "SCRIPT", "SCRIPT_TEXT", "Report", "is_page", "with_script"]

PROBLEMS = "/__jobshower/problems.json"
SCRIPT = "/__jobshower/overlay.js"
_TAG = f'<script src="{SCRIPT}" async></script>'.encode("ascii")
_PRIVATE = "Something private would be published. The terminal says what."

# It builds its elements by itself and sets texts, no HTML: what is wrong in a file may be markup.
SCRIPT_TEXT = """"use strict";
(() => {
  let build = null;
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
  const ask = async () => {
    try {
      const report = await (await fetch("PROBLEMS")).json();
      if (build !== null && build !== report.build && report.ok) reload();
      if (build !== report.build) show(report);
      build = report.build;
    } catch { /* the server is gone, or building */ }
    setTimeout(ask, 1000);
  };
  if (document.readyState === "complete") scrollBack();
  else addEventListener("load", scrollBack);
  ask();
})();
""".replace("PROBLEMS", PROBLEMS)


class Report:
    """The report of the last build, as a browser may see it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._builds = 0

    def next_build(self) -> None:
        """Note that a build has ended."""
        self._builds += 1

    def for_browser(self) -> bytes:
        """The report as JSON, without anything that is private."""
        try:
            report = json.loads(self.file.read_text("utf-8"))
        except (OSError, ValueError):
            report = {"ok": True, "problems": []}
        problems = [_harmless(problem) for problem in report["problems"]]
        return json.dumps({"ok": report["ok"], "problems": problems, "build": self._builds}).encode(
            "ascii"
        )


def _harmless(problem: dict[str, Any]) -> dict[str, Any]:
    if problem.get("private"):
        return {"file": "", "message": _PRIVATE}
    return {key: problem[key] for key in ("file", "line", "column", "source", "message", "hint")}


def with_script(page: bytes) -> bytes:
    """A page of the site with the script that shows the report."""
    head, end, tail = page.rpartition(b"</body>")
    return head + _TAG + end + tail if end else page


def is_page(path: Path) -> bool:
    """Whether a file is a page."""
    return bool(re.fullmatch(r"\.html?", path.suffix))
