"""WordPress's export (WXR): RSS 2.0 with all that WordPress knows of a post."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import unquote

from lxml import etree

from .export import Comment, Entry, Export
from .wordpress_html import from_wordpress

__all__ = ["knows", "read"]

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_OURS = re.compile(r"\{http://wordpress\.org/export/(?:[\d.]+/)?(?P<part>excerpt/)?\}(?P<name>\w+)")
_MORE = re.compile(r"<!--more.*?-->|<!-- wp:more.*?<!-- /wp:more -->", re.DOTALL)
# What is no text of the author's, and nobody misses.
_MACHINERY = {
    "nav_menu_item": "menu items",
    "custom_css": "styles",
    "customize_changeset": "settings",
    "oembed_cache": "settings",
    "wp_block": "settings",
    "wp_font_face": "settings",
    "wp_font_family": "settings",
    "wp_global_styles": "styles",
    "wp_navigation": "menu items",
    "wp_template": "templates",
    "wp_template_part": "templates",
    "revision": "older versions",
}
_FORMATS = re.compile(r"</?(?:a|b|br|code|em|i|span|strong|sub|sup|u)\b[^>]*>", re.IGNORECASE)
_DRAFTS = {"draft": "", "pending": "It waited for review.", "auto-draft": ""}


def knows(root: etree._Element) -> bool:
    """Whether this is WordPress's."""
    return root.tag == "rss" and any("wordpress.org/export/" in str(n) for n in root.nsmap.values())


def read(root: etree._Element, data: bytes) -> Export:
    """All posts and pages; custom kinds of posts are posts."""
    del data
    channel = root.find("channel")
    items = [] if channel is None else [(item, _fields(item)) for item in channel.iter("item")]
    export = Export(program="WordPress")
    if channel is not None:
        about = _fields(channel)
        export.home = (about.get("base_blog_url") or channel.findtext("link") or "").strip()
        authors = dict(_authors(channel))
    for _, fields in items:
        if fields.get("post_type") == "attachment":
            export.attachments[fields.get("post_id", "")] = fields.get("attachment_url", "")
    for item, fields in items:
        entry = _entry(item, fields, authors, export)
        if entry:
            export.entries.append(entry)
    return export


def _fields(element: etree._Element) -> dict[str, str]:
    """WordPress's own elements, by their names; the excerpt as such."""
    found = {}
    for child in element:
        match = _OURS.fullmatch(child.tag) if isinstance(child.tag, str) else None
        if match:
            name = "excerpt" if match["part"] else match["name"]
            found.setdefault(name, (child.text or "").strip())
    return found


def _authors(channel: etree._Element) -> Iterator[tuple[str, str]]:
    """The names that are shown, by the names with which people log in."""
    for child in channel:
        if isinstance(child.tag, str) and child.tag.endswith("}author"):
            fields = _fields(child)
            name = fields.get("author_display_name") or fields.get("author_login", "")
            yield fields.get("author_login", "").casefold(), name


def _entry(
    item: etree._Element, fields: dict[str, str], authors: dict[str, str], export: Export
) -> Entry | None:
    kind, status = fields.get("post_type", "post"), fields.get("status", "publish")
    if kind == "attachment" or kind in _MACHINERY:
        export.left_out["uploaded files" if kind == "attachment" else _MACHINERY[kind]] += 1
        return None
    if status == "trash":
        export.left_out["texts in the trash"] += 1
        return None
    shown, remark = _status(fields, status)
    if kind not in ("post", "page"):
        remark = f"{remark} It was of the kind “{kind}”.".strip()
    text = item.findtext(_CONTENT) or ""
    before, more, _ = _parted(text)
    creator = (item.findtext(_CREATOR) or "").strip()
    categories = _terms(item, "category")
    link = (item.findtext("link") or "").strip()
    guid = (item.findtext("guid") or "").strip()
    return Entry(
        kind="page" if kind == "page" else "post",
        title=_plain(item.findtext("title") or ""),
        html=from_wordpress(_MORE.sub("\n\n", text), export.attachments),
        line=item.sourceline or 0,
        id=guid,
        url=link,
        other_urls=tuple({guid} - {link, ""}) if re.match(r"https?://", guid) else (),
        slug=unquote(fields.get("post_name", "")),
        published=_date(item, fields),
        updated=_utc(fields.get("post_modified_gmt", "")),
        status=shown,
        remark=remark,
        category=next(iter(categories), ""),
        tags=tuple(dict.fromkeys([*categories[1:], *_terms(item, "post_tag")])),
        author=authors.get(creator.casefold(), creator),
        summary=fields.get("excerpt") or (from_wordpress(before, {}) if more else ""),
        image=export.attachments.get(_meta(item, "_thumbnail_id"), ""),
        comments=tuple(_comments(item, export.left_out)),
    )


def _parted(text: str) -> tuple[str, str, str]:
    match = _MORE.search(text)
    return (text[: match.start()], match[0], text[match.end() :]) if match else (text, "", "")


def _status(fields: dict[str, str], status: str) -> tuple[Literal["published", "draft"], str]:
    if fields.get("post_password"):
        return "draft", "It had a password."
    if status == "private":
        return "draft", "It was private."
    if status in _DRAFTS:
        return "draft", _DRAFTS[status]
    # What is scheduled appears here on its day as well.
    return "published", ""


def _date(item: etree._Element, fields: dict[str, str]) -> datetime | None:
    """When it was published: in UTC if that is there, else in the blog's zone. Drafts have none."""
    return (
        _utc(fields.get("post_date_gmt", ""))
        or _parsed(fields.get("post_date", ""))
        or _rfc2822(item.findtext("pubDate") or "")
    )


def _utc(text: str) -> datetime | None:
    moment = _parsed(text)
    return moment.replace(tzinfo=UTC) if moment else None


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text[:4] != "0000" else None
    except ValueError:
        return None


def _rfc2822(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 (hardly ever)

    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    # What WordPress writes for a draft.
    return moment if moment.year > 1970 else None  # noqa: PLR2004


def _terms(item: etree._Element, domain: str) -> list[str]:
    """The categories or tags by their names; “Uncategorized” is none."""
    found = [
        _plain(term.text or "")
        for term in item.iter("category")
        if term.get("domain") == domain and term.get("nicename") != "uncategorized"
    ]
    return [name for name in dict.fromkeys(found) if name]


def _meta(item: etree._Element, key: str) -> str:
    for child in item:
        if isinstance(child.tag, str) and child.tag.endswith("}postmeta"):
            fields = _fields(child)
            if fields.get("meta_key") == key:
                return fields.get("meta_value", "")
    return ""


def _comments(item: etree._Element, left_out: Counter[str]) -> Iterator[Comment]:
    for child in item:
        if not (isinstance(child.tag, str) and child.tag.endswith("}comment")):
            continue
        fields = _fields(child)
        if fields.get("comment_approved") != "1" or fields.get("comment_type") in (
            "pingback",
            "trackback",
        ):
            left_out["comments that were not approved, and pingbacks"] += 1
            continue
        yield Comment(
            author=_plain(fields.get("comment_author", "")),
            html=from_wordpress(fields.get("comment_content", ""), {}),
            published=_utc(fields.get("comment_date_gmt", "")),
        )


def _plain(text: str) -> str:
    """A title as it was meant: WordPress has it as HTML."""
    return " ".join(html.unescape(_FORMATS.sub("", text)).split())
