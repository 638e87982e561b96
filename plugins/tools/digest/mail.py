"""A week's roundup as a mail: headers, plain text and HTML. All of it is pure."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote, urlsplit

import lxml.html
import msgspec

from .render import Letter

__all__ = ["LARGEST", "Sender", "compose", "to_bytes", "with_date"]

LARGEST = 100 * 1024
"""Bytes of a mail: what is larger is cut off by some mail programs."""

_COLUMNS = 72
# A mail has no use for them, and some would load something from elsewhere.
_UNWANTED = (
    *("script", "style", "link", "iframe", "object", "embed", "form", "video", "audio"),
    *("svg", "math", "template", "button", "input", "select", "textarea"),
)


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """Whose mail it is, and where the site is."""

    name: str
    address: str
    site_name: str
    base: str
    language: str = "en"


def compose(letter: Letter, sender: Sender, moment: datetime) -> EmailMessage:
    """The whole message, of which the same letter and moment make the same bytes.

    It is addressed to its sender: readers are named to the server alone (RFC 5321 section 7.2).
    """
    host = urlsplit(sender.base).hostname or "localhost"
    page = f"{sender.base}/roundups/{letter.slug}/"
    message = EmailMessage(policy=SMTP)
    own = Address(sender.name, addr_spec=sender.address)
    message["From"] = own
    message["To"] = own
    message["Subject"] = f"{letter.title} ({sender.site_name})"
    message["Date"] = moment
    # One mail a week and site, whoever gets it, and however often it is made.
    message["Message-ID"] = f"<roundup.{letter.slug}@{host}>"
    # RFC 2919, RFC 2369.
    message["List-Id"] = f"{_words(sender.site_name)} <roundups.{host}>"
    subject = quote("no more")
    message["List-Unsubscribe"] = f"<mailto:{quote(sender.address, safe='@')}?subject={subject}>"
    message["List-Archive"] = f"<{sender.base}/roundups/>"
    message["List-Post"] = "NO"
    message["Content-Language"] = sender.language
    html = _html(letter.html, page)
    message.set_content(_text(letter.html, page), cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    # The library would take a random one.
    message.set_boundary(f"={hashlib.sha256((page + html).encode()).hexdigest()[:32]}=")
    return message


def to_bytes(message: EmailMessage) -> bytes:
    """The message as it is sent and kept (RFC 5322): lines with CR LF."""
    return message.as_bytes(policy=SMTP)


def with_date(message: EmailMessage, moment: datetime) -> bytes:
    """The same message, sent at that moment."""
    del message["Date"]
    message["Date"] = moment
    return to_bytes(message)


def _words(name: str) -> str:
    """A phrase as a header may have it: no brackets, which would be the id's."""
    return " ".join(name.replace("<", " ").replace(">", " ").split())


def _html(html: str, page: str) -> str:
    """Styles in the elements, pictures as links, nothing that loads from elsewhere."""
    import css_inline  # noqa: PLC0415 (installed for this command alone)

    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
    tree = _tree(inliner.inline(html), page)
    for element in tree.iter():
        for name, value in element.items():
            loads = name == "background" or (name == "style" and "url(" in value.casefold())
            if loads or name.startswith(("on", "data-")) or name in {"class", "id"}:
                del element.attrib[name]
    return lxml.html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>") + "\n"


def _tree(html: str, page: str) -> lxml.html.HtmlElement:
    tree = lxml.html.document_fromstring(html)
    for element in list(tree.iter(*_UNWANTED)):
        element.drop_tree()
    for picture in list(tree.iter("img")):
        words = picture.get("alt") or "a picture"
        linked = any(parent.tag == "a" for parent in picture.iterancestors())
        picture.attrib.clear()
        picture.text = f"[{words}]"
        picture.tag = "span" if linked else "a"
        if not linked:
            picture.set("href", page)
    # To this parser a <source> has what follows it inside.
    for choice in list(tree.iter("picture", "source")):
        choice.drop_tag()
    for link in tree.iter("a"):
        if link.get("href", "").startswith("#"):
            link.set("href", page + link.get("href"))
    tree.make_links_absolute(page)
    return tree


def _text(html: str, page: str) -> str:
    """The same in plain text, with addresses below each paragraph."""
    import html2text  # noqa: PLC0415 (installed for this command alone)

    tree = _tree(html, page)
    for claim in tree.find_class("claim"):
        if any(link.get("href", "").startswith("mailto:") for link in claim.iter("a")):
            # What it would begin is an answer to this very mail, at ten times the length.
            claim.drop_tree()
    writer = html2text.HTML2Text(bodywidth=_COLUMNS)
    writer.inline_links = False
    writer.links_each_paragraph = True
    writer.unicode_snob = True
    writer.wrap_links = False
    writer.wrap_list_items = True
    writer.ul_item_mark = "-"
    text = writer.handle(lxml.html.tostring(tree.body, encoding="unicode"))
    # What Markdown would take for a list or a heading, a reader does not.
    text = re.sub(r"(?<=\d)\\\.|^(\s*)\\([-+#])", lambda m: (m[1] or "") + (m[2] or "."), text)
    return "\n".join(line.rstrip() for line in text.strip().split("\n")) + "\n"
