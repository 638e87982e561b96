"""Changes happen all, or not at all."""

import os
import shutil
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from tools import changes as module
from tools.changes import Changes


def everything(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.md").write_text("old a")
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "b.md").write_text("old b")
    return tmp_path


def planned(folder):
    changes = Changes()
    changes.write(folder / "a.md", "new a")
    changes.create(folder / "deep" / "er" / "c.md", "new c")
    changes.delete(folder / "gone")
    return changes


def test_all_of_it_happens(folder):
    planned(folder).apply()
    assert everything(folder) == {
        "a.md": b"new a",
        "deep": None,
        "deep/er": None,
        "deep/er/c.md": b"new c",
    }


@pytest.mark.parametrize("step", ["_beside", "_aside", "_place", "_replace"])
@pytest.mark.parametrize("after", [False, True])
def test_a_failure_at_any_step_puts_everything_back(folder, monkeypatch, step, after):
    before = everything(folder)
    real = getattr(module, step)

    def fail(*arguments):
        if after:
            real(*arguments)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, step, fail)
    with pytest.raises(OSError, match="No space"):
        planned(folder).apply()
    assert everything(folder) == before


def test_a_file_that_has_appeared_meanwhile_stays(folder):
    changes = planned(folder)
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "c.md").write_text("somebody else's")
    before = everything(folder)
    with pytest.raises(FileExistsError):
        changes.apply()
    assert everything(folder) == before


def test_permissions_and_links_stay(folder):
    (folder / "a.md").chmod(0o640)
    (folder / "link.md").symlink_to("a.md")
    changes = Changes()
    changes.write(folder / "link.md", "through the link")
    changes.apply()
    assert (folder / "link.md").is_symlink()
    assert (folder / "a.md").read_text() == "through the link"
    assert stat.S_IMODE((folder / "a.md").stat().st_mode) == 0o640


def test_a_new_file_has_the_usual_permissions(folder):
    before = os.umask(0o027)
    try:
        changes = Changes()
        changes.create(folder / "new.md", "text")
        changes.apply()
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "new.md").stat().st_mode) == 0o640


def test_a_file_system_without_links_will_do(folder, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    planned(folder).apply()
    assert (folder / "a.md").read_text() == "new a"
    assert (folder / "deep" / "er" / "c.md").read_text() == "new c"
    assert sorted(p.name for p in folder.iterdir()) == ["a.md", "deep"]


def test_ctrl_c_waits_until_all_is_done(folder, monkeypatch):
    real = module._replace

    def pressed(*arguments):
        signal.raise_signal(signal.SIGINT)
        return real(*arguments)

    monkeypatch.setattr(module, "_replace", pressed)
    with pytest.raises(KeyboardInterrupt):
        planned(folder).apply()
    assert (folder / "a.md").read_text() == "new a"
    assert not (folder / "gone").exists()


@pytest.fixture
def disk(tmp_path):
    """A disk of 1 MB, if this is a user who may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)]
    if (
        not shutil.which("mount")
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_changes_nothing(disk):
    (disk / "a.md").write_text("old a")
    changes = Changes()
    changes.write(disk / "a.md", "new a")
    changes.create(disk / "b.md", "x" * 2_000_000)
    with pytest.raises(OSError, match="space"):
        changes.apply()
    assert everything(disk) == {"a.md": b"old a"}
