"""Whatever is edited, a build on top of the last one is as a first one without a cache.

`editing.py` says how; a failure shows the seed and the few edits that lead to it.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from editchoice import CHOICES
from editing import check, run
from edits import Edit

from warm import Warm

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture(scope="module")
def warm():
    with Warm(1) as one, Warm(2) as other:
        yield one, other


@pytest.mark.parametrize(
    ("kind", "count"),
    [pytest.param("whole", 3, marks=pytest.mark.slow), ("plain", 4), ("safe", 3)],
)
def test_some_edits(warm, tmp_path, kind, count):
    run(tmp_path, kind, warm, 0, count)


OTHERS = Path(__file__).with_name("others")
FOOTER = "overrides/extend_footer.html"
FAILED_ONCE = {
    "a warning of a picture that is not there": [
        Edit("append", "content/pages/about.md", "![lost]({static}/images/nowhere.png)"),
    ],
    "a filter that is a method of str": [
        Edit("setting", "JINJA_FILTERS", '{"quoted": str.upper}'),
        Edit("write", FOOTER, "<p>{{ SITENAME|quoted }}</p>"),
    ],
    "a function in the context that counts": [
        Edit("write", "local/own.py", (OTHERS / "adding.py").read_text("utf-8")),
        Edit("write", FOOTER, "{% if counted is defined %}<p>{{ counted() }}</p>{% endif %}"),
        Edit("setting", "OWN", '["own"]'),
    ],
}


@pytest.mark.parametrize("edits", FAILED_ONCE.values(), ids=FAILED_ONCE)
def test_edits_that_have_failed_once(warm, tmp_path, edits):
    assert not (wrong := check(tmp_path / "site", "plain", warm, edits)), wrong


RUNS = [
    *(("whole", seed, 20) for seed in range(10, 14)),
    *(("plain", seed, 50) for seed in range(20, 22)),
    *(("safe", seed, 45) for seed in range(30, 32)),
    ("attaching", 40, 40),
]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "seed", "count"), RUNS)
def test_many_edits(warm, tmp_path, kind, seed, count):
    told = run(tmp_path, kind, warm, seed, count)
    assert told["failed builds"] < count / 2


def test_there_are_enough_edits():
    counts = Counter()
    for kind, _, count in RUNS:
        counts[kind] += count
    assert sum(counts.values()) >= 300
    assert len(CHOICES) >= 30
