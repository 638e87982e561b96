"""What all tests share: whole sites, built as a person builds them, and the rules of CI."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from sitebuilder import ROOT, Site, SiteBuilder

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")

_NEED_TOOLS = ("java", "client", "browser")
_IN_CI = os.environ.get("CI") == "true"

# Every build would compile all plugins anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run the slow tests as well, as CI does")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow tests to CI, unless they are asked for: by --all, by name or by marker."""
    named = any("::" in argument for argument in config.args)
    if _IN_CI or named or config.option.all or config.option.markexpr:
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if not item.get_closest_marker("slow")]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI a test that skips for want of a tool has failed: CI installs the tools."""
    report = yield
    marked = any(item.get_closest_marker(name) for name in _NEED_TOOLS)
    if report.skipped and marked and _IN_CI:
        report.outcome = "failed"
        report.longrepr = f"skipped, but CI must run it: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of the sample site's preview, built by the command that people use."""
    output = tmp_path_factory.mktemp("sample") / "output"
    command = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-o", str(output)]
    done = subprocess.run(
        [*command, "--fatal", "warnings"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return output


@pytest.fixture(scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def build(tmp_path: Path, _cache: Path, request: pytest.FixtureRequest) -> SiteBuilder:
    """Builds a small site from a dict of files: `build({"leads/x.md": "…"}).page("leads/x/")`.

    All such sites have one cache, but those of tests that are about caches.
    """
    own = request.path.parent.name in {"fastbuild", "images", "search", "seo"}
    return SiteBuilder(tmp_path, None if own else _cache)


__all__ = ["Site", "build", "sample_site"]
