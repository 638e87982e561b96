"""Every setting of this plugin with its one default."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from problems import Problem, check_settings, did_you_mean

from .share import PLACES

__all__ = ["DEFAULTS", "apply_defaults", "check"]

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        # Whether `style` in a text stays. Where the site's Content-Security-Policy lets none
        # work, False takes it out and says so.
        "INLINE_STYLES": True,
        # How many posts about the same a post leads to; 0 for none.
        "RELATED_POSTS": 3,
        # How many words one reads in a minute.
        "READING_SPEED": 220,
        # A text gets a table of contents from so many headings and words on; 0 headings: never.
        "TOC_MIN_HEADINGS": 4,
        "TOC_MIN_WORDS": 500,
        # By what a post can be passed on: names of share.PLACES, in order.
        "SHARE_LINKS": ("email",),
    }
)
_MAY_BE_NONE = ("RELATED_POSTS", "TOC_MIN_HEADINGS", "TOC_MIN_WORDS")


def apply_defaults(settings: dict[str, Any]) -> None:
    """Fill in what the site's own settings leave out."""
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)


def check(settings: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with this plugin's settings."""
    zero = {name for name in _MAY_BE_NONE if settings[name] == 0}
    problems = [p for p in check_settings(settings, DEFAULTS) if p.field not in zero]
    wrong = {problem.field for problem in problems}
    for name in () if "SHARE_LINKS" in wrong else settings["SHARE_LINKS"]:
        if name not in PLACES:
            close = did_you_mean(name, PLACES)
            hint = f"did you mean “{close}”?" if close else f"they are {', '.join(PLACES)}"
            problems.append(
                Problem(
                    file="settings",
                    field="SHARE_LINKS",
                    value=repr(name),
                    message=f"“{name}” is not known here.",
                    hint=hint,
                )
            )
    return problems
