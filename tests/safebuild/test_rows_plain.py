"""A site without any plugin but this one gets the same promises."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from safesite import snapshot

from sitebuilder import ROOT, Site

CONF = f"""
import sys
sys.path[:0] = [{str(ROOT / "plugins")!r}]
PLUGIN_PATHS = [{str(ROOT / "plugins")!r}]
PLUGINS = ["safebuild"]
PELICAN_CLASS = "safebuild.SafePelican"
SITENAME = "Plain"
SITEURL = "https://plain.example"
FEED_DOMAIN = SITEURL
TIMEZONE = "UTC"
PATH = "content"
"""
POST = "Title: {0}\nDate: 2009-08-05\n\nText of {0}.\n"


@pytest.fixture
def plain(tmp_path):
    """Builds a plain site by Pelican's own command, without --fatal."""

    def build(files, *arguments, conf="", **env):
        for name, text in files.items():
            path = tmp_path / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        (tmp_path / "pelicanconf.py").write_text(CONF + conf)
        done = subprocess.run(
            [sys.executable, "-m", "pelican", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "COLUMNS": "200", **env},
        )
        return Site(done.returncode, done.stdout + done.stderr, tmp_path / "output")

    return build


def test_a_good_site_builds(plain):
    site = plain({"good.md": POST.format("Good"), "pages/about.md": POST.format("About")})
    assert site.status == 0, site.said
    assert "Text of Good." in site.text("good.html")
    there = {path.name for path in site.output.parent.iterdir()} - {"__pycache__"}
    assert sorted(there) == [
        "cache",
        "content",
        "output",
        "pelicanconf.py",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Date: 2009-08-05\n\nText.\n", ("bad.md:1", "has no Title", "add a line")),
        ("Titel: A\nDate: 2009-08-05\n\nText.\n", ("bad.md:1", "did you mean", "Titel")),
        ("Title: A\n\nText.\n", ("bad.md:1", "has no Date")),
        ("", ("bad.md:1", "has no Title")),
        ("Title: A\nDate: soon\n\nText.\n", ("bad.md:2:7", "soon", "not a date")),
        ("Title: A\nDate: 2009-08-05\nModified: x\n\nText.\n", ("bad.md:3:11", "not a date")),
        ("Title: A\nDate: 2009-08-05\nStatus: drfat\n\nText.\n", ("bad.md:3:9", "“draft”?")),
        ("Title: A\nDate: 2009-08-05\nSlug: ../../x\n\nText.\n", ("bad.md:3", "outside")),
        ("Title: A\nDate: 2009-08-05\nSlug: good\n\nText.\n", ("bad.md:3", "same address")),
        ("Title: Tags\nDate: 2009-08-05\n\nText.\n", ("bad.md", "own page “tags”")),
        ("Title: 🍰\nDate: 2009-08-05\n\nText.\n", ("bad.md:1", "gives no address")),
        ("Title: A\nDate: 2009-08-05\nTags: C++, C#\n\nText.\n", ("bad.md:3", "c++", "C#")),
        (b"Title: Caf\xe9\nDate: 2009-08-05\n\nText.\n", ("bad.md:1", "not UTF-8")),
        ("Title: A\nDate: 2009-08-05\n\n[x]({filename}gone.md)\n", ("bad.md:4:5", "not there")),
        ("Title: A\nDate: 2009-08-05\n\n<div>\n\nx\n", ("bad.md:4:1", "<div> is not closed")),
        ("Title: A\nDate: 2009-08-05\n\n" + "[" * 20_000, ("bad.md:4", "MAX_NESTING")),
    ],
    ids=lambda value: "",
)
def test_a_bad_one_is_told(plain, tmp_path, text, words):
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "index.html").write_text("old")
    before = snapshot(tmp_path / "output")
    site = plain({"good.md": POST.format("Good"), "bad.md": text})
    assert site.status == 1, site.said
    assert [word for word in words if word not in site.said] == [], site.said
    assert "content/bad.md" in site.said
    assert "Traceback" not in site.said
    assert "1 problem in 1 file" in site.said
    assert snapshot(tmp_path / "output") == before


def test_a_long_title_gives_a_shorter_slug(plain):
    site = plain({"a.md": POST.format("Cake " * 80)})
    assert site.status == 0, site.said
    (page,) = [name for name in site.files() if name.startswith("cake-")]
    assert len(page) <= 205
    assert page.endswith("-cake.html")


def test_a_setting_is_told_where_it_stands(plain):
    site = plain({"good.md": POST.format("Good")}, conf='TIMEZONE = "Mars"\n')
    assert site.status == 1
    assert "pelicanconf.py:13:12" in site.said or "pelicanconf.py:" in site.said
    assert "~~~~~~" in site.said


def test_fatal_warnings_are_fatal(plain):
    files = {"good.md": POST.format("Good") + "\n![](https://x.example/a.png)\n"}
    assert plain(files).status == 0
    site = plain(files, "--fatal", "warnings")
    assert site.status == 1
    assert "warnings are fatal" in site.said


def test_retention_and_a_list_keep_files(plain):
    files = {"good.md": POST.format("Good")}
    plain(files)
    output = plain(files).output
    for name in ("CNAME", "files/a.pdf", "gone.txt", "well/known/x"):
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_text(name)
    conf = 'OUTPUT_RETENTION = ["CNAME"]\nOUTPUT_KEEP = ["files", "well/*/x"]\n'
    files["link.md"] = POST.format("Link") + "\n[pdf](/files/a.pdf)\n"
    site = plain(files, conf=conf)
    assert site.status == 0, site.said
    assert {"CNAME", "files/a.pdf", "well/known/x"} <= set(site.files())
    assert "gone.txt" not in site.files()


def test_a_quiet_build_finds_what_pelican_logs(plain):
    site = plain({"good.md": POST.format("Good")}, "--quiet")
    assert (site.status, site.said) == (0, "")
    before = snapshot(site.output)
    site = plain({"bad.md": "Title: Bad\nDate: soon\n\nText.\n"}, "--quiet")
    assert site.status == 1
    assert "This is not a date." in site.said
    assert snapshot(site.output) == before
