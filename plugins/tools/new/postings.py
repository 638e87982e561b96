"""Jobs' web addresses: what they say is read, and nothing is looked up online."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from tools.same_job import clean_address

__all__ = ["as_address", "guess", "is_address"]

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_BARE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)
# Hosts that many companies share, where the first part of the path is the company …
_IN_PATH = re.compile(
    r"(?:job-)?boards(?:\.eu)?\.greenhouse\.io|jobs(?:\.eu)?\.lever\.co|jobs\.ashbyhq\.com"
    r"|apply\.workable\.com|(?:jobs|careers)\.smartrecruiters\.com|jobs\.jobvite\.com"
    r"|ats\.rippling\.com|join\.com|wellfound\.com"
)
# … or the first of the host's own name; and those that say nothing about it.
_IN_HOST = re.compile(
    r"(?P<company>[a-z0-9-]+)\.(?:wd\d+\.)?(?:myworkdayjobs\.com|workable\.com|bamboohr\.com"
    r"|recruitee\.com|teamtailor\.com|breezy\.hr|icims\.com|applytojob\.com|jobs\.personio\.\w+"
    r"|greenhouse\.io|pinpointhq\.com|freshteam\.com)"
)
_SAYS_NOTHING = re.compile(
    r"(?:.*\.)?(?:linkedin|indeed|glassdoor|monster|ziprecruiter|craigslist|facebook|google"
    r"|stepstone|xing|usajobs|simplyhired|dice)\.(?:com?\.)?\w+"
)
_PREFIX = re.compile(
    r"^(?:(?:www\d?|jobs?|careers?|apply|hire|hiring|work|boards?|hr|recruiting)\.)+"
)
_ICIMS = re.compile(r"^(?:careers|jobs|external|internal)-")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}|[a-z]{0,4}-?\d+", re.IGNORECASE)
# fmt: off
_NO_TITLE = frozenset((
    "job", "jobs", "j", "view", "viewjob", "career", "careers", "opening", "openings",
    "position", "positions", "vacancy", "vacancies", "apply", "application", "details", "detail",
    "posting", "postings", "o", "p", "en", "en-us", "us", "index", "listing", "listings",
    "company", "companies", "about", "work", "join-us", "home", "search", "results", "external",
    "internal",
))
# fmt: on


def is_address(text: str) -> bool:
    """Whether a text is one web address, and no title."""
    text = text.strip()
    return bool(_ADDRESS.fullmatch(text) or _BARE.fullmatch(text))


def as_address(text: str) -> str:
    """An address as it is to be written: with its https://, and without what tracks."""
    text = text.strip()
    return clean_address(f"https://{text}" if _BARE.fullmatch(text) else text)


def guess(text: str, companies: Iterable[str] = ()) -> tuple[str, str]:
    """Company and title as an address tells them, each "" where it does not.

    A company that is known already is written as it is known.
    """
    parts = urlsplit(as_address(text))
    host = parts.hostname or ""
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    company, title = "", ""
    if _IN_PATH.fullmatch(host) and segments:
        company, *segments = segments
    elif match := _IN_HOST.fullmatch(host):
        company = _ICIMS.sub("", match["company"])
    elif not _SAYS_NOTHING.fullmatch(host):
        company = _of_host(host)
    for segment in reversed(segments):
        if title := _title(segment):
            break
    if _SAYS_NOTHING.fullmatch(host) and " at " in title:
        title, _, company = title.rpartition(" at ")
    return _known(company, companies), title


def _of_host(host: str) -> str:
    labels = _PREFIX.sub("", host).split(".")
    # co.uk, com.au: two labels that nobody chose.
    suffix = 2 if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else 1  # noqa: PLR2004
    return labels[-suffix - 1] if len(labels) > suffix else ""


def _title(segment: str) -> str:
    """What the words of a part of a path are as a title; "" for numbers and for “jobs”."""
    name = re.sub(r"\.(?:html?|php|aspx?|jsp)$", "", segment.strip(), flags=re.IGNORECASE)
    if name.casefold() in _NO_TITLE or _ID.fullmatch(name):
        return ""
    # Workday: Shipping-Clerk_R-12345; others begin or end with the number.
    name = re.sub(r"_[A-Z]{0,4}-?\d[\d-]*$", "", name)
    name = re.sub(r"^\d{3,}[-_]|[-_](?:\d{3,}|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,})$", "", name)
    words = [word for word in re.split(r"[-_+\s]+", name) if word]
    text = " ".join(words)
    if not re.search(r"[^\W\d_]{3}", text) or text.casefold() in _NO_TITLE:
        return ""
    return text[0].upper() + text[1:]


def _known(company: str, companies: Iterable[str]) -> str:
    squashed = re.sub(r"[\W_]", "", company.casefold())
    for name in companies:
        if squashed and re.sub(r"[\W_]", "", name.casefold()) == squashed:
            return name
    words = [word for word in re.split(r"[-_+\s.]+", company) if word]
    return " ".join(word if not word.islower() else word.capitalize() for word in words)
