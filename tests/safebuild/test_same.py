"""Where nothing has changed there is nothing to do, and any change is noticed."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from pelican.settings import DEFAULT_CONFIG

from safebuild import same

SUMMARY = [("The site", ["2 pages", "No page has changed"])]


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site's folder and settings; `ask` says what the last build told, or None."""
    monkeypatch.setattr(same, "_RECENT_NANOSECONDS", 0)
    monkeypatch.chdir(tmp_path)
    for name in ("content/posts/a.md", "content/b.png", "theme/base.html", "output/a/index.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"This is {name}.")
    plugin = SimpleNamespace(__name__="good", builds_from_files=True)
    settings = DEFAULT_CONFIG | {
        "PATH": str(tmp_path / "content"),
        "THEME": str(tmp_path / "theme"),
        "OUTPUT_PATH": str(tmp_path / "output"),
        "CACHE_PATH": str(tmp_path / "cache"),
        "ONLINE_CACHE": True,
        "PLUGINS": [plugin],
        "BUILD_DAY": "2009-08-28",
    }
    monkeypatch.setitem(same.sys.modules, "good", plugin)
    (tmp_path / "cache" / "safebuild").mkdir(parents=True)

    def ask(**changed):
        return same.LastBuild(settings | changed, tmp_path / "output").summary()

    same.LastBuild(settings, tmp_path / "output").save(SUMMARY)
    return SimpleNamespace(folder=tmp_path, plugin=plugin, settings=settings, ask=ask)


def test_nothing_has_changed(site):
    assert site.ask() == SUMMARY


def test_what_was_changed_after_a_look_counts(site):
    last = same.LastBuild(site.settings, site.folder / "output")
    found = last.look()
    assert found
    assert {path: Path(path).stat() for path in found} == found
    last.save(SUMMARY)
    assert site.ask() == SUMMARY
    last.look()
    (site.folder / "output" / "new.html").write_text("x")
    last.save(SUMMARY)
    assert site.ask() is None


def rewrite(path: Path) -> None:
    """Other bytes, as many, at the same time."""
    before = path.stat()
    path.write_text(path.read_text().replace("is", "si"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES = {
    "a text of the same size and time": lambda f: rewrite(f / "content/posts/a.md"),
    "a template of the same size and time": lambda f: rewrite(f / "theme/base.html"),
    "a page online": lambda f: rewrite(f / "output/a/index.html"),
    "a new text": lambda f: (f / "content/posts/c.md").write_text("New."),
    "a new folder": lambda f: (f / "content/posts/new").mkdir(),
    "a deleted text": lambda f: (f / "content/b.png").unlink(),
    "a renamed text": lambda f: (f / "content/b.png").rename(f / "content/d.png"),
    "a page that is gone": lambda f: (f / "output/a/index.html").unlink(),
    "a site that is gone": lambda f: shutil.rmtree(f / "output"),
    "another page": lambda f: (f / "output/b.html").write_text("Mine."),
    "another site in its place": lambda f: [
        shutil.copytree(f / "output", f / "copy"),
        shutil.rmtree(f / "output"),
        (f / "copy").rename(f / "output"),
    ],
    "a link": lambda f: [
        (f / "content/b.png").unlink(),
        (f / "content/b.png").symlink_to(f / "content/posts/a.md"),
    ],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_noticed(site, change):
    change(site.folder)
    assert site.ask() is None


@pytest.mark.parametrize(
    "settings",
    [
        {"SITENAME": "Elsewhere"},
        {"BUILD_DAY": "2009-08-29"},
        {"WITH_FUTURE_DATES": False},
        {"CHECK_ONLY": True},
        {"RECEIPT_FILE": "receipt.json"},
        {"ONLINE_CACHE": False},
        {"JINJA_FILTERS": {"own": lambda text: text}},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_a_setting_is_noticed(site, settings):
    assert site.ask(**settings) is None


def test_a_file_that_a_setting_names_is_one_of_the_site(site):
    (site.folder / "words.txt").write_text("One.")
    settings = site.settings | {"OWN_WORDS": "words.txt"}
    same.LastBuild(settings, site.folder / "output").save(SUMMARY)
    assert site.ask(OWN_WORDS="words.txt") == SUMMARY
    rewrite_all = site.folder / "words.txt"
    rewrite_all.write_text("Two.")
    assert site.ask(OWN_WORDS="words.txt") is None


def test_a_card_is_noticed(site):
    card = site.folder / "private/cards/dana.md"
    settings = {"PRIVATE_PATH": "private"}
    for change in (
        lambda: None,
        lambda: (card.parent.mkdir(parents=True), card.write_text("Name: Dana")),
        lambda: card.write_text("Name: Luis"),
        card.unlink,
    ):
        change()
        assert site.ask(**settings) is None
        same.LastBuild(site.settings | settings, site.folder / "output").save(SUMMARY)
        assert site.ask(**settings) == SUMMARY


def test_a_plugin_that_may_look_at_a_clock(site):
    site.plugin.builds_from_files = False
    assert site.ask() is None


@pytest.mark.parametrize(
    "damage", [lambda d: d[:-3], lambda d: d[:40] + b"?" + d[41:], lambda _: b""]
)
def test_a_damaged_memory(site, damage):
    (file,) = (site.folder / "cache" / "safebuild").iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert site.ask() is None


def test_what_was_written_a_moment_ago_may_change_unseen(site, monkeypatch):
    monkeypatch.setattr(same, "_RECENT_NANOSECONDS", 60_000_000_000)
    last = same.LastBuild(site.settings, site.folder / "output")
    last.forget()
    last.save(SUMMARY)
    assert site.ask() is None


def test_another_time_zone_is_another_site(site, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert site.ask() is None


@pytest.mark.slow
def test_a_command_that_has_nothing_to_do(build):
    files = {"posts/a.md": "Title: A\nDate: 2009-08-01\n\nText.\n"}
    first = build(files)
    assert first.status == 0, first.said
    time.sleep(2.6)
    second, third = build({}), build({})
    assert "No page has changed" in third.said
    assert second.said == third.said
    assert first.files() == third.files()
    (third.output / "posts").rename(third.output / "elsewhere")
    again = build({})
    assert again.status == 0, again.said
    assert "posts/a/index.html" in again.files()
