"""What is installed is told as `importlib.metadata` tells it."""

from __future__ import annotations

import sys
from importlib import metadata

import pytest

from fastbuild import distributions
from fastbuild.distributions import entry_points, version


@pytest.fixture
def asked(monkeypatch):
    """How often the real module was asked."""
    times = []
    real = distributions._real
    monkeypatch.setattr(distributions, "_real", lambda: times.append(1) or real())
    return times


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder in which one distribution is installed."""
    info = tmp_path / "Own_Thing-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: own-thing\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "# points\n[other]\na = json\n\n[own.points]\n  loads = json:loads\n#no = json\n"
        "module=json\nnested = json:JSONDecoder.decode\nextra = json:dumps [more]\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def told(points):
    return [(it.name, it.value, it.group) for it in points]


@pytest.mark.parametrize("group", ["markdown.extensions", "console_scripts", "pytest11", "none"])
def test_entry_points(group, asked):
    assert told(entry_points(group)) == told(metadata.entry_points(group=group))
    assert asked == []


def test_those_of_a_distribution(folder, asked):
    del folder
    found = entry_points("own.points")
    assert told(found) == told(metadata.entry_points(group="own.points"))
    assert asked == []
    assert [it.load() for it in found] == [
        it.load() for it in metadata.entry_points(group="own.points")
    ]


def test_what_is_installed_in_another_way(folder, asked):
    (folder / "old.egg-info").mkdir()
    assert told(entry_points("own.points")) == told(metadata.entry_points(group="own.points"))
    assert asked == [1]
    archive = folder / "some.zip"
    archive.write_bytes(b"PK\x05\x06" + bytes(18))
    (folder / "old.egg-info").rmdir()
    sys.path.append(str(archive))
    try:
        entry_points("own.points")
    finally:
        sys.path.remove(str(archive))
    assert asked == [1, 1]


def test_versions(folder):
    del folder
    for name in ("own.thing", *(it.metadata["Name"] for it in metadata.distributions())):
        assert version(name) == metadata.version(name)


def test_what_is_not_installed():
    with pytest.raises(ImportError):
        version("no-such-thing")
