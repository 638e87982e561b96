"""Dates in feeds are English whatever the machine speaks."""

import locale
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from feedsite import Site, post


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Make a locale where August's days are not "Wed", and install it for this test only."""
    name = "de_DE.UTF-8"
    before = locale.setlocale(locale.LC_ALL)
    if localedef := shutil.which("localedef"):
        command = [localedef, "-i", "de_DE", "-f", "UTF-8", str(tmp_path / "locales" / name)]
        (tmp_path / "locales").mkdir()
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            monkeypatch.setenv("LOCPATH", str(tmp_path / "locales"))
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        pytest.skip("no second locale")
    yield name
    locale.setlocale(locale.LC_ALL, before)


def test_dates_do_not_speak_the_machines_language(
    build_site: Callable[..., Site], german: str
) -> None:
    site = build_site({"a.md": post("A")}, LOCALE=[german])
    assert "Mi" in locale.nl_langinfo(locale.ABDAY_4)
    assert "<pubDate>Wed, 05 Aug 2009 00:00:00 -0400</pubDate>" in site.text("feeds/posts.rss.xml")
    assert locale.setlocale(locale.LC_TIME) == german
