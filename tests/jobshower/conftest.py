"""Small content folders for the pure core: files in, a library or its problems out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pelican.settings import DEFAULT_CONFIG

from jobshower.library import Library, read_library
from jobshower.settings import Options, apply_defaults, read_options
from problems import Problem


class ContentFolder:
    """Writes source files whose required keys are there already, and reads them back.

    A key is an argument (`Done_When="…"`), a list is a value of several lines, and None leaves
    the key out.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def write(self, name: str, text: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def post(self, slug: str, body: str = "Words.", **keys: Any) -> None:
        self._file(f"posts/{slug}", body, {"Title": slug, "Date": "2009-08-10"}, keys)

    def page(self, slug: str, body: str = "Words.", **keys: Any) -> None:
        self._file(f"pages/{slug}", body, {"Title": slug}, keys)

    def lead(self, slug: str, body: str = "Words.", **keys: Any) -> None:
        required = {"Title": "Clerk", "Company": "Acme", "Date": "2009-08-05"}
        self._file(f"leads/{slug}", body, required, keys)

    def words(self, slug: str, body: str = "Words.", **keys: Any) -> None:
        self._file(f"roundups/{slug}", body, {"Title": slug}, keys)

    def shower(self, seeker: str = "nora", body: str = "Words.", **keys: Any) -> None:
        required = {"Title": "A shower", "Seeker": "Nora Whitfield", "Date": "2009-08-03"}
        self._file(f"showers/{seeker}/shower", body, required, keys)

    def wish(self, slug: str, body: str = "Words.", *, seeker: str = "nora", **keys: Any) -> None:
        required = {"Title": slug, "Kind": "advice", "Date": "2009-08-05"}
        self._file(f"showers/{seeker}/{slug}", body, required, keys)

    def member(self, name: str, body: str = "Words.", **keys: Any) -> None:
        slug = name.lower().replace(" ", "-").strip(".")
        self._file(f"network/{slug}", body, {"Title": name, "Consent": "2009-06-01"}, keys)

    def event(self, slug: str, body: str = "Words.", **keys: Any) -> None:
        self._file(f"events/{slug}", body, {"Title": slug, "Start": "2009-08-20 18:00"}, keys)

    def options(self, **settings: Any) -> Options:
        site = {
            **DEFAULT_CONFIG,
            "PATH": str(self.folder),
            "TODAY": "2009-08-28",
            "TIMEZONE": "America/New_York",
            "AUTHOR": "Nora Whitfield",
            "SITENAME": "Nora's Job Shower",
            "SITEURL": "https://nora.example",
            "REPLY_TO": "hello@nora.example",
            "ARTICLE_PATHS": ["posts"],
            "PAGE_PATHS": ["pages"],
            **settings,
        }
        apply_defaults(site)
        return read_options(site)

    def read(self, **settings: Any) -> Library:
        library, problems = read_library(self.options(**settings))
        assert problems == []
        return library

    def problems(self, **settings: Any) -> list[Problem]:
        library, problems = read_library(self.options(**settings))
        assert bool(problems) or library.options is not None
        return sorted(problems)

    def problem(self, **settings: Any) -> Problem:
        """The only one that there is."""
        problems = self.problems(**settings)
        assert len(problems) == 1, problems
        return problems[0]

    def _file(
        self, name: str, body: str, required: Mapping[str, Any], keys: Mapping[str, Any]
    ) -> None:
        fields = {**required, **{key.replace("_", "-"): value for key, value in keys.items()}}
        lines = [
            f"{key}: " + ("\n    ".join(value) if isinstance(value, list) else str(value))
            for key, value in fields.items()
            if value is not None
        ]
        self.write(f"{name}.md", "\n".join([*lines, "", body, ""]))


@pytest.fixture
def content(tmp_path: Path) -> ContentFolder:
    """An empty content folder."""
    return ContentFolder(tmp_path / "content")
