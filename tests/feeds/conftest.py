"""Small real sites."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from weakref import ref

import pytest
from blinker import Signal
from pelican import Pelican
from pelican.plugins import signals
from pelican.settings import read_settings

pytest.register_assert_rewrite("feedsite")

from feedsite import Site  # noqa: E402

PLUGINS = Path(__file__).parents[2] / "plugins"


@pytest.fixture
def build_site(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Build a site of some files, in a folder of its own each time, or over an earlier one."""
    number = 0

    def build(files: dict[str, str], over: Site | None = None, **settings: Any) -> Site:
        nonlocal number
        number += 1
        root = over.output.parent if over else tmp_path / str(number)
        shutil.rmtree(root / "content", ignore_errors=True)
        (root / "content").mkdir(parents=True)
        for name, text in files.items():
            path = root / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        defaults = {
            "PATH": str(root / "content"),
            "OUTPUT_PATH": str(root / "output"),
            "PLUGIN_PATHS": [str(PLUGINS)],
            "PLUGINS": ["feeds"],
            "THEME": "simple",
            "SITENAME": "Nora's search",
            "SITEURL": "https://example.org",
            "TIMEZONE": "America/New_York",
            # Only the channels, unless a test asks for Pelican's own feeds too.
            **dict.fromkeys(
                [
                    "FEED_ALL_ATOM",
                    "CATEGORY_FEED_ATOM",
                    "AUTHOR_FEED_ATOM",
                    "AUTHOR_FEED_RSS",
                    "TRANSLATION_FEED_ATOM",
                ]
            ),
        }
        Pelican(read_settings(override={**defaults, **settings})).run()
        return Site(root / "output")

    yield build
    # Pelican's signals outlive the test; the next one may build a site without this plugin.
    for signal in (value for value in vars(signals).values() if isinstance(value, Signal)):
        for receiver in list(signal.receivers.values()):
            function = receiver() if isinstance(receiver, ref) else receiver
            if getattr(function, "__module__", "").startswith("feeds"):
                signal.disconnect(function)
