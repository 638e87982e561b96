"""New posts, wishes, events, members and cards."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any

from jobshower.kinds import EVENT, MEMBER, POST, SHOWER, WISH
from jobshower.reader import file_slug
from jobshower.wording import WISH_KINDS
from tools.console import Stop, one_of
from tools.site import Site

from .draft import Draft, Wanted, day, day_check, places, tags

__all__ = ["card_draft", "event_draft", "member_draft", "post_draft", "wish_draft"]


def post_draft(wanted: Wanted) -> Draft:
    """A post of today."""
    site = wanted.site
    title = wanted.required("title", "Title")
    known = tags(site)

    def check(answer: str) -> str:
        names = re.split("[,;]", answer)
        return ", ".join(_meant(name.strip(), known) for name in names if name.strip())

    given = wanted.option("tags") or (
        wanted.optional("tags", "Tags, with commas", known=known, check=check)
    )
    date = wanted.date()
    status = "draft" if wanted.options.get("draft") else ""
    fields = {"Title": title, "Date": date, "Tags": given, "Status": status}
    folder = site.content / (site.options.post_folders or ("posts",))[0]
    return Draft(POST, folder, title, fields, wanted.text, f"{date}-", to_be_written=True)


def wish_draft(wanted: Wanted) -> Draft:
    """A wish in a shower; the first one begins the author's own shower."""
    site, console = wanted.site, wanted.console
    title = wanted.required("title", "What do you wish for")
    kinds = tuple(WISH_KINDS)
    kind = wanted.option("kind")
    if kind:
        kind = one_of(kind, kinds, f"“{kind}” is not a kind of help.")
    else:
        kind = console.choose("Which kind of help is it", kinds)
    seekers = {item.slug: item.record.seeker for item in site.items("shower")}
    beside = None
    if not seekers:
        name = site.options.author or "me"
        seeker = file_slug(name.split()[0])
        begun = {"Title": f"{name}'s job shower", "Seeker": name, "Date": wanted.date()}
        beside = Draft(SHOWER, site.content / "showers" / seeker, "shower", begun)
        beside.notes.append("It is the first wish of a new shower: write your ideal job into it.")
    else:
        seeker = _seeker(wanted, seekers)
    fields = {
        "Title": title,
        "Kind": kind,
        "Date": wanted.date(),
        "Priority": wanted.option("priority"),
        "Quantity": wanted.option("quantity"),
        "Done-When": wanted.optional("done-when", "It is done when"),
    }
    folder = site.content / "showers" / seeker
    return Draft(
        WISH, folder, title, fields, wanted.text, seeker=seeker, beside=beside, to_be_written=True
    )


def event_draft(wanted: Wanted) -> Draft:
    """A meeting, a mixer, a party."""
    title = wanted.required("title", "Title")
    question = "When does it start (2009-08-28 18:30)"
    start = wanted.required("start", question.replace("2009-08-28", str(wanted.site.today)))
    fields = {
        "Title": title,
        "Start": start,
        "End": wanted.optional("end", "When does it end"),
        "Location": wanted.optional("location", "Where", known=places(wanted.site, "event")),
        "Link": wanted.option("link"),
    }
    folder = wanted.site.content / EVENT.folder
    prefix = f"{start[:10]}-" if re.match(r"\d{4}-\d{2}-\d{2}", start) else ""
    return Draft(EVENT, folder, title, fields, wanted.text, prefix)


def member_draft(wanted: Wanted) -> Draft:
    """A person of the network, who has agreed to be named."""
    title = wanted.required("title", "The name, as the person wants it shown")
    consent = wanted.option("consent")
    if not consent:
        hint = "ask them, and give the day with --consent, as in --consent today"
        if not wanted.console.confirm(f"Has {title} agreed to be named on the site?"):
            raise Stop("Nobody is named who has not agreed to it.", hint)
        consent = "today"
    fields = {
        "Title": title,
        "Consent": day(consent, wanted.site.today, "--consent"),
        "Site": wanted.optional("site", "The address of their own site"),
        "Feed": wanted.option("feed"),
        "Met": wanted.optional("met", "Where you met, as everybody may read"),
    }
    return Draft(MEMBER, wanted.site.content / MEMBER.folder, title, fields, wanted.text)


def card_draft(wanted: Wanted) -> Draft:
    """A private note about a person. Raises Stop where git would publish it."""
    site = wanted.site
    if _git_would_take(wanted):
        shown = site.shown(site.private)
        raise Stop(
            f"git would take what is in {shown}/ along.", "add a line /private/ to .gitignore"
        )
    name = wanted.required("title", "Name")
    fields = {
        "Name": name,
        "Email": wanted.optional("email", "E-mail"),
        "Phone": wanted.optional("phone", "Phone"),
        "Met": wanted.optional("met", "Where you met"),
        "Met-On": wanted.date() if wanted.option("date") or _event_today(site) else "",
    }
    follow_up = wanted.optional("follow-up", "Follow up on (a day)", check=day_check)
    fields["Follow-Up"] = day(follow_up, site.today, "--follow-up") if follow_up else ""
    return Draft(None, site.private / "cards", name, fields, wanted.text)


def _event_today(site: Site) -> bool:
    """Whether one met somewhere today: then `invoke followups` counts 48 hours from it."""
    return any(event.day == site.today and not event.cancelled for event in site.items("event"))


def _seeker(wanted: Wanted, seekers: dict[str, str]) -> str:
    """The folder of the shower that is meant: the author's own, unless another is named."""
    given = wanted.option("seeker").casefold()
    if given:
        found = [slug for slug, name in seekers.items() if given in (slug, name.casefold())]
        found = found or [
            slug for slug, name in seekers.items() if name.casefold().startswith(given)
        ]
        if len(found) != 1:
            names = ", ".join(seekers)
            raise Stop(f"There is no shower of “{given}”.", f"the showers are {names}")
        return found[0]
    author = wanted.site.options.author.casefold()
    own = [slug for slug, name in seekers.items() if author.startswith(name.casefold())]
    default = own[0] if len(own) == 1 else next(iter(seekers)) if len(seekers) == 1 else ""
    if default and not wanted.asks_more:
        return default
    return wanted.console.choose("Whose shower", list(seekers), default)


def _meant(tag: str, known: Sequence[str]) -> str:
    """A tag by its number in the list, or as it is written."""
    return known[int(tag) - 1] if tag.isdecimal() and 0 < int(tag) <= len(known) else tag


def _git_would_take(wanted: Wanted) -> bool:
    git = shutil.which("git")
    if git is None or not (wanted.site.root / ".git").exists():
        return False
    command: list[Any] = [git, "check-ignore", "-q", wanted.site.private / "cards" / "x.md"]
    # 0: ignored; 1: not; 128: outside of the repository.
    return subprocess.run(command, cwd=wanted.site.root, check=False).returncode == 1
