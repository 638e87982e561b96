"""Pelican's console and log are rich's as soon as there is something to be shown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fastbuild import later

BEGIN = """
import logging, sys
sys.path.insert(0, sys.argv[1])
import later
later.import_pelican()
from pelican.log import DEFAULT_LOG_HANDLER as handler, console, init
def loaded(): return any(name.partition(".")[0] == "rich" for name in sys.modules)
assert not loaded()
"""


def run(code: str, **environment: str) -> list[str]:
    """What is printed."""
    without = {"FORCE_COLOR", "TTY_COMPATIBLE", "NO_COLOR"}
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + code, str(Path(later.__file__).parent)],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env={
            **{name: value for name, value in os.environ.items() if name not in without},
            "PYTHONUTF8": "1", "COLUMNS": "100", **environment,
        },
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_who_is_quiet_needs_no_rich():
    said = run("""
init(logging.CRITICAL)
console.quiet = True
console.print("Nobody reads [b]this[/b]")
with console.status("Nor this") as status: status.update("or that")
assert not console.is_terminal
logging.getLogger("a").error("Nor this")
assert not loaded()
""")
    assert said == []


def test_what_is_printed_is_as_richs():
    said = run("""
class Hook:
    def process_renderables(self, renderables):
        return [one for one in renderables if not str(one).startswith("Done")]
console.push_render_hook(Hook())
held = console.print
console.print("Read [b]this[/b]", 1.5)
console.print("Done: Processed")
held("and", "this")
console.pop_render_hook()
console.print("Done")
import rich.console
assert type(console) is rich.console.Console and not console.quiet
""")
    assert said == ["Read this 1.5", "and this", "Done"]


def test_what_is_logged_is_as_richs():
    code = """
def hidden(record): return "hidden" not in record.getMessage()
init(logging.WARNING)
handler.addFilter(hidden)
handler.setLevel(logging.ERROR)
log = logging.getLogger("a")
log.warning("below its level")
log.error("hidden")
assert not loaded()
log.error("as it %s", "is")
log.error("hidden, too")
log.warning("below, still")
handler.removeFilter(hidden)
log.error("hidden no more")
import rich.logging
assert type(handler) is rich.logging.RichHandler and handler.console is console
assert logging.getLogger().handlers == [handler]
"""
    said = [line.partition("ERROR")[2].split()[:-1] for line in run(code)]
    assert said == [["as", "it", "is"], ["hidden", "no", "more"]]


def test_whoever_knows_rich_finds_it():
    run("""
from rich.logging import RichHandler
from rich.console import Console
assert isinstance(handler, RichHandler) and isinstance(console, Console)
assert handler.console is console
console.width = 30
assert console.width == 30
""")


@pytest.mark.parametrize(
    "asked", ["console.width", "console.width = 50", "handler.rich_tracebacks"]
)
def test_whoever_asks_for_more_gets_it(asked):
    run(f"""
{asked}
import rich.console, rich.logging
assert isinstance(console, rich.console.Console)
assert isinstance(handler, rich.logging.RichHandler)
assert console.width == {50 if "50" in asked else 100}
try: console.nothing
except AttributeError: pass
else: raise AssertionError
""")


@pytest.mark.parametrize(("name", "value"), [
    ("FORCE_COLOR", "1"), ("FORCE_COLOR", ""), ("TTY_COMPATIBLE", "1"), ("TTY_COMPATIBLE", "0"),
])  # fmt: skip
def test_it_is_a_terminal_where_rich_says_so(name, value):
    assert run("print(console.is_terminal)", **{name: value}) == [str(value == "1")]


def test_a_terminal_is_one():
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    code = BEGIN + "assert console.is_terminal and loaded()\nwith console.status('x'): pass\n"
    try:
        subprocess.run(
            [sys.executable, "-c", code, str(Path(later.__file__).parent)],
            stdout=theirs, check=True, env={**os.environ, "TERM": "xterm"},
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)
