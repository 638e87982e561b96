"""A branch of a git repository, from which GitHub Pages (or another host) serves the site.

Git itself writes the new state of the branch, from the old one: nothing in the working folder or
in other branches is touched, the push is one step, and an unchanged site makes no commit.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from tools.console import Stop

from .plan import Difference, Plan, name_hash
from .target import MANIFEST, manifest_text, read_manifest

__all__ = ["GitHubTarget"]

_REF = "refs/jobshower/deployed"
_NO_SUCH_BRANCH = 2


class GitHubTarget:
    """A branch of a remote: `origin` and its like, or the address of any repository."""

    def __init__(self, root: Path, cache: Path, remote: str, branch: str, site: str) -> None:
        self._root, self._remote, self._branch, self._site = root, remote, branch, site
        self._make_repository(cache / "deployed.git")
        self._tip = ""
        self._folder = Path()
        self._blobs: dict[str, str] = {}
        self._own: dict[str, bytes] = {}

    def compare(self, folder: Path, names: Collection[str]) -> Difference:
        """Fetch the branch, and compare its files' ids with those of ours. Raises Stop."""
        self._folder = folder
        self._tip = self._fetch()
        there = self._tree()
        ours = self._ours(there)
        self._blobs = self._hash(sorted(names))
        self._own = self._own_files(there, names, ours)
        return Difference(
            new=frozenset(self._blobs.keys() - there.keys()),
            changed=frozenset(n for n, blob in self._blobs.items() if there.get(n, blob) != blob),
            extra=frozenset(there.keys() - self._blobs.keys() - {MANIFEST} - self._own.keys()),
            ours=ours,
        )

    def carry_out(self, plan: Plan, step: Callable[..., object]) -> None:
        """Write the branch's next state, and push it in one step."""
        self._hash(plan.uploads, write=True)
        lines = [f"100644 {self._blobs[name]}\t{name}" for name in plan.uploads]
        own = self._own | {MANIFEST: self._manifest()}
        lines += [f"100644 {self._write(data)}\t{name}" for name, data in own.items()]
        lines += [f"0 {'0' * 40}\t{name}" for name in plan.deleted]
        with tempfile.TemporaryDirectory() as home:
            index = {"GIT_INDEX_FILE": str(Path(home, "index"))}
            self._git("read-tree", self._tip or "--empty", env=index)
            text = "\0".join([*lines, ""])
            self._git("update-index", "-z", "--replace", "--index-info", data=text, env=index)
            tree = self._git("write-tree", env=index).strip()
        if self._tip and tree == self._git("rev-parse", f"{self._tip}^{{tree}}").strip():
            return
        parents = ["-p", self._tip] if self._tip else []
        message = f"Deploy {self._site}\n"
        commit = self._git(*self._author(), "commit-tree", tree, *parents, data=message).strip()
        self._git("push", "--quiet", self._remote, f"{commit}:refs/heads/{self._branch}")
        for _ in (*plan.uploads, *plan.deleted):
            step()

    def _make_repository(self, spare: Path) -> None:
        """Where the project is in none, one of our own."""
        try:
            self._git("rev-parse", "--git-dir")
        except _GitFailed:
            spare.mkdir(parents=True, exist_ok=True)
            self._root = spare
            self._git("init", "--quiet", "--bare")

    def _fetch(self) -> str:
        """The commit on the branch; "" where there is no such branch yet."""
        branch = f"refs/heads/{self._branch}"
        try:
            self._git("ls-remote", "--exit-code", self._remote, branch)
        except _GitFailed as failed:
            if failed.status == _NO_SUCH_BRANCH:
                return ""
            raise
        self._git("fetch", "--quiet", "--no-tags", self._remote, f"+{branch}:{_REF}")
        return self._git("rev-parse", _REF).strip()

    def _tree(self) -> dict[str, str]:
        """The files on the branch with the ids of their contents."""
        if not self._tip:
            return {}
        listed = self._git("ls-tree", "-r", "-z", self._tip).split("\0")
        rows = [row.split("\t", 1) for row in listed if row]
        return {name: about.split()[2] for about, name in rows}

    def _ours(self, there: Mapping[str, str]) -> frozenset[str]:
        if MANIFEST not in there:
            return frozenset()
        return frozenset(read_manifest(self._git("cat-file", "blob", there[MANIFEST])))

    def _hash(self, names: Collection[str], *, write: bool = False) -> dict[str, str]:
        """The ids of files, byte for byte, whatever filters git is told to use."""
        paths = "".join(f"{self._folder / name}\n" for name in names)
        command = ["hash-object", "--no-filters", "--stdin-paths", *(["-w"] if write else [])]
        ids = self._git(*command, data=paths).split()
        return dict(zip(names, ids, strict=True))

    def _write(self, data: bytes) -> str:
        return self._git("hash-object", "-w", "--stdin", data=data.decode("utf-8")).strip()

    def _own_files(
        self, there: Collection[str], names: Collection[str], ours: Collection[str]
    ) -> dict[str, bytes]:
        """What GitHub wants to be told: not to run Jekyll, and the site's own domain.

        A CNAME that was set on GitHub's pages stays.
        """
        own = {".nojekyll": b""}
        host = urlsplit(self._site).hostname or ""
        theirs = "CNAME" in there and name_hash("CNAME") not in ours
        if not host.endswith(".github.io") and not theirs:
            own["CNAME"] = host.encode("idna") + b"\n"
        return {name: data for name, data in own.items() if name not in names}

    def _manifest(self) -> bytes:
        names = (*self._blobs, *(name for name in self._own if name == "CNAME"))
        return manifest_text(dict.fromkeys(map(name_hash, names), "")).encode("ascii")

    def _author(self) -> list[str]:
        """Whose commit it is: hers, or on a machine that knows nobody the program's."""
        try:
            self._git("config", "user.email")
        except _GitFailed:
            return ["-c", "user.name=Jobshower", "-c", "user.email=jobshower@localhost"]
        return []

    def _git(self, *arguments: str, data: str = "", env: Mapping[str, str] | None = None) -> str:
        """What a git command prints. Raises Stop with what it says."""
        quiet = {"GIT_TERMINAL_PROMPT": "0"} if not os.isatty(0) else {}
        try:
            done = subprocess.run(
                ["git", *arguments],  # noqa: S607
                cwd=self._root,
                input=data.encode("utf-8", "surrogateescape"),
                capture_output=True,
                check=False,
                env=os.environ | {"LC_ALL": "C"} | quiet | dict(env or {}),
            )
        except FileNotFoundError:
            raise Stop("There is no git on this machine.", "install it: git-scm.com") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise _GitFailed(f"{self._remote}/{self._branch}", done.returncode, said)
        return done.stdout.decode("utf-8", "surrogateescape")


class _GitFailed(Stop):
    def __init__(self, place: str, status: int, said: str) -> None:
        self.status = status
        lines = "\n".join(f"    {line}" for line in said.splitlines()[-6:])
        super().__init__(f"{place}: git could not do it.\n{lines}".rstrip(), _hint(said))


def _hint(said: str) -> str:
    if "does not appear to be a git repository" in said or "No such remote" in said:
        return "“git remote -v” lists the remotes that there are; “git remote add” makes one"
    if "rejected" in said or "fetch first" in said:
        return "somebody changed the branch meanwhile: deploy again"
    return "mend it and deploy again; the branch is as it was"
