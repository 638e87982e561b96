"""Lighthouse's scores where they do not depend on the machine; benchmarks/lighthouse.py has all."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from sitebuilder import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_SPEC = importlib.util.spec_from_file_location("lighthouse", ROOT / "benchmarks" / "lighthouse.py")
lighthouse = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(lighthouse)

STEADY = ("accessibility", "best-practices", "seo")


@pytest.mark.parametrize("url", lighthouse.PAGES)
def test_lighthouse_gives_every_point(published, url):
    program = os.environ.get("LIGHTHOUSE", "")
    if not (Path(program).is_file() and shutil.which("node") and shutil.which("chromium")):
        pytest.skip("LIGHTHOUSE does not name lighthouse's cli/index.js, or there is no node")
    found, lost = lighthouse.scores(f"{published.address}/{url}", program, STEADY)
    assert found == dict.fromkeys(STEADY, 100), lost
