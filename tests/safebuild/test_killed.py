"""However a build ends, the site online is the old one or the new one, whole."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
from collections import Counter

import pytest
from killing import Victim

from safebuild.build import SafePelican

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]

BATCHES = 4
MOUNT = shutil.which("mount")


@pytest.fixture(scope="module")
def victim(tmp_path_factory):
    assert SafePelican  # all is imported before the first fork
    return Victim(tmp_path_factory.mktemp("victim"))


def check(victim, number, count, seed):
    left = Counter()
    codes = Counter()
    for moment in victim.moments(count, seed):
        victim.write("new" if victim.which() == "old" else "old")
        before = victim.which()
        code = victim.stop(number, moment)
        online = victim.which()
        assert online in ("old", "new"), sorted(victim.online())
        left["as before" if online == before else "the next"] += 1
        codes[code] += 1
        # A report is for mistakes; these builds have none.
        assert code not in {1, 70}, (victim.folder / "said").read_text("utf-8")
        if code == 0:
            assert victim.waste() == []
    # The next build is clean.
    victim.write("new")
    assert victim.run() == 0, (victim.folder / "said").read_text("utf-8")
    assert victim.which() == "new"
    assert victim.waste() == []
    assert sum(left.values()) == count
    assert left["as before"]
    return codes


@pytest.mark.parametrize("seed", range(BATCHES))
def test_killed(victim, seed):
    codes = check(victim, signal.SIGKILL, 200 // BATCHES, seed)
    assert set(codes) <= {0, -signal.SIGKILL}


@pytest.mark.parametrize("seed", range(2))
def test_interrupted(victim, seed):
    codes = check(victim, signal.SIGINT, 25, 100 + seed)
    assert set(codes) <= {0, 130, -signal.SIGINT}
    assert codes[130]


@pytest.mark.parametrize("seed", range(2))
def test_terminated(victim, seed):
    codes = check(victim, signal.SIGTERM, 25, 200 + seed)
    assert set(codes) <= {0, -signal.SIGTERM}


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 4 MB, if this is a user who may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True) if MOUNT else None
    if done is None or done.returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_the_disk_is_full(small_disk):
    victim = Victim(small_disk)
    size = sum(len(data) for data in victim.sites["new"].values())
    statuses = Counter()
    for tenth in range(1, 11):
        victim.write("new")
        free = shutil.disk_usage(small_disk).free
        filler = small_disk / "filler"
        pages = -(-size * tenth // 10 // 4096) if tenth < 10 else 2 * size // 4096
        filler.write_bytes(b"x" * max(0, free - pages * 4096))
        status = victim.run()
        statuses[status] += 1
        said = (small_disk / "said").read_text("utf-8")
        assert victim.which() == ("new" if status == 0 else "old"), said
        assert "Traceback" not in said
        assert victim.waste() == []
        filler.unlink()
        victim.write("old")
        assert victim.run() == 0, said
        assert victim.which() == "old"
    assert statuses[1] >= 5


def test_no_file_may_be_larger(victim):
    """The other way in which a disk says no (quota, EFBIG), at every tenth of the largest."""
    victim.write("old")
    assert victim.run() == 0
    victim.write("new")
    largest = max(len(data) for data in victim.sites["new"].values())
    for tenth in range(10):

        def limit(tenth=tenth):
            # What the build says is a file here, and has the same limit.
            for stream in (1, 2):
                os.dup2(0, stream)
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest * tenth // 10,) * 2)

        assert victim.run(limit) == 1
        assert victim.which() == "old"
        assert victim.waste() == []
