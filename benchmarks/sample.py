"""The sample site's build beside plain Pelican's, with its own default theme, on the same posts.

    .venv/bin/python benchmarks/sample.py [--runs 9] [--content FOLDER]

Runs are interleaved, so that a machine whose speed drifts does not favour one side; what is
printed are medians of whole processes, and the median of the ratios. `--profile` shows where the
time of one build goes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLAIN = 'SITENAME = "Plain"\nTIMEZONE = "America/New_York"\nFEED_DOMAIN = "https://plain.example"\n'


def seconds(command: list[str], folder: Path) -> float:
    """The wall time of a whole command, which must succeed."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    options = _arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plainconf.py").write_text(PLAIN, "utf-8")
        shutil.copytree(options.content / "posts", folder / "posts")
        shutil.copytree(options.content / "images", folder / "images", dirs_exist_ok=True)
        _drop_links(folder / "posts")
        pelican = [sys.executable, "-m", "pelican"]
        plain = [*pelican, str(folder), "-s", "plainconf.py", "-o", str(folder / "plain")]
        conf = str(ROOT / "pelicanconf.py")
        ours = [*pelican, str(options.content), "-s", conf, "-o", str(folder / "ours")]
        runs = [(seconds(ours, ROOT), seconds(plain, folder)) for _ in range(options.runs + 1)]
        _print(runs[1:], folder)
        if options.profile:
            _profile(options.content, folder / "ours")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9, help="counted pairs, after one for warmth")
    parser.add_argument("--content", type=Path, default=ROOT / "content")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    options.content = options.content.resolve()
    return options


def _drop_links(posts: Path) -> None:
    """Plain Pelican has no leads that a post could link to."""
    for path in posts.glob("*.md"):
        text = path.read_text("utf-8")
        path.write_text(text.replace("{filename}/", "https://plain.example/"), "utf-8")


def _print(runs: list[tuple[float, float]], folder: Path) -> None:
    for name, times in zip(("ours", "plain"), zip(*runs, strict=True), strict=True):
        pages = len(list((folder / name).rglob("*.html")))
        feeds = len(list((folder / name).rglob("*.xml")))
        median = statistics.median(times)
        spread = f"{min(times):.2f} to {max(times):.2f} s"
        print(f"{name:>6}: {median:.2f} s ({spread}), {pages} pages, {feeds} feeds")
    ratio = statistics.median(ours / plain for ours, plain in runs)
    print(f" ratio: {ratio:.2f}")


def _profile(content: Path, output: Path) -> None:
    sys.path.insert(0, str(ROOT))
    from pelican import Pelican  # noqa: PLC0415 (only here)
    from pelican.settings import read_settings  # noqa: PLC0415

    override = {"PATH": str(content), "OUTPUT_PATH": str(output)}
    with cProfile.Profile() as profile:
        Pelican(read_settings(str(ROOT / "pelicanconf.py"), override=override)).run()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
