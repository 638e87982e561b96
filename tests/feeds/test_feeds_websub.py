"""A hub hears of what changed, and of nothing else."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from feedsite import Site, post

from feeds.websub import changed_feeds, feed_manifest, notify

BUILD = Callable[..., Site]
POSTS = "https://example.org/feeds/posts.atom.xml"


class Hub(ThreadingHTTPServer):
    """A small hub, which remembers what it was told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), HubHandler)
        self.heard: list[dict[str, list[str]]] = []
        self.answer = 204

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/?topic=a"


class HubHandler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append(parse_qs(body))
        if self.server.answer == 0:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(self.server.answer)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_only_what_changed(build_site: BUILD) -> None:
    files = {f"n{n}.md": post(f"N{n}", f"2009-08-0{n}", Category="x") for n in (1, 2, 3, 4)}
    files["n4.md"] = post("N4", "2009-08-04", Tags="office", Category="x")
    before = build_site(files, FEED_MAX_ITEMS=2)
    files["n3.md"] = post("N3", "2009-08-03", Category="x", body="Mended.")
    after = build_site(files, FEED_MAX_ITEMS=2)
    endings = ("atom.xml", "json", "rss.xml")
    # Neither the tag's feeds, which are the same, nor archives.
    changed = [f"feeds/{name}.{e}" for name in ("categories/x", "posts") for e in endings]
    assert changed_feeds(before.output, after.output) == changed
    assert changed_feeds(feed_manifest(before.output), after.output) == changed
    assert changed_feeds(after.output, after.output) == []
    assert len(changed_feeds({}, after.output)) == 9
    assert changed_feeds(before.output / "missing", after.output) == changed_feeds({}, after.output)


def test_the_hub_is_told(hub: Hub) -> None:
    feeds = [POSTS, "https://example.org/feeds/tags/a&b.rss.xml"]
    assert notify(hub.address, feeds) == feeds
    assert hub.heard == [{"hub.mode": ["publish"], "hub.url": [feed]} for feed in feeds]


def test_nothing_changed_is_no_request(hub: Hub) -> None:
    assert notify(hub.address, []) == []
    assert hub.heard == []


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
def test_a_refusal_is_a_warning(hub: Hub, caplog: pytest.LogCaptureFixture, status: int) -> None:
    hub.answer = status
    assert notify(hub.address, [POSTS, POSTS]) == []
    assert len(hub.heard) == 2
    assert f"refused {POSTS}: {status}" in caplog.text


def test_a_hub_that_is_down_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    assert notify(address, [POSTS] * 3) == []
    assert [(r.levelno, "3 feeds not told" in r.message) for r in caplog.records] == [
        (logging.WARNING, True)
    ]


def test_a_hub_that_hangs_up_is_a_warning(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    hub.answer = 0
    assert notify(hub.address, [POSTS]) == []
    assert "does not answer" in caplog.text


def test_a_hub_that_never_answers_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert notify(address, [POSTS, POSTS], timeout=0.1) == []
    assert "2 feeds not told" in caplog.text


def test_a_hub_that_is_no_address_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    assert notify("file:///etc/hostname", [POSTS]) == []
    assert "not an address on the web" in caplog.text
