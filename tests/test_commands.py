"""The commands that people type."""

import contextlib
import http.client
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from problems import Problem, report_json
from sitebuilder import ROOT
from tools import check, environment, serve
from tools.serve import overlay


def test_every_command_has_a_line_of_help():
    done = subprocess.run(
        [sys.executable, "-m", "invoke", "--list"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    names = ("serve", "build", "check", "publish", "deploy", "clean", "test", "lint", "followups")
    for name in (*names, "digest", "import-leads", "export-leads"):
        (line,) = [row for row in done.stdout.splitlines() if row.split()[:1] == [name]]
        assert len(line.split()) > 3


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "leads").mkdir()
    (tmp_path / "leads" / "index.html").write_text("the board")
    (tmp_path / "404.html").write_text("nothing here, but look")
    return tmp_path


@pytest.fixture
def server(folder):
    server = serve.make_server(folder, 8000)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def get(server, path):
    connection = http.client.HTTPConnection(*server.server_address, timeout=5)
    connection.request("GET", path)
    response = connection.getresponse()
    answer = response.status, response.read().decode()
    connection.close()
    return answer


def test_the_preview_serves_clean_addresses(server):
    assert get(server, "/leads/") == (200, "the board")


def test_what_is_not_there_shows_the_sites_own_page(server):
    assert get(server, "/gone/") == (404, "nothing here, but look")


def test_the_preview_is_for_this_machine_alone(server):
    assert server.server_address[0] == "127.0.0.1"


def test_a_taken_port_is_passed_over(server, folder):
    second = serve.make_server(folder, server.server_port)
    second.server_close()
    assert second.server_port > server.server_port


@pytest.fixture
def previewed(folder, tmp_path):
    (folder / "leads" / "index.html").write_text("<body>the board</body>")
    report = overlay.Report(tmp_path / "report.json")
    server = serve.make_server(folder, 8000, report)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server, report
    server.shutdown()
    server.server_close()
    thread.join()


@contextlib.contextmanager
def told(server, page=""):
    """What a page's stream of events tells, one after the other."""
    connection = http.client.HTTPConnection(*server.server_address, timeout=5)
    connection.request("GET", f"{overlay.EVENTS}?{page}")
    response = connection.getresponse()
    assert response.headers["Content-Type"] == "text/event-stream"
    lines = iter(response.readline, b"")
    yield (json.loads(line.removeprefix(b"data: ")) for line in lines if line.startswith(b"data: "))
    connection.close()


def test_a_report_lies_over_the_preview_until_all_is_mended(previewed):
    server, report = previewed
    status, page = get(server, "/leads/")
    assert (status, overlay.SCRIPT in page) == (200, True)
    assert overlay.SCRIPT in get(server, "/gone/")[1] or "</body>" not in get(server, "/gone/")[1]
    assert "EventSource(" in get(server, overlay.SCRIPT)[1]
    with told(server) as events:
        assert next(events)["ok"] is True
        open_problem = Problem(file="leads/a.md", line=2, message="This is not a date.")
        secret = Problem(file="x.html", value="dana@secret.example", message="leak", private=True)
        report.file.write_text(report_json([open_problem, secret]), "utf-8")
        report.next_build()
        failed = next(events)
        assert failed["problems"][0]["message"] == "This is not a date."
        assert "private" in str(failed)
        assert "secret.example" not in str(failed)
        report.file.write_text(report_json([]), "utf-8")
        report.next_build()
        mended = next(events)
    assert (mended["ok"], mended["problems"]) == (True, [])
    # A page says which build it is of, and loads itself anew for any other.
    assert f'data-build="{mended["build"]}"' in get(server, "/leads/")[1]
    assert f'data-build="{mended["build"]}"' not in page


def test_a_page_is_shown_before_its_build_has_ended(previewed, folder):
    server, report = previewed
    page = folder / "leads" / "index.html"

    def build_of(text):
        return text.partition('data-build="')[2].partition('"')[0]

    with told(server, "/leads/") as events, told(server, "/other/") as others:
        first, _ = next(events), next(others)
        assert set(report.open_pages) == {"leads/index.html", "other/index.html"}
        report.show_early("leads/index.html", b"<body>a new word</body>")
        early = next(events)
        shown = get(server, "/leads/")[1]
        assert "a new word" in shown
        assert build_of(shown) == early["build"] != first["build"]
        assert "the board" in page.read_text()
        # It is there in the end: nothing is loaded anew.
        page.write_text("<body>a new word</body>")
        report.next_build(folder)
        ended = next(events)
        assert (ended["early"], ended["kept"], ended["ok"]) == (early["build"], True, True)
        assert build_of(get(server, "/leads/")[1]) == ended["build"]
        # Who looks at another page is told of the whole build only.
        assert next(others)["build"] == ended["build"]
        # It cannot be built: the old page comes back.
        report.show_early("leads/index.html", b"<body>worse</body>")
        early = next(events)
        problem = Problem(file="leads/a.md", message="This is not a date.")
        report.file.write_text(report_json([problem]), "utf-8")
        report.next_build(folder)
        failed = next(events)
        assert (failed["early"], failed["kept"], failed["ok"]) == (early["build"], False, False)
        assert "a new word" in get(server, "/leads/")[1]


def test_the_overlay_is_never_in_the_site(previewed, folder):
    get(previewed[0], "/leads/")
    assert "script" not in (folder / "leads" / "index.html").read_text()


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """An environment's folder that is not there yet, and what would be installed into it."""
    installed = []
    monkeypatch.setattr(environment, "_FOLDER", tmp_path / ".venv")
    monkeypatch.setattr(environment, "_make", lambda: _pretend(tmp_path / ".venv"))

    def run(command, **_):
        installed.append(command[-1])
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(environment.subprocess, "run", run)
    return installed


def _pretend(folder: Path):
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").touch()


def test_a_fresh_machine_gets_what_the_command_needs_once(fresh, capsys):
    assert environment.run_in_environment(["serve"]) == 0
    assert [Path(name).name for name in fresh] == ["requirements.txt", "serve"]
    assert "Making a virtual environment" in capsys.readouterr().out
    fresh.clear()
    assert environment.run_in_environment(["serve"]) == 0
    assert fresh == ["serve"]


def test_tests_need_more(fresh):
    assert environment.run_in_environment(["test"]) == 0
    assert fresh[1] == str(ROOT / "tests" / "requirements.txt")


def test_without_venv_the_reason_is_told(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(environment, "_FOLDER", tmp_path / ".venv")

    def fail(*_, **__):
        raise subprocess.CalledProcessError(1, ["ensurepip"])

    monkeypatch.setattr(environment.venv, "create", fail)
    assert environment.run_in_environment(["serve"]) == 1
    assert "python3-venv" in capsys.readouterr().err


def test_an_old_python_is_told(monkeypatch, capsys):
    monkeypatch.setattr(environment.sys, "version_info", (3, 10, 4))
    assert environment.run_in_environment(["serve"]) == 1
    assert "this is 3.10.4" in capsys.readouterr().err


def test_the_pins_hold_no_address():
    for name in ("requirements.txt", "tests/requirements.txt"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text


@pytest.fixture
def project(build):
    """A project of its own, with its settings beside its content."""
    conf = (
        f"import sys\nsys.path[:0] = [{str(ROOT)!r}]\nfrom pelicanconf import *\n"
        f"THEME = {str(ROOT / 'theme')!r}\nPLUGIN_PATHS = [{str(ROOT / 'plugins')!r}]\n"
    )
    (build.folder / "siteconf.py").write_text(conf)
    return build


def test_check_tells_problems_and_writes_nothing(project, capfd):
    project.write({"posts/a.md": "Title: A\nDate: 5 August\n\nText.\n"})
    assert check.check(project.folder, "siteconf.py") == 1
    said = capfd.readouterr().err
    assert "content/posts/a.md:2:7" in said
    assert "~~~~~~~~" in said
    assert check.check(project.folder, "siteconf.py", "json") == 1
    found = json.loads(capfd.readouterr().out)
    assert found["problems"][0]["file"] == "content/posts/a.md"
    left = {path.name for path in project.folder.iterdir()} - {"cache", "__pycache__"}
    assert left == {"content", "siteconf.py"}


def test_check_says_that_all_is_well(project, capfd):
    project.write({"posts/a.md": "Title: A\nDate: 2009-08-05\n\nText.\n"})
    assert check.check(project.folder, "siteconf.py") == 0
    assert "No problems." in capfd.readouterr().out
    assert check.check(project.folder, "siteconf.py", "json") == 0
    assert json.loads(capfd.readouterr().out)["ok"] is True
    assert not (project.folder / "output").exists()
