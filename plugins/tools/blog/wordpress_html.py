"""From what WordPress keeps to HTML: blank lines are paragraphs, [shortcodes] stand for more."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

__all__ = ["from_wordpress"]

_BLOCK = (
    r"address|article|aside|blockquote|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    r"h[1-6]|header|hr|iframe|li|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_PRE = re.compile(r"<pre\b.*?</pre>", re.DOTALL | re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"\s*(</?(?:{_BLOCK})\b[^>]*>)\s*", re.IGNORECASE)
_CODE = re.compile(
    r"\[(?P<name>code|sourcecode|php|css|html|xml|bash|python)\b(?P<args>[^\]]*)\](?P<text>.*?)\[/(?P=name)\]",
    re.DOTALL,
)
_ARGUMENT = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")
_CAPTION = re.compile(
    r"\[(?P<name>caption|wp_caption)\b(?P<args>[^\]]*)\](?P<text>.*?)\[/(?P=name)\]", re.DOTALL
)
_GALLERY = re.compile(r"\[gallery\b(?P<args>[^\]]*)\]")
_EMBED = re.compile(
    r"\[(?P<name>embed|youtube|vimeo|video|audio)\b(?P<args>[^\]]*)\](?:(?P<text>[^\[]*)\[/(?P=name)\])?"
)
_ADDRESS_LINE = re.compile(r"^[ \t]*(https?://\S+)[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def from_wordpress(text: str, attachments: Mapping[str, str]) -> str:
    """The HTML that WordPress would show. Shortcodes of plugins stay as they are."""
    blocks = "<!-- wp:" in text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\n\n\0{len(kept) - 1}\0\n\n"

    text = _CODE.sub(_code, text)
    text = _PRE.sub(keep, text)
    text = _COMMENT.sub("", text)
    text = _CAPTION.sub(_caption, text)
    text = _GALLERY.sub(lambda match: _gallery(match, attachments), text)
    text = _EMBED.sub(_embed, text)
    text = _ADDRESS_LINE.sub(lambda m: f'\n\n<a href="{html.escape(m[1])}">{m[1]}</a>\n\n', text)
    # The block editor writes paragraphs; only what was written before it has none.
    text = text if blocks and "<p" in text else _paragraphs(text)
    return re.sub(r"\0(\d+)\0", lambda match: kept[int(match[1])], text)


def _paragraphs(text: str) -> str:
    """Blank lines part paragraphs, and a line break is one, as in wpautop()."""
    text = _BLOCK_TAG.sub(r"\n\n\1\n\n", text)
    out = []
    inside = 0
    for part in re.split(r"\n\s*\n", text):
        chunk = part.strip()
        if not chunk:
            continue
        tag = _BLOCK_TAG.fullmatch(chunk)
        if tag or re.fullmatch(r"\0\d+\0", chunk):
            inside = max(0, inside + _depth(chunk))
            out.append(chunk)
        else:
            chunk = re.sub(r"[ \t]*(?<!<br>)(?<!<br />)\n", "<br>\n", chunk)
            out.append(chunk if inside else f"<p>{chunk}</p>")
    return "\n".join(out)


_HOLDS_TEXT = re.compile(r"</?(?:p|li|td|th|dt|dd|h[1-6]|figcaption|summary)\b", re.IGNORECASE)


def _depth(tag: str) -> int:
    """Whether text after this tag has an element of its own already."""
    if not _HOLDS_TEXT.match(tag):
        return 0
    return -1 if tag.startswith("</") else 1


def _arguments(match: re.Match[str]) -> dict[str, str]:
    return {name: a or b or c for name, a, b, c in _ARGUMENT.findall(match["args"] or "")}


def _code(match: re.Match[str]) -> str:
    arguments = _arguments(match)
    language = arguments.get("language") or arguments.get("lang") or match["name"]
    language = "" if language in ("code", "sourcecode") else language
    # It may be escaped already, or not.
    text = html.escape(html.unescape(match["text"].strip("\n")), quote=False)
    return f'<pre><code class="language-{html.escape(language)}">{text}</code></pre>'


def _caption(match: re.Match[str]) -> str:
    """The picture, with its caption from behind it or, in old posts, from the arguments."""
    picture = re.match(
        r"\s*(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", match["text"], re.IGNORECASE
    )
    inside = picture[0] if picture else ""
    words = match["text"][len(inside) :].strip() or _arguments(match).get("caption", "")
    return f"\n\n<figure>{inside.strip()}<figcaption>{words}</figcaption></figure>\n\n"


def _gallery(match: re.Match[str], attachments: Mapping[str, str]) -> str:
    ids = re.findall(r"\d+", _arguments(match).get("ids", ""))
    found = [attachments[number] for number in ids if attachments.get(number)]
    pictures = "\n\n".join(f'<p><img src="{html.escape(url)}" alt=""></p>' for url in found)
    return f"\n\n{pictures}\n\n" if found else match[0]


def _embed(match: re.Match[str]) -> str:
    arguments = _arguments(match)
    address = (match["text"] or "").strip()
    for name in ("src", "url", "mp4", "mp3", "ogg", "webm"):
        address = address or arguments.get(name, "")
    bare = re.search(r"https?://[^\s\]]+", match["args"] or "")
    address = address or (bare[0] if bare else "")
    if not address.startswith(("http://", "https://", "/")):
        return match[0]
    return f'\n\n<a href="{html.escape(address)}">{html.escape(address)}</a>\n\n'
