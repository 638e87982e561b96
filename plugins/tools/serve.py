"""A preview: build, serve on this machine alone, and build again when something is saved."""

from __future__ import annotations

import contextlib
import http.server
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .console import Stop
from .overlay import PROBLEMS, SCRIPT, SCRIPT_TEXT, Report, is_page, with_script
from .site import open_site

__all__ = ["build", "make_server", "serve"]

HOST = "127.0.0.1"
_PORTS_TO_TRY = 20
_PORTS = 65536
_MILLISECONDS = 500
_FEED = "feeds/everything.atom.xml"
# Where no build has made a page yet: the overlay says why.
_NOTHING_YET = b"<!DOCTYPE html><html lang=en><title>Not built yet</title><body></body></html>"


def build(root: Path, settings: str, *, quiet: bool = False, **changed: str) -> int:
    """Build the site with a settings file, and `changed` settings; returns the exit status.

    In a process of its own, so that a changed plugin is the one that runs.
    """
    command = [sys.executable, "-m", "pelican", "-s", settings, "--fatal", "errors"]
    if quiet:
        command.append("--quiet")
    if changed:
        command += ["-e", *(f"{name}={json.dumps(value)}" for name, value in changed.items())]
    return subprocess.run(command, cwd=root, check=False).returncode


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the output folder quietly, with the site's own page for what is not there."""

    report: Report | None = None

    def do_GET(self) -> None:
        """A file of the site, or what the overlay asks for."""
        path = urlsplit(self.path).path
        file = Path(self.translate_path(path))
        file = file / "index.html" if path.endswith("/") else file
        if self.report is None:
            super().do_GET()
        elif path == PROBLEMS:
            self._send(self.report.for_browser(), "application/json")
        elif path == SCRIPT:
            self._send(SCRIPT_TEXT.encode(), "text/javascript; charset=utf-8")
        elif is_page(file) and file.is_file():
            self._send(with_script(file.read_bytes()), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not (page.is_file() or self.report):
            super().send_error(code, message, explain)
            return
        body = page.read_bytes() if page.is_file() else _NOTHING_YET
        self._send(with_script(body) if self.report else body, "text/html; charset=utf-8", code)

    def _send(self, body: bytes, kind: str, code: int = HTTPStatus.OK) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        # A preview must show what was just saved.
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
        del format, args


class _Server(http.server.ThreadingHTTPServer):
    # On Windows a port in use could be taken as well.
    allow_reuse_address = os.name != "nt"


def make_server(folder: Path, port: int, report: Report | None = None) -> _Server:
    """A server for a folder on the first free port from `port` on. Raises Stop where none is.

    With a report, pages show it over the site.
    """
    reporting = type("Handler", (_Handler,), {"report": report})
    handler = partial(reporting, directory=str(folder))
    last = min(port + _PORTS_TO_TRY, _PORTS) - 1
    for candidate in range(port, last + 1):
        try:
            return _Server((HOST, candidate), handler)
        except OSError:
            continue
    raise Stop(f"No port from {port} to {last} is free.", "name another with --port")


def serve(root: Path, settings: str, port: str, watch: Callable[..., Iterable[Any]]) -> int:
    """Build, serve and rebuild until interrupted; returns the exit status.

    `watch` yields the changes of the folders it was given, and nothing now and then, as
    watchfiles does. A build that fails leaves the old preview, with its report over the pages,
    and waits for the mistake to be mended. Raises Stop where no port can be had.
    """
    if not port.isascii() or not port.isdecimal() or not 0 < int(port) < _PORTS:
        raise Stop(f"“{port}” is no port.", "write a number from 1024 to 65535")
    with tempfile.TemporaryDirectory() as folder:
        report = Report(Path(folder, "report.json"))
        output, folders, files = _places(root, settings)
        # What is saved while the first build is under way counts.
        saved = _Saved(watch, folders, files)
        build(root, settings, REPORT_FILE=str(report.file))
        server = make_server(output, int(port), report)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://{HOST}:{server.server_port}/"
        print(f"\nThe site is at {address}")
        print(f"Its feeds are at {address}subscribe/, all in one at {address}{_FEED}")
        print("Saving a file builds it again. Ctrl-C ends.\n", flush=True)
        try:
            _build_again(root, settings, saved, report)
        except KeyboardInterrupt:
            print()
        finally:
            server.shutdown()
            server.server_close()
    return 0


def _build_again(root: Path, settings: str, saved: Iterable[list[Path]], report: Report) -> None:
    for names in saved:
        begun = time.monotonic()
        status = build(root, settings, quiet=True, REPORT_FILE=str(report.file))
        report.next_build()
        if status == 0:
            seconds = time.monotonic() - begun
            print(f"Built again in {seconds:.1f} s: {_named(names, root)}", flush=True)


def _places(root: Path, settings_file: str) -> tuple[Path, list[Path], list[Path]]:
    """The output folder, the folders and the files of which the site is built."""
    folders = [root / name for name in ("content", "theme", "plugins", "private")]
    output = root / "output"
    # Settings that cannot be read are told by the build.
    with contextlib.suppress(Exception):
        read = open_site(root, settings_file).settings
        output = Path(read["OUTPUT_PATH"])
        folders += [Path(read["PATH"]), Path(read["THEME"])]
        folders += [Path(name) for name in read["THEME_TEMPLATES_OVERRIDES"]]
    there = dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir())
    return output, list(there), sorted(root.glob("*conf.py"))


class _Saved:
    """What was saved, each time that something was; it looks from the moment it is made.

    A single file cannot be watched as a folder can: an editor that writes beside and renames
    would end it. So files are looked at twice a second.
    """

    def __init__(
        self, watch: Callable[..., Iterable[Any]], folders: Sequence[Path], files: Sequence[Path]
    ) -> None:
        self._files = files
        self._stamps = _stamps(files)
        self._found = iter(watch(*folders, yield_on_timeout=True, rust_timeout=_MILLISECONDS))
        # The system is asked to tell of changes by the first step of `watch`.
        pool = ThreadPoolExecutor(1)
        self._first = pool.submit(next, self._found, set())
        pool.shutdown(wait=False)

    def __iter__(self) -> Iterator[list[Path]]:
        for found in itertools.chain([self._first.result()], self._found):
            now = _stamps(self._files)
            names = {Path(name) for _, name in found}
            names |= {file for file in self._files if now[file] != self._stamps[file]}
            self._stamps = now
            if names:
                yield sorted(names)


def _stamps(files: Sequence[Path]) -> dict[Path, tuple[int, int] | None]:
    stamps: dict[Path, tuple[int, int] | None] = {}
    for file in files:
        try:
            status = file.stat()
            stamps[file] = (status.st_mtime_ns, status.st_size)
        except OSError:
            stamps[file] = None
    return stamps


def _named(names: Sequence[Path], root: Path) -> str:
    first = names[0]
    shown = first.relative_to(root).as_posix() if first.is_relative_to(root) else str(first)
    return shown if len(names) == 1 else f"{shown} and {len(names) - 1} more"
