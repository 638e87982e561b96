"""What `invoke deploy` does: look at what is to go up, show it, and take it there."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from tools.console import Console, Stop
from tools.hub import tell_hub
from tools.publish import receipt_file
from tools.site import Site, open_site

from .checked import Receipt, checked, newer_sources, snapshot
from .kinds import cache_control, content_type
from .plan import Plan, make_plan
from .settings import DEFAULTS
from .target import make_target

__all__ = ["deploy"]

_SHOWN = 8
_KILO = 1000


def deploy(
    root: Path,
    settings_file: str,
    console: Console,
    *,
    to: str = "",
    dry_run: bool = False,
    prune: bool = False,
    drastic: bool = False,
    old: bool = False,
) -> int:
    """Take the published site to its target; returns the exit status. Raises Stop.

    `to` is a target instead of the setting DEPLOY. With `prune` files on the target that are not
    ours are deleted, too; `drastic` allows that many are, and `old` that the site was published
    before its sources changed.
    """
    site = open_site(root, settings_file)
    settings = dict(DEFAULTS) | dict(site.settings)
    where = to or settings["DEPLOY"]
    if not where and console.asks:
        where = console.ask("Where does the site go, as in rsync:me@host.example:/srv/www")
    with snapshot(Path(settings["OUTPUT_PATH"]), site.cache) as folder:
        receipt = checked(receipt_file(site), folder)
        if not old:
            _ask_if_old(site, receipt, console)
        target = make_target(where, root, site.cache, receipt, settings["DEPLOY_ENDPOINT"])
        with console.progress("Comparing with what is online"):
            found = target.compare(folder, receipt.files)
        plan = make_plan(receipt.files, found, prune=prune)
        _show(plan, where, receipt, folder, console, details=dry_run)
        if dry_run:
            console.say("Nothing was uploaded: this was a dry run.")
            return 0
        if plan.drastic and not drastic and not console.confirm(_drastic(plan)):
            raise Stop(_drastic(plan), "if it is meant, deploy with --delete-many")
        with console.progress("Uploading", len(plan.uploads) + len(plan.deleted)) as step:
            target.carry_out(plan, step)
    if not plan.empty:
        console.say(f"Done: {receipt.site} is up to date.")
    tell_hub(root, settings_file, plan.uploads)
    return 0


def _ask_if_old(site: Site, receipt: Receipt, console: Console) -> None:
    """A site that was published before its sources changed, or on another day, is old."""
    sources = (Path(site.settings[name]) for name in ("PATH", "THEME"))
    newer = newer_sources(receipt_file(site), *sources, *site.root.glob("*conf.py"))
    why = ""
    if newer:
        more = f" and {len(newer) - 1} more" if newer[1:] else ""
        why = f"{site.shown(newer[0])}{more} was changed after the site was published."
    elif receipt.day and receipt.day != site.today.isoformat():
        why = f"The site was published for {receipt.day}, and today is {site.today}."
    if why and not console.confirm(f"{why} Deploy what was published?"):
        raise Stop(why, "run “invoke publish” first, or “invoke publish deploy” for both")


def _drastic(plan: Plan) -> str:
    return f"{len(plan.deleted)} files would be deleted there, which is a large part of the site."


def _show(
    plan: Plan, where: str, receipt: Receipt, folder: Path, console: Console, *, details: bool
) -> None:
    console.say(f"{receipt.site} to {where}")
    host = urlsplit(receipt.site).hostname or ""
    if re.search(r"(^|\.)example(\.(com|org|net))?$", host):
        console.say("  Nobody can open that address: write your own as FEED_DOMAIN.")
    for number, step in enumerate(plan.steps, 1):
        size = _size(sum((folder / name).stat().st_size for name in step.names))
        console.say(f"  {number}. {step.title}: {_files(len(step.names))}, {size}")
        _list(step.names, where, console, details=details)
    if plan.deleted:
        console.say(f"  {len(plan.steps) + 1}. deleted: {_files(len(plan.deleted))}")
        _list(plan.deleted, "", console, details=details)
    if plan.empty:
        console.say("  Nothing has changed.")
    elif plan.unchanged:
        console.say(f"  {_files(plan.unchanged)} there already")
    if plan.kept:
        console.say(f"  {_files(len(plan.kept))} there from somebody else, and left alone")
        _list(plan.kept, "", console, details=details)


def _list(names: tuple[str, ...], where: str, console: Console, *, details: bool) -> None:
    if not details:
        return
    for name in names[:_SHOWN]:
        about = f"  ({content_type(name)}; {cache_control(name)})" if where[:3] == "s3:" else ""
        console.say(f"       {name}{about}")
    if names[_SHOWN:]:
        console.say(f"       and {len(names) - _SHOWN} more")


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number:,} files"


def _size(size: float) -> str:
    for unit in ("bytes", "kB", "MB"):
        if size < _KILO:
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 10 else f"{size:.1f} {unit}"  # noqa: PLR2004
        size /= _KILO
    return f"{size:.1f} GB"
