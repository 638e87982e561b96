"""The published sample site on a server, and headless Chromium to look at it."""

from __future__ import annotations

import json
import os
import re
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

KINDS = {
    "home": r"",
    "home, page 2": r"page/\d+/",
    "post": r"posts/job-shower/",
    "post of another language": r"posts/[^/]+/es/",
    "archives": r"archives/",
    "year": r"archives/\d+/",
    "month": r"archives/\d+/\d+/",
    "tag": r"tags/[^/]+/",
    "tags": r"tags/",
    "category": r"categories/[^/]+/",
    "categories": r"categories/",
    "author": r"authors/[^/]+/",
    "authors": r"authors/",
    "page": r"about/",
    "board": r"leads/",
    "filtered board": r"leads/tag/office/",
    "lead": r"leads/bindery-helper/",
    "roundups": r"roundups/",
    "roundup": r"roundups/2009-w\d+/",
    "showers": r"showers/",
    "shower": r"showers/[^/]+/",
    "card": r"showers/[^/]+/card/",
    "network": r"network/",
    "events": r"events/",
    "follow-through": r"follow-through/",
    "subscribe": r"subscribe/",
    "search": r"search/",
    "not found": r"404\.html",
}
"""A page of each kind: the last whose address below the site's is matched whole by this."""

SAME_KIND = re.compile(r"posts/[^/]+/|leads/[^/]+/([^/]+/)?|how-to-help/")
"""Further pages of those kinds."""


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

    def url(self, kind: str) -> str:
        """The page that stands for its kind."""
        return [url for url in self.urls if re.fullmatch(KINDS[kind], url)][-1]


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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright."""
    path = shutil.which("chromium")
    if not path:
        pytest.skip("there is no chromium")
    from playwright.sync_api import sync_playwright

    quiet = "--disable-background-networking --disable-component-update --disable-sync"
    arguments = ["--no-sandbox", "--disable-gpu", "--no-first-run", *quiet.split()]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
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


def npm_script(variable: str, package: str) -> str:
    """A file of an npm package as text; the environment's `variable` names the file."""
    path = os.environ.get(variable, "")
    if not Path(path).is_file():
        pytest.skip(f"{variable} does not name a file of the npm package {package}")
    return Path(path).read_text("utf-8")
