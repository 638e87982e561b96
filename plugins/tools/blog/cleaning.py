"""Cleaning a text's HTML, and what its links and pictures become here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote, urljoin, urlsplit

import nh3
from bs4 import BeautifulSoup, Tag

__all__ = ["Cleaned", "address_key", "clean", "rewrite_images", "rewrite_links"]

_TAGS = (
    *("a", "abbr", "article", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del"),
    *("details", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5"),
    *("h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt"),
    *("ruby", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var"),
)
_ATTRIBUTES = {
    "*": {"id"},
    "a": {"href", "name"},
    "abbr": {"title"},
    "code": {"class"},
    "img": {"src", "alt"},
    "pre": {"class"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_FRAMES = ("iframe", "embed", "object", "video", "audio", "form")
_SHORTCODE = re.compile(
    r"\[(/?)([a-z][\w-]*)((?:\s+[\w-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\]]+))*)\s*/?\]"
)
_NO_TEXT = ("ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", re.IGNORECASE)
_HEADING = re.compile(r"h[1-6]")


class Cleaned:
    """A text's tree, and what a person should look at: pairs of what stands there and why."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.soup = soup
        self.remarks: list[tuple[str, str]] = []

    def remark(self, where: str, why: str) -> None:
        """Tell of something; `where` is how it can be found in the text."""
        self.remarks.append((where, why))


def clean(html: str) -> Cleaned:
    """The HTML without whatever could run or track, as a tree. What moves becomes a link."""
    before = BeautifulSoup(html, "html.parser")
    frames = []
    for frame in before.find_all(_FRAMES):
        if frame.decomposed or frame.find_parent(_FRAMES):
            continue
        frames.append((frame.name, _source_of(frame)))
        _replace_by_link(frame, frames[-1][1], before)
    for picture in before.find_all("img"):
        # Pictures that are loaded late have their address elsewhere, and trackers are a dot.
        late = picture.get("data-src") or picture.get("data-lazy-src")
        if late:
            picture["src"] = late
        if picture.get("width") in ("0", "1") and picture.get("height") in ("0", "1"):
            picture.decompose()
    cleaned = nh3.clean(
        str(before),
        tags=set(_TAGS),
        attributes={name: set(kept) for name, kept in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    result = Cleaned(BeautifulSoup(cleaned, "html.parser"))
    for name, source in frames:
        what = f"This was {'an' if name[0] in 'aeio' else 'a'} <{name}>"
        result.remark(source, f"{what}, and is a link now." if source else f"{what}, and is gone.")
    _drop_breaks(result.soup)
    _shift_headings(result.soup)
    _tell_shortcodes(result)
    return result


def address_key(address: str) -> str:
    """What two ways of writing one old address have in common."""
    parts = urlsplit(address.strip())
    host = (parts.hostname or "").removeprefix("www.")
    path = unquote(parts.path).removesuffix("index.html").rstrip("/")
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"


def rewrite_links(
    cleaned: Cleaned, home: str, target: Callable[[str], str], is_old: Callable[[str], bool]
) -> None:
    """Give links the new addresses of what came along, and anchors the ids they need.

    `target` is the Markdown link of an old address, or ""; `is_old` says that one is of the blog
    that moves.
    """
    soup = cleaned.soup
    ids = {el["id"] for el in soup.find_all(id=True)} | {
        el["name"] for el in soup.find_all("a", attrs={"name": True})
    }
    wanted: set[str] = set()
    for link in soup.find_all("a", href=True):
        href = link["href"].strip()
        if href.startswith("#"):
            if href[1:] in ids:
                wanted.add(href[1:])
            else:
                cleaned.remark(link.get_text(), f"The link to {href} led nowhere, and is none now.")
                link.unwrap()
            continue
        whole = _absolute(href, home)
        here = target(whole)
        if here:
            link["href"] = here
        elif not urlsplit(whole).scheme:
            cleaned.remark(link.get_text(), f"The link to {href} is none now: it has no address.")
            link.unwrap()
        else:
            link["href"] = whole
            if is_old(whole):
                cleaned.remark(whole, "This leads to the old blog, and to nothing that came along.")
    _keep_anchors(soup, wanted)


def rewrite_images(cleaned: Cleaned, home: str, copy: Callable[[str], str]) -> list[str]:
    """Let pictures that were copied come from here; returns the addresses of the others.

    `copy` is the Markdown address of a picture's copy, or "".
    """
    left = []
    soup = cleaned.soup
    for picture in soup.find_all("img"):
        source = _absolute((picture.get("src") or "").strip(), home)
        if not source:
            picture.decompose()
            continue
        here = copy(source)
        picture["src"] = here or source
        around = picture.parent
        if here and around is not None and around.name == "a" and _is_image(around.get("href", "")):
            # It led to a larger one of itself.
            large = copy(_absolute(around["href"], home))
            around["href"] = large or here
        if not here:
            left.append(source)
    return left


def _absolute(address: str, home: str) -> str:
    if address.startswith("//"):
        return f"https:{address}"
    try:
        return urljoin(f"{home.rstrip('/')}/", address) if home else address
    except ValueError:
        return ""


def _is_image(address: str) -> bool:
    return bool(_PICTURE.search(urlsplit(address).path))


def _keep_anchors(soup: BeautifulSoup, wanted: Iterable[str]) -> None:
    """An element of its own for each id that something links to; all other ids go."""
    wanted = set(wanted)
    for element in soup.find_all(True):
        name = element.get("id") or (element.get("name") if element.name == "a" else None)
        del element["id"], element["name"]
        if name in wanted:
            wanted.discard(name)
            anchor = soup.new_tag("span", id=name)
            if element.name in ("a", "ul", "ol", "table", "tbody", "tr", "hr", "img", "br", "dl"):
                element.insert_before(anchor)
            else:
                element.insert(0, anchor)


def _source_of(frame: Tag) -> str:
    inside = [frame, *frame.find_all(["iframe", "embed", "source", "param"])]
    for element in inside:
        for name in ("src", "data", "action"):
            address = element.get(name) or ""
            address = f"https:{address}" if address.startswith("//") else address
            if re.match(r"https?://", address):
                return re.sub(r"^(https?://www\.youtube(?:-nocookie)?\.com)/embed/([\w-]+).*",
                              r"\1/watch?v=\2", address)  # fmt: skip
    return ""


def _replace_by_link(frame: Tag, source: str, soup: BeautifulSoup) -> None:
    if source and frame.name != "form":
        link = soup.new_tag("a", href=source)
        link.string = source
        paragraph = soup.new_tag("p")
        paragraph.append(link)
        frame.replace_with(paragraph)
    else:
        frame.decompose()


def _drop_breaks(soup: BeautifulSoup) -> None:
    """Line breaks where no line is: Blogger puts them between the items of lists."""
    for line_break in soup.find_all("br"):
        around = line_break.parent
        if around is not None and around.name in _NO_TEXT:
            line_break.decompose()


def _shift_headings(soup: BeautifulSoup) -> None:
    """The title is the page's only first heading."""
    if soup.find("h1"):
        for heading in soup.find_all(_HEADING):
            heading.name = f"h{min(6, int(heading.name[1]) + 1)}"


def _tell_shortcodes(cleaned: Cleaned) -> None:
    text = cleaned.soup.get_text()
    found = list(_SHORTCODE.finditer(text))
    closed = {match[2] for match in found if match[1]}
    names = dict.fromkeys(m[2] for m in found if not m[1] and (m[3] or m[2] in closed))
    for name in names:
        cleaned.remark(f"[{name}", f"The shortcode [{name}] was a plugin's, and is plain text now.")
