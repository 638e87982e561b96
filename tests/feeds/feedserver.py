"""A web server for built feeds, and a reader that polls it as readers do."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import feedparser


class FeedServer(ThreadingHTTPServer):
    """Serves a folder with both kinds of conditional requests (RFC 9110 section 13)."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), FeedHandler)
        self.folder = folder
        self.statuses: list[int] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class FeedHandler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        file = self.server.folder / self.path.lstrip("/")
        if not file.is_file():
            self.send_error(404)
            return
        data = file.read_bytes()
        etag = f'"{hashlib.sha256(data).hexdigest()}"'
        modified = formatdate(file.stat().st_mtime, usegmt=True)
        if asked := self.headers["If-None-Match"]:
            fresh = asked == etag
        else:
            # Any other time is another file, as nginx sees it.
            fresh = self.headers["If-Modified-Since"] == modified
        status = 304 if fresh else 200
        self.server.statuses.append(status)
        self.send_response(status)
        self.send_header("ETag", etag)
        self.send_header("Last-Modified", modified)
        self.send_header("Content-Length", "0" if fresh else str(len(data)))
        self.end_headers()
        if not fresh:
            self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[FeedServer]:
    with FeedServer(folder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class Reader:
    """Knows entries by id, shows new ones, and updated ones where the format tells."""

    def __init__(self, address: str, validator: str) -> None:
        """Ask by "ETag" or "Last-Modified"."""
        self.address = address
        self.validator = validator
        self.sent: dict[str, str] = {}
        self.known: dict[str, dict[str, Any]] = {}

    def poll(self) -> tuple[list[str], list[str]]:
        """Titles of entries that are new, and of those that were updated."""
        data = self._get()
        if data is None:
            return [], []
        new, updated = [], []
        for entry in self._entries(data):
            known = self.known.get(entry["id"])
            if known is None:
                new.append(entry["title"])
            elif entry["updated"] > known["updated"]:
                updated.append(entry["title"])
            self.known[entry["id"]] = entry
        return new, updated

    def _get(self) -> bytes | None:
        names = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
        try:
            with urlopen(Request(self.address, headers=self.sent), timeout=10) as answer:  # noqa: S310
                self.sent = {names[self.validator]: answer.headers[self.validator]}
                return answer.read()
        except HTTPError as error:
            error.close()
            if error.code != 304:
                raise
            return None

    def _entries(self, data: bytes) -> list[dict[str, Any]]:
        if self.address.endswith(".json"):
            return [
                {"id": i["id"], "title": i["title"], "updated": i["date_modified"]}
                | {"text": json.dumps(i)}
                for i in json.loads(data)["items"]
            ]
        return [
            # RSS has no date of an update: its readers show none.
            {"id": e["id"], "title": e["title"], "updated": e.get("updated", ""), "text": str(e)}
            # feedparser's own dictionaries invent an `updated`.
            for e in map(dict, feedparser.parse(data).entries)
        ]
