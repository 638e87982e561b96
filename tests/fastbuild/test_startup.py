"""A build begins at once: it imports what its site uses, and Pelican works as ever."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import dateutil.parser
import pelican
import pytest
from docutils.parsers.rst.languages import get_language
from hypothesis import example, given
from hypothesis import strategies as st

from fastbuild import later
from sitebuilder import ROOT

STARTER = ROOT / "plugins" / "fastbuild"
# Runs the command, and prints what it has imported.
WATCHED = """
import json, os, runpy, sys
leave, process = os._exit, os.getpid()
def told(status):
    if os.getpid() == process:
        print("IMPORTED", json.dumps(sorted(sys.modules)), flush=True)
    leave(status)
os._exit = told
sys.path.insert(0, "")
runpy.run_path(sys.argv.pop(1), run_name="__main__")
"""
# What some sites use, of which a site of one post is none.
NOT_FOR_ONE_POST = {
    "PIL.Image", "bs4", "cbor2", "dateutil", "docutils", "feedgen", "feedgenerator",
    "http.client", "http.server", "icalendar", "importlib.metadata", "lxml.html",
    "markdown", "multiprocessing", "phonenumbers", "pygments", "rich",
    "safebuild.guard_readings", "segno", "ssl", "typing_extensions", "urllib.request",
    "watchfiles", "zipfile",
}  # fmt: skip
POST = "Title: Keys\nDate: 2009-08-05 10:30\n\nI *handed* them in.\n"
RST = """\
Keys
####

:date: 2009-08-05
:summary: In *short*

I :abbr:`HTML (as it is)` handed.

.. code-block:: python
   :linenos: table

   x = 1

