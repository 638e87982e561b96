"""Everything that is wrong, from wherever it is told: plugins, Pelican's log, exceptions."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pelican.log import FatalLogger, LimitFilter

from problems import Problem, ProblemsFound

from .faults import from_exception
from .logged import from_record, is_echo, is_failure

__all__ = ["Collector"]

_SILENT = logging.CRITICAL + 1


class Collector:
    """The problems and warnings of one build.

    `problems` is the list that plugins add to (`problems.tell`); Pelican's logged errors, which
    would leave a page out and the exit status at 0, join them.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        self.folder = Path(settings["PATH"])
        self.problems: list[Problem] = []
        self.warnings: list[str] = []
        self.echoes: set[Problem] = set()

    def add_exception(self, error: BaseException) -> None:
        """Add what an exception says."""
        self.problems += from_exception(error, self._settings)

    def found(self) -> ProblemsFound:
        """All problems so far, each once.

        Where a check has told what is wrong with a file, Pelican's "Could not process" of the
        same file is no news.
        """
        told = {p.file for p in self.problems if p not in self.echoes}
        return ProblemsFound(p for p in self.problems if not (p in self.echoes and p.file in told))

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take errors out of the log, and in as problems; note warnings.

        `--fatal errors` would end the build at the first one: here each is fatal, in the end.
        With `--fatal warnings`, so is each warning.
        """
        # Pelican tells each warning once a process; under autoreload that hides all of a second
        # build's.
        LimitFilter._raised_messages.clear()  # noqa: SLF001
        LimitFilter._group_count.clear()  # noqa: SLF001
        root = logging.getLogger()
        handler = _Handler(self)
        others = list(root.handlers)
        # With -q Pelican tells nobody, not even us.
        levels = {logger: logger.level for logger in (root, logging.getLogger("pelican"))}
        shown = root.getEffectiveLevel()
        for logger, level in levels.items():
            logger.setLevel(min(level, logging.WARNING))

        def is_shown(record: logging.LogRecord) -> bool:
            return record.levelno >= shown and not is_failure(record)

        fatal, FatalLogger.fatal_lvl = FatalLogger.fatal_lvl, _SILENT
        root.addHandler(handler)
        for other in others:
            other.addFilter(is_shown)
        try:
            yield
        finally:
            for other in others:
                other.removeFilter(is_shown)
            root.removeHandler(handler)
            for logger, level in levels.items():
                logger.setLevel(level)
            FatalLogger.fatal_lvl = fatal
            if fatal <= logging.WARNING:
                self.problems += [
                    Problem(file="Pelican", message=text, hint="warnings are fatal in this build")
                    for text in self.warnings
                ]
                self.warnings.clear()


class _Handler(logging.Handler):
    def __init__(self, collector: Collector) -> None:
        super().__init__(logging.WARNING)
        self._collector = collector

    def emit(self, record: logging.LogRecord) -> None:
        if not is_failure(record):
            self._collector.warnings.append(record.getMessage())
        else:
            found = from_record(record, self._collector.folder)
            self._collector.problems += found
            if is_echo(record):
                self._collector.echoes.update(found)
