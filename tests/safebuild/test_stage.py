"""The old site or the new one, whole: staging, swapping, what a killed build has left."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safesite import snapshot

from problems import ProblemsFound
from safebuild import exchange, stage
from safebuild.inplace import complete
from safebuild.spare import mirror
from safebuild.stage import Stage
from safebuild.unchanged import kept_files

OLD = {"index.html": "old", "posts/a/index.html": "a", "gone.html": "gone"}
NEW = {"index.html": "new", "posts/a/index.html": "a", "posts/b/index.html": "b"}


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def texts(folder: Path) -> dict[str, str]:
    return {name: data.decode() for name, (data, _) in snapshot(folder).items()}


@pytest.fixture
def output(tmp_path):
    folder = tmp_path / "output"
    write(folder, OLD)
    return folder


def publish(output, files, kept=()):
    with Stage(output) as staged:
        write(staged.folder, files)
        return staged.publish(set(kept))


def no_exchange(*_):
    return False


def not_renamed(*_):
    raise OSError(errno.EXDEV, "Invalid cross-device link")


@pytest.fixture(params=["exchanged", "renamed", "file by file", "inside"])
def way(request, monkeypatch):
    if request.param == "renamed":
        monkeypatch.setattr(exchange, "exchange", no_exchange)
    elif request.param == "file by file":
        monkeypatch.setattr(Stage, "_rename", not_renamed)
    elif request.param == "inside":
        monkeypatch.setattr(stage, "_must_be_inside", lambda output: output.is_dir())
    return request.param


def test_what_is_on_its_way_to_the_disk_is_waited_for(output, beside, monkeypatch):
    told = []
    monkeypatch.setattr(exchange, "_flush_all", lambda folder: told.append(folder.name) or True)
    with Stage(output) as staged:
        write(staged.folder, NEW)
        staged.begin_to_flush()
        staged.publish(set(), staged=set(NEW))
    assert told == [".output.staging"] * 2
    assert texts(output) == NEW
    assert beside(output) == []


def test_what_is_flushed_meanwhile_need_not_be_there(tmp_path):
    for folder in (tmp_path, tmp_path / "gone"):
        thread = exchange.begin_to_flush(folder)
        thread.join(10)
        assert not thread.is_alive()


@pytest.mark.usefixtures("way")
def test_the_new_site_takes_the_place_of_the_old(output, beside):
    before = snapshot(output)
    inode = (output / "posts/a/index.html").stat().st_ino
    assert publish(output, NEW)
    assert texts(output) == NEW
    assert snapshot(output)["posts/a/index.html"] == before["posts/a/index.html"]
    assert (output / "posts/a/index.html").stat().st_ino == inode
    assert beside(output) == []


@pytest.mark.usefixtures("way")
def test_a_first_site_needs_no_old_one(tmp_path, beside):
    output = tmp_path / "deep" / "output"
    assert publish(output, NEW)
    assert texts(output) == NEW
    assert beside(output) == []


@pytest.mark.usefixtures("way")
def test_what_has_not_changed_is_not_touched(output):
    before, folder = snapshot(output), output.stat().st_ino
    assert not publish(output, OLD)
    assert snapshot(output) == before
    assert output.stat().st_ino == folder


@pytest.mark.usefixtures("way")
def test_what_is_kept_stays(output):
    write(output, {"CNAME": "nora.example", "files/deep/x.pdf": "x"})
    kept = kept_files(output, ["CNAME"], ["files", "*.none"])
    publish(output, NEW, kept)
    assert texts(output) == {**NEW, "CNAME": "nora.example", "files/deep/x.pdf": "x"}


@pytest.mark.usefixtures("way")
def test_a_file_may_become_a_folder_and_a_folder_a_file(output):
    write(output, {"x": "file", "y/z": "folder"})
    publish(output, {"x/index.html": "folder", "y": "file"})
    assert texts(output) == {"x/index.html": "folder", "y": "file"}


@pytest.mark.usefixtures("way")
def test_a_build_that_fails_leaves_all_as_it_was(output, beside):
    before = snapshot(output)

    def fail():
        with Stage(output) as staged:
            write(staged.folder, NEW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert snapshot(output) == before
    assert beside(output) == []


def test_a_link_to_the_output_folder_stays_one(output):
    link = output.parent / "public"
    link.symlink_to(output.name)
    publish(link, NEW)
    assert link.is_symlink()
    assert texts(link) == NEW


def test_a_second_build_says_that_the_first_is_running(output):
    says = f"running \\(process {os.getpid()}\\)"
    with Stage(output), pytest.raises(ProblemsFound, match=says):
        Stage(output).__enter__()
    publish(output, NEW)


def test_a_lock_whose_holder_was_killed_stops_nobody(output, beside):
    (output.parent / ".output.lock").write_text("4711\n")
    publish(output, NEW)
    assert beside(output) == []


def test_waste_of_a_killed_build_is_cleaned_away(output, beside):
    write(output.parent / ".output.staging", {"half.html": "half"})
    publish(output, NEW)
    assert texts(output) == NEW
    assert beside(output) == []


def test_a_site_between_two_renames_is_put_back(output, beside):
    write(output.parent / ".output.staging", NEW)
    output.rename(output.parent / ".output.old")
    with Stage(output):
        assert texts(output) == OLD
    assert beside(output) == []


@pytest.mark.parametrize("moved", [0, 1, 2])
def test_a_site_that_was_being_moved_is_completed(output, moved):
    home = output / ".safebuild"
    write(home / "ready", dict(list(NEW.items())[moved:]))
    write(output, dict(list(NEW.items())[:moved]))
    (home / "ready.names").write_text("\0".join(NEW))
    with Stage(output):
        assert texts(output) == NEW


def test_nothing_is_completed_before_all_is_there(output):
    write(output / ".safebuild" / "staging", NEW)
    complete(output / ".safebuild", output)
    assert {name: texts(output)[name] for name in OLD} == OLD


def test_the_systems_own_exchange_is_used_where_there_is_one(tmp_path):
    write(tmp_path, {"a/x": "a", "b/x": "b"})
    if not exchange.exchange(tmp_path / "a", tmp_path / "b"):
        pytest.skip("this system cannot exchange folders")
    assert texts(tmp_path) == {"a/x": "b", "b/x": "a"}


def test_a_spare_folder_takes_what_has_changed(output, tmp_path):
    before = snapshot(output)
    inode = (output / "posts/a/index.html").stat().st_ino
    for turn in range(3):
        with Stage(output, large=True) as staged:
            write(staged.folder, {"index.html": f"new {turn}", "posts/b/index.html": "b"})
            assert staged.publish(set(), {"posts/a/index.html"})
        assert texts(output) == NEW | {"index.html": f"new {turn}"}
        assert (output / "posts/a/index.html").stat().st_ino == inode
        if turn:
            # What was online until now is there. Of the first turn, which changes most of the
            # site, the folder is not used, and nobody waits until it is made.
            assert texts(tmp_path / ".output.spare")["posts/a/index.html"] == "a"
        assert not (tmp_path / ".output.staging").exists()
    assert before["posts/a/index.html"] == snapshot(output)["posts/a/index.html"]
    with Stage(output):
        pass
    assert not (tmp_path / ".output.spare").exists()


def test_a_spare_folder_that_somebody_has_used(output, tmp_path):
    spare = tmp_path / ".output.spare"
    write(spare, {"index.html": "mine", "posts": "a file", "other/x.html": "x"})
    with Stage(output, large=True) as staged:
        write(staged.folder, {"posts/b/index.html": "b"})
        assert staged.publish(set(), set(OLD))
    assert texts(output) == OLD | {"posts/b/index.html": "b"}


def test_without_an_exchange_the_spare_folder_is_one_again(output, tmp_path, monkeypatch):
    monkeypatch.setattr(exchange, "exchange", no_exchange)
    with Stage(output, large=True) as staged:
        write(staged.folder, {"posts/b/index.html": "b"})
        assert staged.publish(set(), set(OLD))
    assert texts(output) == OLD | {"posts/b/index.html": "b"}
    assert texts(tmp_path / ".output.spare") == OLD


_names = st.sampled_from(["a", "b", "a/a", "a/b", "b/a", "b/a/a", "c"])
_trees = st.dictionaries(_names, st.sampled_from(["1", "2"]), max_size=5).filter(
    lambda files: not any(name.startswith(f"{other}/") for name in files for other in files)
)


@given(_trees, _trees, st.data())
def test_a_mirror_has_the_same_files(online, spare, data):
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name, "source"), Path(name, "target")
        for folder, files in ((source, online), (target, spare)):
            folder.mkdir()
            write(folder, files)
        for shared in online.keys() & spare.keys():
            if data.draw(st.booleans()):
                (target / shared).unlink()
                os.link(source / shared, target / shared)
        mirror(str(source), str(target))
        assert texts(target) == online
        assert all((target / it).samefile(source / it) for it in online)
