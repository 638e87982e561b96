"""HTML and text as feeds need them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from feeds.content import absolute, one_line, plain_text, shorten, xml_safe

PAGE = "https://example.org/blog/leads/acme/"


def made(html: str) -> str:
    return absolute(html, "https://example.org/blog", "leads/acme/")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("pic.png", f"{PAGE}pic.png"),
        ("../other/", "https://example.org/blog/leads/other/"),
        ("/about", "https://example.org/about"),
        ("//cdn.example.net/x.png", "https://cdn.example.net/x.png"),
        ("#fn:1", f"{PAGE}#fn:1"),
        ("?page=2", f"{PAGE}?page=2"),
        ("", PAGE),
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
        (
            "mailto:nora@example.org?subject=I%20can%20help",
            "mailto:nora@example.org?subject=I%20can%20help",
        ),
        ("tel:+15550100", "tel:+15550100"),
        (" pic\n.png ", f"{PAGE}pic.png"),
        ("größe.png", f"{PAGE}größe.png"),
    ],
)
def test_links_lead_where_they_lead_on_the_page(written: str, meant: str) -> None:
    assert made(f'<a href="{written}">x</a>') == f'<a href="{meant}">x</a>'


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " jAvA\tscript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "http://[x",
    ],
)
def test_links_that_are_none_lose_their_address(address: str) -> None:
    assert made(f'<a href="{address}">x</a>') == "<a>x</a>"


def test_media_are_absolute() -> None:
    html = made(
        '<img src="a.png" alt="A" width="4" height="3" srcset="a.png 1x, /b.png 2x" onerror="x()">'
        '<video poster="p.jpg" src="v.mp4" controls></video><blockquote cite="q/">w</blockquote>'
    )
    assert f'src="{PAGE}a.png"' in html
    assert f'srcset="{PAGE}a.png 1x, https://example.org/b.png 2x"' in html
    assert 'alt="A" width="4" height="3"' in html
    assert f'poster="{PAGE}p.jpg"' in html
    assert f'src="{PAGE}v.mp4"' in html
    assert f'cite="{PAGE}q/"' in html
    assert "onerror" not in html


@pytest.mark.parametrize(
    ("srcset", "meant"),
    [
        ("a.png", f"{PAGE}a.png"),
        ("a.png,b.png 2x", f"{PAGE}a.png,b.png 2x"),  # one odd address, as in a browser
        ("a.png, b.png 2x", f"{PAGE}a.png, {PAGE}b.png 2x"),
        (" a.png  480w ,\n b.png 800w,", f"{PAGE}a.png 480w, {PAGE}b.png 800w"),
        (
            "data:image/png;base64,AA== 1x, b.png 2x",
            f"data:image/png;base64,AA== 1x, {PAGE}b.png 2x",
        ),
        ("javascript:x 1x, b.png 2x", f"{PAGE}b.png 2x"),
        ("http://[x 1x, b.png 2x", f"{PAGE}b.png 2x"),
    ],
)
def test_srcset(srcset: str, meant: str) -> None:
    assert made(f'<img srcset="{srcset}">') == f'<img srcset="{meant}">'


def test_pictures_may_be_data_but_not_nothing() -> None:
    assert (
        made('<img src="data:image/png;base64,AA==">') == '<img src="data:image/png;base64,AA==">'
    )
    assert made('<img src="" alt="x">') == '<img alt="x">'


def test_scripts_forms_and_styles_go_with_all_their_text() -> None:
    html = made(
        "<p style='color:red' onclick='x()' id='a'>A</p><script>1</script><style>2</style>"
        "<form><label>3</label><input value=4><button>5</button></form><object>6</object>"
        "<svg><text>8</text></svg><noscript><p>9</p></noscript><!-- 10 -->"
    )
    assert html == "<p>A</p>"


@pytest.mark.parametrize(
    ("frame", "link"),
    [
        (
            '<iframe src="https://video.example/e?a=1&amp;b=2" title="Our &lt;talk&gt;">x</iframe>',
            '<a href="https://video.example/e?a=1&amp;b=2">Our &lt;talk&gt;</a>',
        ),
        (
            "<IFRAME src=//maps.example/hall allowfullscreen></IFRAME >",
            '<a href="https://maps.example/hall">maps.example</a>',
        ),
        ("<iframe src='/map'></iframe>", '<a href="https://example.org/map">/map</a>'),
        ('<iframe data-src="x" srcdoc="<p>"></iframe>', ""),
        ('<iframe src="http://[x"></iframe>', ""),
        ('<iframe src="javascript:x"></iframe>', "<a>javascript:x</a>"),
        (
            "<pre>&lt;iframe src=x>&lt;/iframe></pre>",
            "<pre>&lt;iframe src=x&gt;&lt;/iframe&gt;</pre>",
        ),
    ],
)
def test_frames_become_links(frame: str, link: str) -> None:
    assert made(frame) == link


@pytest.mark.parametrize(
    "html",
    [
        "<figure><img alt=''><figcaption>F</figcaption></figure>",
        "<dl><dt>T</dt><dd>D</dd></dl>",
        '<details open=""><summary>S</summary>D</details>',
        '<pre><code class="language-py">x &lt; 3</code></pre>',
        '<abbr title="Human Resources">HR</abbr>',
        '<ol start="3" reversed=""><li value="4">x</li></ol>',
        '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
        '<p dir="rtl" lang="he">שלום</p>',
        '<picture><source type="image/webp"><img alt="x"></picture>',
        '<time datetime="2009-08-05">today</time>',
        "<del>a</del><ins>b</ins><kbd>c</kbd><sup>d</sup><mark>e</mark>",
    ],
)
def test_what_articles_are_made_of_stays(html: str) -> None:
    assert made(html) == html.replace("''", '""')


def test_text_of_html() -> None:
    assert plain_text("<h2>Why</h2><p>a <em>b</em>c &amp; d<br>e</p><ul><li>f</li><li>g</ul>") == (
        "Why a bc & d e f g"
    )
    assert plain_text("x <3 & y &lt;b&gt; <script>no</script>") == "x <3 & y <b>"
    assert plain_text("&#1;&#xD800;a") == "\ufffda"


def test_summary_ends_at_a_word() -> None:
    assert shorten("one two three", 9) == "one two…"
    assert shorten("one, two three", 5) == "one…"
    assert shorten("short", 5) == "short"
    assert shorten("絵" * 10, 4) == "絵絵絵絵…"


def test_xml_safe() -> None:
    assert xml_safe("a\x00\x08\x0b\x0c\x1b\x1fb\ufffe\uffff\ud83d!\t\n😀") == "ab\ufffd!\t\n😀"
    assert xml_safe("a\r\nb\rc") == "a\nb\nc"
    assert one_line(" a\n b\u00a0c ") == "a b\u00a0c"
    assert type(one_line(Markup("a\n<b>"))) is str


@given(st.text(st.characters(exclude_characters="<&")))
def test_text_without_markup_is_read_by_no_parser(text):
    wanted = plain_text(f"{text}<br>")
    assert plain_text(text) == plain_text(f"<p>{text}</p>") == wanted
    assert plain_text(f"<p>{text}") == plain_text(f"{text}</p>") == wanted
