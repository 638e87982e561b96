"""Links by which a reader answers: “I can help”, “I'm following this up”."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, urlencode

from .items import Item

__all__ = ["reply_link"]


def reply_link(item: Item, subject: str) -> str:
    """REPLY_TO with the item filled in: RFC 6068 for mail, the author's template for a form."""
    options = item.options
    if not options.reply_to:
        return ""
    address = f"{options.address}/{item.url}"
    return _link(options.reply_to, subject, item.key, item.record.title, address)


@lru_cache(1 << 12)
def _link(reply_to: str, subject: str, key: str, title: str, address: str) -> str:
    if reply_to.startswith(("http://", "https://")):
        values = {"subject": subject, "id": key, "title": title, "url": address}
        return reply_to.format(**{name: quote(value, safe="") for name, value in values.items()})
    body = f"This is about {title}\n{address}\n({key})\n\n"
    # RFC 6068 section 5: line breaks in a body are CR LF, spaces are %20.
    query = urlencode(
        {"subject": f"{subject} [{key}]", "body": body.replace("\n", "\r\n")},
        quote_via=quote,
        safe="",
    )
    return f"mailto:{quote(reply_to, safe='@')}?{query}"
