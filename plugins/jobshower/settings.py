"""Every setting of this plugin with its one default, and what the site's settings come to."""

from __future__ import annotations

import os
import re
import string
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from problems import Problem, ProblemsFound

from .values import DAY_HINT

__all__ = ["DEFAULTS", "Options", "apply_defaults", "read_moment", "read_options"]

DEFAULTS = MappingProxyType(
    {
        # The date the site is built for: "2009-08-28". Unset: the current date in TIMEZONE.
        "TODAY": None,
        # Where "I can help" leads: an e-mail address, or a form's address in which {subject},
        # {id}, {title} and {url} are filled in. Unset: the pages carry no such links.
        "REPLY_TO": None,
        # A lead without any news for so many days counts as closed.
        "LEAD_STALE_DAYS": 45,
        # How many days ahead a roundup looks for events.
        "ROUNDUP_EVENT_DAYS": 14,
        # A trail with more entries than that is no trail of a person's.
        "MAX_TRAIL": 200,
        # Drafts are written for a preview only; publishconf.py leaves them out.
        "WRITE_DRAFTS": False,
        # Front matter keys of posts and pages that other plugins, or an imported blog, use.
        "EXTRA_KEYS": (),
    }
)

REPLY_FIELDS = frozenset({"subject", "id", "title", "url"})
_ADDRESS = re.compile(r"[^@\s/:{}]+@[^@\s/:{}]+\.[^@\s/:{}]+")


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """The settings that the pure part of this plugin needs, checked and typed."""

    content: Path
    today: date
    zone: ZoneInfo
    author: str
    language: str
    site_name: str
    address: str
    reply_to: str
    stale_days: int
    event_days: int
    max_trail: int
    write_drafts: bool
    extra_keys: tuple[str, ...]
    post_folders: tuple[str, ...]
    page_folders: tuple[str, ...]
    static_folders: tuple[str, ...]
    ignored: tuple[str, ...]


def apply_defaults(settings: dict[str, Any]) -> None:
    """Fill in what the site's own settings leave out."""
    for name, value in DEFAULTS.items():
        settings.setdefault(name, value)


def read_options(settings: dict[str, Any]) -> Options:
    """The settings as options. Raises ProblemsFound with every setting that cannot be used."""
    problems: list[Problem] = []
    zone = _zone(settings, problems)
    options = Options(
        content=Path(settings["PATH"]),
        today=_today(settings, zone, problems),
        zone=zone,
        author=settings.get("AUTHOR", ""),
        language=settings["DEFAULT_LANG"],
        site_name=settings["SITENAME"],
        address=(settings["SITEURL"] or settings.get("FEED_DOMAIN") or "").rstrip("/"),
        reply_to=_reply_to(settings, problems),
        stale_days=_days(settings, "LEAD_STALE_DAYS", problems),
        event_days=_days(settings, "ROUNDUP_EVENT_DAYS", problems),
        max_trail=_days(settings, "MAX_TRAIL", problems),
        write_drafts=bool(settings["WRITE_DRAFTS"]),
        extra_keys=_extra_keys(settings, problems),
        post_folders=tuple(settings["ARTICLE_PATHS"]),
        page_folders=tuple(settings["PAGE_PATHS"]),
        static_folders=tuple(settings["STATIC_PATHS"]),
        ignored=tuple(settings["IGNORE_FILES"]),
    )
    if problems:
        raise ProblemsFound(problems)
    return options


def _problem(settings: dict[str, Any], name: str, message: str, hint: str) -> Problem:
    value = settings.get(name)
    return Problem(file="settings", field=name, value=repr(value), message=message, hint=hint)


def _zone(settings: dict[str, Any], problems: list[Problem]) -> ZoneInfo:
    name = settings.get("TIMEZONE", "UTC")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        hint = "write a name of the time zone database, as in America/New_York"
        problems.append(_problem(settings, "TIMEZONE", "This time zone is not known.", hint))
        return ZoneInfo("UTC")


def _today(settings: dict[str, Any], zone: ZoneInfo, problems: list[Problem]) -> date:
    """TODAY; else the day of SOURCE_DATE_EPOCH (seconds); else the clock's. No other code asks."""
    wanted = settings["TODAY"]
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if isinstance(wanted, date):
        return wanted.date() if isinstance(wanted, datetime) else wanted
    if wanted is not None:
        try:
            return msgspec.convert(wanted, date)
        except msgspec.ValidationError:
            problems.append(_problem(settings, "TODAY", "This is not a date.", DAY_HINT))
    elif epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC).astimezone(zone).date()
        except (ValueError, OverflowError, OSError):
            message = f"The environment's SOURCE_DATE_EPOCH is “{epoch}”, which is no time."
            hint = "set it to seconds since 1970, or unset it"
            problems.append(_problem(settings, "TODAY", message, hint))
    return datetime.now(zone).date()


def read_moment(options: Options, settings: dict[str, Any]) -> datetime:
    """The clock's moment in the site's zone; eight in the morning of a day that is set."""
    if settings["TODAY"] is None and not os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.now(options.zone).replace(microsecond=0)
    return datetime.combine(options.today, time(8), tzinfo=options.zone)


def _days(settings: dict[str, Any], name: str, problems: list[Problem]) -> int:
    days = settings[name]
    if isinstance(days, int) and not isinstance(days, bool) and days > 0:
        return days
    hint = f"write a whole number from 1, as in {name} = {DEFAULTS[name]}"
    problems.append(_problem(settings, name, "This is not a number of days.", hint))
    return DEFAULTS[name]


def _extra_keys(settings: dict[str, Any], problems: list[Problem]) -> tuple[str, ...]:
    keys = settings["EXTRA_KEYS"]
    if isinstance(keys, list | tuple | set) and all(isinstance(key, str) for key in keys):
        return tuple(keys)
    hint = 'write a list, as in EXTRA_KEYS = ["Series", "Subtitle"]'
    problems.append(_problem(settings, "EXTRA_KEYS", "This is not a list of keys.", hint))
    return ()


def _reply_to(settings: dict[str, Any], problems: list[Problem]) -> str:
    """An e-mail address or a form's address template; "" where there is none."""
    wanted = settings["REPLY_TO"]
    if not wanted:
        return ""
    if isinstance(wanted, str) and _ADDRESS.fullmatch(wanted):
        return wanted
    hint = "write an e-mail address, or a form's address as in https://form.example/?about={id}"
    if not isinstance(wanted, str) or not wanted.startswith(("http://", "https://")):
        message = "This is neither an e-mail address nor the address of a form."
        problems.append(_problem(settings, "REPLY_TO", message, hint))
        return ""
    try:
        unknown = {name for _, name, _, _ in string.Formatter().parse(wanted) if name is not None}
    except ValueError:
        unknown = {"{"}
    if unknown - REPLY_FIELDS:
        message = f"Not known here: {', '.join(sorted(unknown - REPLY_FIELDS))}."
        hint = f"the fields are {', '.join(f'{{{name}}}' for name in sorted(REPLY_FIELDS))}"
        problems.append(_problem(settings, "REPLY_TO", message, hint))
        return ""
    return wanted
