"""Whether the output folder is what the last `invoke publish` checked and made."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from safebuild.lock import Lock
from safebuild.receipt import digests
from tools.console import Stop

__all__ = ["Receipt", "checked", "newer_sources", "snapshot"]

_PUBLISH = "run “invoke publish” first"


class Receipt(msgspec.Struct, frozen=True):
    """What safebuild noted of the published site: its address, its day, each file's SHA-256."""

    version: int
    site: str
    day: str
    files: dict[str, str]


def checked(receipt_file: Path, output: Path) -> Receipt:
    """The receipt of an output folder that is the checked site, byte for byte. Raises Stop."""
    try:
        receipt = msgspec.json.decode(receipt_file.read_bytes(), type=Receipt)
    except FileNotFoundError:
        raise Stop("The site was not published yet: nothing is checked.", _PUBLISH) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Stop(f"{receipt_file} is broken.", _PUBLISH) from None
    if receipt.version != 1:
        raise Stop(f"{receipt_file} is of another version of this project.", _PUBLISH)
    if not re.match(r"https?://[^/]", receipt.site):
        address = f"SITEURL is {receipt.site!r}, and this is no address of a site."
        raise Stop(address, "set it in publishconf.py, and publish again")
    if not receipt.files or "index.html" not in receipt.files:
        raise Stop("The published site has no home page: it is not deployed.", _PUBLISH)
    found = digests(output)
    if not found:
        raise Stop(f"{output} is empty.", _PUBLISH)
    if found != receipt.files:
        raise Stop(_difference(found, receipt.files), _PUBLISH)
    return receipt


def newer_sources(receipt_file: Path, *sources: Path) -> list[Path]:
    """What was saved in the sources (files, or folders with all in them) after the receipt."""
    made = receipt_file.stat().st_mtime_ns
    return sorted(path for path in _all(sources) if path.lstat().st_mtime_ns > made)


@contextmanager
def snapshot(output: Path, home: Path) -> Iterator[Path]:
    """The output folder as it is now, in a folder of its own below `home`.

    A preview in another window may build meanwhile. Files are linked, since a build replaces
    files and never changes one. Raises Stop where there is no such folder, ProblemsFound where
    another deploy is running.
    """
    if not output.is_dir():
        raise Stop("The site was not published yet: there is no output.", _PUBLISH)
    folder = home / "deploying"
    home.mkdir(parents=True, exist_ok=True)
    with Lock(home / "deploying.lock", "deploy"):
        # One that was killed has left its own.
        shutil.rmtree(folder, ignore_errors=True)
        try:
            shutil.copytree(output, folder, symlinks=True, copy_function=_link)
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def _all(sources: tuple[Path, ...]) -> Iterator[Path]:
    for source in sources:
        if source.exists():
            yield source
        if source.is_dir():
            yield from source.rglob("*")


def _difference(found: dict[str, str], published: dict[str, str]) -> str:
    added = sorted(found.keys() - published.keys())
    gone = sorted(published.keys() - found.keys())
    other = sorted(
        name for name in found.keys() & published.keys() if found[name] != published[name]
    )
    shown = [f"{what}: {_few(names)}" for what, names in
             (("changed", other), ("added", added), ("missing", gone)) if names]  # fmt: skip
    return f"output/ is not what was published, but perhaps a preview ({'; '.join(shown)})."


def _few(names: list[str]) -> str:
    most = 3
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if names[most:] else "")
