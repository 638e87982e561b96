"""The process that builds a preview, again and again, and keeps in memory what it has computed.

It is asked on its standard input, a line of JSON each time, and answers on its standard output.
What builds say goes to standard error. Whatever is in its memory is known by all that it was made
of: what it builds is what a process that begins anew would build.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from pelican import Pelican, get_instance, parse_arguments
from pelican.log import init as init_logging

from problems import Problem, ProblemsFound, from_os_error, report, report_json

from ..site import not_python

__all__ = ["MEMORY", "Memory", "Preview", "main"]

MEMORY = "kept_in_memory"
"""The key of Pelican's settings under which plugins find the process's memory, where it has one."""

# fmt: off
_OURS = frozenset((
    "fastbuild", "feeds", "images", "jobshower", "minify", "policy", "reading", "redirects",
    "safebuild", "search", "seo",
))
# fmt: on


class Memory(dict[str, Any]):
    """What plugins keep from build to build, each under its name. No part of the settings.

    Under `later` they name what can wait: objects of which `step()` is called now and then until
    it says that all is done, and `stop()` if something is built before. After that, one step is
    to clean up.
    """

    def __deepcopy__(self, memo: Any) -> Memory:
        return self

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return type(None), ()


class Preview:
    """The builds of one process, all with the same settings file, in the current folder."""

    def __init__(
        self, settings: str, report_file: Path, show: Callable[[str, str], None] | None = None
    ) -> None:
        """`report_file` takes each build's report.

        `show` takes pages that somebody looks at, by their names below the output folder, as soon
        as they are rendered, if they have changed.
        """
        self._show = show
        self._file = settings
        self._report = report_file
        self._memory = Memory()
        self._settings: dict[str, Any] = {}
        self._day: Any = None
        self._output = ""
        # What could wait and was interrupted, and has to be cleaned up after.
        self._stopped: list[Any] = []

    def build(self, *, quiet: bool = True, open_pages: Collection[str] = ()) -> bool:
        """Build the site as `python -m pelican` does; whether it is online.

        `open_pages` are those that somebody looks at.
        """
        self._stop()
        # What a build leaves is collected when nobody waits.
        gc.disable()
        self._report.unlink(missing_ok=True)
        try:
            self._make(quiet, open_pages).run()
        except (ProblemsFound, OSError) as error:
            self._tell(
                error.problems if isinstance(error, ProblemsFound) else [from_os_error(error)]
            )
            return False
        except SystemExit as ended:
            return not ended.code
        except Exception as error:  # noqa: BLE001 (without safebuild, anything may be raised)
            logging.getLogger("pelican").critical("%s: %s", type(error).__name__, error)
            return False
        return self._is_well()

    def idle(self) -> bool:
        """What can wait, and the build of a new day; whether the site is another now."""
        self._clean()
        if not gc.isenabled():
            gc.enable()
            gc.collect()
        if _day(self._settings) != self._day:
            return self.build()
        for name, later in list(self._memory.get("later", {}).items()):
            if later.step():
                del self._memory["later"][name]
        return False

    @property
    def spent(self) -> bool:
        """Whether another process should build next, since a plugin may keep something in this."""
        known = _OURS | set(self._settings.get("FAST_WARM", ()))
        return not known.issuperset(self._settings.get("PLUGINS", ()))

    @property
    def busy(self) -> bool:
        """Whether something can be done when idle."""
        return bool(self._memory.get("later"))

    def end(self) -> None:
        """Nobody asks any more."""
        self._stop()
        self._clean()

    def _stop(self) -> None:
        for later in self._memory.pop("later", {}).values():
            later.stop()
            self._stopped.append(later)

    def _clean(self) -> None:
        while self._stopped:
            self._stopped.pop().step()

    def _make(self, quiet: bool, open_pages: Collection[str]) -> Pelican:
        words = ["-s", self._file, "--fatal", "errors"]
        words += ["-e", f"REPORT_FILE={json.dumps(str(self._report))}"]
        words += ["--quiet"] if quiet else []
        # Where a setting comes from is told by the command.
        sys.argv = ["pelican", *words]
        arguments = parse_arguments(words)
        arguments.overrides[MEMORY] = self._memory
        init_logging(level=arguments.verbosity, fatal=arguments.fatal, name="pelican")
        # The function above does that in a process's first build only.
        logging.getLogger().setLevel(arguments.verbosity or logging.WARNING)
        if self._show:
            self._memory |= {"open_pages": frozenset(open_pages), "show": self._show_changed}
        self._settings, self._day = {}, None
        try:
            pelican, self._settings = get_instance(arguments)
        except Exception as error:
            if isinstance(error, OSError | ProblemsFound):
                raise
            raise ProblemsFound([not_python(Path(self._file).absolute(), error)]) from error
        self._day = _day(self._settings)
        # While it builds, the setting is the staging folder.
        self._output = self._settings["OUTPUT_PATH"]
        return pelican

    def _show_changed(self, name: str, data: bytes) -> None:
        try:
            if Path(self._output, name).read_bytes() == data:
                return
        except OSError:
            pass  # it is new
        self._show(name, data.decode("utf-8"))

    def _tell(self, problems: list[Problem]) -> None:
        print(f"\n{report(problems, Path())}\n", file=sys.stderr, flush=True)
        self._report.write_text(report_json(problems, Path()), "utf-8")

    def _is_well(self) -> bool:
        try:
            return bool(json.loads(self._report.read_bytes())["ok"])
        except FileNotFoundError:
            return True  # a site without safebuild


def _day(settings: dict[str, Any]) -> Any:
    """The day that a build would have now; None for a site on which nothing depends on it."""
    if "jobshower" not in settings.get("PLUGINS", ()):
        return None
    from jobshower.settings import read_options  # noqa: PLC0415 (for this project's sites only)

    try:
        return read_options(settings).today
    except (ProblemsFound, KeyError):
        return None


def main() -> None:
    """Answer until nobody asks any more."""
    # Ctrl-C is for the process that asks.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)

        def answer(**told: Any) -> None:
            answers.write(json.dumps(told) + "\n")
            answers.flush()

        def show(name: str, page: str) -> None:
            answer(name=name, page=page)

        preview = Preview(sys.argv[2], Path(sys.argv[3]), show)
        for line in sys.stdin:
            match json.loads(line):
                case {"build": True, **asked}:
                    well = preview.build(quiet=asked["quiet"], open_pages=asked["open"])
                case _:
                    well = preview.idle()
            answer(ok=well, busy=preview.busy, spent=preview.spent)
        preview.end()
