"""Building the real site, with a receipt by which `invoke deploy` knows it."""

from __future__ import annotations

from pathlib import Path

from .hub import tell_hub
from .serve import build
from .site import Site, open_site

__all__ = ["RECEIPT", "publish", "receipt_file", "tell_of_published"]

RECEIPT = "published.json"
"""The receipt's name in the folder of Pelican's cache."""


def receipt_file(site: Site) -> Path:
    """Where the receipt of the last publish is, below Pelican's CACHE_PATH."""
    return site.cache / RECEIPT


def publish(root: Path, settings_file: str, *, quiet: bool = False) -> int:
    """Build and check the site, and note what was built; returns the exit status."""
    receipt = receipt_file(open_site(root, settings_file))
    return build(root, settings_file, quiet=quiet, RECEIPT_FILE=str(receipt))


def tell_of_published(root: Path, settings_file: str, *, uploaded: bool) -> None:
    """Tell the hub, unless the site is still to be deployed: then `deploy` does."""
    if uploaded or not open_site(root, settings_file).settings.get("DEPLOY"):
        tell_hub(root, settings_file)
