"""On what is measured."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path

from ..environment import ROOT

__all__ = ["describe", "revision"]


def describe() -> dict[str, str | int | float]:
    """The machine in short: processor, cores, memory in GiB, system, kernel, Python."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "processor": _processor(),
        "cores": cores or 1,
        "memory": _memory(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def revision() -> str:
    """Of the code that builds sites, shortened: it stays the same where only others change."""
    rows = _git("ls-tree", "HEAD", "plugins/").splitlines()
    rows = [row for row in rows if not row.endswith("plugins/tools")]
    if not rows:
        return "unknown"
    changed = _git("status", "--porcelain", "--", "plugins", ":!plugins/tools")
    name = _git("hash-object", "--stdin", said="\n".join(rows))[:7]
    return f"{name}, changed" if changed else name


def _processor() -> str:
    """Its name, with as much of it as the system tells."""
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8")
        found = re.search(r"^model name\s*: (.+)$", told, re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def _memory() -> float:
    try:
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 0
    return round(pages / 2**30, 1)


def _git(*words: str, said: str = "") -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *words],  # noqa: S607
            input=said,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
