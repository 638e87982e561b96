"""The settings of the deploy command with their defaults. Pelican has no use for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

__all__ = ["DEFAULTS"]

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        # Where the site goes: "github:origin/gh-pages", "rsync:me@host:/srv/www", "s3:bucket".
        "DEPLOY": "",
        # The address of an S3-compatible storage that is not Amazon's.
        "DEPLOY_ENDPOINT": "",
    }
)
