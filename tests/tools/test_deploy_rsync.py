"""Deploying to a folder through rsync, whole or broken off."""

import os
import stat
import subprocess
import sys
import textwrap

import pytest
from deploysite import below, broken_links, site_files

from sitebuilder import ROOT
from tools.console import Stop
from tools.deploy.rsync import RsyncTarget

pytestmark = pytest.mark.client


@pytest.fixture
def folder(tmp_path, published):
    if subprocess.run(["which", "rsync"], capture_output=True, check=False).returncode:
        pytest.skip("rsync is not installed")
    (tmp_path / "w w'w").mkdir()
    published.to = f"rsync:{tmp_path}/w w'w"
    return tmp_path / "w w'w"


def count_calls(monkeypatch, fail_at=0):
    """Note what rsync is called for; the call of that number fails."""
    calls, real = [], RsyncTarget._run

    def run(self, *arguments, **options):
        calls.append(arguments)
        if len(calls) == fail_at:
            raise Stop("The connection broke off.")
        return real(self, *arguments, **options)

    monkeypatch.setattr(RsyncTarget, "_run", run)
    return calls


def test_the_site_arrives_whole_and_readable(published, folder):
    files = site_files(3) | {"posts/für-dich #1 [neu]/index.html": "ß", "*.txt": "star"}
    published.publish(files)
    (published.root / "output/index.html").chmod(0o600)
    assert published.deploy() == 0
    assert below(folder) == files
    assert stat.S_IMODE((folder / "index.html").stat().st_mode) == 0o644
    assert stat.S_IMODE((folder / "posts").stat().st_mode) == 0o755


def test_one_word_is_one_file_and_one_call(published, folder, capsys, monkeypatch):
    published.publish(site_files(10))
    published.deploy()
    before = (folder / "index.html").stat()
    changed = site_files(10) | {"posts/post-1/index.html": "another word"}
    published.publish(changed)
    capsys.readouterr()
    calls = count_calls(monkeypatch)
    published.deploy()
    assert "1. changed pages: 1 file" in capsys.readouterr().out
    # The comparison, the list of what is ours, the page: nothing else went up.
    assert len(calls) == 3
    assert below(folder) == changed
    after = (folder / "index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    calls.clear()
    published.deploy()
    assert "Nothing has changed." in capsys.readouterr().out
    assert len(calls) == 2


def test_what_is_gone_is_deleted_and_what_is_not_ours_stays(published, folder, capsys):
    (folder / "webmail").mkdir()
    (folder / "webmail/index.php").write_text("theirs")
    (folder / "posts/post-2").mkdir(parents=True)
    (folder / "posts/post-2/notes.txt").write_text("theirs")
    published.publish(site_files(3))
    published.deploy()
    odd = {"posts/what? [now]*.html": "odd"}
    published.publish(site_files(3) | odd)
    published.deploy()
    published.publish(site_files(1))
    published.deploy()
    said = capsys.readouterr().out
    assert "deleted: 5 files" in said
    assert "2 files there from somebody else, and left alone" in said
    theirs = {"webmail/index.php": "theirs", "posts/post-2/notes.txt": "theirs"}
    assert below(folder) == site_files(1) | theirs
    assert not (folder / "posts/post-1").exists()
    published.deploy(prune=True)
    assert below(folder) == site_files(1)


def test_a_large_part_of_a_site_is_not_deleted_by_mistake(published, folder):
    published.publish(site_files(20))
    published.deploy()
    published.publish(site_files(1))
    with pytest.raises(Stop, match="38 files would be deleted"):
        published.deploy()
    assert below(folder) == site_files(20)
    published.deploy(drastic=True)
    assert below(folder) == site_files(1)


CALLS = 6


@pytest.mark.parametrize(
    "fail_at",
    [pytest.param(n, marks=[] if n in (3, 5) else pytest.mark.slow) for n in range(1, CALLS + 2)],
)
def test_wherever_it_breaks_off_every_link_works_and_the_next_run_finishes(
    published, folder, monkeypatch, fail_at
):
    published.publish(site_files(4))
    published.deploy()
    published.publish(site_files(3, "another word"))
    with monkeypatch.context() as patched:
        calls = count_calls(patched, fail_at)
        if fail_at > CALLS:
            published.deploy()
            assert len(calls) == CALLS
        else:
            with pytest.raises(Stop, match="broke off"):
                published.deploy()
    assert broken_links(below(folder)) == set()
    published.deploy()
    assert below(folder) == site_files(3, "another word")


@pytest.mark.slow
@pytest.mark.parametrize("at", range(1, 7))
def test_killed_at_any_call_it_leaves_a_whole_site(published, folder, tmp_path, at):
    published.publish(site_files(4))
    published.deploy()
    published.publish(site_files(3, "another word"))
    shim = tmp_path / "bin" / "rsync"
    shim.parent.mkdir()
    # Between two calls, in the midst of one, it is the same: each of them is killed as a whole.
    shim.write_text(
        textwrap.dedent(f"""\
        #!/bin/sh
        case "$*" in *--version*) exec /usr/bin/rsync "$@";; esac
        echo >> {tmp_path}/calls
        if [ "$(wc -l < {tmp_path}/calls)" = {at} ]; then kill -9 $PPID; exit 1; fi
        exec /usr/bin/rsync "$@"
        """)
    )
    shim.chmod(0o755)
    program = (
        "import sys; from pathlib import Path; from tools.console import Console;"
        "from tools.deploy.command import deploy;"
        "deploy(Path(sys.argv[1]), 'publishconf.py', Console(yes=True), to=sys.argv[2])"
    )
    path = f"{shim.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-c", program, published.root, published.to],
        env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT / "plugins")},
        check=False,
    )
    assert done.returncode == -9
    assert broken_links(below(folder)) == set()
    published.deploy()
    assert below(folder) == site_files(3, "another word")


