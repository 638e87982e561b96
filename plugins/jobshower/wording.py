"""The sentences in which the site tells what happened, in one place."""

from __future__ import annotations

from types import MappingProxyType

from .trail import SOMEONE, Entry

__all__ = ["LEAD_KINDS", "PRIORITIES", "REMOTE", "STAGES", "WISH_KINDS", "sentence"]

_LEAD = MappingProxyType(
    {
        "claimed": "{who} is following it up",
        "unclaimed": "{who} is no longer following it up",
        "applied": "{who} applied",
        "interview": "{who} got an interview",
        "offer": "{who} got an offer",
        "landed": "{who} got the job",
        "filled": "the job went to somebody else",
        "closed": "no more applications are taken",
        "reopened": "it is open again",
        "retracted": "it was taken back",
        "thanked": "{who} said thank you",
    }
)
_WISH = MappingProxyType(
    {
        "claimed": "{who} promised to help",
        "unclaimed": "{who} had to step back",
        "granted": "{who} granted it",
        "thanked": "{who} said thank you",
        "withdrawn": "it is no longer needed",
        "reopened": "it is asked again",
    }
)

STAGES = MappingProxyType(
    {
        "open": "open",
        "claimed": "being followed up",
        "applied": "applied",
        "interview": "interview",
        "offer": "offer",
        "landed": "landed",
        "filled": "filled",
        "closed": "closed",
        "retracted": "taken back",
        "granted": "granted",
        "withdrawn": "withdrawn",
    }
)

WISH_KINDS = MappingProxyType(
    {
        "introduction": "Introductions",
        "lead": "Leads",
        "interview": "Interviews",
        "review": "Proofreading and reviews",
        "practice": "Practice",
        "advice": "Advice",
        "company": "Company",
        "barter": "Barter",
        "thing": "Things",
    }
)

PRIORITIES = MappingProxyType({"high": "Needed most", "normal": "", "low": "No hurry"})
"""From what is needed most to what can wait."""

LEAD_KINDS = MappingProxyType({"lead": "Lead", "referral": "Referral"})

REMOTE = MappingProxyType({"yes": "From anywhere", "hybrid": "Partly from home", "no": "On site"})


def sentence(kind: str, entry: Entry) -> str:
    """What an entry in the trail of a `kind` ("lead" or "wish") says, without a full stop."""
    who = "somebody" if entry.who == SOMEONE else entry.by
    if entry.event == "thanked" and entry.who == SOMEONE:
        # The seeker said it; that she left herself out of the line makes her nobody.
        return "Thanks were said"
    text = (_WISH if kind == "wish" else _LEAD)[entry.event].format(who=who)
    times = f" ({entry.times} times)" if entry.times > 1 else ""
    return text[0].upper() + text[1:] + times
