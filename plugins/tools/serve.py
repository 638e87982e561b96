"""A preview: build, serve on this machine alone, and build again when something is saved."""

from __future__ import annotations

import http.server
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

__all__ = ["PortsTaken", "build", "make_server", "serve"]

HOST = "127.0.0.1"
_PORTS_TO_TRY = 20


class PortsTaken(Exception):
    """No port is free."""


def build(root: Path, settings: str, arguments: Iterable[str] = ()) -> int:
    """Build the site with a settings file; returns the exit status.

    In a process of its own, so that a changed plugin is the one that runs.
    """
    command = [sys.executable, "-m", "pelican", "-s", settings, "--fatal", "errors", *arguments]
    return subprocess.run(command, cwd=root, check=False).returncode


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the output folder quietly, with the site's own page for what is not there."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
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


def make_server(folder: Path, port: int) -> http.server.ThreadingHTTPServer:
    """A server for a folder on the first free port from `port` on. Raises PortsTaken."""
    handler = partial(_Handler, directory=str(folder))
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
    if status := build(root, settings):
        return status
    server = make_server(root / "output", port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://{HOST}:{server.server_port}/"
    print(f"\nThe site is at {address}\nIts feeds are listed at {address}subscribe/")
    print("Saving a file builds it again. Ctrl-C ends.\n", flush=True)
    sources = ("content", "theme", "plugins", "pelicanconf.py", "publishconf.py")
    try:
        for _ in watch(*[root / name for name in sources if (root / name).exists()]):
            build(root, settings)
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
        server.server_close()
    return 0
