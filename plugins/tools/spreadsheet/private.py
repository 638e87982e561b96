"""Other people's addresses and numbers in a spreadsheet's cells, which content is no place for."""

from __future__ import annotations

import msgspec

from tools.contactsout import take_out
from tools.site import Site

from .leads import Draft, Reader, lead_text

__all__ = ["Contacts"]


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
        text = take_out(self._site, draft.body)
        if text.count:
            reader.left_out["somebody's contact in the text"] += text.count
        cleaned = msgspec.structs.replace(draft, fields=fields, body=text.text)
        if key := next((k for k in ("Title", "Company") if not cleaned.value(k)), ""):
            message = f"The {key} is somebody's contact, which would be published."
            reader.tell(draft.line, key, "", message, "write it without")
        elif self._leaks(lead_text(cleaned)):
            # What is private spans lines, or key and text.
            reader.left_out["a text with somebody's contact"] += 1
            return msgspec.structs.replace(cleaned, body="")
        return cleaned

    def _leaks(self, text: str) -> bool:
        return bool(self._site.leaks("lead.md", text))
