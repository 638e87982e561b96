"""A small web server for built sites, which compresses as a host does."""

from __future__ import annotations

import gzip
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

__all__ = ["make_server", "serving"]

_TEXTS = {".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"}


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 (the base class's attribute)
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".webmanifest": "application/manifest+json",
    }

    def do_GET(self) -> None:
        """A file of the site, a folder's page, or the site's page for what is not there."""
        path = Path(self.translate_path(urlsplit(self.path).path))
        file = path / "index.html" if path.is_dir() else path
        code = 200 if file.is_file() else 404
        file = file if code == 200 else Path(self.directory, "404.html")
        data = file.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", self.guess_type(str(file)))
        if file.suffix in _TEXTS:
            data = gzip.compress(data, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
        del format, args


def make_server(folder: Path, port: int = 0) -> http.server.ThreadingHTTPServer:
    """A server for a folder, on a free port unless one is given. It does not serve yet."""
    handler = partial(_Handler, directory=str(folder))
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)


@contextmanager
def serving(server: http.server.ThreadingHTTPServer) -> Iterator[str]:
    """Serve meanwhile; gives the address, without a final slash."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
