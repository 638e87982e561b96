"""`invoke serve`: what is saved is built, and the browser shows it where it was."""

import re
import sys
import urllib.request

import pexpect
import pytest

from tools import serve
from tools.console import Stop
from tools.serve import command, server, watching

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def builds(monkeypatch):
    """Instead of builds: how they are to end, and what was asked for."""
    asked = []

    def pretend(*ends):
        left = iter(ends)

        class Pretended(command.Builder):
            def build(self, *, quiet=True, **_):
                asked.append("quiet" if quiet else "build")
                return next(left)

            def idle(self):
                asked.append("idle")
                return False

            def restart(self):
                asked.append("new")

        monkeypatch.setattr(command, "Builder", Pretended)
        return asked

    return pretend


def saving(*rounds):
    def watch(*_, **__):
        for found in rounds:
            yield {("modified", name) for name in found}
        raise KeyboardInterrupt

    return watch


def test_saving_builds_again_and_a_failed_build_goes_on(tmp_path, builds, capsys):
    asked = builds(True, False, True)
    saved = str(tmp_path / "content/posts/a.md")
    assert (
        serve.serve(tmp_path, "pelicanconf.py", "8000", saving([saved], [], [saved, "/x/y"])) == 0
    )
    assert asked == ["build", "quiet", "idle", "quiet", "new"]
    said = capsys.readouterr().out
    assert len(re.findall(r"Built again in \d+\.\d\d s: ", said)) == 1
    assert "content/posts/a.md and 1 more" in said
    assert re.search(r"The site is at http://127\.0\.0\.1:\d+/\n", said)
    assert re.search(r"/subscribe/, all in one at http://\S+/feeds/everything\.atom\.xml", said)


def test_a_failed_first_build_waits_for_the_mistake_to_be_mended(tmp_path, builds):
    asked = builds(False, True)
    assert serve.serve(tmp_path, "pelicanconf.py", "8000", saving(["content/a.md"])) == 0
    assert asked == ["build", "quiet", "new"]


def test_settings_are_watched_through_any_way_of_saving(tmp_path, builds):
    asked = builds(True, True, True)
    conf = tmp_path / "pelicanconf.py"
    conf.write_text("A = 1\n")

    def watch(*_, **__):
        conf.write_text("A = 100\n")
        yield set()
        (tmp_path / "beside").write_text("A = 1000\n")
        (tmp_path / "beside").replace(conf)
        yield set()
        yield set()
        raise KeyboardInterrupt

    assert serve.serve(tmp_path, "pelicanconf.py", "8000", watch) == 0
    # A process that has read other settings is none for these.
    assert asked == ["build", "new", "quiet", "new", "quiet", "idle", "new"]


def test_a_changed_plugin_runs_in_a_process_of_its_own(tmp_path, builds):
    asked = builds(True, True, True)
    for name in ("plugins", "theme"):
        (tmp_path / name).mkdir()
    plugin, template = str(tmp_path / "plugins/mine.py"), str(tmp_path / "theme/page.html")
    assert serve.serve(tmp_path, "pelicanconf.py", "8000", saving([template], [plugin])) == 0
    assert asked == ["build", "quiet", "new", "quiet", "new"]


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "²"])
def test_what_is_no_port_is_told(tmp_path, port):
    with pytest.raises(Stop, match="is no port"):
        serve.serve(tmp_path, "pelicanconf.py", port, saving())


def test_no_free_port_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(server, "_PORTS_TO_TRY", 0)
    with pytest.raises(Stop, match="is free"):
        serve.make_server(tmp_path, 8000)


def test_what_is_watched(project):
    here = watching.places(project.folder, "pelicanconf.py")
    assert here.output == project.folder / "output"
    names = {folder.name for folder in here.folders}
    assert {"content", "theme", "plugins"} <= names
    assert [file.name for file in here.files] == ["pelicanconf.py", "publishconf.py"]


def test_broken_settings_are_watched_all_the_same(project):
    (project.folder / "pelicanconf.py").write_text("(")
    here = watching.places(project.folder, "pelicanconf.py")
    assert here.output == project.folder / "output"
    assert len(here.folders) == 3


@pytest.mark.slow
@pytest.mark.parametrize("name", ["content/posts/2009-08-03-hello.md", "pelicanconf.py"])
def test_the_real_command_builds_what_is_saved(project, name):
    child = pexpect.spawn(
        f"{sys.executable} -m invoke serve", cwd=str(project.folder), encoding="utf-8", timeout=60
    )
    child.expect("The site is at (http://[^\r\n]+)")
    address = child.match[1]
    child.expect("Ctrl-C ends")
    path = project.folder / name
    text = path.read_text("utf-8").replace("Text.", "Saved.").replace("Nora's Job", "Saved Job")
    path.with_suffix(".tmp").write_text(text, "utf-8")
    path.with_suffix(".tmp").replace(path)
    child.expect(r"Built again in \d+\.\d\d s: (\S+)")
    assert child.match[1] == name
    with urllib.request.urlopen(f"{address}posts/hello/") as page:  # noqa: S310 (our own server)
        assert b"Saved" in page.read()
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_is_shown_anew_where_it_was(project):
    sync_api = pytest.importorskip("playwright.sync_api")
    path = project.content / "posts/2009-08-03-hello.md"
    path.write_text(
        path.read_text("utf-8") + "\n".join(f"\nLine {n}.\n" for n in range(200)), "utf-8"
    )
    child = pexpect.spawn(
        f"{sys.executable} -m invoke serve", cwd=str(project.folder), encoding="utf-8", timeout=60
    )
    child.expect("The site is at (http://[^\r\n]+)")
    address = child.match[1]
    child.expect("Ctrl-C ends")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        wrong = []
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{address}posts/hello/")
        page.wait_for_timeout(1500)
        page.evaluate("scrollTo(0, 3000)")
        # A browser places things on whole pixels.
        there = pytest.approx(3000, abs=2)
        assert page.evaluate("scrollY") == there
        path.write_text(path.read_text("utf-8").replace("Line 199.", "The last line."), "utf-8")
        page.get_by_text("The last line.").wait_for(state="attached", timeout=60_000)
        page.wait_for_timeout(300)
        assert page.evaluate("scrollY") == there
        path.write_text(path.read_text("utf-8").replace("Title:", "Titel:"), "utf-8")
        alert = page.locator("#jobshower-problems")
        alert.wait_for(timeout=60_000)
        assert "did you mean “Title”?" in alert.inner_text()
        assert page.evaluate("scrollY") == there
        path.write_text(path.read_text("utf-8").replace("Titel:", "Title:"), "utf-8")
        alert.wait_for(state="detached", timeout=60_000)
        # A browser asks for an icon that the sample does not have.
        assert [text for text in wrong if "404" not in text] == []
        browser.close()
    child.sendintr()
    child.expect(pexpect.EOF)