.. image:: {static}/images/no.png
"""


def run(folder: Path, *command: str) -> tuple[dict[str, bytes], str]:
    """Build in a folder by a command; the files that it writes, and what it says."""
    output = folder / ("plain" if command[0] == "-m" else "output")
    arguments = ["content", "-s", "conf.py", "-o", str(output), "--fatal", "errors"]
    done = subprocess.run(
        [sys.executable, "-W", "error", *command, *arguments],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    files = {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file()
    }
    return files, done.stdout


def imported(said: str) -> set[str]:
    return set(json.loads(said.rpartition("IMPORTED")[2]))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "content" / "images").mkdir(parents=True)
    (tmp_path / "content" / "images" / "no.png").write_bytes(b"")
    return tmp_path


def test_a_build_imports_what_its_site_uses(folder):
    (folder / "content" / "posts").mkdir()
    (folder / "content" / "posts" / "keys.md").write_text(POST, "utf-8")
    conf = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\n"
    conf += f"PLUGIN_PATHS = [{str(ROOT / 'plugins')!r}]\nTHEME = {str(ROOT / 'theme')!r}\n"
    (folder / "conf.py").write_text(conf, "utf-8")
    (folder / "content" / "images" / "no.png").unlink()
    first, _ = run(folder, str(STARTER))
    # Saved again as it is, or it would be known that there is nothing to do.
    os.utime(folder / "content" / "posts" / "keys.md")
    again, said = run(folder, "-c", WATCHED, str(STARTER), "-q")
    assert again == first
    assert "jinja2" in imported(said)
    assert imported(said) & NOT_FOR_ONE_POST == set()


@pytest.mark.parametrize("text", [POST, RST], ids=["md", "rst"])
def test_plain_pelican_makes_the_same_of_it(folder, text):
    (folder / "content" / f"keys.{'md' if text == POST else 'rst'}").write_text(text, "utf-8")
    conf = 'SITENAME = "Keys"\nTIMEZONE = "UTC"\nFEED_ALL_ATOM = "feed.xml"\nSITEURL = ""\n'
    conf += 'FEED_DOMAIN = "https://nora.example"\n'
    (folder / "conf.py").write_text(conf, "utf-8")
    plain, _ = run(folder, "-m", "pelican")
    quick, said = run(folder, "-c", WATCHED, str(STARTER))
    assert quick == plain
    assert "keys.html" in plain
    assert ("docutils" in imported(said)) == (text == RST)


def test_whoever_imports_docutils_first_finds_pelicans_directives():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import later; later.import_pelican()\n"
        "assert 'docutils' not in sys.modules\n"
        "from docutils.parsers.rst import directives\n"
        "print(directives._directives['code-block'].__module__)\n"
        "import docutils.core, pelican.readers as r\n"
        "from docutils.writers.html4css1 import HTMLTranslator\n"
        "class Mine(r.PelicanHTMLTranslator): pass\n"
        "print(Mine.visit_title is HTMLTranslator.visit_title, issubclass(Mine, HTMLTranslator))\n"
        "import importlib.metadata; print(importlib.metadata.version is later.version)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(STARTER)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["pelican.rstdirectives", "True", "True", "False"]


def test_another_pelican_is_imported_as_it_is():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import later\n"
        "later._LATE['markupsafe'] = {}\n"
        "def no(self, name): raise AttributeError(name)\n"
        "later.put.__globals__['StandInModule'].__getattr__ = no\n"
        "later.import_pelican()\n"
        "print('docutils' in sys.modules, sys.modules['pelican'].main.__module__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(STARTER)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "pelican"]


def test_code_is_highlighted_as_ever(folder):
    (folder / "content" / "keys.md").write_text(f"{POST}\n    :::python\n    x = 1\n", "utf-8")
    (folder / "conf.py").write_text('SITENAME = "Keys"\nTIMEZONE = "UTC"\nSITEURL = ""\n', "utf-8")
    plain, _ = run(folder, "-m", "pelican")
    quick, said = run(folder, "-c", WATCHED, str(STARTER))
    assert quick == plain
    assert b'<span class="n">x</span>' in plain["keys.html"]
    assert "pygments.lexers" in imported(said)


def test_the_stand_ins_are_for_what_pelican_takes():
    found: dict[str, set[str]] = {}
    folder = Path(pelican.__file__).parent
    for path in [*folder.glob("*.py"), *folder.glob("plugins/*.py")]:
        if path.name in {"rstdirectives.py", "server.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    found.setdefault(alias.name, set())
            elif isinstance(node, ast.ImportFrom) and node.module == "pelican":
                for alias in node.names:
                    found.setdefault(f"pelican.{alias.name}", set())
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = {alias.name for alias in node.names}
                found[node.module] = found.get(node.module, set()) | names
    late = {name: set(names) for name, names in later._LATE.items() if name != "rich"}
    # Asked for by their whole names.
    asked = {"dateutil": set(), "dateutil.parser": {"parse"}, "importlib.metadata": {"version"}}
    asked["watchfiles"] = {"Change", "DefaultFilter"}
    assert late == {name: found.get(name, set()) for name in late} | asked


two, four = st.integers(0, 99).map("{:02}".format), st.integers(0, 9999).map("{:04}".format)


@given(st.tuples(four, two, two, st.sampled_from(" T"), two, two, two), st.sampled_from([3, 6, 7]))
@example(("2009", "08", "05", " ", "18", "30", "59"), 6)
@example(("2009", "13", "05", " ", "18", "30", "59"), 3)
@example(("2009", "02", "30", " ", "24", "00", "00"), 3)
def test_dates_are_read_as_dateutil_reads_them(parts, many):
    year, month, day, between, hour, minute, second = parts
    text = f"{year}-{month}-{day}"
    text += {3: "", 6: f"{between}{hour}:{minute}", 7: f"{between}{hour}:{minute}:{second}"}[many]
    default = datetime(2020, 2, 3)  # noqa: DTZ001 (as Pelican gives it)

    def read(parse):
        try:
            return parse(text, default=default)
        except ValueError as error:
            return str(error)

    assert read(later._parse) == read(dateutil.parser.parse)


@pytest.mark.parametrize("tag", ["en", "de", "pt_br", "xx", "en-GB", "EN", "__init__"])
def test_languages_are_those_of_docutils(tag):
    assert bool(later._get_language(tag)) == bool(get_language(tag))
