"""What was found in files is the same from the disk, from memory and from the last build."""

from __future__ import annotations

import msgspec
import pytest

from safebuild.findings import Examined, Findings, Pages
from safebuild.guard import Leak
from safebuild.memory import File, FileMemory
from safebuild.page import Fault, Page

CLEAN = Examined("a.html", (1, 2), Page(frozenset({"/x"}), frozenset({"top"})), [])
PLAIN = Examined("b.png", (1, 2), None, [])
FAULTY = Examined("c.html", (1, 2), Page(faults=(Fault("<p> is not closed.", 3),)), [])
LEAKING = Examined("d.json", (1, 2), Page(), [Leak(1, "telephone number", "4…0")])
ALL = (CLEAN, PLAIN, FAULTY, LEAKING)


@pytest.fixture
def findings(tmp_path):
    found = Findings(tmp_path)
    for one in reversed(ALL):
        found[one.name] = one
    return found


def test_each_is_as_it_was(findings):
    assert dict(findings) == {one.name: one for one in ALL}
    assert len(findings) == 4
    for name in list(findings):
        assert msgspec.msgpack.decode(findings.packed(name), type=Examined) == findings[name]
        del findings[name]
        assert name not in findings
    assert not findings


def test_what_is_wrong_is_told_by_name(findings):
    assert findings.unclean() == {"c.html": FAULTY, "d.json": LEAKING}
    assert list(Pages(findings).items()) == [(one.name, one.page) for one in ALL]


def test_the_last_is_what_counts(findings):
    findings["a.html"] = msgspec.structs.replace(FAULTY, name="a.html")
    assert list(findings.unclean()) == ["a.html", "c.html", "d.json"]
    findings["a.html"] = CLEAN
    findings.hold({"c.html": msgspec.Raw(msgspec.msgpack.encode(PLAIN)), "b.png": CLEAN})
    assert list(findings.unclean()) == ["d.json"]
    assert findings["c.html"] == PLAIN
    assert findings["b.png"] == CLEAN
    assert len(findings) == 4


def test_the_next_command_knows_it(findings, tmp_path):
    settings = {"CACHE_PATH": str(tmp_path), "PLUGINS": []}
    key = b"key"
    files = {
        name: File(key if name > "b" else None, (5, 6, 7), msgspec.Raw(findings.packed(name)))
        for name in findings
    }
    FileMemory(settings, tmp_path / "output").save(b"guard", files.items(), len(files))
    memory = FileMemory(settings, tmp_path / "output")
    assert memory["guard"] == b"guard"
    assert list(memory["files"]) == list(files)
    for name, file in memory["files"].items():
        assert (file.key, file.stamp) == (files[name].key, (5, 6, 7))
        assert msgspec.msgpack.decode(file.examined, type=Examined) == findings[name]
    assert "files" not in FileMemory(settings, tmp_path / "other")
