"""Whatever a file holds: a build, or a report. Never a traceback, never half a site."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pelican.settings import read_settings
from safesite import snapshot

from jobshower.library import read_library
from jobshower.settings import apply_defaults, read_options
from problems import ProblemsFound, report, report_json
from safebuild import SafePelican
from safebuild.pages import read_html
from sitebuilder import ROOT

FOLDERS = ("posts", "pages", "leads", "roundups", "showers/nora", "network", "events")
KEYS = [
    "Title",
    "Date",
    "Modified",
    "Tags",
    "Category",
    "Authors",
    "Summary",
    "Status",
    "Slug",
    "Lang",
    "Translation",
    "Save_as",
    "Url",
    "Id",
    "Image",
    "Company",
    "Location",
    "Remote",
    "Posting",
    "Via",
    "Kind",
    "Employment",
    "Salary",
    "Closes",
    "Trail",
    "Structured",
    "Goals",
    "Seeker",
    "Role",
    "Places",
    "Targets",
    "Party",
    "Show-Claims",
    "Priority",
    "Quantity",
    "Done-When",
    "Lead",
    "Consent",
    "Site",
    "Feed",
    "Met",
    "Start",
    "End",
    "Link",
    "Titel",
    "draft",
    "template",
]
VALUES = (
    "2009-08-05", "2009-08-05 18:30", "10/11/2009", "2010-01-01", "yes", "draft", "published",
    "review", "USD 28000-32000 a year", "https://acme.example/jobs/7", "javascript:alert(1)",
    "../../x", "index", "tags", "C++, C#, C", "🍰", "<script>alert('x')</script> & <b>",
    "unlimited", "2009-08-06 claimed by Nora Whitfield: note", "2009-08-06 granted",
    "2009-08-07 applied: x", "[a, b]",
    "{{ x }}", "%s {0}", "a\x00b\x0bc\ufffe", "\u202eabc", "a" * 300,
    "[x]({filename}a.md)",
)  # fmt: skip
BODIES = (
    "Text.", "<div>", "</p>", "<b>x", "<!-- x", "<a href='x", "[x]({filename}a.md)", "***", "```",
    "![x]({static}/images/x.png)", "{attach}../../x", "[[[[", "> > >", "<script>", "&#0;&lt;",
    "]]>", "<p\n", "# A", "    code", "[^1]", "[^1]: note", "| a |", "<?php", "<![CDATA[",
    "a\x1bb", "</body>", "[x](javascript:alert(1))", "<svg><p></svg>", "<table><tr>x", "<style>",
    "*[A]: b", "<select><p>",
)  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LINE = st.tuples(st.sampled_from(KEYS) | TEXT, st.sampled_from(VALUES) | TEXT).map(": ".join)
RIGHT = st.sampled_from(
    [
        "Title: A\nDate: 2009-08-05", "Title: A\nCompany: B\nDate: 2009-08-05",
        "Title: A\nSeeker: Nora Whitfield\nDate: 2009-08-01", "Title: A\nStart: 2009-09-03 18:00",
        "Title: A\nKind: review\nDate: 2009-08-02", "Title: A\nConsent: 2009-06-01", "Title: A", "",
    ]
)  # fmt: skip
TRAIL = st.lists(
    st.tuples(
        st.sampled_from(["2009-08-06", "2009-08-07", "2009-09-30", "soon", ""]),
        st.sampled_from(
            ["claimed", "unclaimed", "granted", "thanked", "applied", "closed", "retracted", "xyz"]
        ),
        st.sampled_from(
            ["", "by someone", "by Bob", "x2", "x0", "by", ": note", ":", "by a x2: b"]
        ),
    ).map(" ".join),
    max_size=4,
).map(lambda entries: "Trail: " + "\n    ".join(entries))
BODY = st.lists(st.sampled_from(BODIES) | TEXT, max_size=5).map("\n".join)
FRONT = st.tuples(RIGHT, st.lists(LINE | TRAIL, max_size=3).map("\n".join)).map("\n".join)
SOURCE = st.tuples(FRONT, BODY).map("\n\n".join).map(lambda t: t.encode("utf-8", "replace"))
NAME = st.sampled_from(["a", "index", "tags", "2009-w32", "shower", "2009-08-05-b", "c.d", "ä ö"])
WILD_NAME = TEXT.map(lambda t: t.replace("/", "").replace("\0", "")[:20]).filter(
    lambda t: t.strip(".")
)
PATH = st.tuples(st.sampled_from(FOLDERS), NAME | WILD_NAME).map(lambda p: f"{p[0]}/{p[1]}.md")
SITE = st.dictionaries(PATH, SOURCE | st.binary(max_size=40), min_size=1, max_size=4)
PATIENT = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def put(content: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.fixture(scope="module")
def folder():
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(5))
def test_any_sources_are_a_library_or_a_report(folder, shard):
    options = None

    @settings(max_examples=1_000, **PATIENT)
    @given(SITE)
    def check(files):
        nonlocal options
        content = folder / f"library{shard}"
        shutil.rmtree(content, ignore_errors=True)
        put(content, files)
        if options is None:
            values = read_settings(str(ROOT / "pelicanconf.py"), override={"PATH": str(content)})
            apply_defaults(values)
            options = read_options(values)
        _, problems = read_library(options)
        for problem in problems:
            assert problem.message
        assert report(problems, content)
        assert report_json(problems, content)

    check.hypothesis.inner_test.__name__ += str(shard)  # other cases in each shard
    check()


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(4))
def test_any_sources_are_a_site_or_a_report(folder, shard):
    place = folder / f"site{shard}"
    put(place / "content", {"posts/good.md": b"Title: Good\nDate: 2009-08-05\n\nText.\n"})
    assert build(place) == ""
    seen = {"built": 0, "told": 0}

    @settings(max_examples=40, **PATIENT)
    @given(SITE)
    def check(files):
        content = place / "content"
        shutil.rmtree(content)
        put(content, {"posts/good.md": b"Title: Good\nDate: 2009-08-05\n\nText.\n", **files})
        before = snapshot(place / "output")
        said = build(place)
        assert "Traceback" not in said
        assert "this is a mistake in a program" not in said, said
        if said:
            seen["told"] += 1
            assert snapshot(place / "output") == before
        else:
            seen["built"] += 1
            for path in (place / "output").rglob("*"):
                if path.suffix == ".html":
                    assert read_html(path.read_bytes(), whole=True).faults == ()
                elif path.suffix == ".xml":
                    etree.parse(path)
        assert list(place.glob(".output*")) == []

    check.hypothesis.inner_test.__name__ += str(shard)
    check()
    assert all(seen.values()), seen


def build(place: Path) -> str:
    """Build in this process; returns the report, or "" of a site that is online."""
    override = {
        "PATH": str(place / "content"),
        "OUTPUT_PATH": str(place / "output"),
        "CACHE_PATH": str(place / "cache"),
    }
    there = Path.cwd()
    os.chdir(ROOT)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            SafePelican(read_settings("pelicanconf.py", override=override)).build()
    except ProblemsFound as found:
        return report(found.problems, place / "content")
    finally:
        os.chdir(there)
    return ""
