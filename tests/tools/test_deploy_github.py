"""Deploying to a branch of a bare git repository."""

import os
import subprocess

import pytest
from deploysite import site_files

from tools.console import Stop

# A person's own settings of git must make no difference.
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder, *arguments):
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture
def bare(tmp_path, published, monkeypatch):
    """A project that is a git repository, and the bare one that it is pushed to."""
    for name, value in ALONE.items():
        monkeypatch.setenv(name, value)
    repository = tmp_path / "bare.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(repository))
    git(published.root, "init", "--quiet", "--initial-branch=main")
    git(published.root, "remote", "add", "origin", str(repository))
    published.to = "github:origin/gh-pages"
    return repository


def online(bare):
    """The texts of the files on the branch, without those that are for GitHub alone."""
    names = git(bare, "ls-tree", "-r", "-z", "--name-only", "gh-pages").strip("\0").split("\0")
    own = {".deployed.json", ".nojekyll", "CNAME"}
    return {name: git(bare, "show", f"gh-pages:{name}") for name in names if name not in own}


def commits(bare):
    return int(git(bare, "rev-list", "--count", "gh-pages"))


def test_the_site_is_the_branch(published, bare):
    files = site_files(3) | {"posts/für-dich/index.html": "ß\r\n"}
    published.publish(files)
    (published.root / ".gitattributes").write_text("* text=auto\n")
    (published.root / "unsaved.txt").write_text("work")
    assert published.deploy() == 0
    shown = git(bare, "show", "gh-pages:posts/für-dich/index.html")
    assert shown.encode() in (b"\xc3\x9f\r\n", b"\xc3\x9f\n")
    assert online(bare).keys() == files.keys()
    assert git(bare, "show", "gh-pages:CNAME") == "nora.example\n"
    assert git(bare, "show", "gh-pages:.nojekyll") == ""
    # Neither her branch nor her unsaved work is touched.
    assert git(published.root, "branch", "--all").strip() in ("", "remotes/origin/gh-pages")
    assert "?? unsaved.txt" in git(published.root, "status", "--porcelain")


def test_one_word_is_one_file_and_no_change_is_no_commit(published, bare, capsys):
    published.publish(site_files(10))
    published.deploy()
    assert commits(bare) == 1
    published.deploy()
    assert commits(bare) == 1
    changed = site_files(10) | {"posts/post-1/index.html": "another word"}
    published.publish(changed)
    published.deploy()
    assert "1. changed pages: 1 file" in capsys.readouterr().out
    assert online(bare) == changed
    named = git(bare, "diff", "--name-only", "gh-pages~", "gh-pages").split()
    assert named == ["posts/post-1/index.html"]


def test_what_is_gone_is_deleted_and_what_others_put_there_stays(published, bare, tmp_path):
    published.publish(site_files(3))
    published.deploy()
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", str(bare), str(clone))
    (clone / "CNAME").write_text("other.example\n")
    (clone / "google1234.html").write_text("theirs")
    git(clone, "add", "-A")
    git(clone, "-c", "user.name=x", "-c", "user.email=x@mail.example", "commit", "-qm", "x")
    git(clone, "push", "--quiet")
    published.publish(site_files(2))
    published.deploy()
    assert online(bare) == site_files(2) | {"google1234.html": "theirs"}
    published.deploy(prune=True)
    assert online(bare) == site_files(2)


def test_a_domain_set_on_github_stays(published, bare, tmp_path):
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(bare), str(clone))
    (clone / "CNAME").write_text("www.nora.example\n")
    git(clone, "checkout", "-q", "-b", "gh-pages")
    git(clone, "add", "-A")
    git(clone, "-c", "user.name=x", "-c", "user.email=x@mail.example", "commit", "-qm", "x")
    git(clone, "push", "--quiet", "origin", "gh-pages")
    published.publish(site_files(1))
    published.deploy()
    assert git(bare, "show", "gh-pages:CNAME") == "www.nora.example\n"


def test_a_site_below_github_io_has_no_domain_of_its_own(published, bare):
    published.publish(site_files(1), site="https://nora.github.io/shower")
    published.deploy()
    assert "CNAME" not in git(bare, "ls-tree", "--name-only", "gh-pages").split()


def test_a_repository_that_refuses_is_told_and_the_next_run_finishes(published, bare):
    published.publish(site_files(2))
    published.deploy()
    hook = bare / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'this repository is read-only' >&2\nexit 1\n")
    hook.chmod(0o755)
    published.publish(site_files(3))
    with pytest.raises(Stop, match="this repository is read-only"):
        published.deploy()
    assert online(bare) == site_files(2)
    hook.unlink()
    published.deploy()
    assert online(bare) == site_files(3)


def test_killed_in_the_push_the_branch_is_the_old_site(published, bare, tmp_path, monkeypatch):
    published.publish(site_files(2))
    published.deploy()
    published.publish(site_files(3))
    shim = tmp_path / "bin" / "git"
    shim.parent.mkdir()
    real = subprocess.check_output(["which", "git"], text=True).strip()
    # The connection dies after everything was sent, before the branch moves.
    shim.write_text(f'#!/bin/sh\n[ "$1" = push ] && kill -9 $$\nexec {real} "$@"\n')
    shim.chmod(0o755)
    with monkeypatch.context() as patched:
        patched.setenv("PATH", f"{shim.parent}{os.pathsep}{os.environ['PATH']}")
        with pytest.raises(Stop, match="git could not"):
            published.deploy()
    assert online(bare) == site_files(2)
    published.deploy()
    assert online(bare) == site_files(3)


def test_a_branch_that_others_moved_meanwhile_is_not_overwritten(published, bare, monkeypatch):
    from tools.deploy import github

    published.publish(site_files(2))
    published.deploy()
    first = git(bare, "rev-parse", "gh-pages").strip()
    published.publish(site_files(3))
    published.deploy()
    theirs = git(bare, "rev-parse", "gh-pages").strip()
    published.publish(site_files(4))
    monkeypatch.setattr(github.GitHubTarget, "_fetch", lambda self: first)
    with pytest.raises(Stop, match="deploy again"):
        published.deploy()
    assert git(bare, "rev-parse", "gh-pages").strip() == theirs


@pytest.mark.usefixtures("bare")
def test_a_remote_that_is_not_there_is_told(published):
    published.publish(site_files(1))
    with pytest.raises(Stop, match="nowhere") as stop:
        published.deploy(to="github:nowhere/gh-pages")
    assert "git remote" in str(stop.value)


def test_a_project_outside_of_git_can_be_deployed_by_address(published, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    repository = tmp_path / "bare.git"
    git(tmp_path, "init", "--quiet", "--bare", str(repository))
    published.publish(site_files(1))
    assert published.deploy(to=f"github:{repository}/gh-pages") == 0
    assert online(repository) == site_files(1)
    assert not (published.root / ".git").exists()


def test_a_dry_run_leaves_the_repository_alone(published, bare, capsys):
    published.publish(site_files(1))
    published.deploy(dry_run=True)
    assert "new pages: 3 files" in capsys.readouterr().out
    assert git(bare, "branch") == ""
