"""Files that should never be in a site, however they came there."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Collection, Iterator, Mapping

from problems import Problem

__all__ = ["forbidden"]

_FOLDERS = {
    ".git": "a repository",
    ".hg": "a repository",
    ".svn": "a repository",
    "private": "private notes",
    ".ssh": "keys",
    "__pycache__": "a program's cache",
}
_FILES = {
    ".git": "a repository's mark",
    ".env": "secrets",
    ".env.*": "secrets",
    ".netrc": "passwords",
    ".htpasswd": "passwords",
    "*.key": "a secret key",
    "*.pem": "a secret key or certificate",
    "*.p12": "a secret key",
    "*.pfx": "a secret key",
    "id_rsa*": "a secret key",
    "id_ed25519*": "a secret key",
    "*.kdbx": "passwords",
    "*.sqlite3": "a data base",
    "*.md": "a source text",
    "*.markdown": "a source text",
    "*.mkd": "a source text",
    "*.mdown": "a source text",
    "*.rst": "a source text",
    "*~": "an editor's backup",
    "*.bak": "an editor's backup",
    "*.orig": "an editor's backup",
    "*.swp": "an editor's backup",
    "*.swo": "an editor's backup",
    "#*#": "an editor's backup",
    ".#*": "an editor's lock",
    ".DS_Store": "a file manager's note",
    "Thumbs.db": "a file manager's note",
}


# What any of the patterns matches; most names are none of them.
_ANY = re.compile("|".join(fnmatch.translate(pattern.lower()) for pattern in _FILES))


def forbidden(names: Collection[str], copied: Mapping[str, str]) -> list[Problem]:
    """The files of a site that must not be there; `copied` names their sources."""
    return list(_found(sorted(names), copied))


def _found(names: Collection[str], copied: Mapping[str, str]) -> Iterator[Problem]:
    for name in names:
        what = _what(name)
        if what:
            yield Problem(
                file=copied.get(name, f"output/{name}"),
                value=name,
                field="file",
                message=f"This is {what}, and would be published as {name}.",
                hint="move it out of the folders of STATIC_PATHS, or name it in IGNORE_FILES",
            )


def _what(name: str) -> str:
    *folders, last = name.split("/")
    for folder in folders:
        if folder.lower() in _FOLDERS:
            return f"in a folder with {_FOLDERS[folder.lower()]}"
    if not _ANY.match(last.lower()):
        return ""
    for pattern, what in _FILES.items():
        if fnmatch.fnmatchcase(last.lower(), pattern.lower()):
            return what
    return ""
