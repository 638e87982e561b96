"""Small posts, and what lies in a folder."""

from __future__ import annotations

from pathlib import Path

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


ONLINE = {
    "index.html": "<!DOCTYPE html><title>Old</title>",
    "posts/old/index.html": "<!DOCTYPE html><title>An old post</title>",
    "feeds/everything.atom.xml": "<feed/>",
}
