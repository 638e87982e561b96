"""The line under a build that reminds of what there is to follow up."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from .console import Console
from .followups.collect import BUCKETS
from .followups.command import due_now
from .site import open_site

__all__ = ["remind"]


def remind(root: Path, *, quiet: bool = False) -> None:
    """Say how much there is to follow up, and nothing of what: a build's log may be public."""
    if quiet:
        return
    counts = Counter(one.bucket for one in due_now(open_site(root)))
    told = [f"{counts[name]} {heading.casefold()}" for name, heading in BUCKETS.items()]
    told = [text for text, name in zip(told, BUCKETS, strict=True) if counts[name]]
    if told:
        Console().say(f"To follow up: {', '.join(told)} (invoke followups)")
