"""Pelican, with everything checked before anything is online."""

from __future__ import annotations

import fnmatch
import logging
import os
import sys
from collections import Counter
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from pelican import Pelican
from pelican.plugins import signals

from problems import COLLECTED, Problem, ProblemsFound, report, report_json

from . import addresses
from . import settings as own_settings
from .cards import check_private
from .collector import Collector
from .emptied import emptied
from .findings import Examined, Findings, Pages
from .guard import make_guard
from .guard_repeats import Repeats
from .helper import Helper, Onlooker, examine
from .leaks import tell_leaks
from .links import check_links
from .memory import is_large
from .metadata import strip_metadata
from .online import ONLINE, Online, looks_at_files
from .places import in_settings
from .reading import is_regular, unconfined, unreadable_folders
from .receipt import write_receipt
from .same import LastBuild
from .stage import Stage
from .summary import (
    Progress,
    as_quiet_as_asked,
    describe,
    is_quiet,
    print_summary,
    sections,
    unchanged,
    without_last_line,
)
from .unchanged import below, files_below, kept_files
from .verify import verify

__all__ = ["SafePelican"]

logger = logging.getLogger(__name__)

_INTERRUPTED = 130
# So many files keep the disk busy for a while.
_MANY = 2000


class SafePelican(Pelican):
    """For the setting PELICAN_CLASS: a build is whole and online, or a report with exit status 1.

    Under autoreload a failed build must not raise, since Pelican would try again at once and for
    ever; so only a first build ends the process.
    """

    _has_built: ClassVar[bool] = False

    def __init__(self, settings: dict[str, Any]) -> None:
        self._collector = Collector(settings)
        self._context: Any = None
        self._written: Counter[str] = Counter()
        self._stage: Stage | None = None
        self._guard: Any = None
        self._helper: Helper | None = None
        self._onlooker: Onlooker | None = None
        self._online: Online | None = None
        self._last: LastBuild | None = None
        self._progress = Progress()
        self._summary: list[Any] = []
        self._quiet = is_quiet()
        settings[COLLECTED] = self._collector.problems
        own_settings.apply_defaults(settings)
        self._collector.problems += own_settings.check(settings)
        with self._collector.listening():
            try:
                super().__init__(settings)
            except KeyboardInterrupt:
                raise SystemExit(_INTERRUPTED) from None
            except Exception as error:  # noqa: BLE001 (a plugin may raise what it likes)
                self._collector.add_exception(error)

    def run(self) -> None:
        """Build the site as the command does: with a report on paper, and an exit status."""
        try:
            self._run()
        except KeyboardInterrupt:
            # Pelican would end with 0, as if the site were built.
            raise SystemExit(_INTERRUPTED) from None

    def _run(self) -> None:
        self._progress = Progress()
        if hasattr(sys.stdout, "reconfigure"):
            # Where a sign cannot be written, a question mark stands; the build has succeeded.
            sys.stdout.reconfigure(errors="replace")
        try:
            with as_quiet_as_asked(), self._progress.shown(), without_last_line():
                self.build()
        except ProblemsFound as found:
            folder = Path(self.settings["PATH"])
            problems = in_settings(found.problems)
            self._write_report(problems)
            print(f"\n{report(problems, folder)}\n", file=sys.stderr, flush=True)
            if not SafePelican._has_built:
                raise SystemExit(found.exitcode) from None
        else:
            self._write_report([])
            if not self.settings["CHECK_ONLY"]:
                print_summary(self._summary, self._progress.seconds)
        SafePelican._has_built = True

    def build(self) -> None:
        """Build the site. Raises ProblemsFound with all that is wrong; what is online stays."""
        collector = self._collector
        at_start = list(collector.problems)
        self._written.clear()
        collector.warnings.clear()
        self._summary = []
        try:
            with collector.listening():
                self._try()
            if collector.problems:
                raise collector.found()
        finally:
            # An object of autoreload's builds again, with the same settings.
            collector.problems[:] = at_start

    def _try(self) -> None:
        """One build; what goes wrong is in the collector afterwards."""
        collector = self._collector
        if collector.problems:
            return
        content = Path(self.settings["PATH"])
        output = Path(self.settings["OUTPUT_PATH"])
        self._last = last = LastBuild(self.settings, Path(os.path.realpath(output)))
        if (summary := last.summary()) is not None:
            self._summary = summary
            return
        last.forget()
        collector.problems += check_private(content.parent, self.settings)
        collector.problems += unreadable_folders(content)
        collector.problems += unconfined(content, self._ignored)
        try:
            large = is_large(self.settings, output)
            with Stage(output, large=large) as self._stage, self._staged():
                super().run()
                self._finish()
                if self._summary and not collector.warnings:
                    last.save([*self._summary[:-1], unchanged(self._summary[-1])])
        except Exception as error:  # noqa: BLE001 (whatever it is, a person reads of it)
            if not isinstance(error, _Stop):
                collector.add_exception(error)

    @contextmanager
    def _staged(self) -> Iterator[None]:
        """While it builds, everybody sees the staging folder as the output folder."""
        real = self.settings["OUTPUT_PATH"]
        staged = str(self._stage.folder)
        self.output_path = self.settings["OUTPUT_PATH"] = staged
        signals.all_generators_finalized.connect(self._note_context)
        signals.feed_written.connect(self._note_written)
        signals.content_written.connect(self._note_written)
        try:
            yield
        finally:
            signals.all_generators_finalized.disconnect(self._note_context)
            signals.content_written.disconnect(self._note_written)
            signals.feed_written.disconnect(self._note_written)
            if self._helper:
                self._helper.stop()
            self.output_path = self.settings["OUTPUT_PATH"] = real

    def _get_generator_classes(self) -> list[type]:
        return [
            type(cls.__name__, (_RegularFiles, cls), {"__doc__": cls.__doc__})
            for cls in super()._get_generator_classes()
        ]

    def _note_context(self, generators: list[Any]) -> None:
        """`all_generators_finalized`."""
        self._context = generators[0].context
        self._online = None
        if not looks_at_files(generators):
            self._online = self._context[ONLINE] = Online.of(self.settings, self._stage)

    def _get_writer(self) -> Any:
        """The last moment before something is written; a signal's receivers have no order."""
        self._check_sources(self._context)
        return super()._get_writer()

    def _check_sources(self, context: Any) -> None:
        """What generators and plugins have read, all of them."""
        problems = self._collector.problems
        problems += check_links(context)
        told = {problem.file for problem in problems}
        problems += [p for p in addresses.check_contents(context) if p.file not in told]
        if problems:
            raise _Stop
        self._progress.stage("Writing the pages")
        self._guard = make_guard(self.settings, tuple(context.get("people", ())))
        few = bool(self._online and self._online.many)
        self._helper = Helper(self._stage.folder, self._guard, self._stage.locked, few=few)
        # For fastbuild, which renders in several processes: each looks at its own pages.
        cache = Path(self.settings["CACHE_PATH"], "safebuild")
        self._onlooker = context["looks_at_pages"] = Onlooker(
            self._stage.folder,
            self._guard,
            self._online,
            cache if self.settings["ONLINE_CACHE"] else None,
        )

    def _note_written(self, path: str, **_: Any) -> None:
        """`content_written`, `feed_written`."""
        name = below(path, self._stage.folder)
        self._written[name] += 1
        self._progress.written()
        if not (self._onlooker.has(name) or self._onlooker.waits(name)):
            self._helper.tell(name)

    # It looks at none that is not there.
    _note_written.leaves_pages = True  # type: ignore[attr-defined]

    def _finish(self) -> None:
        """Verify what was staged, after every receiver of `finalized`, and put it online."""
        problems, stage, context = self._collector.problems, self._stage, self._context
        self._progress.stage("Checking what was written")
        kept = kept_files(
            stage.output, self.settings["OUTPUT_RETENTION"], self.settings["OUTPUT_KEEP"]
        )
        sources = addresses.sources(context)
        problems += addresses.check_written(self._written, context, sources)
        staged = files_below(stage.folder)
        if len(staged) >= _MANY:
            stage.begin_to_flush()
        # What templates made is no picture.
        problems += strip_metadata(stage.folder, staged - self._written.keys())
        examined = self._onlooker.found()
        examined.update(self._helper.finish())
        for name in examined.keys() - staged:
            del examined[name]
        if self._online:
            examined.hold(self._online.found_before(staged - examined.keys(), self._guard))
        self._examine(stage.folder, staged - examined.keys(), examined)
        if self._online:
            staying = self._online.staying = self._online.staying - staged
            examined.hold(self._online.examined(self._guard))
            self._examine(stage.output, staying - examined.keys(), examined)
        names, unclean = set(examined), examined.unclean()
        problems += emptied(stage.output, names, context)
        faulty = {name: page for name, one in unclean.items() if (page := one.page)}
        problems += verify(names, Pages(examined), faulty, context, sources, kept)
        leaks = {name: one.leaks for name, one in unclean.items() if one.leaks}
        problems += tell_leaks(leaks, sources, Path(self.settings["PATH"]), self._guard)
        self._onlooker.finish()
        if problems:
            raise _Stop
        if not self.settings["CHECK_ONLY"]:
            self._progress.stage("Putting it online")
            self._publish(kept, staged, examined)

    def _examine(
        self, folder: Path, names: set[str], examined: MutableMapping[str, Examined]
    ) -> None:
        repeats = Repeats()
        for name in sorted(names):
            rendered = name in self._written
            examined[name] = examine(folder, name, self._guard, repeats, rendered=rendered)

    def _publish(self, kept: set[str], staged: set[str], examined: Findings) -> None:
        stage, online, context = self._stage, self._online, self._context
        if online and online.in_process:
            stage.publish_changes(kept, online.staying, online.before)
        elif online:
            stage.publish(kept, online.staying, staged)
        else:
            stage.publish(kept, staged=staged)
        known = self._last.look() if self._last else {}
        if online:
            online.remember(stage.names, examined, self._guard, known)
        if not self._quiet:
            site = describe(stage.output, stage.names, stage.difference, known)
            self._summary = [*sections(context), site]
        if self.settings["RECEIPT_FILE"]:
            receipt = Path(self.settings["RECEIPT_FILE"])
            try:
                write_receipt(receipt, stage.output, context)
            except OSError as error:
                logger.warning(
                    "The site is online, but %s cannot be written: %s. Who carries the site on "
                    "goes by it: make its folder writable, and build again",
                    receipt,
                    error.strerror or error,
                )

    def _ignored(self, name: str) -> bool:
        return name.startswith(".") or any(
            fnmatch.fnmatch(name, rule) for rule in self.settings["IGNORE_FILES"]
        )

    def _write_report(self, problems: list[Problem]) -> None:
        path = self.settings["REPORT_FILE"]
        if path and isinstance(path, str):
            folder = Path(self.settings["PATH"])
            text = report_json(problems, folder, self._collector.warnings)
            Path(path).write_text(text, "utf-8")


class _Stop(Exception):
    """There are problems: the next stage is not begun."""


class _RegularFiles:
    """Put before a generator class of Pelican's: what is no file is none of its files."""

    path: str
    output_path: str
    context: Any

    def _copy_staticfile(self, static: Any) -> None:
        """As Pelican's, but for what is online already."""
        online = self.context.get(ONLINE)
        status = os.stat(os.path.join(self.path, static.source_path))  # noqa: PTH116, PTH118
        key = f"{static.source_path} {status.st_mtime_ns} {status.st_size} {status.st_ino}"
        # A tool may set the other time back.
        key += f" {status.st_ctime_ns}"
        target = os.path.join(self.output_path, static.save_as)  # noqa: PTH118
        if not (online and online.keep(target, key.encode("utf-8", "surrogateescape"))):
            super()._copy_staticfile(static)  # type: ignore[misc]

    def _include_path(self, path: str, extensions: Any = None) -> bool:
        whole = os.path.join(self.path, path)  # noqa: PTH118 (many)
        return is_regular(whole) and super()._include_path(path, extensions)  # type: ignore[misc]
