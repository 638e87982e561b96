"""Pelican, with problems told in plain text instead of a traceback."""

from __future__ import annotations

import sys
from typing import Any

from pelican import Pelican

from problems import ProblemsFound

__all__ = ["CheckedPelican"]


class CheckedPelican(Pelican):
    """For the setting PELICAN_CLASS: prints the report and ends with status 1.

    Under autoreload the same object runs again and again. There a failed rebuild must not end the
    process, so only a first run does.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        self._built = False
        super().__init__(settings)

    def run(self) -> None:
        """Build the site. Raises SystemExit where there are problems in a first build."""
        try:
            super().run()
        except ProblemsFound as found:
            print(f"\n{found}\n", file=sys.stderr)
            if not self._built:
                raise SystemExit(found.exitcode) from None
        self._built = True
