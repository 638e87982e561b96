"""The same content and date give the same bytes, whatever the machine is like."""

import os
import shutil
import subprocess
import sys

import pytest

from sitebuilder import ROOT

pytestmark = pytest.mark.slow

CIRCUMSTANCES = {
    "hash seed": {"PYTHONHASHSEED": "4711"},
    "time zone": {"TZ": "Pacific/Kiritimati"},
    "locale": {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"},
    "plain locale": {"LC_ALL": "C", "PYTHONUTF8": "0"},
}


def files(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def sample(output, root=ROOT, **env):
    subprocess.run(
        [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-o", str(output)],
        cwd=root,
        env={**os.environ, **env},
        check=True,
        capture_output=True,
    )
    return files(output)


@pytest.mark.parametrize("name", CIRCUMSTANCES)
def test_circumstances_do_not_show(sample_site, tmp_path, name):
    env = CIRCUMSTANCES[name]
    if name == "locale":
        known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout
        if "de_DE.utf8" not in known:
            pytest.skip("this machine has no German locale")
    assert sample(tmp_path / "output", **env) == files(sample_site)


def test_the_place_of_the_project_does_not_show(sample_site, tmp_path):
    other = tmp_path / "elsewhere"
    for name in ("content", "theme", "plugins"):
        shutil.copytree(ROOT / name, other / name)
    shutil.copy(ROOT / "pelicanconf.py", other)
    assert sample(tmp_path / "output", root=other) == files(sample_site)


def test_neither_does_the_clock_when_a_date_is_set(sample_site, tmp_path):
    env = {"SOURCE_DATE_EPOCH": "4102444800"}
    assert sample(tmp_path / "output", **env) == files(sample_site)
