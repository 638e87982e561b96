"""From clean HTML to Markdown as Python-Markdown reads it, with its “extra” extensions."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import quote

from bs4 import BeautifulSoup, Tag
from markdownify import ATX, MarkdownConverter

__all__ = ["to_markdown"]

# What has a meaning anywhere in a text. An underscore inside of a word has none.
_SPECIAL = re.compile(r"([\\`*\[\]{}])|(?<![^\W_])(_)|(_)(?![^\W_])")
# What has one where a line begins: headings, quotations, lists, definitions, tables, fences.
_BEGINS = re.compile(r"^(\s*)(?:([#>+-])|(\d+)(\.)(?=\s|$)|([:~=|]))")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
_KEPT_INLINE = ("del", "ins", "mark", "kbd", "sub", "sup", "abbr", "ruby", "rt", "rp")
_BLOCKS = (
    "p",
    "ul",
    "ol",
    "pre",
    "blockquote",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "dl",
)
_LANGUAGE = re.compile(r"(?:language-|lang-|brush:\s*|highlight-)([\w+#-]+)")
_FENCED = re.compile(r"(?ms)^(```+[\w+#-]*$.*?^```+$)")
_SAFE = "%/:?#@!$&'*+,;=~{}|-._"


def to_markdown(soup: BeautifulSoup) -> str:
    """The Markdown of a text. What Markdown cannot say stays HTML."""
    text = _Converter(heading_style=ATX, bullets="-").convert_soup(soup)
    # Code stays as it is; around it, what only kept a distance goes.
    parts = _FENCED.split(text)
    parts[::2] = [_tidy(part) for part in parts[::2]]
    return "".join(parts).strip()


def _tidy(text: str) -> str:
    text = re.sub(r"(?m)^[ \t\xa0]+$", "", text)
    return re.sub(r"(?: {2})?\n{2,}", "\n\n", text)


class _Converter(MarkdownConverter):
    """Python-Markdown wants four spaces below a list's item, and has signs of its own."""

    def process_text(self, el: Any, parent_tags: set[str] | None = None) -> str:
        text = super().process_text(el, parent_tags)
        if parent_tags and "pre" in parent_tags:
            return text
        before = el.previous_sibling
        text = text.replace("\n", " ")
        return text.lstrip(" ") if before is not None and before.name == "br" else text

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = _SPECIAL.sub(lambda match: f"\\{match[0]}", text)
        text = _TAG.sub("&lt;", _ENTITY.sub("&amp;", text))
        if "td" in parent_tags or "th" in parent_tags:
            text = text.replace("|", "&#124;")
        return _BEGINS.sub(_begin, text)

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del el, text
        return " " if "_inline" in parent_tags else "  \n"

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del parent_tags
        text = text.strip()
        ordered = el.parent is not None and el.parent.name == "ol"
        number = 1 + len(el.find_previous_siblings("li"))
        bullet = f"{number}.".ljust(4) if ordered else "-   "
        lines = text.split("\n")
        # A list with paragraphs in it has blank lines between its items.
        loose = (
            "\n" if any(isinstance(c, Tag) and c.name in ("p", "pre") for c in el.children) else ""
        )
        rest = [f"    {line}" if line else "" for line in lines[1:]]
        return "\n".join([bullet + lines[0], *rest]) + "\n" + loose

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        # What only keeps a distance in an editor, and breaks at the end, where they break nothing.
        text = text.strip()
        return super().convert_p(el, text, parent_tags)

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self.convert_p(el, text, parent_tags)

    convert_section = convert_article = convert_figure = convert_details = convert_div

    def convert_figcaption(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del el
        words = " ".join(text.split())
        words = words if "*" in words else f"*{words}*"
        return f"\n\n{words}\n\n" if words.strip("*") and "_inline" not in parent_tags else ""

    def convert_span(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del parent_tags
        return f'<span id="{html.escape(el["id"])}"></span>{text}' if el.get("id") else text

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del el, parent_tags
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del text
        code = el.get_text().strip("\n")
        if not code.strip():
            return ""
        if parent_tags & {"li", "blockquote", "dd"}:
            # A fence is one only at the edge of the page.
            return "\n\n" + "\n".join(f"    {line}" for line in code.split("\n")) + "\n\n"
        if parent_tags & {"td", "th"}:
            return f"`{' '.join(code.split())}`"
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del text, parent_tags
        source = el.get("src") or ""
        alt = _SPECIAL.sub(r"\\\g<0>", " ".join((el.get("alt") or "").split()))
        return f"![{alt}]({_target(source)})" if source else ""

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if not el.get("href"):
            return text
        if any(isinstance(child, Tag) and child.name in _BLOCKS for child in el.descendants):
            return text
        words = text.strip()
        if not words:
            return ""
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        del parent_tags
        words = re.sub(r"\s+", " ", words)
        if el.get_text().strip() == el["href"] and re.match(r"https?://[^<>\s]+$", el["href"]):
            return f"{before[:1]}<{el['href']}>{after[:1]}"
        return f"{before[:1]}[{words}]({_target(el['href'])}){after[:1]}"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        rows = el.find_all("tr")
        simple = rows and not parent_tags & {"table", "li", "blockquote"}
        simple = simple and not el.find(["table", "ul", "ol", "pre", "blockquote", "caption"])
        spans = any(
            cell.get("colspan") or cell.get("rowspan") for cell in el.find_all(["td", "th"])
        )
        widths = {len(row.find_all(["td", "th"])) for row in rows}
        if simple and not spans and len(widths) == 1:
            return super().convert_table(el, text, parent_tags)
        return "\n\n" + re.sub(r"\n\s*\n", "\n", str(el)).strip() + "\n\n"

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del el
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        lines = text.strip().split("\n")
        return "\n\n" + "\n".join(f"> {line}" if line else ">" for line in lines) + "\n\n"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del el, text
        return "\n\n* * *\n\n" if "_inline" not in parent_tags else ""

    def convert_q(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del el, parent_tags
        return f"“{text}”"

    def get_conv_fn(self, tag_name: str) -> Any:
        if tag_name in _KEPT_INLINE:
            return self._as_html
        return super().get_conv_fn(tag_name)

    def _as_html(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del parent_tags
        title = f' title="{html.escape(el["title"])}"' if el.get("title") else ""
        return f"<{el.name}{title}>{text}</{el.name}>" if text.strip() else text


def _begin(match: re.Match[str]) -> str:
    space, sign, number, dot, other = match.groups()
    if other:
        return f"{space}&#{ord(other)};"
    return f"{space}{number or ''}\\{sign or dot}"


def _language(pre: Tag) -> str:
    for element in (pre, pre.find("code")):
        names = element.get("class", []) if element else []
        found = _LANGUAGE.search(" ".join(names) if isinstance(names, list) else names)
        if found:
            return found[1]
    return ""


def _target(address: str) -> str:
    """An address as Markdown takes it: no spaces, no parentheses."""
    return quote(address, safe=_SAFE)
