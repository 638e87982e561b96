"""The settings of this plugin, with their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from problems import Problem, check_settings

__all__ = ["DEFAULTS", "check"]

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        # Below CACHE_PATH: what was computed in builds before. False: nothing is kept.
        "FAST_CACHE": True,
        # The most that the cache may hold, in bytes.
        "FAST_CACHE_BYTES": 1_000_000_000,
        # How many processes build. None: as many as there are processors.
        "FAST_PROCESSES": None,
        # Names in JINJA_FILTERS, JINJA_TESTS and JINJA_GLOBALS whose functions follow from their
        # arguments. With any other function of the site's own, one process renders every page.
        "FAST_PURE": (),
        # Names of other people's plugins that keep nothing in their modules from build to build:
        # with any other, a preview is built by another process each time.
        "FAST_WARM": (),
    }
)


def check(settings: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a site's settings of this plugin, with the defaults applied."""
    problems = check_settings(settings, DEFAULTS)
    processes = settings["FAST_PROCESSES"]
    if processes is not None and (type(processes) is not int or processes < 1):
        problems.append(
            Problem(
                file="settings",
                field="FAST_PROCESSES",
                value=repr(processes),
                message="This is not a number of processes.",
                hint="write 1 or more, or None for as many as there are processors",
            )
        )
    return problems
