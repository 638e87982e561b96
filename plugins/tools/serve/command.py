"""`invoke serve`, from the first build to Ctrl-C; and `invoke build`."""

from __future__ import annotations

import json
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ..console import Stop
from ..starting import PELICAN
from .builder import Builder
from .overlay import Report
from .server import PORTS, make_server
from .watching import Places, Saved, named, places

__all__ = ["build", "serve"]

_FEED = "feeds/everything.atom.xml"


def build(root: Path, settings: str, *, quiet: bool = False, **changed: str) -> int:
    """Build the site with a settings file, and `changed` settings; returns the exit status."""
    command = [*PELICAN, "-s", settings, "--fatal", "errors"]
    if quiet:
        command.append("--quiet")
    if changed:
        command += ["-e", *(f"{name}={json.dumps(value)}" for name, value in changed.items())]
    return subprocess.run(command, cwd=root, check=False).returncode


def serve(root: Path, settings: str, port: str, watch: Callable[..., Iterable[Any]]) -> int:
    """Build, serve and rebuild until interrupted; returns the exit status.

    `watch` yields the changes of the folders it was given, and nothing now and then, as
    watchfiles does. A build that fails leaves the old preview, with its report over the pages,
    and waits for the mistake to be mended. Raises Stop where no port can be had.
    """
    if not port.isascii() or not port.isdecimal() or not 0 < int(port) < PORTS:
        raise Stop(f"“{port}” is no port.", "write a number from 1024 to 65535")
    with tempfile.TemporaryDirectory() as folder:
        report = Report(Path(folder, "report.json"))
        here = places(root, settings)
        # What is saved while the first build is under way counts.
        saved = Saved(watch, here)
        with Builder(root, settings, report.file) as builder:
            builder.build(quiet=False)
            report.next_build()
            server = make_server(here.output, int(port), report)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = server.address
            print(f"\nThe site is at {address}")
            print(f"Its feeds are at {address}subscribe/, all in one at {address}{_FEED}")
            print("Saving a file builds it again. Ctrl-C ends.\n", flush=True)
            try:
                for names in saved:
                    _build_again(builder, names, here, report, root)
            except KeyboardInterrupt:
                print()
            finally:
                server.shutdown()
                server.server_close()
    return 0


def _build_again(
    builder: Builder, names: list[Path], places: Places, report: Report, root: Path
) -> None:
    begun = time.monotonic()
    if not names:
        well, what = builder.idle(), "a new day"
        if not well:
            return
    else:
        if any(map(places.is_code, names)):
            builder.restart()
        well = builder.build(open_pages=report.open_pages, show=report.show_early)
        what = named(names, root)
    report.next_build(places.output)
    if well:
        print(f"Built again in {time.monotonic() - begun:.2f} s: {what}", flush=True)
