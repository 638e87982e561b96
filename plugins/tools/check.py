"""All checks of a build, and nothing written."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from .starting import PELICAN

__all__ = ["FORMATS", "check"]

FORMATS = ("text", "json")


def check(root: Path, settings: str, form: str = "text") -> int:
    """Tell all problems as a report, or as JSON (docs/checks.md); returns the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.json")
        command = [*PELICAN, "-s", settings, "--fatal", "errors", "-e"]
        command += ["CHECK_ONLY=true", f"REPORT_FILE={json.dumps(str(file))}"]
        done = subprocess.run(
            command, cwd=root, check=False, capture_output=form == "json", encoding="utf-8"
        )
        if form == "text":
            if done.returncode == 0:
                print("No problems.")
        elif file.exists():
            print(file.read_text("utf-8"), end="")
        else:
            # The settings could not even be read.
            print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode
