"""Where the time of a build goes: what its first process does, by function."""

from __future__ import annotations

import io
import pstats
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .measure import seconds

__all__ = ["profile"]

_FUNCTIONS = 25


def profile(command: Sequence[str], folder: Path) -> str:
    """The functions of a command of Python's in which most time passes; raises Stop if it fails.

    What other processes do shows as waiting for them.
    """
    python, *words = command
    if words[0] != "-m":
        # A folder with a __main__.py, which the profiler does not look for.
        words[0] = str(Path(words[0], "__main__.py"))
    with tempfile.TemporaryDirectory() as scratch:
        found = Path(scratch, "profile")
        seconds([python, "-m", "cProfile", "-o", str(found), *words], folder)
        text = io.StringIO()
        stats = pstats.Stats(str(found), stream=text)
    stats.sort_stats("tottime").print_stats(_FUNCTIONS)
    stats.sort_stats("cumulative").print_stats(_FUNCTIONS)
    return _short(text.getvalue())


def _short(text: str) -> str:
    """Without what is the same in all lines: where Python is."""
    for folder in sorted(filter(None, sys.path), key=len, reverse=True):
        text = text.replace(f"{folder}/", "")
    return text.strip("\n")
