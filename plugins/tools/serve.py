"""A preview: build, serve on this machine alone, and build again when something is saved."""

from __future__ import annotations

import http.server
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .overlay import PROBLEMS, SCRIPT, SCRIPT_TEXT, Report, is_page, with_script

__all__ = ["PortsTaken", "build", "make_server", "serve"]

HOST = "127.0.0.1"
_PORTS_TO_TRY = 20


class PortsTaken(Exception):
    """No port is free."""


def build(root: Path, settings: str, **changed: str) -> int:
    """Build the site with a settings file, and `changed` settings; returns the exit status.

    In a process of its own, so that a changed plugin is the one that runs.
    """
    command = [sys.executable, "-m", "pelican", "-s", settings, "--fatal", "errors"]
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
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
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


def make_server(
    folder: Path, port: int, report: Report | None = None
) -> http.server.ThreadingHTTPServer:
    """A server for a folder on the first free port from `port` on. Raises PortsTaken.

    With a report, pages show it over the site.
    """
    reporting = type("Handler", (_Handler,), {"report": report})
    handler = partial(reporting, directory=str(folder))
    for candidate in range(port, port + _PORTS_TO_TRY):
        try:
            return http.server.ThreadingHTTPServer((HOST, candidate), handler)
        except OSError:
            continue
    raise PortsTaken(f"No port from {port} to {port + _PORTS_TO_TRY - 1} is free.")


def serve(root: Path, settings: str, port: int, watch: Callable[..., Iterable[Any]]) -> int:
    """Build, serve and rebuild until interrupted; returns the exit status.

    `watch` yields whenever one of the paths it was given has changed. A first build that fails
    ends it; a later one leaves the old preview and waits for the mistake to be mended.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Report(Path(folder, "report.json"))
        if status := build(root, settings, REPORT_FILE=str(report.file)):
            return status
        _serve_and_watch(root, settings, port, watch, report)
    return 0


def _serve_and_watch(
    root: Path, settings: str, port: int, watch: Callable[..., Iterable[Any]], report: Report
) -> None:
    server = make_server(root / "output", port, report)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://{HOST}:{server.server_port}/"
    print(f"\nThe site is at {address}\nIts feeds are listed at {address}subscribe/")
    print("Saving a file builds it again. Ctrl-C ends.\n", flush=True)
    sources = ("content", "theme", "plugins", "pelicanconf.py", "publishconf.py")
    try:
        for _ in watch(*[root / name for name in sources if (root / name).exists()]):
            build(root, settings, REPORT_FILE=str(report.file))
            report.next_build()
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
        server.server_close()
