"""Markdown texts of every kind, and what is compared when they are converted in two ways."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from markdown import Markdown

# By names that Python-Markdown knows; `extra` brings seven of its own.
EXTENSIONS = (
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code",
    "footnotes", "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty",
    "tables", "toc", "wikilinks",
)  # fmt: skip
CONFIGS: tuple[dict[str, Any], ...] = (
    {},
    {"codehilite": {"css_class": "highlight", "use_pygments": False}},
    {"smarty": {"smart_angled_quotes": True}, "toc": {"permalink": True, "anchorlink": True}},
    {"footnotes": {"USE_DEFINITION_ORDER": False, "PLACE_MARKER": "///"}, "toc": {"title": "In"}},
    {"abbr": {"glossary": {"HTML": "Hyper", "a b": "c"}}, "wikilinks": {"html_class": "x"}},
)
SPANS = (
    "*em*", "_em_", "**strong**", "__strong__", "***both***", "**a *b* c**", "*a **b** c*", "*a_b*",
    "_a_b_", "a_b_c", "snake_case_word", "2 * 3 * 4", "**", "*", "_", "__", "****", "*a**b*",
    "**a*b**", "*(a)*", "**a.**b", "*a*b", "_a_b", '*"a"*', "`code`", "``co`de``", "`a", "a`",
    "` `", "``", "`*a*`", "\\`a`", "\\\\`a`", "`\\`", "[text](/url)", "[text](/url 'title')",
    '[a](<b c> "d")', "[a](b(c)d)", "[a](b 'c' d)", "[a [b] c](d)", "[a](", "[a]", "[]", "[](",
    "[]()", "[*a*](b)", "[`]`](a)", "[a](b\\)c)", "*[a](b)*", "[a](b_c_d)", "[a](*b*)",
    "![alt](/i.png)", '![a](b "c")', "![*a*][r]", "[![a](b)](c)", "[r]", "[R][]", "[x][r]",
    "[x] [r]", "![r]", "![x][r]", "[undefined][no]", "!", "![", "](", "[[wiki link]]", "[[ ]]",
    "[^1]", "[^n o]", "[^2][^1]", "<https://a.example/x_y_z>", "<me@a.example>", "<b>raw</b>",
    "<span class='a'>*x*</span>", "<br>", "<!-- c -->", "<?p?>", "<", ">", "<<", ">>",
    "<a href='x*y*'>", "</b>", "&", "&amp;", "&copy;", "&#39;", "&#x27;", "&#39", "&nope", "AT&T",
    "\\*a\\*", "\\_", "\\[a](b)", "\\\\", "\\", "\\a", "\\\n", "line  \nbreak", "a\nb", "it's",
    "'a'", '"b"', "'80s", '"\'c\'"', "a--b", "a---b", "...", "....", "HTML", "a b", "{.x}",
    "{: #i .c k=v }", "*a*{.x}", "{", "}", "a|b", "| a |", "\x02", "\x03", "\x02klzzwxh:0000\x03",
    "\x02wzxhzdk:0\x03", "\x02amp\x03", "\r", "\r\n", "\t", "\t\t", "é", "²", "٣.", "\u3000",
    "\u2028", "\x0b", "“q”", "😀", "1.", "1)", "-", "+", "#", "##", ":", "~~~", "///", "[TOC]",
    "word", "words of a text", " ", "  ", "   ",
)  # fmt: skip
BLOCKS = (
    "# One", "## Two ##", "### Three {#id .c}", "#Four", "####### Seven", "#", "Setext\n===",
    "Setext\n---", "a\nb\n---", "===", "---", "***", "* * *", "- - -", "_ _ _", "text\n***\nmore",
    "> quote", "> quote\nlazy", "> a\n>\n> b", ">> deep", "> # In\n> - it\n>     code",
    "text\n> quote", "- a\n- b", "* a\n\n* b", "- a\n    - b\n        - c", "- a\n\n    b\n\n- c",
    "1. a\n2. b", "3. a\n1. b", "- a\n1. b", "1. a\n- b", "- a\n  lazy\nlazy", "+ a\n* b\n- c",
    "-a", "1.a", "- ", "1. ", "* * a\n    * b", "- # h\n    text", "- a\n\n        code",
    "- a\n- b\n{: .x }", "    code\n    more", "    code\n\n    again", "    a\nb", "\tcode",
    "```\nfenced\n```", "```python hl_lines='1'\nx = 1\n```", "~~~ {.html #i a=b}\n<b>\n~~~",
    "```\nopen", "``` {.x}}\na\n```", "a | b\n--|--\n1 | 2", "|a|\n|-|\n|b|",
    "| a | b |\n|:-:|--:|\n| `x|y` | \\| |", "a | b\n- | -", "a|b\nc|d", "| a\n|---",
    "Term\n:   said", "Term\n:   a\n\n:   b\n\n    c", ":   none", "A\nB\n: c", "[^1]: Note *a*",
    "[^1]: a\n[^2]: b\n    c\n\n    d", "[^n o]: e", "text\n[^2]: f", "*[HTML]: Hyper Text",
    "*[a b]: c", '*[HTML]: ""', "[r]: /ref 'Title'", "[r]: <u v>\n    (t)", "[R]: /x\n[s]: /y",
    "[r]:\n/z", "!!! note\n    in", '!!! warning big "T"\n    - a\n\n    b', '!!! x ""\n    y\nz',
    "[TOC]", "<div>\n*raw*\n</div>", '<div markdown="1">\n*in*\n\n- a\n</div>',
    "<p markdown='span'>*a*</p>", "<div markdown>\n# h\n<p>x</p>\n</div>",
    "<div><b>x</b></div> tail", "<hr>", "<!-- a\n\nb -->", "<?php\n?>",
    "<script>\n*a* && b\n</script>", "<pre>\n<code>\n", "<![CDATA[x]]>", "<b>\n\n*a*\n\n</b>",
    "</div>", "<div", "<table><tr><td>*a*</td></tr></table>", "{: .x }", "text\n{: .x }", "///",
    "Key: value", "Title: x\nTags: y\n    z", "---\nTitle: x\n---", "Wiki_Base_Url: /w/", "", " ",
    "   ", "\n", "     ", ":", "=", "|", "--", "++", "..", "(a)", "“Said.”",
)  # fmt: skip

_span = st.one_of(
    st.sampled_from(SPANS), st.text("ab *_`[]()<>&!\\'\"\n#-1.:|{}~^=\x02", max_size=6)
)
_line = st.lists(_span, max_size=9).map("".join) | st.lists(_span, max_size=9).map(" ".join)
_plain = st.one_of(st.sampled_from(BLOCKS), _line)


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    marks = st.sampled_from([
        ("> ", "> "), ("- ", "    "), ("1. ", "    "), ("    ", "    "), ("[^1]: ", "    "),
        (":   ", "    "), ("!!! note\n    ", "    "), ("# ", ""), ("- ", ""), ("*", ""),
        ("<div markdown='1'>\n", ""), ("  ", "  "),
    ])  # fmt: skip
    return st.builds(lambda mark, text: mark[0] + text.replace("\n", "\n" + mark[1]), marks, inner)


def _together(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return _nested(st.lists(parts, max_size=3).map("\n\n".join))


_block = st.recursive(_plain, _together, max_leaves=6)
_parts = st.tuples(_block, st.sampled_from(["\n\n", "\n\n", "\n", "\n\n\n", "  \n"]))
texts = st.lists(_parts, max_size=7).map(lambda parts: "".join(it + end for it, end in parts))
options = st.builds(
    lambda extensions, configs, output, tab: {
        "extensions": extensions,
        "extension_configs": {key: configs[key] for key in configs if key in extensions},
        "output_format": output,
        "tab_length": tab,
    },
    st.lists(st.sampled_from(EXTENSIONS), unique=True),
    st.sampled_from(CONFIGS),
    st.sampled_from(["html", "xhtml"]),
    st.sampled_from([4, 4, 4, 2, 8]),
)  # fmt: skip


def converted(parser: Markdown, text: str) -> tuple[Any, ...]:
    """All that comes of a text, or the error."""
    parser.reset()
    try:
        html = parser.convert(text)
    except Exception as error:  # noqa: BLE001 (the same is to be raised)
        return type(error), str(error)
    left = {
        name: getattr(parser, name, None) for name in ("Meta", "toc", "toc_tokens", "references")
    }
    inline = parser.treeprocessors["inline"]
    return html, left, list(getattr(inline, "stashed_nodes", ()))
