"""The published sample site on a server, and headless Chromium to look at it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sitebuilder import ROOT
from siteserver import make_server, serving
from tools.screenshots import FLAGS, kinds

# Pages that look otherwise than the rest of their kind.
SPECIAL = ("leads/dock-clerk-nights/", "posts/ledger-of-favors/")


@dataclass(frozen=True)
class Published:
    """The published sample site: its address, without a final slash, and its files."""

    address: str
    folder: Path

    @property
    def urls(self) -> list[str]:
        """Every page below the address."""
        names = [path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html")]
        return sorted(name.removesuffix("index.html") for name in names)

    @property
    def kinds(self) -> list[str]:
        """A page of each kind."""
        return [*kinds(self.folder).values(), *SPECIAL]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The sample, published at the address of a server of our own."""
    output = tmp_path_factory.mktemp("published") / "output"
    with serving(make_server(output)) as address:
        command = [sys.executable, "-m", "pelican", "-s", "publishconf.py", "-o", str(output)]
        command += ["--fatal", "warnings", "-e", f"SITEURL={json.dumps(address)}"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        yield Published(address, output)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright.

    For a module only: while it is there, nothing else in the process can run an event loop.
    """
    path = shutil.which("chromium")
    if not path:
        pytest.skip("there is no chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, published: Published) -> Iterator[Callable[..., Any]]:
    """Opens an address below the site's; options are those of a Playwright context."""
    contexts = []

    def go(url: str = "", **options: Any) -> Any:
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{published.address}/{url}")
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of the npm package axe-core; the environment's AXE_JS names its axe.min.js."""
    path = os.environ.get("AXE_JS", "")
    if not Path(path).is_file():
        pytest.skip("AXE_JS does not name axe-core's axe.min.js")
    return Path(path).read_text("utf-8")
