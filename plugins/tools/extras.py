"""Packages that only a few commands need, installed when they are needed first."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

from .console import Console, Stop
from .environment import ROOT

__all__ = ["need"]

_HERE = Path(__file__).resolve().parent


def need(package: str, extra: str, console: Console | None = None) -> None:
    """See to it that a package is there, pinned as all others are.

    It goes into the project's own environment, and into no other: there Stop says how.
    """
    if importlib.util.find_spec(package):
        return
    pinned = _HERE / f"{extra}-requirements.txt"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "-r", str(pinned)]
    how = f"install it: {' '.join(command[:4])} --require-hashes -r {pinned}"
    if Path(sys.prefix).resolve() != (ROOT / ".venv").resolve():
        raise Stop(f"This needs the package {package}, which is not installed.", how)
    (console or Console()).say(f"Installing {package} into .venv …")
    if subprocess.run(command, check=False).returncode:
        raise Stop("It could not be installed; what went wrong stands above.", how)
    importlib.invalidate_caches()
