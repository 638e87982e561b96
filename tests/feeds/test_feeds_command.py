"""The plugin in a site that is no part of this project, by Pelican's own command."""

import subprocess
import sys
from pathlib import Path

from feedsite import Site, post

PLUGINS = Path(__file__).parents[2] / "plugins"


def pelican(root: Path, files: dict[str, str], **env: str) -> subprocess.CompletedProcess[str]:
    (root / "content").mkdir(parents=True)
    for name, text in files.items():
        (root / "content" / name).write_text(text, encoding="utf-8")
    conf = f"""
PATH, OUTPUT_PATH, PLUGIN_PATHS, PLUGINS = "content", "output", [{str(PLUGINS)!r}], ["feeds"]
SITEURL, SITENAME, TIMEZONE, THEME = "https://example.org", "A blog", "UTC", "simple"
"""
    (root / "pelicanconf.py").write_text(conf, encoding="utf-8")
    command = [sys.executable, "-B", "-W", "error::DeprecationWarning:feeds", "-m", "pelican"]
    # Without PYTHONPATH: `plugins/` is known to Pelican alone.
    return subprocess.run(
        command, cwd=root, env=env, capture_output=True, text=True, check=False, encoding="utf-8"
    )


def test_two_settings_are_enough(tmp_path: Path) -> None:
    result = pelican(tmp_path, {"a.md": post("A", Category="posts", Tags="x")})
    assert result.returncode == 0, result.stderr
    site = Site(tmp_path / "output")
    assert site.titles("posts") == site.titles("tags/x") == ["A"]
    assert [entry.title for entry in site.feed("all").entries] == ["A"]
    assert not result.stderr


def test_two_items_with_one_id_end_the_build(tmp_path: Path) -> None:
    result = pelican(tmp_path, {"a.md": post("A"), "2009-08-05-a.md": post("B")})
    assert result.returncode == 1
    assert "2009-08-05-a.md has the same id" in result.stdout + result.stderr
    assert not (tmp_path / "output" / "feeds").exists()


def test_the_machine_does_not_show_in_the_bytes(tmp_path: Path) -> None:
    body = '![x](x.png "T"){width=3}<img src="a.png" alt="a" width="1" srcset="b.png 2x">'
    files = {f"{name}.md": post(name, body=body, Tags="z, C, c++, y") for name in "abcdef"}
    sites = []
    for seed, zone in (("0", "UTC"), ("1", "Asia/Kolkata")):
        result = pelican(tmp_path / seed, files, PYTHONHASHSEED=seed, TZ=zone)
        assert result.returncode == 0, result.stderr
        sites.append(Site(tmp_path / seed / "output"))
    assert sites[0].names() == sites[1].names()
    for name in sites[0].names():
        assert sites[0].text(f"feeds/{name}") == sites[1].text(f"feeds/{name}"), name
