"""Packages that only some commands need: pinned, into the project's own environment alone."""

import subprocess
import sys

import pytest

from sitebuilder import ROOT
from tools import extras
from tools.console import Stop


def test_what_is_there_is_not_installed(monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("it was installed"))
    extras.need("pelican", "s3")


def test_another_environment_is_left_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    with pytest.raises(Stop, match="nothing_like_it") as stop:
        extras.need("nothing_like_it", "s3")
    assert "pip install --require-hashes" in str(stop.value)


@pytest.mark.parametrize("status", [0, 1])
def test_in_its_own_environment_it_is_installed_by_its_pins(monkeypatch, capsys, status):
    ran = []

    def run(command, **_):
        ran.append(command)
        return subprocess.CompletedProcess(command, status)

    monkeypatch.setattr(sys, "prefix", str(ROOT / ".venv"))
    monkeypatch.setattr(subprocess, "run", run)
    if status:
        with pytest.raises(Stop, match="could not be installed"):
            extras.need("nothing_like_it", "s3")
    else:
        extras.need("nothing_like_it", "s3")
    (command,) = ran
    assert "--require-hashes" in command
    assert command[-1].endswith("s3-requirements.txt")
    assert "Installing nothing_like_it" in capsys.readouterr().out


def test_the_pins_of_an_extra_agree_with_the_sites():
    def pins(path):
        lines = path.read_text("utf-8").splitlines()
        return {line.split("==")[0]: line for line in lines if "==" in line and line[0] != " "}

    site = pins(ROOT / "requirements.txt")
    for path in (ROOT / "plugins" / "tools").glob("*-requirements.txt"):
        own = pins(path)
        both = site.keys() & own.keys()
        assert len(both) > 10
        assert {name: own[name] for name in both} == {name: site[name] for name in both}
