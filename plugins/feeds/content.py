"""HTML and text as feeds need them: absolute, harmless, well-formed XML."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from html import escape, unescape
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

import nh3

from .settings import address

__all__ = [
    "FORBIDDEN",
    "absolute",
    "map_srcset",
    "one_line",
    "plain_text",
    "shorten",
    "xml_safe",
]

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 section 2.2 allows in no document, not even escaped."""

_ADDRESSES = frozenset({"cite", "href", "poster", "src"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms", "xmpp", "webcal", "geo", "data"})

# Media, sections and `rowspan`s that articles use. No `id`: a reader shows many entries on one
# page, and links to fragments lead to the article's own page. No `style`: a reader has its own.
_TAGS = (nh3.ALLOWED_TAGS - {"area", "map"}) | frozenset(
    {"address", "audio", "main", "picture", "section", "source", "tfoot", "track", "video"}
)
_ATTRIBUTES = MappingProxyType(
    {
        **nh3.ALLOWED_ATTRIBUTES,
        "*": {"dir", "lang", "title"},
        "audio": {"controls", "loop", "muted", "preload", "src"},
        # Readers that highlight code know its language by the class.
        "code": {"class"},
        "data": {"value"},
        "details": {"open"},
        "img": {"align", "alt", "height", "sizes", "src", "srcset", "width"},
        "li": {"value"},
        "ol": {"reversed", "start", "type"},
        "pre": {"class"},
        "source": {"height", "media", "sizes", "src", "srcset", "type", "width"},
        "time": {"datetime"},
        "track": {"default", "kind", "label", "src", "srclang"},
        "video": {"controls", "height", "loop", "muted", "poster", "preload", "src", "width"},
    }
)
# fmt: off
# Gone with all that is in them: their text means nothing by itself.
_DROPPED = frozenset((
    "button", "canvas", "datalist", "form", "iframe", "math", "noscript", "object", "script",
    "select", "style", "svg", "template", "textarea", "title",
))
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div",
    "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
    "td", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
# A text without markup, or Markdown's only paragraph.
_WORDS = re.compile("(?:<p>)?([^<&]*)(?:</p>)?")
_WHOLE = re.compile(r"https?://[\w.-]+(:\d+)?([/?#]\S*)?", re.ASCII)
_SRCSET_URL = re.compile(r"[\s,]*(\S+)")
_FRAME = re.compile(
    r"""<iframe\b(?P<attributes>(?:"[^"]*"|'[^']*'|[^'">])*)>.*?</iframe\s*>""",
    re.IGNORECASE | re.DOTALL,
)
# Readers use neither styles nor classes; of a column's alignment the old attribute is left.
_ALIGNED = re.compile(
    r"""(<t[dh]\b[^<>]*?\s)(?:style="text-align:\s*|class="align-)(left|center|right);?\"""",
)
_FRAME_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(?P<name>src|title)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)


def xml_safe(text: str) -> str:
    """Text that XML can hold: no control characters, lone surrogates or U+FFFE and U+FFFF.

    Surrogates stand for a broken letter and become U+FFFD; the others go. Line ends become LF,
    as an XML parser would make them anyway.
    """
    # A `Markup` would escape what is put into it.
    text = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return FORBIDDEN.sub(lambda bad: "\ufffd" if "\ud800" <= bad[0] <= "\udfff" else "", text)


# A preview asks again in each build.
@lru_cache(1 << 11)
def one_line(text: str) -> str:
    """XML-safe text on one line, as titles and names are; "" where nothing would be seen.

    No-break spaces between words stay.
    """
    line = re.sub(r"[ \t\n]+", " ", xml_safe(text)).strip(" ")
    return line if line.strip() else ""


@lru_cache(1 << 11)
def plain_text(html: str) -> str:
    """The words of HTML on one line, as a browser would show them, without any markup."""
    if words := _WORDS.fullmatch(html):
        return one_line(words[1])
    blocks = nh3.clean(
        xml_safe(html), tags=_BLOCKS, attributes={}, clean_content_tags=_DROPPED, link_rel=None
    )
    # Exact, since every other `<` is escaped by now.
    return one_line(unescape(re.sub(r"<[^>]*>", " ", blocks)))


def shorten(text: str, length: int = 300) -> str:
    """The first words of a text, at most `length` characters and an ellipsis."""
    if len(text) <= length:
        return text
    cut = text.rfind(" ", 0, length + 1)
    # No space near the end: a language that writes none.
    return text[: cut if cut > length // 2 else length].rstrip(" ,;:-") + "…"


def absolute(html: str, base: str, page_url: str) -> str:
    """HTML for a feed: each address absolute, without scripts, forms, styles and handlers.

    `page_url` is the absolute address of the page that the HTML is from, or site-relative
    below `base` (the site's address). Addresses are resolved as a browser on that page would:
    "#x" is a part of it, "/x" is below the host, "x" beside the page. Those that name no web
    resource (`mailto:`, `tel:`) stay; what is no address at all is dropped. A frame, which no
    reader shows, becomes a link to what is in it.
    """
    page_url = address(base, page_url)
    cleaner = nh3.Cleaner(
        tags=_TAGS,
        attributes=dict(_ATTRIBUTES),
        clean_content_tags=_DROPPED,
        attribute_filter=partial(_filter, page_url),
        link_rel=None,
        url_schemes=_SCHEMES,
        url_relative="pass_through",
    )
    # Again afterwards: the parser turns `&#1;` into the character itself.
    html = _ALIGNED.sub(r'\1align="\2"', _FRAME.sub(_link_to_frame, xml_safe(html)))
    return xml_safe(cleaner.clean(html))


def _link_to_frame(frame: re.Match[str]) -> str:
    """What is made here is cleaned afterwards, like everything else."""
    found = {m["name"].lower(): m[2] or m[3] or m[4] for m in _FRAME_ATTRIBUTE.finditer(frame[1])}
    url = unescape(found.get("src") or "").strip()
    try:
        host = urlsplit(url).hostname
    except ValueError:  # "http://[half an IPv6 address"
        return ""
    title = unescape(found.get("title") or "") or host or url
    return f'<a href="{escape(url)}">{escape(title)}</a>' if url else ""


def _filter(page_url: str, element: str, name: str, value: str) -> str | None:
    if name == "srcset":
        return _srcset(page_url, value) or None
    if name in _ADDRESSES:
        return _resolve(page_url, value, link=element == "a")
    return value


def _resolve(page_url: str, value: str, *, link: bool) -> str | None:
    # A browser ignores line ends and tabs in an address, and spaces around it.
    value = re.sub(r"[\t\n]", "", value).strip()
    if not value and not link:
        return None
    # Most are whole already, and `urljoin` is what takes the time here.
    if _WHOLE.fullmatch(value) and "/." not in value:
        return value
    try:
        resolved = urljoin(page_url, value)
        scheme = urlsplit(resolved).scheme
    except ValueError:  # "http://[half an IPv6 address"
        return None
    # A page in a link to `data:` is a trick; a picture in one is a picture.
    allowed = scheme in _SCHEMES and not (link and scheme == "data")
    return resolved if allowed else None


def _srcset(page_url: str, value: str) -> str:
    return map_srcset(value, lambda url: _resolve(page_url, url, link=False))


def map_srcset(value: str, change: Callable[[str], str | None]) -> str:
    """Change each candidate's address (HTML, section 4.8.4.2.1); None drops the candidate."""
    candidates = []
    position = 0
    while found := _SRCSET_URL.match(value, position):
        url, position = found[1], found.end()
        descriptor = ""
        if not url.endswith(","):
            end = value.find(",", position)
            end = len(value) if end < 0 else end
            descriptor, position = value[position:end].strip(), end
        changed = change(url.rstrip(","))
        if changed:
            candidates.append(f"{changed} {descriptor}".strip())
    return ", ".join(candidates)
