"""How commands start Pelican."""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["PELICAN"]

PELICAN = (sys.executable, str(Path(__file__).resolve().parents[1] / "fastbuild"))
"""As `python -m pelican`, and sooner."""
