"""What the checks add to a build: the same generated posts with safebuild, and without.

    .venv/bin/python benchmarks/checks.py [--posts 1000] [--runs 7]

Runs are interleaved, so that a machine whose speed drifts does not favour one side; what is
printed are medians of whole processes, the median of the ratios, and where the time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORDS = "On Monday I handed in my keys and walked home along the canal, thinking of what to do. "
PARTS = {
    "reading with limits": ("reading.py", "read"),
    "checks of sources": ("build.py", "_check_sources"),
    "verifying links and forms": ("verify.py", "verify"),
    "cleaning pictures": ("metadata.py", "strip_metadata"),
    "waiting for the second process": ("helper.py", "finish"),
    "looking at what it did not": ("helper.py", "examine"),
    "putting it online": ("stage.py", "publish"),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=7, help="counted pairs, after one for warmth")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_posts(folder / "posts", options.posts)
        pairs = [(seconds(folder, "on"), seconds(folder, "off")) for _ in range(options.runs + 1)]
        checked, plain = zip(*pairs[1:], strict=True)
        ratios = [on / off for on, off in pairs[1:]]
        print(f"{options.posts} posts, {options.runs} runs of each, a first build every time")
        print(f"with the checks     {statistics.median(checked):6.2f} s")
        print(f"without             {statistics.median(plain):6.2f} s")
        print(f"ratio               {statistics.median(ratios):6.3f}")
        where_the_time_goes(folder)


def write_posts(folder: Path, number: int) -> None:
    """Posts of six paragraphs with links, over four years, with two tags each."""
    folder.mkdir(parents=True)
    for n in range(number):
        day = f"{2005 + n * 4 // number}-{1 + n // 28 % 12:02d}-{1 + n % 28:02d}"
        body = "\n\n".join(
            f"{WORDS * 6}*That* is [what it is](https://example.com/{n}/{k})." for k in range(6)
        )
        text = f"Title: Post number {n}\nDate: {day}\nTags: tag {n % 20}, other {n % 7}\n\n{body}\n"
        (folder / f"post-{n}.md").write_text(text, "utf-8")


def command(folder: Path, side: str) -> list[str]:
    """Pelican's command, with the checks or without."""
    words = ["-s", str(ROOT / "pelicanconf.py"), "-o", str(folder / side), "-e"]
    words.append(f"THEME={json.dumps(str(ROOT / 'theme'))}")
    if side == "off":
        words += ['PELICAN_CLASS="pelican.Pelican"', 'PLUGINS=["jobshower", "feeds"]']
    return [sys.executable, "-m", "pelican", str(folder), *words]


def seconds(folder: Path, side: str) -> float:
    """The wall time of a whole first build, which must succeed."""
    shutil.rmtree(folder / side, ignore_errors=True)
    start = time.perf_counter()
    subprocess.run(command(folder, side), cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def where_the_time_goes(folder: Path) -> None:
    """Profile one build, and print the share of each part of the checks."""
    shutil.rmtree(folder / "on", ignore_errors=True)
    profile = folder / "profile"
    words = command(folder, "on")
    subprocess.run(
        [sys.executable, "-m", cProfile.__name__, "-o", str(profile), *words[1:]],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    stats = pstats.Stats(str(profile))
    print("\nunder a profiler:")
    for what, (file, function) in PARTS.items():
        for (path, _, name), (_, _, _, cumulative, _) in stats.stats.items():
            if name == function and path.endswith(f"safebuild/{file}"):
                print(f"  {what:26} {cumulative:6.2f} s of {stats.total_tt:.2f}")


if __name__ == "__main__":
    main()
