"""`invoke init`: the sample site becomes hers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pelican.utils import slugify

from jobshower.kinds import POST, SHOWER, WISH
from jobshower.settings import read_options
from problems import did_you_mean

from .adopt import adopted_files, known_answers, unknown_keys
from .changes import Changes
from .check import check
from .conffile import with_values, without
from .console import Console, Stop
from .newfile import compose, one_line
from .sample import sample_files
from .site import Site, open_site

__all__ = ["make_hers"]

_CONF = "pelicanconf.py"
_MOST_LISTED = 10

_POST = """This is where I tell how my search goes: what I look for, what I hear of that may be
for you, and what would help me. Everybody who comes by can help, and be helped.

- **Leads** are jobs that I heard of. If one is for you, or for somebody you know, take it.
- **[My job shower]({{filename}}/showers/{seeker}/shower.md)** works like the registry for a
  baby shower. Its presents are favors: a name, an hour, a pair of eyes on a letter.
- **What came of it** stands under every lead and every wish.
"""
_SHOWER = """What I look for, in my own words: what I am good at, what I would like to do all day,
and where.
"""
_WISH = "It is one page. Tell me where you stumbled."


def make_hers(
    root: Path,
    *,
    given: Mapping[str, str],
    source: str = "",
    yes: bool = False,
) -> int:
    """Ask for name, addresses and time zone; put them, and a first post and wish, for the sample.

    `given` are answers by the names of their options. `source` is a folder whose texts are taken
    over; the project's own content folder means that what is there and not the sample's stays.
    Returns the exit status of a check. Raises Stop or ProblemsFound, and then nothing has changed.
    """
    console = Console(yes=yes)
    site = open_site(root)
    sample, hers = sample_files(site.content)
    if not sample and not source:
        raise Stop("The sample is gone: this site is yours already.", f"its settings: {_CONF}")
    before = Path(source).expanduser() if source else None
    inside = before is not None and before.resolve() in (site.content.resolve(), root.resolve())
    if hers and not inside:
        raise Stop(_not_the_samples(site, hers), "keep it with --from content, or move it away")
    adopted = adopted_files(before) if before and not inside else {}
    answers = _answers(console, given, known_answers(before) if before and not inside else {})
    conf = _settings(site, answers, unknown_keys(adopted))
    changes = Changes()
    changes.write(root / _CONF, conf)
    for path in sample:
        changes.delete(path)
    kept = {path.relative_to(site.content).as_posix() for path in hers}
    for name, path in adopted.items():
        changes.write(site.content / name, path.read_bytes())
    for name, text in _first_files(site, answers, kept | adopted.keys()).items():
        changes.create(site.content / name, text)
    if not console.confirm(_question(sample, adopted), default=True):
        raise Stop("Nothing was changed.")
    undo = _undo(root, site)
    changes.apply()
    _remove_empty(site.content)
    console.say(f"This site is {answers['AUTHOR']}'s now. To undo it: {undo}")
    console.say("Write on in content/posts and content/showers. Now it is checked …")
    return check(root, _CONF)


def _answers(
    console: Console, given: Mapping[str, str], known: Mapping[str, Any]
) -> dict[str, str | None]:
    """The settings that are hers."""

    def ask(option: str, question: str, default: str, check: Callable[[str], str]) -> str:
        answer = given.get(option) or ""
        try:
            if answer:
                return check(one_line(answer))
            return console.ask(
                question, check(default) if default else "", check=check, option=f"--{option}"
            )
        except ValueError as error:
            raise Stop(f"--{option} “{answer}”: {error}") from None

    name = ask("name", "Your name, as everybody may read it", str(known.get("AUTHOR", "")), _text)
    first = name.split()[0]
    default = str(known.get("SITENAME", "")) or f"{first}'s Job Shower"
    title = ask("site", "The site's name", default, _text)
    known_address = str(known.get("SITEURL") or known.get("FEED_DOMAIN") or "")
    address = ask("address", "Its address, as in https://nora.example", known_address, _address)
    zone = ask("timezone", "Your time zone", str(known.get("TIMEZONE", "")) or _zone_here(), _zone)
    reply = given.get("reply-to") or ""
    if not reply and console.asks:
        reply = console.ask(
            "An e-mail address for answers, which everybody can read (Enter for none)"
        )
    return {
        "AUTHOR": name,
        "SITENAME": title,
        "FEED_DOMAIN": address,
        "REPLY_TO": reply or None,
        "TIMEZONE": zone,
    }


def _text(answer: str) -> str:
    if not answer.strip():
        raise ValueError("Please write something.")
    return answer.strip()


def _address(answer: str) -> str:
    text = answer.strip().rstrip("/")
    text = text if "://" in text else f"https://{text}"
    parts = urlsplit(text)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[\w-]+(\.[\w-]+)+", host):
        raise ValueError("Please write an address as in https://nora.example.")
    return text


def _zone(answer: str) -> str:
    zones = {zone.casefold(): zone for zone in available_timezones()}
    wanted = answer.strip().replace(" ", "_").casefold()
    found = zones.get(wanted) or next(
        (zone for low, zone in sorted(zones.items()) if wanted and low.endswith(f"/{wanted}")), ""
    )
    if not found:
        close = did_you_mean(wanted, zones.values())
        hint = f"Did you mean {close}?" if close else "Please write one as in America/New_York."
        raise ValueError(f"There is no time zone “{answer}”. {hint}")
    return found


def _zone_here() -> str:
    """The time zone of this machine, as the database names it; "" where it does not tell."""
    named = os.environ.get("TZ", "").lstrip(":")
    path = os.path.realpath("/etc/localtime")
    for name in (named, path.partition("zoneinfo/")[2]):
        try:
            return ZoneInfo(name).key if name else ""
        except (ValueError, OSError, KeyError):
            continue
    return ""


def _settings(site: Site, answers: Mapping[str, str | None], extra_keys: list[str]) -> bytes:
    """The settings file as it is to be. Raises ProblemsFound for answers that cannot be used."""
    data = (site.root / _CONF).read_bytes()
    since = str(site.today.year)
    changed = without(data, "TODAY", _CONF)
    new = {"TODAY": None} if changed != data else {}
    read = read_options({**site.settings, **answers, **new, "SITEURL": ""})
    if new:
        since = str(read.today.year)
    changed = with_values(changed, {**answers, "FEED_DOMAIN_SINCE": since}, _CONF)
    if extra_keys:
        line = f"\n# Keys of texts that were here before.\nEXTRA_KEYS = {extra_keys!r}\n"
        changed += line.replace("'", '"').encode("utf-8")
    return changed


def _first_files(site: Site, answers: Mapping[str, str | None], there: set[str]) -> dict[str, str]:
    """A first post, a shower and its first wish, as far as she has none."""
    name = str(answers["AUTHOR"])
    first = name.split(maxsplit=1)[0]
    seeker = slugify(first) or "me"
    options = {**site.settings, **answers, "TODAY": None}
    today = read_options(options).today
    files = {}
    if not any(place.startswith(f"{POST.folder}/") for place in there):
        fields = {"Title": "I am looking for work", "Date": today}
        files[f"posts/{today}-looking-for-work.md"] = compose(fields, _POST.format(seeker=seeker))
    if not any(place.startswith(f"{SHOWER.folder}/") for place in there):
        shower = {"Title": f"{first}'s job shower", "Seeker": first, "Date": today}
        wish = {"Title": "Read my cover letter", "Kind": "review", "Date": today}
        files[f"{WISH.folder}/{seeker}/shower.md"] = compose(shower, _SHOWER)
        files[f"{WISH.folder}/{seeker}/cover-letter.md"] = compose(wish, _WISH)
    return files


def _not_the_samples(site: Site, hers: list[Path]) -> str:
    names = [f"    {site.shown(path)}" for path in hers[:_MOST_LISTED]]
    if len(hers) > _MOST_LISTED:
        names.append(f"    … and {len(hers) - _MOST_LISTED} more")
    return "\n".join(["This is not the sample's, or not as it came:", *names])


def _question(sample: list[Path], adopted: Mapping[str, Path]) -> str:
    taken = f" Take {len(adopted)} files over?" if adopted else ""
    return f"Delete the sample's {len(sample)} files, and make the site yours?{taken}"


def _undo(root: Path, site: Site) -> str:
    """How to go back: by git, where all is committed; else by a copy that is made now."""
    shown = site.shown(site.content)
    git = shutil.which("git")
    if git and (root / ".git").exists():
        command = [git, "status", "--porcelain", "--", shown, _CONF]
        done = subprocess.run(command, cwd=root, capture_output=True, check=False)
        if done.returncode == 0 and not done.stdout.strip():
            return f"git stash -u -- {shown} {_CONF}"
    number = 1
    while (backup := root / f".before-init-{number}").exists():
        number += 1
    backup.mkdir()
    shutil.copytree(site.content, backup / site.content.name)
    shutil.copy2(root / _CONF, backup)
    return f"copy back what is in {backup.name}/"


def _remove_empty(folder: Path) -> None:
    """Folders of the sample that nothing is in any more; those that Pelican looks for stay."""
    kept = {folder / name for name in ("posts", "pages", "images")}
    for path in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
        if path not in kept and not any(path.iterdir()):
            path.rmdir()
