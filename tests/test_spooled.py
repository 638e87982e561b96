"""What lies on the disk is what was put there, whatever happens to the disk or to a fork."""

from __future__ import annotations

import gc
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spooled import Spooled


@given(st.lists(st.tuples(st.integers(0, 9), st.binary(max_size=200))))
def test_it_is_a_mapping(pairs):
    spooled, plain = Spooled(), {}
    for key, value in pairs:
        spooled[key] = plain[key] = value
    assert spooled == plain
    assert list(spooled) == list(plain)
    for key in list(plain)[::2]:
        del spooled[key], plain[key]
    assert dict(spooled) == plain
    assert 10 not in spooled
    with pytest.raises(KeyError):
        spooled[10]
    spooled.close()
    assert not spooled


def test_it_leaves_no_name(tmp_path):
    spooled = Spooled(tmp_path / "cache")
    spooled["a"] = b"text"
    assert (tmp_path / "cache").is_dir()
    assert not list((tmp_path / "cache").iterdir())
    assert spooled["a"] == b"text"


@pytest.mark.parametrize("broken", ["pwrite", "folder"])
def test_what_cannot_be_written_stays_in_memory(tmp_path, monkeypatch, broken):
    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    spooled = Spooled(tmp_path)
    spooled["a"] = b"before"
    if broken == "pwrite":
        monkeypatch.setattr(os, "pwrite", refuse)
    else:
        monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
        spooled.close()
        spooled["a"] = b"before"
    spooled["b"] = b"after"
    assert dict(spooled) == {"a": b"before", "b": b"after"}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_process_reads_it_and_does_not_write_over_it():
    spooled = Spooled()
    spooled["a"] = b"of the first"
    child = os.fork()
    if not child:
        spooled["b"] = b"of the child"
        os._exit(spooled["a"] != b"of the first" or spooled["b"] != b"of the child")
    spooled["c"] = b"of the first again"
    assert os.waitpid(child, 0)[1] == 0
    assert dict(spooled) == {"a": b"of the first", "c": b"of the first again"}


def test_it_may_be_part_of_a_cycle(tmp_path):
    files = Path("/proc/self/fd")
    before = len([*files.iterdir()]) if files.exists() else 0
    for _ in range(9):
        one = Spooled(tmp_path)
        one["a"] = b"it"
        # Collected in whatever order, with warnings as errors.
        one.other = [one, one.values()]
        del one
    gc.collect()
    if before:
        assert len([*files.iterdir()]) <= before
