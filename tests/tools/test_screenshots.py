"""Pictures of every kind of page."""

from __future__ import annotations

import builtins
import shutil

import pytest

from sitebuilder import ROOT
from tools import screenshots
from tools.hardsite import hard_files
from tools.screenshots import CannotPicture, find_browser, kinds


def test_of_each_kind_of_page_the_longest_is_taken(tmp_path):
    for url, size in {
        "": 1, "404.html": 1, "posts/a/": 1, "posts/b/": 2, "archives/": 1, "archives/2009/": 1,
        "leads/": 1, "leads/tag/x/": 2, "leads/tag/y/": 1,
        "showers/nora/": 1, "showers/nora/card/": 1,
    }.items():  # fmt: skip
        file = tmp_path / (url if url.endswith("html") else f"{url}index.html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x" * size)
    assert kinds(tmp_path) == {
        "home": "", "404": "404.html", "posts_b": "posts/b/", "archives": "archives/",
        "archives_2009": "archives/2009/", "leads": "leads/", "leads_tag_x": "leads/tag/x/",
        "showers_nora": "showers/nora/", "showers_nora_card": "showers/nora/card/",
    }  # fmt: skip


def test_a_kind_for_each_template_of_the_sample(sample_site):
    taken = kinds(sample_site)
    for url in ("", "leads/", "showers/", "roundups/", "search/", "404.html"):
        assert url in taken.values()
    for folder in ("posts/", "leads/", "showers/", "roundups/", "tags/", "archives/"):
        assert any(url.startswith(folder) and url != folder for url in taken.values())


def test_without_a_browser_it_is_said_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert screenshots.screenshots(ROOT, "pelicanconf.py", tmp_path) == 1
    said = capsys.readouterr().err
    assert "apt install chromium" in said
    assert "Traceback" not in said


def test_without_playwright_it_is_said_what_to_install(tmp_path, monkeypatch, capsys):
    def refuse(name, *rest, real=builtins.__import__):
        if name.startswith("playwright"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/chromium")
    monkeypatch.setattr(builtins, "__import__", refuse)
    assert screenshots.screenshots(ROOT, "pelicanconf.py", tmp_path) == 1
    assert "pip install -r tests/requirements.txt" in capsys.readouterr().err


@pytest.mark.slow
def test_a_site_that_does_not_build_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(screenshots, "hard_files", lambda: {"posts/a.md": "Title: A\n\nNo date.\n"})
    monkeypatch.setattr(screenshots, "find_browser", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(screenshots, "_playwright", lambda: None)
    assert screenshots.screenshots(ROOT, "pelicanconf.py", tmp_path / "out") == 1
    said = capsys.readouterr().err
    assert "posts/a.md" in said
    assert "The hard site does not build." in said


@pytest.mark.slow
def test_the_hard_site_builds_and_is_hard(build):
    site = build(hard_files())
    assert site.status == 0, site.said
    assert max(map(len, site.words("posts/long/").split())) > 150
    assert site.page("posts/arabic/ar/").get("lang") == "ar"
    assert len(site.page("leads/").xpath("//article")) == 60


@pytest.mark.browser
@pytest.mark.slow
def test_pictures_are_taken_in_all_variants(tmp_path, monkeypatch):
    try:
        find_browser()
    except CannotPicture as reason:
        pytest.skip(str(reason))
    monkeypatch.setattr(screenshots, "hard_files", dict)
    assert screenshots.screenshots(ROOT, "pelicanconf.py", tmp_path, only="404") == 0
    names = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.png")}
    assert names == {
        f"{site}/404-{width}-{scheme}.png"
        for site in ("site", "empty", "hard")
        for width in (320, 1280)
        for scheme in ("light", "dark")
    }
