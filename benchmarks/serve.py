"""From a save to the page that shows it: `invoke serve` with generated posts, as a browser sees it.

    .venv/bin/python benchmarks/serve.py [--posts 500] [--runs 15]

A post is saved as editors do it (written beside, then renamed), at once its file's time is taken;
the clock stops when the page with the new word has come, which is asked for as soon as the server
tells of a build. The search index is another build's work, so runs are a second apart.
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from checks import ROOT, write_posts

PROJECT = ("pelicanconf.py", "publishconf.py", "tasks.py", "theme", "plugins")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=500)
    parser.add_argument(
        "--runs", type=int, default=15, help="counted saves, after three for warmth"
    )
    options = parser.parse_args()
    times = [seconds * 1000 for seconds in measure(options.posts, options.runs)]
    print(f"{options.posts} posts, {options.runs} saves, milliseconds from the save to the page")
    print(f"median {statistics.median(times):.0f}, {min(times):.0f} to {max(times):.0f}")


def measure(posts: int, runs: int) -> list[float]:
    """The seconds from each save to its page."""
    with tempfile.TemporaryDirectory() as name:
        project = Path(name)
        for part in PROJECT:
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            copy(ROOT / part, project / part)
        write_posts(project / "content" / "posts", posts)
        command = [sys.executable, "-m", "invoke", "serve"]
        with subprocess.Popen(
            command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as serving:
            try:
                return _saves(project / "content" / "posts" / "post-3.md", serving, runs)
            finally:
                serving.send_signal(signal.SIGINT)


def _saves(post: Path, serving: subprocess.Popen[str], runs: int) -> list[float]:
    port = 0
    for line in serving.stdout:
        found = re.search(r"The site is at http://127.0.0.1:(\d+)/", line)
        port = int(found[1]) if found else port
        if "Ctrl-C ends" in line:
            break
    events = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    events.request("GET", "/__jobshower/events")
    told = events.getresponse()
    _next(told)
    text = post.read_text("utf-8")
    times = []
    for run in range(runs + 3):
        time.sleep(1)
        word = f"word-{run}"
        beside = post.with_suffix(".new")
        begun = time.perf_counter()
        beside.write_text(f"{text}\n{word}\n", "utf-8")
        beside.replace(post)
        while not _next(told)["ok"] or word not in _page(port):
            pass
        times.append(time.perf_counter() - begun)
    return times[3:]


def _next(told: http.client.HTTPResponse) -> dict:
    while not (line := told.readline()).startswith(b"data: "):
        pass
    return json.loads(line.removeprefix(b"data: "))


def _page(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/posts/post-3/")
    page = connection.getresponse().read().decode()
    connection.close()
    return page


if __name__ == "__main__":
    main()
