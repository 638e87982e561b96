"""`invoke init`: the sample becomes hers, whole or not at all."""

import shutil
import subprocess
import sys

import pexpect
import pytest

from problems import ProblemsFound
from sitebuilder import ROOT
from tools import init
from tools.conffile import read_values
from tools.console import Stop
from tools.sample import _LIST, listed, sample_files

CONTENT = ROOT / "content"
GIVEN = {
    "name": "Ada Lake",
    "address": "ada.example/",
    "timezone": "new york",
    "reply-to": "ada@ada.example",
}


def test_the_list_of_the_sample_is_up_to_date():
    now, noted = (set(text.splitlines()) for text in (listed(CONTENT), _LIST.read_text("utf-8")))
    assert now == noted, "The sample's content has changed: run “invoke sample”, and commit."


@pytest.fixture
def sample(project, tmp_path, monkeypatch):
    """The project as it is cloned, its list up to date."""
    noted = tmp_path / "sample.sha256"
    noted.write_text(listed(CONTENT), "utf-8")
    monkeypatch.setattr("tools.sample._LIST", noted)
    shutil.rmtree(project.content)
    shutil.copytree(CONTENT, project.content)
    return project


@pytest.fixture
def unchecked(monkeypatch):
    """Without the check at the end, which is a build."""
    monkeypatch.setattr(init, "check", lambda *_: 0)


def make(project, **more):
    given = {**GIVEN, **more.pop("given", {})}
    return init.make_hers(project.folder, given=given, **more)


def everything(project):
    return project.files(), (project.folder / "pelicanconf.py").read_bytes()


def test_the_sample_becomes_hers_and_builds(sample):
    words = [f"--{name}={value}" for name, value in GIVEN.items()]
    done = sample.command("init", *words, "--yes", env={"SOURCE_DATE_EPOCH": "1300000000"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No problems." in done.stdout
    assert sorted(sample.files()) == [
        "posts/2011-03-13-looking-for-work.md",
        "showers/ada/cover-letter.md",
        "showers/ada/shower.md",
    ]
    conf = (sample.folder / "pelicanconf.py").read_text("utf-8")
    assert "TODAY" not in conf
    assert "Nora" not in conf
    assert "# The real address of the site." in conf
    values = read_values(sample.folder / "pelicanconf.py")
    assert values["AUTHOR"] == "Ada Lake"
    assert values["SITENAME"] == "Ada's Job Shower"
    assert values["FEED_DOMAIN"] == "https://ada.example"
    assert values["FEED_DOMAIN_SINCE"] == "2011"
    assert values["REPLY_TO"] == "ada@ada.example"
    assert values["TIMEZONE"] == "America/New_York"


@pytest.mark.usefixtures("unchecked")
def test_git_takes_it_back(sample, capsys):
    def git(*words):
        who = ["-c", "user.name=x", "-c", "user.email=x@x.example"]
        subprocess.run(["git", *who, *words], cwd=sample.folder, check=True, capture_output=True)

    git("init")
    git("add", "-A")
    git("commit", "-m", "x")
    before = everything(sample)
    make(sample)
    line = next(row for row in capsys.readouterr().out.splitlines() if "To undo it: " in row)
    assert everything(sample) != before
    git(*line.partition("To undo it: git ")[2].split())
    assert everything(sample) == before


@pytest.mark.usefixtures("unchecked")
def test_without_git_there_is_a_copy(sample, capsys):
    before = everything(sample)
    make(sample)
    assert "copy back what is in .before-init-1/" in capsys.readouterr().out
    copy = sample.folder / ".before-init-1"
    shutil.rmtree(sample.content)
    shutil.copytree(copy, sample.folder, dirs_exist_ok=True)
    assert everything(sample) == before


@pytest.mark.usefixtures("unchecked")
def test_what_is_not_the_samples_is_not_deleted(sample):
    mine = "posts/2009-08-28-mine.md"
    sample.write({mine: "Title: Mine\nDate: 2009-08-28\n\nText.\n"})
    changed = "leads/2009-08-26-books-for-three-shops.md"
    sample.write({changed: sample.text(changed) + "And more.\n"})
    before = everything(sample)
    with pytest.raises(Stop) as stop:
        make(sample)
    assert f"content/{mine}" in str(stop.value)
    assert f"content/{changed}" in str(stop.value)
    assert "--from content" in str(stop.value)
    assert everything(sample) == before
    make(sample, source=str(sample.content))
    assert {mine, changed} < set(sample.files())
    assert len(sample.files()) == 4  # and the first shower with its wish


@pytest.mark.usefixtures("unchecked")
def test_it_is_done_once(sample):
    make(sample)
    with pytest.raises(Stop, match="yours already"):
        make(sample)


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"name": ""}, Stop, "--name"),
        ({"address": ""}, Stop, "--address"),
        ({"address": "not an address"}, Stop, "https://nora.example"),
        ({"timezone": "Amerika/New_York"}, Stop, "Did you mean America/New_York?"),
        ({"reply-to": "nobody"}, ProblemsFound, "REPLY_TO"),
    ],
)
def test_a_wrong_answer_changes_nothing(sample, given, error, words):
    before = everything(sample)
    with pytest.raises(error) as stopped:
        make(sample, given=given)
    assert words in str(stopped.value)
    assert everything(sample) == before


