"""Source files are read with care: no pipe, no monster, no bytes that a feed cannot hold."""

from __future__ import annotations

import logging
import os
import re
import signal
import stat
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pelican.readers import BaseReader, MarkdownReader

from problems import Problem, ProblemsFound

from .faults import Skipped
from .settings import unusable_extensions

__all__ = ["guard_readers", "is_regular", "shorten_slug", "unconfined", "unreadable_folders"]

logger = logging.getLogger(__name__)

# What XML 1.0 has no way to write (section 2.2), and DEL, which no browser shows.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def guard_readers(readers: Any) -> None:
    """`readers_init`: each reader reads within the limits (receiver, after other plugins)."""
    for ending, reader in list(readers.reader_classes.items()):
        if reader and reader is not BaseReader:
            readers.reader_classes[ending] = type(
                reader.__name__, (_GuardedReader, reader), {"__doc__": reader.__doc__}
            )


class _GuardedReader:
    """Put before a reader class of Pelican's."""

    settings: Mapping[str, Any]

    def read(self, source_path: str) -> tuple[Any, dict[str, Any]]:
        """As the reader. Raises Skipped for what is no file, ProblemsFound above a limit."""
        status = os.stat(source_path)  # noqa: PTH116 (many)
        name = _Name(source_path, self.settings["PATH"])
        if not stat.S_ISREG(status.st_mode):
            raise Skipped(str(name))
        _check_size(name, status.st_size, self.settings["MAX_SOURCE_BYTES"])
        _check_nesting(name, source_path, self.settings["MAX_NESTING"])
        with _in_time(name, self.settings["MAX_SOURCE_SECONDS"]):
            content, metadata = self._read(source_path)
        return _clean(name, source_path, content, metadata)

    def _read(self, source_path: str) -> tuple[Any, dict[str, Any]]:
        try:
            return super().read(source_path)  # type: ignore[misc]
        except (ProblemsFound, _TooLong):
            raise
        except Exception:
            wrong = unusable_extensions(self.settings) if isinstance(self, MarkdownReader) else ()
            if found := list(wrong):
                raise ProblemsFound(found) from None
            raise


class _Name:
    """What a file is called in problems, found when it is asked for."""

    def __init__(self, path: str, folder: str) -> None:
        self._path = path
        self._folder = folder

    def __str__(self) -> str:
        return Path(os.path.relpath(self._path, self._folder)).as_posix()


def _check_size(name: _Name, size: int, most: int) -> None:
    if size > most:
        message = f"This file has {size:,} bytes; {most:,} are allowed."
        hint = "split it, or set MAX_SOURCE_BYTES"
        raise ProblemsFound([Problem(file=str(name), message=message, hint=hint)])


def _check_nesting(name: _Name, path: str, most: int) -> None:
    """Markdown takes a time that grows with the square of what is open, or worse."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 (many)
        data = file.read()
    if max(data.count(b"["), data.count(b">")) <= most:
        return
    depth = 0
    # Whatever is no UTF-8 is told by the reader.
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if not line.strip():
            depth = 0
        for brackets in re.findall(r"\[+|\]+", line):
            depth = max(depth + (len(brackets) if brackets[0] == "[" else -len(brackets)), 0)
            if depth > most:
                raise ProblemsFound([_too_nested(name, number, most)])
        if len(re.match(r"[>\s]*", line)[0].replace(" ", "").strip()) > most:
            raise ProblemsFound([_too_nested(name, number, most)])


def _too_nested(name: _Name, number: int, most: int) -> Problem:
    return Problem(
        file=str(name),
        line=number,
        message=f"More than {most} brackets or quotations are open here at once.",
        hint="close some, or set MAX_NESTING",
    )


class _TooLong(Exception):
    """The alarm has rung."""


@contextmanager
def _in_time(name: _Name, seconds: float) -> Iterator[None]:
    """A limit of time, where the system has an alarm clock and this thread may hear it."""
    main = threading.current_thread() is threading.main_thread()
    if not hasattr(signal, "setitimer") or not main:
        yield
        return

    def ring(*_: Any) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except _TooLong:
        message = f"Reading this file takes more than {seconds} seconds."
        hint = "look for very long lines or deep nesting, or set MAX_SOURCE_SECONDS"
        raise ProblemsFound([Problem(file=str(name), message=message, hint=hint)]) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _clean(
    name: _Name, path: str, content: Any, metadata: dict[str, Any]
) -> tuple[Any, dict[str, Any]]:
    texts = [content, *metadata.values()]
    if not any(isinstance(text, str) and _CONTROL.search(text) for text in texts):
        return content, metadata
    lines = Path(path).read_text("utf-8-sig", "replace").split("\n")
    for number, line in enumerate(lines, 1):
        if _CONTROL.search(line):
            logger.warning("%s:%d: control characters in this line were left out", name, number)
    cleaned = {
        key: _CONTROL.sub("", value) if isinstance(value, str) else value
        for key, value in metadata.items()
    }
    return _CONTROL.sub("", content) if isinstance(content, str) else content, cleaned


def is_regular(path: Path | str) -> bool:
    """Whether it can be read without waiting for somebody to write into it."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116 (many)
    except OSError:
        return True  # not there, or not ours: told by whoever reads it


def unreadable_folders(folder: Path) -> list[Problem]:
    """The folders below the content folder that Pelican would pass over in silence."""
    problems: list[Problem] = []

    def refuse(error: OSError) -> None:
        name = os.path.relpath(os.fsdecode(error.filename), folder)
        message = f"This folder is not readable: {error.strerror}."
        hint = "check that it is there and that you may read it"
        problems.append(Problem(file=Path(name).as_posix(), message=message, hint=hint))

    for _ in os.walk(folder, onerror=refuse, followlinks=True):
        pass
    return problems


def unconfined(folder: Path, ignored: Any) -> Iterator[Problem]:
    """The links below the content folder that lead out of it; and what is no file, as warnings."""
    root = folder.resolve()
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not ignored(name)]
        files = [name for name in names if not ignored(name)]
        for name in (*folders, *files):
            mode = _mode(os.path.join(place, name))  # noqa: PTH118 (many)
            if stat.S_ISDIR(mode) or stat.S_ISREG(mode):
                continue
            path = Path(place, name)
            source = path.relative_to(folder).as_posix()
            if stat.S_ISLNK(mode) and not path.resolve().is_relative_to(root):
                yield Problem(
                    file=source,
                    value=str(path.resolve()),
                    field="link",
                    message="This leads out of the content folder.",
                    hint="put the file itself here; all below this folder is published",
                )
            elif name in files and not is_regular(path):
                logger.warning("%s: skipped, since it is no file but a pipe or the like", source)


def _mode(path: str) -> int:
    try:
        return os.lstat(path).st_mode
    except OSError:
        return 0


def shorten_slug(content: Any) -> None:
    """`content_object_init`: a slug made of a title that no file system could hold is cut."""
    slug = getattr(content, "slug", "")
    most = content.settings["MAX_SLUG"]
    if len(slug) > most and "slug" not in content.metadata:
        content.slug = slug[:most].rsplit("-", 1)[0] or slug[:most]
