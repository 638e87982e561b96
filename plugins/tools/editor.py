"""The writer's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from .console import Stop

__all__ = ["editor", "open_editor"]

_USUAL = {"win32": ("notepad",), "darwin": ("nano", "vi")}
_ELSEWHERE = ("sensible-editor", "nano", "vi")


def editor() -> str:
    """The command of VISUAL or EDITOR, else an editor that is there; "" where there is none."""
    named = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    usual = _USUAL.get(sys.platform, _ELSEWHERE)
    return named or next((name for name in usual if shutil.which(name)), "")


def open_editor(path: Path, shown: str) -> None:
    """Open a file, and wait until the editor is closed.

    Raises Stop where there is no editor; the file, `shown` as a person types it, stays.
    """
    command = editor()
    words = shlex.split(command, posix=os.name != "nt")
    stays = f"The file is there: {shown}"
    if not words:
        raise Stop(f"There is no editor here. {stays}", "set EDITOR to yours, as in EDITOR=nano")
    # Ctrl-C is the editor's while it is open.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        status = subprocess.run([*words, str(path)], check=False).returncode
    except OSError as error:
        message = f"Your editor “{command}” cannot be started: {error.strerror}. {stays}"
        raise Stop(message, "set EDITOR to one that can, as in EDITOR=nano") from None
    finally:
        signal.signal(signal.SIGINT, before)
    if status:
        raise Stop(f"Your editor “{command}” ended with status {status}. {stays}")
