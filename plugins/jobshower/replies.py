"""Links by which a reader answers: “I can help”, “I'm following this up”."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from .items import Item

__all__ = ["reply_link"]


def reply_link(item: Item, subject: str) -> str:
    """REPLY_TO with the item filled in: RFC 6068 for mail, the author's template for a form."""
    options = item.options
    if not options.reply_to:
        return ""
    address = f"{options.address}/{item.url}"
    if options.reply_to.startswith(("http://", "https://")):
        values = {"subject": subject, "id": item.key, "title": item.record.title, "url": address}
        return options.reply_to.format(
            **{name: quote(value, safe="") for name, value in values.items()}
        )
    body = f"This is about {item.record.title}\n{address}\n({item.key})\n\n"
    # RFC 6068 section 5: line breaks in a body are CR LF, spaces are %20.
    query = urlencode(
        {"subject": f"{subject} [{item.key}]", "body": body.replace("\n", "\r\n")},
        quote_via=quote,
        safe="",
    )
    return f"mailto:{quote(options.reply_to, safe='@')}?{query}"
