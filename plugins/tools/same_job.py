"""Whether two leads are of one job: by the posting's address, or else by what it is called."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, urlencode, urlsplit

__all__ = ["name_key", "posting_key"]

# What only tells whoever runs the page where a visitor came from.
_TRACKING = re.compile(
    r"utm_.*|mc_[ce]id|_hs.*|.*clid|gh_src|lever-(?:source|origin).*|ref|refid|referrer|referer|"
    r"ref_src|source|src|trk.*|trackingid|tracking_?id|icid|igsh.*|si|campaign.*|jobsource|"
    r"job_?board|rcm|position|pagenum",
    re.IGNORECASE,
)
_FORM = re.compile(r"/(?:apply|application)(?:/new)?$", re.IGNORECASE)


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
    path = _FORM.sub("", parts.path.rstrip("/")).rstrip("/")
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name)
    ]
    return f"{host}{port}{path}" + (f"?{urlencode(sorted(query))}" if query else "")


def name_key(*names: str) -> tuple[str, ...]:
    """Names as they are compared: without case, accents, punctuation and white space."""
    return tuple(_words(name) for name in names)


def _words(name: str) -> str:
    parted = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in parted if not unicodedata.combining(letter))
    # “C++” and “C#” are two things.
    return " ".join(re.findall(r"[^\W_]+[+#]*", letters))
