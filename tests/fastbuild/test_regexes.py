"""What was compiled once is the same the next time, and nobody's text is kept with it."""

from __future__ import annotations

import json
import marshal
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fastbuild import regexes
from fastbuild.regexes import Regexes

HERE = Path(regexes.__file__).parent
# A module, and what a function of its makes of a text.
MODULE = """
import re
NAME = re.compile(r"(?P<first>[a-zä-ö]+)\\s(?i:(x)|y{2,3})", re.VERBOSE)
DATA = re.compile(rb"[0-9]{3}-(?=\\d)", re.ASCII)
class Lines:
    LINE = re.compile(r"^(?:\\w|[\u0370-\u03ff])+?$", re.MULTILINE | re.DOTALL)
def made_of(text):
    return re.compile(re.escape(text))
"""
# Imports it, and tells what was compiled rather than kept.
COMMAND = """
import json, re, sys
sys.path[:0] = sys.argv[1:3]
from regexes import Regexes
kept = Regexes(sys.argv[1] + "/regexes.py", (sys.argv[2],))
parsed, parse = [], re._parser.parse
def told(text, *more):
    parsed.append(text if type(text) is str else text.decode())
    return parse(text, *more)
re._parser.parse = told
import patterns
patterns.made_of("nora at home.example")
kept.stop()
re.purge()
for one in (patterns.NAME, patterns.DATA, patterns.Lines.LINE):
    again = re.compile(one.pattern, one.flags & ~(re.UNICODE if type(one.pattern) is str else 0))
    assert again is not one
    assert again == one, one
    assert (again.groups, again.groupindex, again.flags) == (one.groups, one.groupindex, one.flags)
count = len(parsed) - 3
assert patterns.NAME.search("Änne äa yY")["first"] == "äa"
kept.save()
print(json.dumps(parsed[:count]))
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "patterns.py").write_text(MODULE, "utf-8")
    return tmp_path


def run(folder: Path, *options: str, **environment: str) -> list[str]:
    """The expressions that were compiled anew."""
    done = subprocess.run(
        [sys.executable, *options, "-c", COMMAND, str(HERE), str(folder / "code")],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env={
            **{name: value for name, value in os.environ.items() if name[:6] != "PYTHON"},
            "PYTHONPYCACHEPREFIX": str(folder / "kept"), "PYTHONUTF8": "1", **environment,
        },
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def kept_file(folder: Path) -> Path:
    (file,) = (folder / "kept").rglob("*.bin")
    return file


def test_a_modules_expressions_are_compiled_once(folder):
    assert len(run(folder, "-bb")) == 4
    assert run(folder, "-bb") == [re.escape("nora at home.example")]


def test_what_is_made_of_a_text_is_not_kept(folder):
    run(folder)
    assert b"nora" not in kept_file(folder).read_bytes()
    assert b"first" in kept_file(folder).read_bytes()


def test_modules_elsewhere_are_left_alone(folder):
    run(folder)
    assert b"first" in kept_file(folder).read_bytes()
    (folder / "kept").joinpath(*kept_file(folder).relative_to(folder / "kept").parts).unlink()
    (folder / "elsewhere").mkdir()
    (folder / "code" / "patterns.py").rename(folder / "elsewhere" / "patterns.py")
    assert len(run(folder, PYTHONPATH=str(folder / "elsewhere"))) == 4
    assert list((folder / "kept").rglob("*.bin")) == []


@pytest.mark.parametrize("damage", [
    lambda data: b"",
    lambda data: data[:-1],
    lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:],
    lambda data: b"abcd" + marshal.dumps({"str": {}, "bytes": {}}),
], ids=["empty", "short", "a bit", "another's"])  # fmt: skip
def test_a_damaged_file_is_none(folder, damage):
    run(folder)
    file = kept_file(folder)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert len(run(folder)) == 4
    again = file.read_bytes()
    assert marshal.loads(again[4:]) == marshal.loads(whole[4:])  # noqa: S302 (our own)


def test_another_python_compiles_its_own(folder, monkeypatch):
    source = str(folder / "code" / "patterns.py")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (folder / "code" / "__pycache__").mkdir()
    name = f"patterns_{folder.name}"
    (folder / "code" / f"{name}.py").write_text(MODULE, "utf-8")
    monkeypatch.syspath_prepend(str(folder / "code"))
    kept = Regexes(source, (str(folder),))
    try:
        __import__(name)
    finally:
        kept.stop()
    kept.save()
    assert Regexes(source, ())._known["str"]
    monkeypatch.setattr(sys, "version", "3.99.0")
    other = Regexes(source, ())
    other.stop()
    assert other._known == {"str": {}, "bytes": {}}


@pytest.mark.parametrize("option", ["-B", "-E"])
def test_pythons_own_switch_holds(folder, option):
    # -E lets PYTHONPYCACHEPREFIX be ignored: then nothing is kept there, either.
    options = (option, "-X", f"pycache_prefix={folder / 'other'}")
    run(folder, *options)
    assert list((folder / "kept").rglob("*.bin")) == []
    assert bool(list((folder / "other").rglob("*.bin"))) == (option == "-E")
