"""Pictures of every kind of page, to look at: morning and evening, on a telephone and on a desk."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .hardsite import hard_files
from .serve import make_server
from .starting import PELICAN

__all__ = ["FLAGS", "CannotPicture", "find_browser", "kinds", "screenshots"]

WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
# Nothing but the page itself, and nothing asked of any other host.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_PORT = 8100


class CannotPicture(Exception):
    """There are no pictures to be had; the text says what to do."""


def screenshots(root: Path, settings: str, folder: Path, only: str = "") -> int:
    """Take the pictures into a folder, one below it for each site; returns the exit status.

    Three sites: the project's own, one with nothing in it, and one that is hard to lay out. `only`
    takes just the pages that have it in their names.
    """
    try:
        browser = find_browser()
        playwright = _playwright()
        with tempfile.TemporaryDirectory() as scratch:
            sites = _build_sites(root, settings, Path(scratch))
            with playwright() as driver:
                taken = _take(driver.chromium, browser, sites, folder, only)
    except CannotPicture as reason:
        print(reason, file=sys.stderr)
        return 1
    print(f"{taken} pictures in {folder}")
    return 0


def find_browser() -> str:
    """The path of Chromium or Chrome. Raises CannotPicture."""
    for name in _BROWSERS:
        if path := shutil.which(name):
            return path
    raise CannotPicture(
        "Pictures are taken with Chromium, and there is none on this machine.\n"
        "Install it: apt install chromium (Debian, Ubuntu), dnf install chromium (Fedora), "
        "brew install --cask chromium (macOS)."
    )


def kinds(output: Path) -> dict[str, str]:
    """One page of each kind in a site's output: a name for it, and its address below the site's.

    Pages are of one kind where the first folder and the depth are the same: no setting of
    addresses needs to be known. Of each kind it is the longest page, as the hardest to lay out.
    """
    found: dict[tuple[str, int], tuple[int, str]] = {}
    for file in sorted(output.rglob("*.html")):
        url = file.relative_to(output).as_posix().removesuffix("index.html")
        parts = url.strip("/").split("/")
        kind = (parts[0], len(parts))
        found[kind] = max(found.get(kind, (0, "")), (file.stat().st_size, url))
    return {
        url.strip("/").removesuffix(".html").replace("/", "_") or "home": url
        for _, url in found.values()
    }


def _playwright() -> Any:
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only tests install it)
    except ImportError:
        raise CannotPicture(
            "Pictures are taken through Playwright, which is not installed.\n"
            "Install what the tests use: pip install -r tests/requirements.txt"
        ) from None
    return sync_playwright


def _build_sites(root: Path, settings: str, scratch: Path) -> dict[str, Path]:
    """The output folder of each site. Raises CannotPicture where one does not build."""
    sites: dict[str, Path] = {}
    for name, files in (("site", None), ("empty", {}), ("hard", hard_files())):
        sites[name] = scratch / name / "output"
        command = [*PELICAN, "-s", str(root / settings)]
        command += ["-o", str(sites[name]), "--fatal", "errors"]
        if files is not None:
            command.append(str(_write(scratch / name / "content", files)))
        done = subprocess.run(command, cwd=root, check=False, capture_output=True, encoding="utf-8")
        if done.returncode:
            raise CannotPicture(f"{done.stdout}{done.stderr}The {name} site does not build.")
    return sites


def _write(content: Path, files: Mapping[str, str]) -> Path:
    for folder in ("posts", "pages", "images"):
        (content / folder).mkdir(parents=True)
    for name, text in files.items():
        file = content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return content


@contextmanager
def _served(output: Path) -> Iterator[str]:
    """The address of a site that is served for as long as one looks at it."""
    server = make_server(output, _PORT)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.address
    finally:
        server.shutdown()
        server.server_close()


def _take(chromium: Any, path: str, sites: Mapping[str, Path], folder: Path, only: str) -> int:
    taken = 0
    browser = chromium.launch(executable_path=path, args=list(FLAGS))
    for site, output in sites.items():
        pages = {name: url for name, url in kinds(output).items() if only in name}
        with _served(output) as address:
            for width, scheme in ((width, scheme) for width in WIDTHS for scheme in SCHEMES):
                size = {"width": width, "height": 900}
                page = browser.new_page(viewport=size, color_scheme=scheme)
                for name, url in pages.items():
                    page.goto(address + url)
                    file = folder / site / f"{name}-{width}-{scheme}.png"
                    page.screenshot(path=file, full_page=True)
                    taken += 1
                page.close()
    browser.close()
    return taken
