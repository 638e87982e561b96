"""Nothing goes online but what the last publish has checked and made."""

import os

import pytest
from deploysite import SITE, site_files

from problems import ProblemsFound
from safebuild.lock import Lock
from tools.console import Console, Stop
from tools.deploy import command
from tools.deploy.target import make_target


@pytest.fixture
def folder(tmp_path, published):
    (tmp_path / "www").mkdir()
    published.to = f"rsync:{tmp_path / 'www'}"
    return tmp_path / "www"


def refused(published, **options):
    with pytest.raises(Stop) as stop:
        published.deploy(**options)
    return str(stop.value)


def test_what_was_not_published_is_not_deployed(published, folder):
    assert "invoke publish" in refused(published)
    (published.root / "output/index.html").write_text("a preview")
    assert "not published yet" in refused(published)
    assert not list(folder.iterdir())


@pytest.mark.usefixtures("folder")
def test_an_empty_site_is_not_deployed(published):
    published.publish({"about/index.html": "no home"})
    assert "home page" in refused(published)
    published.publish({})
    assert "no output" in refused(published)


def test_an_output_that_was_changed_since_is_not_deployed(published, folder):
    for change in ("index.html", "new.html"):
        published.publish(site_files(2))
        (published.root / "output" / change).write_text("by hand")
        assert change in refused(published)
    published.publish(site_files(2))
    (published.root / "output/index.html").unlink()
    assert "missing: index.html" in refused(published)
    assert not list(folder.iterdir())


@pytest.mark.usefixtures("folder")
def test_a_broken_receipt_is_told(published):
    published.publish(site_files(1))
    (published.root / "cache/published.json").write_text("{")
    assert "broken" in refused(published)


@pytest.mark.usefixtures("folder")
def test_a_site_without_an_address_is_not_deployed(published):
    published.publish(site_files(1), site="")
    assert "SITEURL" in refused(published)


def test_a_text_that_was_saved_after_the_publish_is_told(published, folder):
    published.publish(site_files(1))
    text = published.root / "content" / "late.md"
    text.write_text("Title: Late")
    later = (published.root / "cache/published.json").stat().st_mtime + 5
    os.utime(text, (later, later))
    assert "content/late.md" in refused(published)
    assert published.deploy(old=True) == 0
    assert (folder / "index.html").exists()


@pytest.mark.usefixtures("folder")
def test_a_site_of_another_day_is_told(published, monkeypatch):
    published.publish(site_files(1))
    receipt = published.root / "cache/published.json"
    receipt.write_text(receipt.read_text().replace('"day": ""', '"day": "2009-08-27"'))
    assert "2009-08-27" in refused(published)
    asked = []
    monkeypatch.setattr(Console, "confirm", lambda *a, **k: asked.append(a[1]) or True)
    assert published.deploy() == 0
    assert "today is 2009-08-28" in asked[0]


def test_a_dry_run_shows_the_plan_and_does_nothing(published, folder, capsys):
    published.publish(site_files(3))
    assert published.deploy(dry_run=True) == 0
    said = capsys.readouterr().out
    steps = ["1. assets: 4 files", "2. new pages: 5 files", "3. feeds and lists: 2 files"]
    assert [line.strip().split(",")[0] for line in said.splitlines() if ". " in line[:6]] == steps
    assert "posts/post-1/index.html" in said
    assert not list(folder.iterdir())


def test_a_preview_meanwhile_does_not_get_into_the_deploy(published, folder, monkeypatch):
    published.publish(site_files(2))

    def build_a_preview(*args, **kwargs):
        for path in (published.root / "output").rglob("*.html"):
            path.unlink()
            path.write_text("draft")
        return make_target(*args, **kwargs)

    monkeypatch.setattr(command, "make_target", build_a_preview)
    assert published.deploy() == 0
    assert "draft" not in (folder / "index.html").read_text()
    assert [path.name for path in (published.root / "cache").iterdir()] == ["published.json"]


def test_one_deploy_at_a_time(published, folder):
    published.publish(site_files(1))
    with Lock(published.root / "cache" / "deploying.lock", "deploy"):
        with pytest.raises(ProblemsFound, match="Another deploy of this site is running"):
            published.deploy()
        assert not list(folder.iterdir())
    assert published.deploy() == 0


def test_what_a_killed_deploy_has_left_is_cleared(published, folder):
    published.publish(site_files(1))
    (published.root / "cache" / "deploying").mkdir()
    (published.root / "cache" / "deploying" / "old.html").write_text("old")
    published.deploy()
    assert not (folder / "old.html").exists()
    assert not (published.root / "cache" / "deploying").exists()


@pytest.mark.parametrize("to", ["", "ftp:host", "rsync:", "github:origin", "s3:", "gh-pages"])
def test_a_target_that_is_none_is_told_with_the_forms_there_are(published, to):
    published.publish(site_files(1))
    said = refused(published, to=to)
    assert "rsync:me@host.example:/srv/www" in said
    assert SITE not in said


def test_a_built_site_has_a_receipt_of_each_byte(build):
    receipt = build.folder / "receipt.json"
    post = {"posts/a.md": "Title: A\nDate: 2009-08-01\n\nText.\n"}
    site = build(post, RECEIPT_FILE=str(receipt), SITEURL=SITE)
    assert site.status == 0, site.said
    from tools.deploy.checked import checked

    found = checked(receipt, site.output)
    assert found.site == SITE
    assert found.day == "2009-08-28"
    assert found.files.keys() == site.files().keys()
    # One that fails leaves the receipt of what is still there.
    broken = build({"posts/b.md": "Titel: B\n\nText.\n"}, RECEIPT_FILE=str(receipt), SITEURL=SITE)
    assert broken.status == 1
    assert checked(receipt, site.output) == found
    # A preview is another site.
    assert build({"posts/b.md": post["posts/a.md"].replace("A", "B")}).status == 0
    with pytest.raises(Stop, match="perhaps a preview"):
        checked(receipt, site.output)


def test_a_person_without_a_target_is_asked_for_one(published, folder, person):
    published.publish(site_files(1))
    person(f"rsync:{folder}")
    assert command.deploy(published.root, "publishconf.py", Console()) == 0
    assert (folder / "index.html").exists()
