"""Where a site goes: the three kinds of target, chosen by DEPLOY."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Protocol

from tools.console import Stop

from .checked import Receipt
from .plan import Difference, Plan

__all__ = ["MANIFEST", "Target", "make_target", "manifest_text", "read_manifest"]

MANIFEST = ".deployed.json"
"""On the target, the list of what is ours there. It names nothing: it holds hashes of names."""

_FORMS = (
    "write DEPLOY in publishconf.py as one of\n"
    '    DEPLOY = "github:origin/gh-pages"\n'
    '    DEPLOY = "rsync:me@host.example:/srv/www"\n'
    '    DEPLOY = "s3:bucket" or "s3:bucket/folder"'
)


class Target(Protocol):
    """One place. Everything it does may raise Stop, with what the place said."""

    def compare(self, folder: Path, names: Collection[str]) -> Difference:
        """Ask what is there, and compare it with these files of a folder."""

    def carry_out(self, plan: Plan, step: Callable[..., object]) -> None:
        """Do it, after `compare`; `step` is called for each file that is done."""


def make_target(
    where: str, root: Path, cache: Path, receipt: Receipt, endpoint: str = ""
) -> Target:
    """The target that a text names, for the project in `root`. Raises Stop.

    `cache` is a folder for what may be deleted at any time.
    """
    kind, _, place = where.partition(":")
    if not where:
        raise Stop("It is not said where the site goes.", _FORMS)
    # Each loads what it needs, and only the chosen one.
    if kind == "rsync" and place:
        from .rsync import RsyncTarget  # noqa: PLC0415

        return RsyncTarget(where if place.startswith("//") else place)
    remote, _, branch = place.rpartition("/")
    if kind == "github" and remote and branch:
        from .github import GitHubTarget  # noqa: PLC0415

        return GitHubTarget(root, cache, remote, branch, receipt.site)
    bucket, _, prefix = place.partition("/")
    if kind == "s3" and bucket:
        from .s3 import S3Target  # noqa: PLC0415

        return S3Target(bucket, prefix.strip("/"), endpoint)
    raise Stop(f"“{where}” is no place that a site could go to.", _FORMS)


def manifest_text(ours: Mapping[str, str]) -> str:
    """The list of what is ours: hashes of names, each with a mark of what is there, if any."""
    return json.dumps({"version": 1, "ours": ours}, indent=0, sort_keys=True) + "\n"


def read_manifest(text: str | bytes) -> dict[str, str]:
    """The hashes in such a list with their marks; nothing where it is broken: then all is kept."""
    try:
        ours = json.loads(text)["ours"]
        return {str(key): str(mark) for key, mark in ours.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
