"""How many files go up for one changed word on a site of a thousand posts, by target.

    python benchmarks/deploys.py [POSTS]

Builds the site twice by the command that people use, and deploys both states to a folder by
rsync, to a bare git repository, and to an S3 server on this machine.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "plugins"))

from tools.bench.pelicans import post_text  # noqa: E402
from tools.bench.posts import edited, make_posts  # noqa: E402
from tools.deploy.checked import checked  # noqa: E402
from tools.deploy.plan import Plan, make_plan  # noqa: E402
from tools.deploy.target import make_target  # noqa: E402

TARGETS = {"rsync": "rsync:{}/www", "git": "github:{}/bare.git/gh-pages", "S3": "s3:site"}


def main(posts: int) -> None:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory() as home, _s3() as endpoint:
        folder = Path(home)
        shutil.copytree(ROOT / "content", folder / "content")
        written = []
        for post in make_posts(posts):
            written.append(folder / "content" / "posts" / f"{post.slug}.md")
            written[-1].write_text(post_text(post), "utf-8")
        (folder / "www").mkdir()
        subprocess.run(["git", "init", "-q", "--bare", folder / "bare.git"], check=True)  # noqa: S607
        print(f"{posts:,} posts more than the sample's: files uploaded, kB, seconds")
        _deploy_all("whole site", folder, endpoint)
        for what, post in (("old post", written[posts // 2]), ("newest post", written[0])):
            post.write_text(edited(post.read_text("utf-8"), "Indeed."), "utf-8")
            plan = _deploy_all(f"a word in the {what}", folder, endpoint)
            for step in plan.steps:
                print(f"    {step.title}: {', '.join(step.names)}")


def _deploy_all(what: str, folder: Path, endpoint: str) -> Plan:
    _build(folder)
    for name, where in TARGETS.items():
        plan, size, seconds = _deploy(folder, where.format(folder), endpoint)
        print(f"{what:28} {name:6} {len(plan.uploads):5} {size / 1000:8,.0f} {seconds:6.1f}")
    return plan


def _build(folder: Path) -> None:
    command = [sys.executable, "-m", "pelican", str(folder / "content")]
    command += ["-s", str(ROOT / "publishconf.py"), "-o", str(folder / "output")]
    command += ["-e", f'RECEIPT_FILE="{folder}/published.json"', f'CACHE_PATH="{folder}/cache"']
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)


def _deploy(folder: Path, where: str, endpoint: str) -> tuple[Plan, int, float]:
    """What went up, how many bytes, and how long it took."""
    begin = time.perf_counter()
    receipt = checked(folder / "published.json", folder / "output")
    target = make_target(where, folder, folder / "cache", receipt, endpoint)
    plan = make_plan(receipt.files, target.compare(folder / "output", receipt.files))
    target.carry_out(plan, lambda: None)
    seconds = time.perf_counter() - begin
    return plan, sum((folder / "output" / n).stat().st_size for n in plan.uploads), seconds


@contextlib.contextmanager
def _s3() -> Iterator[str]:
    import boto3  # noqa: PLC0415 (only here)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", f"-p{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while socket.socket().connect_ex(("127.0.0.1", port)):
        time.sleep(0.1)
    endpoint = f"http://127.0.0.1:{port}"
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    try:
        boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket="site")
        yield endpoint
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1000)
