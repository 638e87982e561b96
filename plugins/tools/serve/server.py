"""The preview's server: the output folder, on this machine alone, and what its pages are told."""

from __future__ import annotations

import contextlib
import http.server
import os
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..console import Stop
from .overlay import EVENTS, SCRIPT, SCRIPT_TEXT, Report, is_page, with_script

__all__ = ["PORTS", "Server", "make_server"]

HOST = "127.0.0.1"
PORTS = 65536
_PORTS_TO_TRY = 20
# So often a browser that may be gone is written to.
_SECONDS = 15
# Where no build has made a page yet: the overlay says why.
_NOTHING_YET = b"<!DOCTYPE html><html lang=en><title>Not built yet</title><body></body></html>"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the output folder quietly, with the site's own page for what is not there."""

    report: Report | None = None

    def do_GET(self) -> None:
        """A file of the site, or what the overlay asks for."""
        path = urlsplit(self.path).path
        if self.report is None:
            super().do_GET()
            return
        if path == EVENTS:
            self._send_events(self.report, self._file(urlsplit(self.path).query))
            return
        if path == SCRIPT:
            self._send(SCRIPT_TEXT.encode(), "text/javascript; charset=utf-8")
            return
        file = self._file(path)
        # The number first: a page that is newer than its number is only shown once more.
        build, page = self.report.page(self._name(file))
        if page is None and is_page(file) and file.is_file():
            page = file.read_bytes()
        if page is None:
            super().do_GET()
        else:
            self._send(with_script(page, build), "text/html; charset=utf-8")

    def _file(self, path: str) -> Path:
        file = Path(self.translate_path(path))
        return file / "index.html" if path.endswith("/") else file

    def _name(self, file: Path) -> str:
        return Path(os.path.relpath(file, self.directory)).as_posix()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not (page.is_file() or self.report):
            super().send_error(code, message, explain)
            return
        body = page.read_bytes() if page.is_file() else _NOTHING_YET
        if self.report:
            body = with_script(body, self.report.page("404.html")[0])
        self._send(body, "text/html; charset=utf-8", code)

    def _send(self, body: bytes, kind: str, code: int = HTTPStatus.OK) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_events(self, report: Report, file: Path) -> None:
        """Server-sent events (HTML, section 9.2) for a page: each build's end, and its report."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        if self.command == "HEAD":
            return
        name = self._name(file)
        told = ""
        # The browser may go at any time.
        with report.opened(name), contextlib.suppress(OSError):
            while not self.server.closing:  # type: ignore[attr-defined]
                build, data = report.for_browser(name)
                self.wfile.write(b"data: %s\n\n" % data if build != told else b":\n\n")
                told = build
                report.wait(name, told, _SECONDS)

    def end_headers(self) -> None:
        # A preview must show what was just saved.
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
        del format, args


class Server(http.server.ThreadingHTTPServer):
    """A server on this machine; `address` is where a browser finds it."""

    # On Windows a port in use could be taken as well.
    allow_reuse_address = os.name != "nt"
    closing = False

    @property
    def address(self) -> str:
        """As one types it, with a slash in the end."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes while it is answered is no error."""
        del request, client_address

    def server_close(self) -> None:
        """End, and so do the streams of events."""
        self.closing = True
        super().server_close()


def make_server(folder: Path, port: int, report: Report | None = None) -> Server:
    """A server for a folder on the first free port from `port` on. Raises Stop where none is.

    With a report, pages show it over the site.
    """
    reporting = type("Handler", (_Handler,), {"report": report})
    handler = partial(reporting, directory=str(folder))
    last = min(port + _PORTS_TO_TRY, PORTS) - 1
    for candidate in range(port, last + 1):
        try:
            return Server((HOST, candidate), handler)
        except OSError:
            continue
    raise Stop(f"No port from {port} to {last} is free.", "name another with --port")
