"""A folder beside the output in which a site is built, and the step that puts it online.

What is online is the old site or the new one, whole, whenever the process or the machine stops:

1. Everything is written, and verified, in the staging folder. Unchanged files become hard links
   to those online, so they keep inode and modification time.
2. `flush`: all data and names below the staging folder reach the disk. Before step 3 this
   matters: a journaling file system may keep a rename that follows and lose data that precede
   it, and a power cut would leave the right names with empty files.
3. The two folders change places in one atomic step. Until it, the staging folder is waste; after
   it, the staging folder holds the old site, and is waste as well. So a later build needs no
   journal to know what to do with one that it finds: delete it.
4. The parent folder is flushed, then the old site deleted (of a large site it stays, hidden, as
   the spare folder of the next build). A power cut between 3 and 4 brings
   back the old site, whole, since nothing of it is deleted before its successor is on disk.

Where the system cannot exchange folders, step 3 is two renames, and the old site is kept under
a name of its own between them: should the process be killed in that moment (some microseconds,
signals but SIGKILL being held back), the next build puts it back first.

Where the output folder cannot be renamed (a mount point, a parent folder that is not ours), the
staging folder lies inside, and its files are moved one by one, after a mark has been set that
all are there: a build that is killed meanwhile is completed by the next.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Collection
from pathlib import Path, PurePosixPath
from threading import Thread
from types import TracebackType
from typing import Self

from . import exchange
from .inplace import complete, move_changes, publish_inside
from .lock import Lock
from .spare import Spare
from .summary import Difference, difference
from .unchanged import files_below, link_all, same

__all__ = ["Stage"]

_INSIDE = ".safebuild"
_NOT_RENAMED = {errno.EXDEV, errno.EBUSY, errno.EPERM, errno.EACCES}


class Stage:
    """One build's staging folder, `folder`; `output` is where its files go in the end.

    A context manager: it takes the lock, mends what a killed build has left, and cleans up.
    """

    def __init__(self, output: Path, *, large: bool = False) -> None:
        """`large` says that most of a large site may stay, so that a spare folder is worth it."""
        # A link to the output folder stays one.
        self.output = Path(os.path.realpath(output))
        self.inside = _must_be_inside(self.output)
        home = self.output / _INSIDE if self.inside else self.output.parent
        name = "" if self.inside else f".{self.output.name}."
        self._home = home
        self._lock = Lock(home / f"{name}lock")
        self.folder = home / f"{name}staging"
        self._old = home / f"{name}old"
        self._spare_folder = home / f"{name}spare"
        self._spare: Spare | None = None
        self._large = large and not self.inside
        self._flushing: Thread | None = None
        # What is online after `publish`, and how that differs from what was.
        self.names: set[str] = set()
        self.difference = Difference()

    def __enter__(self) -> Self:
        """Raises ProblemsFound where another build is running, OSError where nothing can be."""
        self._home.mkdir(parents=True, exist_ok=True)
        self._lock.__enter__()
        try:
            self._recover()
            self.folder.mkdir()
            if self._large and self.output.is_dir():
                self._spare = Spare(self._spare_folder, self.output, self.locked)
            elif self._spare_folder.exists():
                shutil.rmtree(self._spare_folder)
        except BaseException:
            self._lock.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Delete what is not online, and let others build."""
        if self._spare:
            self._spare.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self._old, ignore_errors=True)
        self._lock.__exit__(kind, error, trace)
        if self.inside:
            shutil.rmtree(self._home, ignore_errors=True)

    def alone(self) -> Lock:
        """After a build: what is changed in this context is changed while nobody builds."""
        return Lock(self._lock.path)

    @property
    def locked(self) -> int | None:
        """The file that a process forked meanwhile must close."""
        return self._lock.file

    def begin_to_flush(self) -> None:
        """All is staged: of so much, most can reach the disk while it is looked through."""
        self._flushing = exchange.begin_to_flush(self.folder)

    def publish(
        self,
        kept: Collection[str],
        staying: Collection[str] = (),
        staged: Collection[str] | None = None,
    ) -> bool:
        """Put the staged site online, whole; False if no change.

        The `kept` files of the site online stay as well, where the staged one has no other, and
        the `staying` ones, which belong to both. `staged` are the names of the staged files, if
        they are known.
        """
        output = self.output
        before = files_below(output, without=_INSIDE)
        staged = files_below(self.folder) if staged is None else set(staged)
        changed = [n for n in staged if n not in before or not same(self.folder / n, output / n)]
        after = staged | (before & set(staying))
        after |= _fitting(before & set(kept), after) if kept else set()
        self.names, self.difference = after, difference(before, after, changed)
        if not changed and after == before and output.is_dir():
            return False
        new = self.folder
        if self._spare and len(changed) < len(after) / 2 and self._spare.ready():
            new = self._spare.folder
            move_changes(self.folder, new, changed, before - after)
        else:
            link_all(new, output, (before & after) - set(changed))
        if output.is_dir():
            shutil.copymode(output, new)
        if self._flushing:
            self._flushing.join()
        exchange.flush(new)
        if self.inside:
            publish_inside(new, output, after)
        else:
            self._swap(new, after)
        return True

    def publish_changes(
        self, kept: set[str], staying: set[str], before: set[str] | None = None
    ) -> bool:
        """As `publish`, for a staged site without those of its files that are `staying` online.

        File by file: a reader may see both sites for a moment, and a kill may leave both. That is
        for a preview, in a process that builds again. `before` are the names online, if known.
        """
        output = self.output
        if before is None:
            before = files_below(output, without=_INSIDE)
        staged = files_below(self.folder)
        changed = [n for n in staged if n not in before or not same(self.folder / n, output / n)]
        after = staged | staying | (kept & before)
        self.names, self.difference = after, difference(before, after, changed)
        move_changes(self.folder, output, changed, before - after)
        return bool(changed) or before != after

    def _swap(self, new: Path, names: set[str]) -> None:
        try:
            with exchange.undisturbed():
                self._rename(new)
        except OSError as error:
            if error.errno not in _NOT_RENAMED:
                raise
            # An overlay of file systems, a folder in use: it cannot be renamed after all.
            inside = self.output / _INSIDE / "staging"
            shutil.rmtree(inside.parent, ignore_errors=True)
            shutil.copytree(new, inside, symlinks=True)
            link_all(inside, self.output, _unchanged(inside, self.output))
            exchange.flush(inside)
            publish_inside(inside, self.output, names)
            shutil.rmtree(inside.parent)
        exchange.flush_folder(self._home)

    def _rename(self, new: Path) -> None:
        if not self.output.exists():
            new.rename(self.output)
        elif not exchange.exchange(new, self.output):
            self.output.rename(self._old)
            try:
                new.rename(self.output)
            except OSError:
                self._old.rename(self.output)
                raise
            if new != self.folder:
                self._old.rename(new)

    def _recover(self) -> None:
        """Finish, or undo, what a killed build has left."""
        complete(self.output / _INSIDE, self.output)
        if self._old.exists() and not self.output.exists():
            self._old.rename(self.output)
        waste = [self.folder, self._old] + ([] if self.inside else [self.output / _INSIDE])
        for folder in waste:
            if folder.exists():
                shutil.rmtree(folder)


def _must_be_inside(output: Path) -> bool:
    if not output.is_dir():
        return False
    return output.is_mount() or not os.access(output.parent, os.W_OK | os.X_OK)


def _unchanged(folder: Path, output: Path) -> list[str]:
    """The files of a folder that are the same in another."""
    return [name for name in files_below(folder) if same(folder / name, output / name)]


def _fitting(kept: Collection[str], names: Collection[str]) -> set[str]:
    """Those of the kept files in whose place nothing else is, be it a file or a folder."""
    folders = {str(folder) for name in names for folder in PurePosixPath(name).parents}
    return {
        name
        for name in kept
        if name not in folders and not any(str(it) in names for it in PurePosixPath(name).parents)
    }
