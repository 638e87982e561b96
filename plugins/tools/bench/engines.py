"""What all engines of a benchmark have in common: sources made, a command run, files looked at."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..environment import ROOT
from .posts import NEWEST, Post, weeks

__all__ = ["BENCHMARKS", "STANDS", "Engine", "Page", "Site", "yaml_page", "yaml_post"]

BENCHMARKS = ROOT / "benchmarks"
# What Jobshower has in any case; other engines get it as files of their own.
_STANDING = {
    "leads/": "Leads",
    "showers/": "Job showers",
    "network/": "Network",
    "events/": "Events",
    "follow-through/": "Follow-through",
    "subscribe/": "Subscribe",
    "404.html": "Not found",
}
STANDS = "This page stands for itself."


@dataclass(frozen=True)
class Page:
    """A page that Jobshower makes by itself: a standing one, or one for a week."""

    url: str
    title: str
    date: date
    week: bool = False


@dataclass(frozen=True)
class Site:
    """What all engines build."""

    posts: Sequence[Post]

    @property
    def pages(self) -> list[Page]:
        """All that are neither posts nor lists of them: each week with posts has one."""
        return [
            *(Page(url, title, NEWEST.date()) for url, title in _STANDING.items()),
            *(
                Page(f"roundups/{week}/", title, sunday, week=True)
                for week, (title, sunday) in weeks(self.posts).items()
            ),
        ]

    @property
    def tags(self) -> list[str]:
        """Those that posts have."""
        return sorted({tag for post in self.posts for tag in post.tags})

    @property
    def categories(self) -> list[str]:
        """Those that posts have."""
        return sorted({post.category for post in self.posts})

    @property
    def middle(self) -> Post:
        """The post that is edited: in no feed, and on no page but its own with its text."""
        return self.posts[len(self.posts) // 2]


class Engine:
    """One contender. `folder` is its own: sources, output and caches lie below it."""

    name = ""
    """As `--only` and the results have it."""
    title = ""
    """As people read it."""
    install = ""
    """How to install it, where it is missing."""
    variant = False
    """Whether it is somebody else's in another form."""
    writes = True
    """Whether there are pages to look at afterwards."""
    edited: Path
    """The source that is edited, once they are written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def missing(cls) -> bool:
        """Whether it is not installed."""
        return False

    @classmethod
    def version(cls) -> str:
        """What it says of itself."""
        raise NotImplementedError

    def prepare(self, site: Site) -> None:
        """Write the sources."""
        raise NotImplementedError

    def command(self) -> list[str]:
        """A whole build, run in `folder`."""
        raise NotImplementedError

    @property
    def output(self) -> Path:
        """Where the site is after a build."""
        return self.folder / "output"

    @property
    def made(self) -> tuple[Path, ...]:
        """All that a build leaves, caches included."""
        return (self.output,)

    @property
    def template(self) -> Path:
        """The file that is a part of every page."""
        raise NotImplementedError

    def clean(self) -> None:
        """Make the next build a first one.

        What was made before is moved away, and goes with the whole site: ext4 gives nobody an inode
        that was free a moment ago, and looks at each of these for every file that is made.
        """
        for path in self.made:
            if path.exists():
                (self.folder.parent / "old").mkdir(exist_ok=True)
                path.rename(Path(tempfile.mkdtemp(dir=self.folder.parent / "old"), path.name))


def yaml_post(post: Post, **more: Any) -> str:
    """A post with the front matter that all but Pelican read; `more` as JSON, which is YAML."""
    date = f"{post.date:%Y-%m-%dT%H:%M:%SZ}"
    return _yaml(post.body, title=post.title, date=date, **more, summary=post.summary)


def yaml_page(page: Page, **more: Any) -> str:
    """A page of Jobshower's own as a source for others."""
    return _yaml(STANDS, title=page.title, date=f"{page.date}T00:00:00Z", **more, summary=STANDS)


def _yaml(body: str, **fields: Any) -> str:
    lines = [f"{name}: {json.dumps(value)}" for name, value in fields.items()]
    return "\n".join(["---", *lines, "---", "", body, ""])
