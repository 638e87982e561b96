"""No style stands in a page, so that a strict Content-Security-Policy forbids nothing."""

import pytest
from markdown import Markdown

from reading.styles import without_styles

TABLE = "| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |\n"


@pytest.mark.parametrize("tables", [{}, {"use_align_attribute": True}])
def test_columns_are_aligned_by_classes(tables):
    html = Markdown(
        extensions=["tables", "reading.markdown"], extension_configs={"tables": tables}
    ).convert(TABLE)
    for cell in ("th", "td"):
        for align in ("left", "center", "right"):
            assert f'<{cell} class="align-{align}"' in html
    assert "style" not in html
    assert "align=" not in html


def test_code_is_coloured_by_classes():
    html = Markdown(
        extensions=["codehilite", "extra", "reading.markdown"],
        extension_configs={"codehilite": {"linenums": True}},
    ).convert('```{ .python hl_lines="1" }\nx = 1\n```\n')
    assert 'class="hll"' in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<p style="a:b" class="x">', '<p class="x">'),
        ("<p class='x' style='a: \"b\"'>", "<p class='x'>"),
        ('<p class="x"STYLE=a:b>', '<p class="x">'),
        ('<br style="a"/>', "<br/>"),
        ("<p style>", "<p>"),
        ('<p style="a" style="b">', "<p>"),
        ("a <style>p { color: red }</style> b", "a  b"),
        ("<p\n style = 'a'\n id=b>", "<p\n id=b>"),
    ],
)
def test_styles_are_taken_out(html, clean):
    assert without_styles(html)[0] == clean


@pytest.mark.parametrize(
    "html",
    [
        '<p title="style=\'x\' b" data-style="y">',
        "In style=1, 2 < 3 style=4 > 3",
        "<code>&lt;p style='a'&gt;</code>",
        "<a href='?style=a b'>",
    ],
)
def test_what_only_looks_like_a_style_stays(html):
    assert without_styles(html) == (html, [])


def test_whoever_wrote_a_style_is_told_where(build):
    post = 'Title: One\nDate: 2009-08-05\n\nText.\n\n<p style="color: red" class="a">Red.</p>\n'
    site = build({"posts/one.md": post})
    assert site.status == 0, site.said
    assert "posts/one.md:6" in site.said
    assert 'style="color: red"' in site.said
    assert not site.page("posts/one/").xpath("//@style")
    assert site.page("posts/one/").xpath("//p[@class='a']")
    kept = build(INLINE_STYLES=True)
    assert kept.page("posts/one/").xpath("//p/@style") == ["color: red"]
    assert "style=" not in kept.said


def test_columns_stay_aligned_in_feeds(build):
    site = build({"posts/one.md": f"Title: One\nDate: 2009-08-05\n\n{TABLE}"})
    assert site.status == 0, site.said
    (entry,) = site.feed("posts").entries
    for align in ("left", "center", "right"):
        assert f'<td align="{align}">' in entry.content[0].value
