"""Runs Pagefind on documents, and keeps the index until one of them changes."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from problems import warn_unkept

__all__ = ["IndexFailed", "find_pagefind", "write_index"]

# To be raised when what is made of the same documents changes.
_VERSION = "1"
_KEPT = 4


class IndexFailed(Exception):
    """Pagefind made no index; the text says why."""


def find_pagefind() -> Path | None:
    """The program: the package's, or else one that is installed on this machine."""
    try:
        import pagefind_bin  # noqa: PLC0415 (there is none for every machine)

        return Path(pagefind_bin.get_executable())
    except (ImportError, FileNotFoundError):
        found = shutil.which("pagefind")
        return Path(found) if found else None


def write_index(
    program: Path, documents: Mapping[str, bytes], folder: Path, cache: Path | None = None
) -> bool:
    """Index HTML files by their paths into `folder`, which must not be there yet.

    False where the index was taken from the `cache` folder. Raises IndexFailed.
    """
    kept = cache / f"{_key(program, documents)}.zip" if cache else None
    if kept and _unpack(kept, folder):
        return False
    with tempfile.TemporaryDirectory() as place:
        site, made = Path(place, "site"), Path(place, "index")
        for name, data in documents.items():
            path = site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        _run(program, site, made)
        from .stable import stabilize  # noqa: PLC0415 (a kept index needs it not)

        stabilize(made)
        if kept:
            _pack(made, kept)
        # It may have thousands of files, which need not be copied on the same disk.
        shutil.move(made, folder)
    return True


def _run(program: Path, site: Path, made: Path) -> None:
    import subprocess  # noqa: PLC0415 (takes a while, and few builds make an index)

    command = [program, "--site", site, "--output-path", made, "--silent"]
    # Nobody's own settings for another site.
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PAGEFIND_")}
    try:
        done = subprocess.run(  # noqa: S603 (the arguments are ours)
            command, cwd=site, env=clean, capture_output=True, check=False
        )
    except OSError as error:
        raise IndexFailed(f"{program.name} does not run: {error.strerror}") from error
    if done.returncode or not (made / "pagefind-entry.json").is_file():
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
        raise IndexFailed(said.splitlines()[-1] if said else f"exit status {done.returncode}")


def _key(program: Path, documents: Mapping[str, bytes]) -> str:
    """What an index is made of: these documents, by this program."""
    digest = hashlib.sha256(f"{_VERSION} {_version(program)}".encode())
    for name, data in documents.items():
        digest.update(f"\0{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:32]


def _version(program: Path) -> str:
    try:
        return metadata.version("pagefind_bin")
    except metadata.PackageNotFoundError:
        status = program.stat()
        return f"{program} {status.st_size} {status.st_mtime_ns}"


def _unpack(kept: Path, folder: Path) -> bool:
    import zipfile  # noqa: PLC0415

    try:
        shutil.unpack_archive(kept, folder, "zip")
    except (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error):
        shutil.rmtree(folder, ignore_errors=True)
        return False
    with suppress(OSError):
        os.utime(kept)
    return True


def _pack(made: Path, kept: Path) -> None:
    """Keep an index in one file, whole or not at all, and forget the oldest ones."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        archive = shutil.make_archive(str(made), "zip", made)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
            file.write(Path(archive).read_bytes())
        Path(file.name).replace(kept)
        by_age = sorted(kept.parent.glob("*.zip"), key=lambda path: path.stat().st_mtime)
        for old in by_age[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        # The next build indexes again.
        warn_unkept(kept.parent, error)
