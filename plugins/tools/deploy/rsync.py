"""Any host that rsync reaches: by ssh, by its own protocol, or a folder of this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterable
from pathlib import Path, PurePosixPath

from tools.console import Stop

from .plan import Difference, Plan, name_hash
from .target import MANIFEST, manifest_text, read_manifest

__all__ = ["RsyncTarget"]

# A path goes to the server as it is (--protect-args), letters beyond ASCII are printed as they
# are, and readers may read what was uploaded, whatever this machine's umask.
_ALWAYS = (
    "--protect-args",
    "--8-bit-output",
    "--links",
    "--times",
    "--perms",
    "--chmod=D755,F644",
    "--timeout=120",
)
_OLDEST = (3, 1)
# rsync(1), EXIT VALUES.
_SAYS = {
    3: "rsync cannot use a folder there",
    5: "The server's rsync refuses",
    10: "The server cannot be reached",
    11: "The folder there cannot be written: it is missing, or not yours, or the disk is full",
    12: "The connection broke off",
    23: "Some files could not be written there",
    30: "The server does not answer",
    35: "The server does not answer",
    127: "There is no rsync on the server",
    255: "The server cannot be reached, or does not know you",
}


class RsyncTarget:
    """A place as rsync writes it: `me@host:/srv/www`, `rsync://host/module`, `/srv/www`."""

    def __init__(self, place: str) -> None:
        self._place = place.rstrip("/") + "/"
        self._folder = Path()
        self._names: frozenset[str] = frozenset()
        self._ours: dict[str, str] = {}
        self._check()

    def compare(self, folder: Path, names: Collection[str]) -> Difference:
        """Ask rsync for a dry run, by checksums. Raises Stop."""
        self._folder, self._names = folder, frozenset(names)
        told = self._run(
            *("--dry-run", "--checksum", "--recursive", "--delete", "--out-format=%i %n"),
            f"{folder}/",
            self._place,
        )
        new, changed, extra = set(), set(), set()
        for line in told.splitlines():
            what, _, name = line.partition(" ")
            name = name.strip()
            if what == "*deleting":
                extra |= set() if name.endswith("/") else {name}
            elif re.match("[<>c][fL]", what):
                (new if "+++" in what else changed).add(name)
        if MANIFEST in extra:
            extra.remove(MANIFEST)
            with tempfile.TemporaryDirectory() as copy:
                self._run(f"{self._place}{MANIFEST}", f"{copy}/")
                self._ours = read_manifest(Path(copy, MANIFEST).read_bytes())
        return Difference(
            frozenset(new), frozenset(changed), frozenset(extra), frozenset(self._ours)
        )

    def carry_out(self, plan: Plan, step: Callable[..., object]) -> None:
        """A run of rsync for each step; the files of one take their places together."""
        ours = dict.fromkeys(map(name_hash, self._names), "")
        # Ours before it is there: what a broken-off run has uploaded a later one may delete.
        if not ours.keys() <= self._ours.keys():
            self._note(self._ours | ours)
        for one in plan.steps:
            self._run("--checksum", "--delay-updates", *self._ends(), listed=one.names)
            for _ in one.names:
                step()
        if plan.deleted:
            self._delete(plan.deleted)
        if ours != self._ours:
            self._note(ours)

    def _check(self) -> None:
        if not shutil.which("rsync"):
            hint = "install it: “apt install rsync” on Debian, “brew install rsync” on a Mac"
            raise Stop("There is no rsync on this machine.", hint)
        done = subprocess.run(["rsync", "--version"], capture_output=True, check=False)  # noqa: S607
        version = re.search(rb"rsync\s+version\s+v?(\d+)\.(\d+)", done.stdout)
        if not version or tuple(map(int, version.groups())) < _OLDEST:
            raise Stop(
                "This machine's rsync is older than 3.1, or another program of that name.",
                "install a newer one: on a Mac “brew install rsync”",
            )

    def _ends(self) -> tuple[str, str]:
        return f"{self._folder}/", self._place

    def _delete(self, names: Iterable[str]) -> None:
        """Delete these files there, and the folders that are empty then.

        All else is excluded, which for rsync means: not to be deleted.
        """
        folders = {f"{folder}/" for name in names for folder in PurePosixPath(name).parents}
        wanted = sorted(folders - {"./"}) + list(names)
        rules = [f"+ /{_pattern(name)}" for name in wanted] + ["- *"]
        only = ("--recursive", "--delete", "--omit-dir-times", "--filter=merge -")
        self._run("--from0", *only, *self._ends(), data=rules)

    def _note(self, ours: dict[str, str]) -> None:
        """Write the list of what is ours."""
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, MANIFEST).write_text(manifest_text(ours), "utf-8")
            self._run(f"{folder}/{MANIFEST}", self._place)
        self._ours = ours

    def _run(self, *arguments: str, listed: Iterable[str] = (), data: Iterable[str] = ()) -> str:
        """What rsync says. `listed` are the only files it looks at. Raises Stop."""
        only = ("--from0", "--files-from=-") if listed else ()
        done = subprocess.run(
            ["rsync", *_ALWAYS, *only, *arguments],  # noqa: S607
            input=os.fsencode("\0".join((*listed, *data))),
            capture_output=True,
            check=False,
            env=os.environ | {"LC_ALL": "C"},
        )
        if done.returncode:
            raise Stop(*_refusal(done.returncode, os.fsdecode(done.stderr), self._place))
        return os.fsdecode(done.stdout)


def _pattern(name: str) -> str:
    """A name as a filter rule has it: a backslash is one only where there are wildcards."""
    return re.sub(r"[\\*?\[]", r"\\\g<0>", name) if re.search(r"[*?\[]", name) else name


def _refusal(status: int, said: str, place: str) -> tuple[str, str]:
    lines = [line for line in said.splitlines() if line and not line.startswith("rsync error")]
    why = _SAYS.get(status, f"rsync ended with {status}")
    shown = "\n".join(f"    {line}" for line in lines[:5])
    hint = "mend it and deploy again: what is done already is not done twice"
    return f"{place}: {why}.\n{shown}".rstrip(), hint
