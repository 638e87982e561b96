"""The settings of this plugin with their defaults, and what is wrong with Pelican's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from problems import Problem, check_settings

from . import guard

__all__ = ["DEFAULTS", "apply_defaults", "check", "unusable_extensions"]

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        # Only check: the site is built beside the output folder, verified and thrown away.
        "CHECK_ONLY": False,
        # A file into which the report goes as JSON as well.
        "REPORT_FILE": "",
        # Whether it is kept, below CACHE_PATH, what was found in each file that is online.
        "ONLINE_CACHE": True,
        # A file that takes the hashes of all that was put online; "invoke publish" sets it.
        "RECEIPT_FILE": "",
        # What stays in the output folder though no source asks for it: ["downloads", "*.txt"].
        "OUTPUT_KEEP": (),
        # A build without any post, where there were some before, is a mistake.
        "ALLOW_EMPTY": False,
        # A source file larger than that is none that somebody wrote by hand.
        "MAX_SOURCE_BYTES": 1_000_000,
        # How long reading one source file may take, in seconds.
        "MAX_SOURCE_SECONDS": 10,
        # How many brackets, or quotations, may be open within each other.
        "MAX_NESTING": 100,
        "MAX_TAGS": 50,
        # Of a slug that Pelican makes of a title; a file system's names have 255 bytes.
        "MAX_SLUG": 200,
    }
)

_ALL = {**DEFAULTS, **guard.DEFAULTS}


def apply_defaults(settings: dict[str, Any]) -> None:
    """Fill in what the site's own settings leave out."""
    for name, value in _ALL.items():
        settings.setdefault(name, value)


def check(settings: Mapping[str, Any]) -> list[Problem]:
    """The settings with which no whole site can come of a build."""
    return [
        *check_settings(settings, _ALL),
        *_time_zone(settings),
        *_markdown(settings),
        *_output(settings),
    ]


def _time_zone(settings: Mapping[str, Any]) -> Iterator[Problem]:
    name = settings.get("TIMEZONE", "UTC")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        yield Problem(
            file="settings",
            field="TIMEZONE",
            value=repr(name),
            message="This time zone is not known.",
            hint="write a name of the time zone database, as in America/New_York",
        )


def _markdown(settings: Mapping[str, Any]) -> Iterator[Problem]:
    given = settings.get("MARKDOWN", {})
    try:
        _extensions(given)
    except (TypeError, ValueError, AttributeError):
        yield Problem(
            file="settings",
            field="MARKDOWN",
            value=repr(given),
            message="This is not a dictionary of Markdown's options.",
            hint='write MARKDOWN = {"extension_configs": {"markdown.extensions.extra": {}}}',
        )


def unusable_extensions(settings: Mapping[str, Any]) -> Iterator[Problem]:
    """The extensions of Markdown with which no text can be read.

    To be asked when one could not be: trying them all takes longer than to read some texts.
    """
    from markdown import Markdown  # noqa: PLC0415

    options = settings["MARKDOWN"]
    for extension in _extensions(options):
        configs = {extension: options.get("extension_configs", {}).get(extension, {})}
        try:
            Markdown(extensions=[extension], extension_configs=configs)
        except Exception as error:  # noqa: BLE001 (an extension may raise what it likes)
            yield Problem(
                file="settings",
                field="MARKDOWN",
                value=str(extension),
                message=f"This Markdown extension cannot be used: {error}",
                hint="correct its name or options, or install it",
            )


def _extensions(options: Any) -> list[Any]:
    options = dict(options)
    return [*options.get("extensions", ()), *options.get("extension_configs", {})]


def _output(settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Whatever is in the output folder is replaced, so nothing else may live there."""
    output = Path(settings["OUTPUT_PATH"]).resolve()
    hint = "give OUTPUT_PATH a folder of its own"
    for what, place in (
        ("the content", Path(settings["PATH"])),
        ("the theme", Path(settings["THEME"])),
        ("the current folder", Path.cwd()),
        ("your home folder", Path.home()),
    ):
        inside = place.resolve()
        if output == inside or output in inside.parents:
            yield _output_problem(output, f"This folder holds {what}, too.", hint)
            return
    if output.exists() and not output.is_dir():
        yield _output_problem(output, "This is not a folder.", hint)
    elif (output / ".git").exists() and ".git" not in settings["OUTPUT_RETENTION"]:
        kept = 'if it is meant, write OUTPUT_RETENTION = [".git"]'
        yield _output_problem(output, "A git repository is in this folder.", kept)


def _output_problem(output: Path, message: str, hint: str) -> Problem:
    return Problem(
        file="settings", field="OUTPUT_PATH", value=str(output), message=message, hint=hint
    )
