"""What somebody has already: a folder of Markdown, a Pelican site, or a site like this one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from front_matter import NotReadable, normal_key, read
from jobshower.kinds import KINDS, POST

from .conffile import read_values
from .console import Stop

__all__ = ["adopted_files", "known_answers", "unknown_keys"]

_TEXTS = frozenset({".md", ".markdown", ".mkd", ".mdown"})
_OURS = frozenset(kind.folder for kind in KINDS) | {"images"}
_NOT_CONTENT = frozenset(
    {"output", "theme", "themes", "plugins", "cache", "node_modules", "private"}
)
_CONFS = ("pelicanconf.py", "publishconf.py")


def adopted_files(folder: Path) -> dict[str, Path]:
    """Where each file of a folder goes, below the content folder.

    Of a Pelican site it is the folder that its settings name. Files that lie in a folder of ours
    (posts, pages, leads …) keep their place; other Markdown is posts, and all else images.
    Raises Stop where there is no Markdown.
    """
    if not folder.is_dir():
        raise Stop(f"There is no folder “{folder}”.", "name the folder of what you have")
    settings = known_answers(folder)
    content = folder / str(settings.get("PATH", "content"))
    base = content if content.is_dir() else folder
    own = {name: "posts" for name in settings.get("ARTICLE_PATHS", ()) if name}
    own |= {name: "pages" for name in settings.get("PAGE_PATHS", ()) if name}
    found: dict[str, Path] = {}
    for path in sorted(base.rglob("*")):
        name = path.relative_to(base).as_posix()
        parts = name.split("/")
        hidden = any(part.startswith((".", "__")) for part in parts)
        if not path.is_file() or hidden or (base == folder and parts[0] in _NOT_CONTENT):
            continue
        place = _place(name, own)
        if place:
            found[place] = path
    if not any(Path(name).suffix in _TEXTS for name in found):
        raise Stop(f"There is no Markdown in “{folder}”.", "name the folder with the *.md files")
    return found


def known_answers(folder: Path) -> dict[str, Any]:
    """The plain settings of a Pelican site, those of the published one last; or nothing."""
    values: dict[str, Any] = {}
    for name in _CONFS:
        values |= read_values(folder / name)
    return values


def unknown_keys(files: dict[str, Path]) -> list[str]:
    """The front matter keys of posts and pages that this site does not know: EXTRA_KEYS."""
    known = {normal_key(key) for key in POST.keys}
    found = set()
    for name, path in files.items():
        if name.startswith(("posts/", "pages/")) and path.suffix in _TEXTS:
            try:
                fields = read(path, name).fields
            except NotReadable:
                continue
            found |= {field.key for key, field in fields.items() if key not in known}
    return sorted(found)


def _place(name: str, own: dict[str, str]) -> str:
    top, _, rest = name.partition("/")
    for folder, ours in own.items():
        if name.startswith(f"{folder}/"):
            return f"{ours}/{name[len(folder) + 1 :]}"
    if rest and top in _OURS:
        return name
    if Path(name).suffix in _TEXTS:
        return f"posts/{name}"
    return "" if Path(name).suffix in {".py", ".toml", ".lock", ".sh"} else f"images/{name}"
