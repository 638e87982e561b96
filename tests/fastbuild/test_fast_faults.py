"""Kills, damaged and foreign caches, builds at once, clocks that lie: the next build is right."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import signal
import sqlite3
import time
from pathlib import Path

import pytest
from editchoice import choose
from editing import Pair, check, files_below, said
from edits import Edit
from edittexts import TEXT_CHOICES

from fastbuild.store import Store
from warm import Warm

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

KINDS = ["plain", "safe", "whole"]


@pytest.fixture(scope="module")
def warm():
    with Warm(1) as one, Warm(2) as other:
        yield one, other


def right(found: str) -> None:
    assert found == "", found


def edit(pair: Pair, dice: random.Random) -> Edit:
    """Edit a text; after a build that failed, take the last edit back."""
    done = choose(pair.site, dice, pair.failed, TEXT_CHOICES)[1]
    pair.site.apply(done)
    return done


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_two_builds_at_once(warm, tmp_path, kind):
    pair = Pair(tmp_path / "site", kind, warm)
    folder = pair.site.folder
    # On a cache that is not there, on one that is, and after an edit.
    for text in ("", "", "And more.\n"):
        keys = folder / "content" / "posts" / "keys.md"
        keys.write_text(keys.read_text("utf-8") + text, "utf-8")
        builds = []
        for server, x in zip(warm, "cd", strict=True):
            where, log, arguments, environment = pair.command("pelicanconf.py", x)
            arguments[-1] = f'CACHE_PATH="{folder}/cache-a"'
            builds.append((server, server.start(where, log, arguments, environment)))
        assert [server.wait(build).status for server, build in builds] == [0, 0]
        right(pair.build())
        for x in "cd":
            assert files_below(folder / f"output-{x}") == files_below(folder / "output-b")
            summary = [line for line in said(folder / f"said-{x}") if "WARN" in line]
            assert summary == []


KILLS = [
    *(pytest.param(kind, 1, 4, marks=pytest.mark.slow) for kind in ("plain", "safe")),
    *(pytest.param(kind, 2, 50, marks=pytest.mark.slow) for kind in ("plain", "safe")),
    pytest.param("whole", 3, 15, marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("kind", "seed", "count"), KILLS)
def test_a_killed_build(warm, tmp_path, kind, seed, count):
    pair = Pair(tmp_path / "site", kind, warm)
    pair.lenient = True
    right(pair.build())
    start = time.monotonic()
    warm[0].wait(warm[0].start(*pair.command("pelicanconf.py", "a")))
    took = time.monotonic() - start
    done, killed = [], 0
    for number in range(count):
        dice = random.Random(f"{kind} {seed} {number}")  # noqa: S311 (repeatable, not secret)
        for _ in range(dice.randint(1, 2)):
            done.append(edit(pair, dice))
            build = warm[0].start(*pair.command("pelicanconf.py", "a"))
            time.sleep(dice.uniform(0, took))
            (os.kill if dice.random() < 0.5 else os.killpg)(build, signal.SIGKILL)
            killed += warm[0].wait(build).status == -signal.SIGKILL
            # Its processes see it at the next page.
            time.sleep(0.1)
        keep_what_lies_there(pair)
        found = pair.build()
        assert found == "", f"{found}\nafter these edits, each of them killed:\n{done}"
    assert killed > count / 2


def keep_what_lies_there(pair: Pair) -> None:
    """Pelican by itself deletes nothing; what a killed build has begun is in both outputs then."""
    begun, other = (pair.site.folder / f"output-{x}" for x in "ab")
    if pair.site.kind != "plain":
        return
    for name in files_below(begun).keys() - files_below(other).keys():
        (other / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(begun / name, other / name)


DAMAGES = ("flip", "cut", "empty", "swap", "folder", "delete")


# Every day tests/site/test_site_cache.py damages the cache of a whole site.
@pytest.mark.slow
@pytest.mark.parametrize(("kind", "seeds"), [("plain", range(1)), ("safe", range(1, 5))])
def test_a_damaged_cache(warm, tmp_path, kind, seeds):
    pair = Pair(tmp_path / "site", kind, warm)
    right(pair.build())
    for how in DAMAGES:
        for seed in seeds:
            for number in range(2):
                pair.site.apply(Edit("damage", how, seed * 10 + number))
            edit(pair, random.Random(f"{how} {seed}"))  # noqa: S311
            found = pair.build()
            assert found == "", f"{found}\nafter {how} {seed}"
            # No file is damaged for ever, but one that is a folder.
            if how == "folder":
                pair.site.apply(Edit("lose", "cache"))
            right(pair.build())
            assert not_used(pair) == [], how


class Gone:
    """Is not where a pickle says it is."""

    def __reduce__(self):
        return _gone, ()


def _gone():
    raise ImportError("no module of this name")


FOREIGN = {
    "of nobody's": b"no pickle",
    "cut": pickle.dumps(("<p>foreign</p>", {"Meta": {}}))[:-4],
    "of a module that is gone": pickle.dumps(len).replace(b"builtins", b"nosuches"),
    "of another shape": pickle.dumps({"html": "<p>foreign</p>"}),
    "of nothing": pickle.dumps(None),
}


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(value, id=name, marks=() if name == "cut" else pytest.mark.slow)
        for name, value in FOREIGN.items()
    ],
)
def test_values_of_another_version(warm, tmp_path, value):
    pair = Pair(tmp_path / "site", "plain", warm)
    right(pair.build())
    for path in caches(pair):
        store = Store(path, 10**9)
        with sqlite3.connect(path) as database:
            keys = [key for (key,) in database.execute("SELECT key FROM kept")]
        database.close()
        assert keys
        store.save(dict.fromkeys(keys, value))
        store.close()
    right(pair.build())
    right(pair.build())


@pytest.mark.parametrize("version", [pytest.param(0, marks=pytest.mark.slow), 99])
def test_a_cache_of_another_version(warm, tmp_path, version):
    pair = Pair(tmp_path / "site", "plain", warm)
    right(pair.build())
    for path in caches(pair):
        with sqlite3.connect(path) as database:
            database.execute(f"PRAGMA user_version = {version}")
            database.execute("ALTER TABLE kept RENAME COLUMN value TO worth")
        database.close()
    right(pair.build())
    right(pair.build())
    assert not_used(pair) == []


def not_used(pair: Pair) -> list[str]:
    """What a build has said of caches that were of no use."""
    text = (pair.site.folder / "said-a").read_text("utf-8")
    return [line for line in text.splitlines() if "Nothing can be kept" in line]


def caches(pair: Pair) -> list[Path]:
    found = sorted((pair.site.folder / "cache-a" / "fastbuild").glob("*.sqlite"))
    assert found
    return found


KEYS, FOOTER = "content/posts/keys.md", "overrides/extend_footer.html"
PLUGIN = (
    "from pelican import signals\n"
    "def add(pelican): pelican.settings['NOTE'] = 'said'\n"
    "def register(): signals.initialized.connect(add)\n"
)
NOTE = "<p>once {{ NOTE|default('none') }} {% include 'note.html' ignore missing %}</p>"


def stamped(when: str) -> list[Edit]:
    """All stamps are the same."""
    names = ["pelicanconf.py", "local/own.py", FOOTER, "overrides/note.html", KEYS]
    names += ["theme/static/site.css", "content/posts/cake.md", "content/images/dot.png"]
    return [Edit("several", *(Edit("touch", name, when) for name in names))]


BEGIN = [
    Edit("several", Edit("write", "local/own.py", PLUGIN), Edit("setting", "OWN", '["own"]'),
         Edit("write", FOOTER, NOTE), Edit("write", "overrides/note.html", "one")),
]  # fmt: skip
SILENT = [
    Edit("quiet", KEYS, "Keys", "Kegs"),
    Edit("quiet", KEYS, "more", "less"),
    Edit("quiet", KEYS, "work", "wood"),
    Edit("quiet", KEYS, "2009-08-03", "2009-08-04"),
    Edit("quiet", FOOTER, "once", "ounce"[1:]),
    Edit("quiet", "overrides/note.html", "one", "two"),
    Edit("quiet", "local/own.py", "said", "told"),
    Edit("quiet", "pelicanconf.py", "OWN = [\"own\"]", "OWN = ['own']"),
    Edit("quiet", "pelicanconf.py", '"Plain"', '"Plane"'),
    Edit("quiet", "theme/templates/macros.html", "summary", "content"),
    Edit("quiet", "theme/static/site.css", "black", "white"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["plain", "safe"])
def test_edits_that_stamps_do_not_show(warm, tmp_path, kind):
    edits = [*BEGIN, *stamped("earlier"), *SILENT, Edit("undo", True), Edit("undo", True)]
    right(check(tmp_path / "site", kind, warm, edits))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["plain", "safe"])
def test_a_clock_that_goes_backwards(warm, tmp_path, kind):
    """Files of tomorrow, which an edit of today makes older."""
    edits = [*BEGIN, *stamped("later"), Edit("append", KEYS, "Later."), *stamped("earlier")]
    edits += [Edit("append", KEYS, "Before."), Edit("append", FOOTER, "two"), *stamped("now")]
    edits += [Edit("field", KEYS, "Title", "Locks"), Edit("undo", True)]
    right(check(tmp_path / "site", kind, warm, edits))


@pytest.mark.slow
def test_days_that_go_and_come_back(warm, tmp_path):
    days = ["08-29", "08-28", "09-08", "08-27", "10-20", "08-28"]
    edits = [Edit("setting", "TODAY", f'"2009-{day}"') for day in days]
    right(check(tmp_path / "site", "whole", warm, edits))
