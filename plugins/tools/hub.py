"""Telling the WebSub hub which feeds changed since it was told last."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from pelican.settings import read_settings

from feeds.settings import address, feed_address
from feeds.websub import changed_feeds, feed_manifest, notify

__all__ = ["tell_hub"]

_TOLD = "feeds-told.json"


def tell_hub(root: Path, settings_file: str, uploaded: Collection[str] | None = None) -> list[str]:
    """Tell the hub of the site's settings which feeds in the output changed, and only those.

    Where nothing is remembered, as on a server that builds in a fresh checkout, those are the
    ones among the files that were `uploaded`, if that is known.

    Returns their addresses, as far as the hub took them; a hub that is down is a warning, and is
    told of the same feeds the next time. What it was told is remembered beside Pelican's cache.
    """
    settings = read_settings(str(root / settings_file))
    hub = settings.get("WEBSUB_HUB", "")
    if not hub:
        return []
    output, memory = Path(settings["OUTPUT_PATH"]), root / settings["CACHE_PATH"] / _TOLD
    known = _read(memory)
    if uploaded is not None and not memory.exists():
        known = {path: tag for path, tag in feed_manifest(output).items() if path not in uploaded}
    base = feed_address(settings)
    paths = {address(base, path): path for path in changed_feeds(known, output)}
    taken = notify(hub, list(paths))
    now = feed_manifest(output)
    told = {path: now[path] for path in map(paths.__getitem__, taken)}
    memory.parent.mkdir(parents=True, exist_ok=True)
    memory.write_text(json.dumps(known | told, indent=1, sort_keys=True) + "\n", "utf-8")
    if taken:
        print(f"The hub was told of {len(taken)} changed feeds.")
    return taken


def _read(memory: Path) -> dict[str, Any]:
    """What the hub was told; nothing where the file is missing or broken: it is told again."""
    try:
        known = json.loads(memory.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
