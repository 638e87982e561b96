"""A new lead: from a title, from the address of the posting, or from its pasted text."""

from __future__ import annotations

import re
from datetime import date

from jobshower.dates import plural
from jobshower.kinds import LEAD
from tools.console import Stop
from tools.contactsout import take_out
from tools.days import to_closing_day

from .draft import Draft, Wanted, companies, day, places
from .jobtext import JobText, read_job_text
from .postings import as_address, guess, is_address

__all__ = ["lead_draft"]

_GAP = "[…]"
_AT = re.compile(r"(?P<title>.{2,}?)\s+at\s+(?P<company>[^\W\d_].*)")


def lead_draft(wanted: Wanted) -> Draft:
    """Ask for what is missing, and put it together. Raises Stop where nobody can be asked."""
    site, console = wanted.site, wanted.console
    given = wanted.title.strip()
    if not given and not wanted.text:
        given = console.ask("The job's title, or the address of its posting", option="a title")
    text = given if "\n" in given else wanted.text
    job = read_job_text(text, site.today) if text else JobText()
    address = given if is_address(given) else wanted.option("posting") or job.posting
    address = as_address(address) if address else ""
    known = companies(site)
    guessed_company, guessed_title = guess(address, known) if address else ("", "")
    title = "" if is_address(given) or "\n" in given else given
    company = wanted.option("company")
    if title and not company and (both := _AT.fullmatch(title)):
        title, guessed_company = both["title"], both["company"]
    sure = bool(title)
    title = title or job.title or guessed_title or (_numbered(address) if not console.asks else "")
    if not sure:
        title = console.ask("Title", title, option="a title")
    company = company or console.ask(
        "Company", job.company or guessed_company, known=known, option="--company"
    )
    draft = Draft(LEAD, site.content / LEAD.folder, f"{company} {title}", {})
    location = wanted.option("location") or job.location
    draft.fields |= {
        "Title": title,
        "Company": company,
        "Date": wanted.date(),
        "Location": location or wanted.optional("location", "Where", known=places(site, "lead")),
        "Remote": wanted.option("remote") or job.remote,
        "Posting": address,
        "Via": wanted.optional("via", "Who told you of it, as everybody may read"),
        "Employment": job.employment,
        "Salary": wanted.option("salary") or job.salary,
        "Closes": _closes(wanted, job, draft) or "",
        "Tags": wanted.option("tags"),
    }
    draft.prefix = f"{draft.fields['Date']}-"
    draft.notes += [f"Not taken: {unsure}" for unsure in job.unsure]
    if text:
        _keep_private(wanted, draft, job)
    return draft


def _closes(wanted: Wanted, job: JobText, draft: Draft) -> date | None:
    given = wanted.option("closes")
    today = wanted.date()

    def check(answer: str) -> str:
        return str(to_closing_day(answer, wanted.site.today)) if answer.strip() else ""

    if given:
        closes = day(given, wanted.site.today, "--closes")
        if closes < today:
            raise Stop(f"--closes {closes} lies before the lead's own day, {today}.")
        return closes
    answer = "" if job.closes else wanted.optional("closes", "Last day to apply", check=check)
    closes = date.fromisoformat(answer) if answer else job.closes
    if closes and closes < today:
        draft.notes.append(f"Not taken: the closing day {closes}, which is past.")
        return None
    return closes


def _numbered(address: str) -> str:
    """A title for a posting that tells nothing but a number."""
    found = re.search(r"(\d{2,})\D*$", address)
    return f"Position {found[1]}" if found else "Open position"


def _keep_private(wanted: Wanted, draft: Draft, job: JobText) -> None:
    """Take people's names, addresses and numbers out of what is to be public, onto a card."""
    name, *_ = re.split(r"[,;(<]|\s[-–|]\s", job.contact, maxsplit=1)
    name = "" if re.search(r"[@\d]", name) else name.strip()
    body = re.sub(rf"\b{re.escape(name)}\b", _GAP, job.body) if name else job.body
    text, contact = (take_out(wanted.site, said, _GAP) for said in (body, job.contact))
    draft.body = text.text
    mails, phones = [*text.mails, *contact.mails], [*text.phones, *contact.phones]
    if not (name or mails or phones):
        return
    counts = [
        plural(len(mails), "e-mail address", "e-mail addresses"),
        plural(len(phones), "telephone number", "telephone numbers"),
        "a name",
    ]
    left = [text for text, found in zip(counts, (mails, phones, name), strict=True) if found]
    draft.notes.append(f"Left out, since the site is public: {', '.join(left)}.")
    if wanted.console.confirm("Keep them on a private card?", default=True):
        draft.beside = Draft(
            None,
            wanted.site.private / "cards",
            name or f"re {draft.name}",
            {
                "Name": name or f"Re {draft.name}",
                "Email": ", ".join(dict.fromkeys(mails)),
                "Phone": ", ".join(dict.fromkeys(phones)),
            },
        )
