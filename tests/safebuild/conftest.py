"""Sites that have been built once, and what is online beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

POST = "Title: {title}\nDate: 2009-08-05\n{more}\nText of {title}.\n"


def post(title: str = "Hello", more: str = "") -> str:
    return POST.format(title=title, more=more and more + "\n")


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder, with its bytes and its modification time."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def beside() -> Callable[[Path], list[str]]:
    """What lies beside an output folder of builds that have ended: nothing."""

    def names(output: Path) -> list[str]:
        return sorted(
            p.name for p in output.parent.iterdir() if p.name.startswith(f".{output.name}")
        )

    return names
