"""Whether two leads are of one job: by the posting's address, or else by what it is called."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

__all__ = ["clean_address", "job_key", "name_key", "posting_key"]

# What only tells whoever runs the page where a visitor came from. No kept list has the job boards'.
_TRACKING = re.compile(
    r"utm_.*|mtm_.*|pk_.*|hsa_.*|mc_[ce]id|_hs.*|vero_.*|oly_.*|.*clid|[gw]braid|icid|igsh.*|si|"
    r"ref|refid|referrer|referer|ref_src|source|src|campaign.*|cmpid|tracking_?id|"
    r"gh_src|lever-.*|ashby_.*|job_?source|job_?board|applicationsource|iisn?|"
    r"trk.*|rcm|lipi|origin|originaltracking|ebp|pagenum|"  # LinkedIn
    r"tk|from|advn|adid|vjs|xkcb|xpse|sjdu|astse|alid|atk",  # Indeed
    re.IGNORECASE,
)
_FORMS = re.compile(
    r"\b(?:inc|incorporated|llc|llp|ltd|limited|co|corp|corporation|gmbh|plc|the)\b"
)
_APPLY = re.compile(r"/(?:apply|application)(?:/new)?$", re.IGNORECASE)


def posting_key(address: str) -> str:
    """An address without what does not tell jobs apart; "" for none.

    That is the scheme, `www.`, the fragment, tracking parameters, their order, a final slash, and
    the step to the form (`…/apply`).
    """
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return address
    if not host:
        return address.casefold()
    path = _APPLY.sub("", parts.path.rstrip("/")).rstrip("/")
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name)
    ]
    return f"{host}{port}{path}" + (f"?{urlencode(sorted(query))}" if query else "")


def clean_address(text: str) -> str:
    """The address as it is to be written: without parameters that only tell where one came from.

    What is no address stays as it is.
    """
    text = text.strip()
    try:
        parts = urlsplit(text)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return text
    kept = [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    # A text fragment (#:~:text=) only scrolls; another may be a part of the address.
    fragment = "" if parts.fragment.startswith(":~:") else parts.fragment
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, fragment))


def job_key(*names: str) -> tuple[str, ...]:
    """A job's title, company and place as they are compared: without “Inc.” and its like."""
    return tuple(_without_form(name_key(name)) for name in names)


def name_key(name: str) -> str:
    """A name as it is compared: without case, accents, punctuation and white space."""
    parted = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in parted if not unicodedata.combining(letter))
    # “C++” and “C#” are two things.
    return " ".join(re.findall(r"[^\W_]+[+#]*", letters))


def _without_form(words: str) -> str:
    return " ".join(_FORMS.sub("", words).split()) or words
