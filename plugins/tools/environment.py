"""The project's own virtual environment, made by the first command on a fresh machine.

This module runs before anything is installed: it needs nothing but Python.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

__all__ = ["ROOT", "run_in_environment"]

ROOT = Path(__file__).resolve().parent.parent.parent
_FOLDER = ROOT / ".venv"
_OLDEST = (3, 11)
_FOR_SITE = ROOT / "requirements.txt"
_FOR_TESTS = ROOT / "tests" / "requirements.txt"
_NEED_TESTS = frozenset({"test", "lint", "pin", "coverage", "icons", "screenshots"})


class SetupFailed(Exception):
    """The environment cannot be made; the text says what to do."""


def run_in_environment(arguments: Sequence[str]) -> int:
    """Run `invoke` with these arguments in the environment, which is made if need be.

    Returns the exit status.
    """
    try:
        python = _prepare(tests=not _NEED_TESTS.isdisjoint(arguments))
    except SetupFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    command = [str(python), "-m", "invoke", *(arguments or ["--list"])]
    try:
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130


def _prepare(*, tests: bool) -> Path:
    """The environment's Python, with the pinned packages in it. Raises SetupFailed."""
    if sys.version_info < _OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        raise SetupFailed(f"Jobshower needs Python 3.11 or newer; this is {found}.")
    python = _FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        print("Making a virtual environment in .venv …", flush=True)
        _make()
    for requirements in (_FOR_SITE, _FOR_TESTS)[: 2 if tests else 1]:
        _install(python, requirements)
    return python


def _make() -> None:
    try:
        venv.create(_FOLDER, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupFailed(
            f"The virtual environment could not be made: {error}\n"
            "On Debian or Ubuntu, install the package python3-venv, and try again."
        ) from error


def _install(python: Path, requirements: Path) -> None:
    """Install what a requirements file pins, unless that very file has been installed before."""
    stamp = _FOLDER / ("tests.sha256" if requirements == _FOR_TESTS else "site.sha256")
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text("ascii") == digest:
        return
    print(f"Installing what {requirements.relative_to(ROOT).as_posix()} names …", flush=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "-r", str(requirements)]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SetupFailed("The packages could not be installed; what went wrong stands above.")
    stamp.write_text(digest, "ascii")
