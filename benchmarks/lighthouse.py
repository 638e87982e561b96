"""Lighthouse's scores for the published sample site, on a telephone as Lighthouse imagines it.

    LIGHTHOUSE=node_modules/lighthouse/cli/index.js python3 benchmarks/lighthouse.py

needs node, Chromium and the npm package lighthouse. The site is served with gzip on this machine.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / "tests"), str(ROOT / "plugins")]

from siteserver import make_server, serving  # noqa: E402

PAGES = (
    "",
    "posts/job-shower/",
    "leads/",
    "leads/bindery-helper/",
    "showers/nora/",
    "roundups/2009-w34/",
)
_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


def scores(
    address: str, lighthouse: str, categories: Iterable[str] = ()
) -> tuple[dict[str, int], list[str]]:
    """The scores of one page, 0 to 100 by category, and the audits that cost points."""
    command = ["node", lighthouse, address, "--quiet", "--output=json", f"--chrome-flags={_FLAGS}"]
    if categories:
        command.append(f"--only-categories={','.join(categories)}")
    environment = {**os.environ, "CHROME_PATH": shutil.which("chromium") or ""}
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    report = json.loads(done.stdout)
    lost = [
        audit["id"]
        for category in report["categories"].values()
        for reference in category["auditRefs"]
        for audit in (report["audits"][reference["id"]],)
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1
    ]
    found = {name: round(100 * one["score"]) for name, one in report["categories"].items()}
    return found, lost


def main() -> None:
    """Publish the sample on a server, and print the table."""
    lighthouse = os.environ["LIGHTHOUSE"]
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch, "output")
        with serving(make_server(output)) as address:
            command = [sys.executable, "-m", "pelican", "-s", "publishconf.py", "-o", str(output)]
            command += ["-e", f"SITEURL={json.dumps(address)}"]
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            for url in PAGES:
                found, lost = scores(f"{address}/{url}", lighthouse)
                print(f"{url or 'home':24}", *(f"{name} {n}" for name, n in found.items()), *lost)


if __name__ == "__main__":
    main()
