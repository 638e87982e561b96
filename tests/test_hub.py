"""The publish command and the hub: only what changed, and nothing lost when the hub is down."""

import http.server
import threading
from urllib.parse import parse_qs

import pytest

from tools.hub import tell_hub

CONF = """
PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = "cache"
SITEURL = "https://nora.example"
TIMEZONE = "UTC"
WEBSUB_HUB = {hub!r}
"""


class Hub(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert form["hub.mode"] == ["publish"]
        self.server.told += form["hub.url"]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def hub():
    server = http.server.HTTPServer(("127.0.0.1", 0), Hub)
    server.told = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def site(tmp_path):
    (tmp_path / "content").mkdir()
    feeds = tmp_path / "output" / "feeds"
    feeds.mkdir(parents=True)
    for name in ("posts", "leads"):
        (feeds / f"{name}.atom.xml").write_text("one")
    return tmp_path


def tell(site, hub):
    address = f"http://127.0.0.1:{hub.server_port}/"
    (site / "publishconf.py").write_text(CONF.format(hub=address))
    hub.told.clear()
    tell_hub(site, "publishconf.py")
    return hub.told


def test_the_hub_is_told_what_changed_and_only_that(site, hub, capsys):
    both = [
        "https://nora.example/feeds/leads.atom.xml",
        "https://nora.example/feeds/posts.atom.xml",
    ]
    assert tell(site, hub) == both
    assert "told of 2 changed feeds" in capsys.readouterr().out
    assert tell(site, hub) == []
    (site / "output/feeds/leads.atom.xml").write_text("two")
    assert tell(site, hub) == both[:1]


def test_a_hub_that_is_down_is_told_the_next_time(site, hub, caplog):
    (site / "publishconf.py").write_text(CONF.format(hub="http://127.0.0.1:9/"))
    assert tell_hub(site, "publishconf.py") == []
    assert "does not answer" in caplog.text
    assert len(tell(site, hub)) == 2


def test_without_a_memory_it_is_told_of_what_went_up(site, hub):
    """As on a server that builds in a fresh checkout every night."""
    address = f"http://127.0.0.1:{hub.server_port}/"
    (site / "publishconf.py").write_text(CONF.format(hub=address))
    tell_hub(site, "publishconf.py", ["index.html", "feeds/leads.atom.xml"])
    assert hub.told == ["https://nora.example/feeds/leads.atom.xml"]
    # And once it is known, of nothing twice.
    assert tell(site, hub) == []


def test_without_a_hub_nobody_is_told(site):
    (site / "publishconf.py").write_text(CONF.format(hub=""))
    assert tell_hub(site, "publishconf.py") == []
    assert not (site / "cache").exists()


def test_a_broken_memory_tells_again(site, hub):
    tell(site, hub)
    (site / "cache/feeds-told.json").write_text("{")
    assert len(tell(site, hub)) == 2
