"""Sites that have been built once, and what is online beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from safesite import ONLINE, snapshot


@pytest.fixture
def beside() -> Callable[[Path], list[str]]:
    """What lies beside an output folder of builds that have ended: nothing."""

    def names(output: Path) -> list[str]:
        return sorted(
            p.name for p in output.parent.iterdir() if p.name.startswith(f".{output.name}")
        )

    return names


@pytest.fixture
def refused(build):
    """Builds over a site that is online: `refused(files, words…)` asserts that it stays as it was.

    Returns the report.
    """
    output = build.folder / "output"
    for name, text in ONLINE.items():
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_text(text)
    before = snapshot(output)

    def refuse(files, *words, **settings):
        site = build(files, **settings)
        assert site.status == 1, site.said
        assert [word for word in words if word not in site.said] == [], site.said
        assert "Traceback" not in site.said
        assert "Nothing was written; the old site is untouched." in site.said
        assert snapshot(output) == before
        assert sorted(path.name for path in build.folder.glob(".output*")) == []
        return site.said

    return refuse