def test_a_folder_that_cannot_be_written_is_told(published, tmp_path):
    published.publish(site_files(1))
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Stop, match="cannot") as stop:
        published.deploy(to=f"rsync:{tmp_path}/file/below")
    assert "deploy again" in str(stop.value)
    with pytest.raises(Stop, match="host"):
        published.deploy(to="rsync:me@no-such-host.invalid:/srv")


def test_without_rsync_it_says_so(published, monkeypatch):
    published.publish(site_files(1))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Stop, match="There is no rsync") as stop:
        published.deploy(to="rsync:/srv")
    assert "apt install rsync" in str(stop.value)


def test_an_old_rsync_or_another_program_is_refused(published, tmp_path, monkeypatch):
    published.publish(site_files(1))
    for said in ("openrsync: protocol version 29", "rsync  version 2.6.9  protocol version 29"):
        other = tmp_path / "rsync"
        other.write_text(f"#!/bin/sh\necho '{said}'\n")
        other.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        with pytest.raises(Stop, match=r"older than 3\.1"):
            published.deploy(to="rsync:/srv")


def test_a_broken_list_of_what_is_ours_deletes_nothing(published, folder):
    published.publish(site_files(3))
    published.deploy()
    (folder / ".deployed.json").write_text("{")
    published.publish(site_files(2))
    published.deploy()
    assert below(folder).keys() > site_files(2).keys()


def test_a_host_is_reached_by_ssh(published, tmp_path, monkeypatch):
    """With a stand-in for ssh, which runs on this machine what it should on the other."""
    ssh = tmp_path / "bin" / "ssh"
    ssh.parent.mkdir()
    ssh.write_text(
        '#!/bin/sh\nwhile [ "${1#-}" != "$1" ]; do [ "$1" = -l ] && shift; shift; done\n'
        f'echo "$1" >> {tmp_path}/hosts\nshift\nexec sh -c "$*"\n'
    )
    ssh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{ssh.parent}{os.pathsep}{os.environ['PATH']}")
    www = tmp_path / "our www"
    www.mkdir()
    published.to = f"rsync:me@host.example:{www}"
    published.publish(site_files(3))
    published.deploy()
    assert below(www) == site_files(3)
    published.publish(site_files(2, "another word"))
    published.deploy()
    assert below(www) == site_files(2, "another word")
    assert set((tmp_path / "hosts").read_text().split()) == {"host.example"}
