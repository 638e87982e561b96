"""Other people's addresses and numbers in a spreadsheet's cells, which content is no place for."""

from __future__ import annotations

import re

import msgspec

from .csv_leads import Draft, Reader, lead_text
from .site import Site

__all__ = ["CANDIDATE", "Contacts"]

# Whatever may be part of an address or a number; the guard says whether it is one.
CANDIDATE = re.compile(
    r"(?:mailto:)?[^\s<>()\[\],;:\"]+\s?(?:@|\[at\]|\(at\))\s?[\w.-]+\w|"
    r"(?:tel:)?[+(]?\d[\d ().\-/]{5,}\d",
    re.IGNORECASE,
)


class Contacts:
    """Takes out what the guard would refuse, and says so."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def without(self, draft: Draft, reader: Reader) -> Draft:
        """The draft without what would not be published; the reader counts what went."""
        if not self._leaks(lead_text(draft)):
            return draft
        fields = dict(draft.fields)
        for key, lines in draft.fields.items():
            if self._leaks("\n".join(lines)):
                kept = tuple(line for line in lines if not self._leaks(line))
                fields[key] = kept
                reader.left_out[f"somebody's contact in {key}"] += 1
                if not kept:
                    del fields[key]
        body = "\n".join(self._cleaned(line, reader) for line in draft.body.split("\n"))
        cleaned = msgspec.structs.replace(draft, fields=fields, body=body)
        if key := next((k for k in ("Title", "Company") if not cleaned.value(k)), ""):
            message = f"The {key} is somebody's contact, which would be published."
            reader.tell(draft.line, key, "", message, "write it without")
        elif self._leaks(lead_text(cleaned)):
            # What is private spans lines, or key and text.
            reader.left_out["a text with somebody's contact"] += 1
            return msgspec.structs.replace(cleaned, body="")
        return cleaned

    def _cleaned(self, line: str, reader: Reader) -> str:
        if not self._leaks(line):
            return line
        reader.left_out["somebody's contact in the text"] += 1
        cleaned = CANDIDATE.sub(self._unless_leak, line)
        return "" if self._leaks(cleaned) else cleaned

    def _unless_leak(self, match: re.Match[str]) -> str:
        return "…" if self._leaks(match[0]) or "@" in match[0] else match[0]

    def _leaks(self, text: str) -> bool:
        return bool(self._site.leaks("lead.md", text))
