"""The icons of the theme as pictures, for all that do not take the SVG.

Chromium draws them, as it draws the SVG itself; the extra `test` has what this needs.
"""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

__all__ = ["draw_icons"]

_DESK = "#a62f1f"
"""The colour of icon.svg's edge: icons that the system cuts to shape have it up to their own."""
_FILES = {
    # name: (size, how much of it is the icon, what is around it)
    "apple-touch-icon.png": (180, 1.0, _DESK),
    "icon-192.png": (192, 1.0, "transparent"),
    "icon-512.png": (512, 1.0, "transparent"),
    # A circle of 80 % is sure to be shown (W3C Web Application Manifest, "purpose member").
    "icon-maskable-512.png": (512, 0.76, _DESK),
}
_FAVICON = (16, 32, 48)


def draw_icons(folder: Path, chromium: str) -> None:
    """Draw every icon in a folder from its icon.svg; `chromium` is the browser's program."""
    svg = base64.b64encode((folder / "icon.svg").read_bytes()).decode()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(color_scheme="light")
        for name, (size, part, around) in _FILES.items():
            _draw(page, svg, size, part, around).save(folder / name, optimize=True)
        small = [_draw(page, svg, size, 1.0, "transparent") for size in _FAVICON]
        small[-1].save(
            folder / "favicon.ico",
            sizes=[(size, size) for size in _FAVICON],
            append_images=small[:-1],
        )
        browser.close()


def _draw(page: Page, svg: str, size: int, part: float, around: str) -> Image.Image:
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(
        f"<body style='margin:0;background:{around};display:grid;place-items:center;height:100vh'>"
        f"<img src='data:image/svg+xml;base64,{svg}' width={size * part} height={size * part}>"
    )
    shot = page.screenshot(omit_background=True)
    image = Image.open(BytesIO(shot))
    return image if around == "transparent" else image.convert("RGB")