def test_settings_that_cannot_be_changed_change_nothing(sample):
    conf = sample.folder / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + 'AUTHOR = "again"\n', "utf-8")
    before = everything(sample)
    with pytest.raises(Stop, match="more than one line"):
        make(sample)
    assert everything(sample) == before


@pytest.mark.usefixtures("unchecked")
def test_a_full_disk_changes_nothing(sample, monkeypatch):
    from tools import changes

    real = changes.os.fsync
    left = iter(range(2))

    def full(file):
        if next(left, None) is None:
            raise OSError(28, "No space left on device")
        real(file)

    before = everything(sample)
    monkeypatch.setattr(changes.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        make(sample)
    assert everything(sample) == before


def old_blog(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


POST = "Title: Old\nDate: 2008-01-01\nMood: glad\n\nText.\n"


@pytest.mark.usefixtures("unchecked")
def test_a_folder_of_markdown_comes_along(sample, tmp_path):
    old = old_blog(
        tmp_path / "old",
        {"a.md": POST, "2007/b.md": POST, "pics/c.png": "png", ".git/x.md": POST, "run.sh": ""},
    )
    make(sample, source=str(old))
    assert sorted(sample.files()) == [
        "images/pics/c.png",
        "posts/2007/b.md",
        "posts/a.md",
        "showers/ada/cover-letter.md",
        "showers/ada/shower.md",
    ]
    assert sample.text("posts/a.md") == POST
    assert read_values(sample.folder / "pelicanconf.py")["EXTRA_KEYS"] == ["Mood"]
    assert init.open_site(sample.folder).sources.problems == []


@pytest.mark.usefixtures("unchecked")
def test_a_pelican_site_comes_along_with_its_settings(sample, tmp_path):
    conf = 'AUTHOR = "Ada L."\nSITENAME = "Lakeside"\nTIMEZONE = "Europe/Rome"\nPATH = "src"\n'
    conf += 'ARTICLE_PATHS = ["blog"]\n'
    old = old_blog(
        tmp_path / "old",
        {
            "pelicanconf.py": conf,
            "publishconf.py": 'SITEURL = "https://lake.example"\n',
            "src/blog/a.md": POST,
            "src/pages/me.md": "Title: Me\n\nText.\n",
            "src/images/c.png": "png",
            "output/x.md": POST,
        },
    )
    init.make_hers(sample.folder, given={}, source=str(old), yes=True)
    values = read_values(sample.folder / "pelicanconf.py")
    assert values["AUTHOR"] == "Ada L."
    assert values["SITENAME"] == "Lakeside"
    assert values["TIMEZONE"] == "Europe/Rome"
    assert values["FEED_DOMAIN"] == "https://lake.example"
    assert {"posts/a.md", "pages/me.md", "images/c.png"} < set(sample.files())


@pytest.mark.parametrize("files", [{}, {"a.txt": "x"}])
def test_nothing_to_take_over_is_told(sample, tmp_path, files):
    before = everything(sample)
    with pytest.raises(Stop, match="There is no"):
        make(sample, source=str(old_blog(tmp_path / "old", files)))
    assert everything(sample) == before


def test_line_ends_of_git_on_windows_make_no_difference(sample):
    name = "leads/2009-08-26-books-for-three-shops.md"
    (sample.content / name).write_bytes(sample.text(name).replace("\n", "\r\n").encode())
    assert sample_files(sample.content)[1] == []


@pytest.mark.slow
def test_a_person_is_asked_at_a_real_terminal(sample):
    command = f"{sys.executable} -m invoke init"
    child = pexpect.spawn(command, cwd=str(sample.folder), encoding="utf-8", timeout=60)
    for question, answer in [
        ("Your name", "Ada Lake"),
        ("The site's name .*Ada's Job Shower", ""),
        ("Its address", "nonsense"),
        ("Please write an address.*Its address", "ada.example"),
        ("Your time zone", "Rome"),
        ("An e-mail address", ""),
        (r"make the site yours\? \[Y/n\]", ""),
    ]:
        child.expect(question)
        child.sendline(answer)
    child.expect("No problems")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert read_values(sample.folder / "pelicanconf.py")["REPLY_TO"] is None


@pytest.mark.slow
def test_ctrl_c_while_asked_changes_nothing(sample):
    before = everything(sample)
    command = f"{sys.executable} -m invoke init"
    child = pexpect.spawn(command, cwd=str(sample.folder), encoding="utf-8", timeout=60)
    child.expect("Your name")
    child.sendline("Ada Lake")
    child.expect("The site's name")
    child.sendintr()
    child.expect("Stopped. Nothing was written.")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1
    assert everything(sample) == before
