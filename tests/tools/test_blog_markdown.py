"""From HTML to Markdown and back: what a reader sees stays the same."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from sitebuilder import ROOT
from tools.blog.cleaning import clean
from tools.blog.markdown import to_markdown
from tools.blog.wordpress_html import from_wordpress

EXTENSIONS = ["extra", "codehilite", "toc"]


def markdown(html):
    return to_markdown(clean(html).soup)


def back(html):
    """What Python-Markdown makes of the Markdown of some HTML."""
    return Markdown(extensions=EXTENSIONS).convert(markdown(html))


def words(html):
    return BeautifulSoup(html, "html.parser").get_text().split()


def letters(html):
    return "".join(words(html))


def tags(html):
    wanted = ["li", "ul", "ol", "table", "pre", "td", "blockquote", "a", "dt", "dd"]
    return [el.name for el in BeautifulSoup(html, "html.parser").find_all(wanted)]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<p>One<br>two</p>", "One  \ntwo"),
        ("<h2>Head</h2><p>Text</p>", "## Head\n\nText"),
        ("<h1>Head</h1><h6>Low</h6>", "## Head\n\n###### Low"),
        ("<p><b>bold</b> and <i>soft</i></p>", "**bold** and *soft*"),
        ("<ul><li>a</li><li>b</li></ul>", "-   a\n-   b"),
        ("<ol><li>a</li><li>b</li></ol>", "1.  a\n2.  b"),
        ('<a href="https://a.example/x (1)">x</a>', "[x](https://a.example/x%20%281%29)"),
        ('<a href="https://a.example/">https://a.example/</a>', "<https://a.example/>"),
        ('<img src="https://a.example/p" alt="A *cat*">', r"![A \*cat\*](https://a.example/p)"),
        ("<blockquote><p>Said</p></blockquote>", "> Said"),
        ("<blockquote>one<br>two</blockquote>", "> one  \n> two"),
        ("<p>a<br></p><p>&nbsp;</p><p>b</p>", "a\n\nb"),
        ("<pre>a\n\n\n\nb</pre>", "```\na\n\n\n\nb\n```"),
        ("<figure><figcaption>So <em>big</em></figcaption></figure>", "So *big*"),
        ('<pre class="brush: python">a = 1\n  b</pre>', "```python\na = 1\n  b\n```"),
        ("<p>H<sub>2</sub>O, <del>old</del></p>", "H<sub>2</sub>O, <del>old</del>"),
        ("<figure><img src='https://a.example/p.png' alt=''><figcaption>Us</figcaption></figure>",
         "![](https://a.example/p.png)\n\n*Us*"),
        ("<p>5 * 3 = [x] _y_ snake_case</p>", r"5 \* 3 = \[x\] \_y\_ snake_case"),
        ("<p># no heading</p><p>1. no list</p>", "\\# no heading\n\n1\\. no list"),
        ("<p>a &lt;b&gt; &amp;amp; c</p>", "a &lt;b> &amp;amp; c"),
    ],
)  # fmt: skip
def test_what_is_written(html, text):
    assert markdown(html) == text


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>",
        "<ol><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>",
        "<ul><li>code<pre>x = 1\n\n  y</pre></li><li>next</li></ul>",
        "<blockquote><p>a</p><ul><li>b</li></ul></blockquote>",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tr><td>1|2</td><td>3</td></tr></table>",
        "<table><tr><td colspan='2'>wide</td></tr><tr><td>a</td><td>b</td></tr></table>",
        "<p>a</p><table><tr><td><ul><li>x</li></ul></td></tr></table><p>b</p>",
        "<dl><dt>Term</dt><dd>What it is</dd></dl>",
        "<p>a<a href='https://a.example/'> link </a>b</p>",
        "<p><code>a `b` * c</code></p>",
        "<div><div>deep</div> text</div>",
        "<p>Note: no front matter</p>",
        "<p>~~~</p><p>| no | table |</p><p>: no definition</p><p>=====</p>",
        "<p>[^1]: no footnote</p><p>*[HTML]: no abbreviation</p><p>{: .no-attribute }</p>",
    ],
)
def test_everything_survives_the_way_back(html):
    assert letters(back(html)) == letters(html)
    assert tags(back(html)) == tags(html)


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60
)


SIGNS = st.text("*_`[](){}#+-.!<>&|:~=^\\\"' ab1", max_size=30)


@given(st.lists(TEXT | SIGNS, min_size=1, max_size=4))
def test_any_text_is_shown_as_it_was(paragraphs):
    soup = BeautifulSoup("", "html.parser")
    for text in paragraphs:
        paragraph = soup.new_tag("p")
        paragraph.string = text
        soup.append(paragraph)
    shown = " ".join(words(Markdown(extensions=EXTENSIONS).convert(to_markdown(soup))))
    assert shown == " ".join(" ".join(paragraphs).split())


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script><p onclick='x()'>text</p>",
        "<p><a href='javascript:x()'>text</a></p>",
        "<style>p {}</style><p style='color: red'>text</p>",
        "<form action='https://a.example/'><input name='q'></form><p>text</p>",
        "<p>text<img src='https://t.example/pixel.gif' width='1' height='1'></p>",
        "<p>text<img src='data:image/png;base64,AAAA'></p>",
    ],
)
def test_nothing_that_runs_or_tracks_comes_along(html):
    shown = back(html)
    assert words(shown) == ["text"]
    assert not re.search(r"script|javascript|onclick|style|<form|pixel|data:", shown)


def test_a_frame_becomes_a_link_and_is_told():
    cleaned = clean('<p>See</p><iframe src="//www.youtube.com/embed/abc123?rel=0"></iframe>')
    assert "<https://www.youtube.com/watch?v=abc123>" in to_markdown(cleaned.soup)
    assert cleaned.remarks == [
        ("https://www.youtube.com/watch?v=abc123", "This was an <iframe>, and is a link now.")
    ]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\n\nTwo\nlines", "<p>One</p>\n<p>Two<br>\nlines</p>"),
        ("<h2>A</h2>\ntext", "<h2>\nA\n</h2>\n<p>text</p>"),
        ("a\n<pre>b\n\nc</pre>\nd", "<p>a</p>\n<pre>b\n\nc</pre>\n<p>d</p>"),
        ("<ul>\n<li>a</li>\n</ul>", "<ul>\n<li>\na\n</li>\n</ul>"),
        ("<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph -->", "<p>a</p>"),
        ("<p>a</p>\n\nb", "<p>\na\n</p>\n<p>b</p>"),
    ],
)
def test_wordpresss_paragraphs(text, html):
    assert from_wordpress(text, {}).strip() == html


@pytest.mark.parametrize(
    ("text", "markdown_text"),
    [
        ('[caption id="a" width="9"]<img src="https://a.example/p.png" alt="x" /> Us two[/caption]',
         "![x](https://a.example/p.png)\n\n*Us two*"),
        ('[caption caption="Us"]<img src="https://a.example/p.png" />[/caption]',
         "![](https://a.example/p.png)\n\n*Us*"),
        ('[gallery ids="1,2,9"]', "![](https://a.example/1.png)\n\n![](https://a.example/2.png)"),
        ("[embed]https://v.example/1[/embed]", "<https://v.example/1>"),
        ("[youtube https://v.example/1]", "<https://v.example/1>"),
        ("https://v.example/1", "<https://v.example/1>"),
        ('[audio mp3="https://a.example/s.mp3"][/audio]', "<https://a.example/s.mp3>"),
        ('[code lang="c"]\nif a &lt; b:\n\n    c\n[/code]', "```c\nif a < b:\n\n    c\n```"),
        ("He said [sic] so [1].", r"He said \[sic\] so \[1\]."),
    ],
)  # fmt: skip
def test_shortcodes(text, markdown_text):
    attachments = {"1": "https://a.example/1.png", "2": "https://a.example/2.png"}
    assert markdown(from_wordpress(text, attachments)) == markdown_text


def test_a_plugins_shortcode_stays_and_is_told():
    cleaned = clean(from_wordpress('Call [contact-form to="me"] or [sic] [box]x[/box]', {}))
    assert [why for _, why in cleaned.remarks] == [
        "The shortcode [contact-form] was a plugin's, and is plain text now.",
        "The shortcode [box] was a plugin's, and is plain text now.",
    ]


def test_the_sites_own_extensions_are_those_tried_here():
    conf = (ROOT / "pelicanconf.py").read_text("utf-8")
    assert all(f"markdown.extensions.{name}" in conf for name in EXTENSIONS)
