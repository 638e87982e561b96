"""`invoke export-leads [FILE]`: every lead as a row of a spreadsheet, and nothing lost."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

from jobshower.kinds import LEAD
from problems import ProblemsFound
from tools.changes import Changes
from tools.console import Console, Stop
from tools.site import Site, open_site

from .columns import EXPORTED
from .leads import to_row
from .text import write_table

__all__ = ["export_leads", "to_csv"]


def to_csv(site: Site) -> bytes:
    """The whole file. Raises ProblemsFound where a lead cannot be read: it would be missing."""
    broken = [p for p in site.sources.problems if PurePosixPath(p.file).parts[0] == LEAD.folder]
    if broken:
        raise ProblemsFound(broken)
    leads = site.items("lead")
    rows = [to_row(lead.source.removeprefix(f"{LEAD.folder}/"), lead.document) for lead in leads]
    return write_table(EXPORTED, rows)


def export_leads(root: Path, file: str, *, yes: bool = False) -> int:
    """Write the leads to a file, or without one to standard output.

    A file that is there is written over with `yes`, or if a person says so. Raises Stop.
    """
    site = open_site(root)
    console = Console(yes=yes)
    data = to_csv(site)
    if not file:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return 0
    path = Path(file)
    output = Path(site.settings["OUTPUT_PATH"]).resolve()
    if output in path.resolve().parents:
        # What is not due yet is in it, too.
        raise Stop(f"{output.name}/ is what gets published.", "choose another folder")
    if path.exists() and not console.confirm(f"Write over {path}?", default=yes):
        raise Stop(f"{path} is there already.", "choose another name, or add --yes")
    changes = Changes()
    changes.write(path, data)
    changes.apply()
    console.say(f"Wrote {len(site.items('lead'))} leads to {path}.")
    console.say(f"“invoke import-leads {path}” makes the same files of it again.")
    return 0
