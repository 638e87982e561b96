"""Which column of a spreadsheet is which key of a lead. All of it is pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from jobshower.kinds import LEAD
from problems import Problem, did_you_mean

__all__ = [
    "CONTACT",
    "DATES",
    "EXPORTED",
    "TARGETS",
    "is_export",
    "is_known",
    "map_columns",
    "target_of",
]

CONTACT = "Contact"
"""What is somebody's address or number: left out, since content is public."""

_MORE = ("File", "Text", "Notes", "Status", "Applied", "Updated")
TARGETS = (*LEAD.keys, *_MORE)
"""What a column can be: a lead's keys; its file's name; its text, as Markdown or as plain notes;
and a status with the day on which one applied and the day of the last change, which together
make a trail."""

EXPORTED = ("File", *LEAD.keys, "Text")
"""The columns of an export: each key as it stands in the file, and the text below."""

DATES = ("Date", "Closes", "Applied", "Updated")

_SYNONYMS: Mapping[str, str] = MappingProxyType(
    {
        "Title": "title, job title, position, position title, role, job, job name, opening, "
        "vacancy, job position, role title, designation, job role",
        "Company": "company, company name, employer, organization, organisation, firm, "
        "hiring company, business, workplace, org",
        "Date": "date, date posted, posted, posted on, posting date, date found, found, found on, "
        "date added, added, added on, date saved, saved, saved on, heard, heard on, date heard, "
        "created, created at, date created, listed, date listed, post date, publication date",
        "Location": "location, locations, place, city, office, where, job location, region, area, "
        "city state, work location",
        "Remote": "remote, work mode, workplace type, work model, on site, onsite, "
        "remote or onsite, work arrangement, hybrid, work type, location type",
        "Posting": "posting, url, link, job url, job link, apply, apply link, application link, "
        "application url, job posting, job posting url, posting url, posting link, website, web, "
        "listing, listing url, job ad, ad, hyperlink, web address, apply url, job description link",
        "Via": "via, source, heard from, found through, found via, referred by, referrer, through, "
        "referral, job board, platform, where found, lead source, board",
        "Kind": "kind, lead or referral",
        "Employment": "employment, employment type, job type, type, contract type, hours, "
        "schedule, position type",
        "Salary": "salary, pay, compensation, wage, pay range, salary range, rate, comp, "
        "pay rate, remuneration",
        "Closes": "closes, closing date, deadline, application deadline, apply by, close date, "
        "closing, expires, expiry, expiry date, expiration date, due, due date, valid through, "
        "last day",
        "Tags": "tags, tag, labels, label, keywords, category, categories, field, industry, sector",
        "Trail": "trail",
        "Structured": "structured",
        "Id": "lead id",
        "File": "file, file name",
        "Text": "text",
        "Notes": "notes, note, comments, comment, description, details, remarks, job description, "
        "summary, next steps, additional notes, requirements, info, memo, thoughts",
        "Status": "status, stage, state, application status, progress, outcome, result, "
        "current status, response",
        "Applied": "applied, date applied, applied on, application date, applied date, "
        "date of application, submitted, date submitted, application sent",
        "Updated": "updated, last updated, last update, status date, date updated, modified, "
        "last modified, last activity, last change, status changed, updated at",
        CONTACT: "contact, contact name, contact person, contact email, contact info, "
        "contact phone, email, e mail, email address, phone, phone number, telephone, recruiter, "
        "recruiter name, recruiter email, recruiter phone, hiring manager, interviewer, "
        "point of contact, poc, mobile, recruiter contact, manager",
    }
)
_BY_NAME = {
    re.sub(r"\W+", "", name): target
    for target, names in _SYNONYMS.items()
    for name in names.split(", ")
}
_CLOSE = 0.85


def target_of(column: str) -> str:
    """What a column is by its name, near misses included; "" where it is nothing known."""
    name = re.sub(r"[\W_]+", "", column.casefold())
    if name in _BY_NAME:
        return _BY_NAME[name]
    # “Salary ($)”, “Date Applied (dd/mm/yy)”
    short = re.sub(r"[\W_]+", "", re.sub(r"\(.*?\)", "", column).casefold())
    return _BY_NAME.get(short) or _BY_NAME.get(did_you_mean(name, _BY_NAME, _CLOSE), "")


def is_known(column: str) -> bool:
    """Whether a column's name says what it is."""
    return bool(target_of(column))


def is_export(header: Iterable[str]) -> bool:
    """Whether a table is one of ours: then its cells are taken as they are."""
    return {"File", "Title", "Company", "Trail", "Text"} <= set(header) <= set(EXPORTED)


def map_columns(
    header: Sequence[str], wanted: Iterable[str] = (), name: str = ""
) -> tuple[list[str], list[Problem]]:
    """For each column its target, "" for what is left out; and what is wrong with `wanted`.

    `wanted` are texts like "Col=Key", which come before what names say; "Col=" leaves it out.
    Of two columns with one target the first has it, but any number can be Notes.
    """
    problems: list[Problem] = []
    said: dict[int, str] = {}
    for text in wanted:
        column, equals, target = (part.strip() for part in text.partition("="))
        found = [n for n, head in enumerate(header) if head.casefold() == column.casefold()]
        key = next((key for key in TARGETS if key.casefold() == target.casefold()), "")
        if not found or not equals:
            problems.append(_wrong(name, text, "There is no such column.", column, header))
        elif target and not key:
            problems.append(_wrong(name, text, "A lead has no such key.", target, TARGETS))
        else:
            said[found[0]] = key
    if is_export(header) and not said:
        return list(header), problems
    targets = [said.get(number, "") for number in range(len(header))]
    for number, column in enumerate(header):
        target = target_of(column)
        if number not in said and (target in ("Notes", CONTACT) or target not in targets):
            targets[number] = target
    return targets, problems


def _wrong(name: str, text: str, message: str, word: str, known: Sequence[str]) -> Problem:
    close = did_you_mean(word, known)
    hint = f"did you mean “{close}”?" if close else f"there are {', '.join(filter(None, known))}"
    return Problem(file=name, field="--map", value=text, message=message, hint=hint)
