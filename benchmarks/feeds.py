"""Items a second of this project's feeds, beside Pelican's own feedgenerator in the same run.

`python benchmarks/feeds.py [COUNT …]` (1,000 and 10,000 unless given). Each figure is the best of
three; articles are made anew each time, since Pelican remembers their content.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "plugins"))

from pelican.contents import Article  # noqa: E402
from pelican.settings import read_settings  # noqa: E402
from pelican.urlwrappers import Category, Tag  # noqa: E402
from pelican.writers import Writer  # noqa: E402

from feeds.settings import DEFAULTS  # noqa: E402
from feeds.writer import FeedWriter  # noqa: E402

START = datetime(2009, 8, 1, tzinfo=UTC)
PARAGRAPH = (
    "<p>Called <a href='{filename}../network/dana.md'>Dana</a>, who knows the office manager "
    "of a firm in the old mill, and asked what they look for &amp; whom to write to. "
    "See <a href='/leads/'>the board</a> and <a href='#why'>why</a>.</p>\n"
)
BODY = '<h2 id="why">Why</h2>\n' + PARAGRAPH * 5 + '<img src="desk.png" alt="A desk" width="4">'


def articles(count: int, settings: dict[str, Any]) -> list[Article]:
    """Articles of about 1.5 KB each, newest first."""
    context = {"generated_content": {}, "static_content": {}, "localsiteurl": ""}
    made = []
    for number in range(count, 0, -1):
        metadata = {
            "title": f"What came of it, part {number}",
            "date": START + timedelta(hours=number),
            "slug": f"part-{number}",
            "summary": "She wrote back the same day.",
            "category": Category("follow-through", settings),
            "tags": [Tag("office", settings), Tag("cards", settings)],
        }
        path = str(Path(settings["PATH"]) / f"posts/part-{number}.md")
        # As Pelican leaves it: links between sources are whole, others as they were written.
        body = BODY.replace("{filename}..", settings["SITEURL"])
        made.append(Article(body, metadata, settings, path, context))
    return made


def best(make: Callable[[], Any], work: Callable[[Any], Any], times: int = 3) -> float:
    """The least seconds of the work alone."""
    seconds = []
    for _ in range(times):
        prepared = make()
        start = time.perf_counter()
        work(prepared)
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def measure(count: int, output: Path) -> None:
    """Print the figures for so many items."""
    overrides = {"SITEURL": "https://example.org", "PATH": str(output), "FEED_MAX_ITEMS": None}
    settings = {**DEFAULTS, **read_settings(override=overrides)}
    context = {**settings, "static_content": {}}

    def writing(writer: type[Writer], feed_types: tuple[str, ...]) -> float:
        def write(elements: list[Article]) -> None:
            made = writer(str(output), settings)
            for feed_type in feed_types:
                path = f"{writer.__name__}.{feed_type}"
                # A file that has the same bytes would not be written.
                (output / path).unlink(missing_ok=True)
                made.write_feed(elements, context, path, feed_type=feed_type)

        return best(lambda: articles(count, settings), write)

    print(f"{count:,} items")
    for feed_types in (("atom",), ("rss",), ("rss", "atom"), ("json",), ("rss", "atom", "json")):
        ours = writing(FeedWriter, feed_types)
        line = f"  {' + '.join(feed_types):<18} {ours:7.2f} s  {count / ours:8,.0f} items/s"
        if "json" not in feed_types:
            theirs = writing(Writer, feed_types)
            line += (
                f"   Pelican {theirs:7.2f} s  {count / theirs:8,.0f} items/s   ×{ours / theirs:.2f}"
            )
        print(line)
    for file in sorted(output.glob("*Writer.*")):
        data = file.read_bytes()
        packed = len(gzip.compress(data, mtime=0))
        print(f"  {file.name:<18} {len(data) / 1024:8,.0f} KiB, gzipped {packed / 1024:6,.0f} KiB")


if __name__ == "__main__":
    import logging

    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        for wanted in sys.argv[1:] or ("1000", "10000"):
            measure(int(wanted), Path(folder))
