"""The sites that are built, each written into a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ..environment import ROOT
from .contests import Builds, Saves
from .engines import Engine, Site
from .leads import EDITED, make_leads_site
from .pelicans import Jobshower, Pelican, Unchecked, Unhurried, post_text
from .plain import Import
from .posts import make_posts

__all__ = ["MAKERS", "OWN_ENGINES", "posts_site"]

Engines = Sequence[type[Engine]]
_SERVED = 500


def posts_site(folder: Path, engines: Engines, size: int) -> Builds:
    """The same posts for everybody."""
    site = Site(list(make_posts(size)))
    # All of Pelican's read the same sources.
    made = [e(folder / ("pelican" if issubclass(e, Pelican) else e.name)) for e in engines]
    for engine in made:
        engine.prepare(site)
    return Builds("posts", size, made, f"posts/{site.middle.slug}/index.html")


def start_up_site(folder: Path, engines: Engines) -> Builds:
    """One post."""
    builds = posts_site(folder, engines, 1)
    builds.site = "start-up"
    builds.scenarios = ("cold", "unchanged")
    return builds


def sample_site(folder: Path, engines: Engines) -> Builds:
    """What the repository shows."""
    content = ROOT / "content"
    files = {
        path.relative_to(content).as_posix(): path.read_bytes()
        for path in sorted(content.rglob("*"))
        if path.is_file()
    }
    return _shipped("sample", folder, engines, files, "posts/2009-08-12-ledger-of-favors.md")


def leads_site(folder: Path, engines: Engines) -> Builds:
    """Jobshower's own kinds."""
    return _shipped("leads", folder, engines, make_leads_site(), EDITED)


def served_site(folder: Path, engines: Engines) -> Saves:
    """Posts in a preview, of which the middle one is saved."""
    del engines
    posts = {f"{post.slug}.md": post_text(post) for post in make_posts(_SERVED)}
    return Saves(folder, posts, list(posts)[_SERVED // 2])


MAKERS: Mapping[str, Callable[[Path, Engines], Builds | Saves]] = {
    "sample": sample_site,
    "leads": leads_site,
    "start-up": start_up_site,
    "serve": served_site,
}
"""Sites of one size, by their names."""
OWN_ENGINES: Mapping[str, Engines] = {
    "sample": (Jobshower, Unchecked, Unhurried),
    "leads": (Jobshower, Unchecked, Unhurried),
    "start-up": (Jobshower, Import),
    "serve": (Jobshower,),
}
"""Who builds them."""


def _shipped(
    name: str, folder: Path, engines: Engines, files: Mapping[str, str | bytes], edited: str
) -> Builds:
    made = [engine(folder) for engine in engines]
    for engine in made:
        assert isinstance(engine, Pelican)  # noqa: S101 (OWN_ENGINES)
        engine.use_shipped(files, edited)
    place = Path(edited)
    slug = place.stem.lstrip("0123456789-")
    sources = sum(name.endswith(".md") for name in files)
    return Builds(name, sources, made, f"{place.parent.as_posix()}/{slug}/index.html")
