"""What a build has put online, told by its hashes, for whoever carries it on to a server."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .unchanged import files_below

__all__ = ["digests", "write_receipt"]


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file below a folder, by its path with slashes, in their order."""
    return {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in sorted(files_below(folder))
    }


def write_receipt(file: Path, output: Path, context: Mapping[str, Any]) -> None:
    """Note in `file` what is in the output folder, and of which site and day it is."""
    today = context.get("today")
    receipt = {
        "version": 1,
        "site": context.get("SITEURL") or "",
        "day": today.isoformat() if today else "",
        "files": digests(output),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    new.write_text(json.dumps(receipt, indent=1) + "\n", "utf-8")
    new.replace(file)
