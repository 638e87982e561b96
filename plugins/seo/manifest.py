"""The web app manifest: what a telephone calls the site that is put on its screen, and shows."""

from __future__ import annotations

import json
from collections.abc import Mapping

__all__ = ["build_manifest"]


def build_manifest(
    *, name: str, description: str, language: str, icons: str, colors: Mapping[str, str]
) -> str:
    """The manifest as JSON (W3C Web Application Manifest). Addresses are relative to its own.

    `icons` is the folder of the icons, below the output folder.
    """
    files = [("icon-192.png", 192, "any"), ("icon-512.png", 512, "any")]
    files.append(("icon-maskable-512.png", 512, "maskable"))
    manifest = {
        "name": name,
        "description": description,
        "lang": language,
        "dir": "auto",
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": colors["paper"],
        "theme_color": colors["paper"],
        "icons": [
            {"src": f"{icons}/{file}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": p}
            for file, size, p in files
        ],
    }
    filled = {key: value for key, value in manifest.items() if value}
    return json.dumps(filled, ensure_ascii=False, indent=2) + "\n"
