"""Footnotes, captions and tables, as Markdown makes them with this plugin's extension."""

import lxml.html
import pytest
from markdown import Markdown


def html(text, **extensions):
    markdown = Markdown(extensions=["extra", "reading.markdown"], extension_configs={**extensions})
    return lxml.html.fragment_fromstring(markdown.convert(text), create_parent="div")


NOTES = "One[^a], two[^b], one again[^a].\n\n[^a]: First.\n[^b]: Second.\n\n    - a list\n"


def test_footnotes_and_their_ways_back_have_names():
    page = html(NOTES)
    assert page.xpath("//sup/a/@aria-label") == ["Footnote 1", "Footnote 2", "Footnote 1"]
    back = page.xpath("//a[@class='footnote-backref']")
    assert [link.get("aria-label") for link in back] == [
        "Jump back to footnote 1 in the text",
        "Jump back to footnote 1 in the text (2)",
        "Jump back to footnote 2 in the text",
    ]
    assert {link.text for link in back} == {"\u21a9\ufe0e"}
    ids = page.xpath("//@id")
    assert {link.removeprefix("#") for link in page.xpath("//a/@href")} == set(ids)
    assert len(set(ids)) == len(ids)
    (notes,) = page.xpath("//section[@role='doc-endnotes']")
    assert notes.get("aria-label") == "Footnotes"
    assert not notes.xpath("hr")


def test_footnotes_can_speak_another_language():
    page = html(
        NOTES,
        **{
            "reading.markdown": {"FOOTNOTE_TITLE": "Nota {}", "FOOTNOTES_TITLE": "Notas"},
            "extra": {"footnotes": {"BACKLINK_TITLE": "Volver a la nota {}"}},
        },
    )
    assert page.xpath("//sup/a/@aria-label")[0] == "Nota 1"
    assert page.xpath("//section/@aria-label") == ["Notas"]
    assert "Volver a la nota 2" in page.xpath("//li//a/@aria-label")


def test_a_picture_alone_with_a_title_is_a_figure_with_a_caption():
    page = html('![A mug]({static}/mug.png "*Greta’s* mug"){: .wide}\n')
    (figure,) = page.xpath("figure")
    assert figure.xpath("img/@alt") == ["A mug"]
    assert figure.xpath("img/@class") == ["wide"]
    assert not figure.xpath("img/@title")
    (caption,) = figure.xpath("figcaption")
    assert caption.text_content() == "Greta’s mug"
    assert caption.xpath("em/text()") == ["Greta’s"]


def test_so_is_one_that_is_a_link():
    page = html('[![A mug](mug.png "Mug")](big.png)\n')
    assert page.xpath("figure/a[@href='big.png']/img")
    assert page.xpath("figure/figcaption/text()") == ["Mug"]


@pytest.mark.parametrize(
    "text",
    ["![A mug](mug.png)", '![A mug](mug.png "Tip") in a line', 'In a line ![A mug](mug.png "Tip")'],
)
def test_other_pictures_stay_in_their_paragraph(text):
    assert html(text).xpath("p/img")
    assert not html(text).xpath("//figure")


def test_a_tables_headings_say_that_they_are_of_columns():
    page = html("| | b |\n|---|---|\n| 1 | 2 |\n")
    assert page.xpath("//th/@scope") == ["col"]
    # A heading that says nothing is none.
    assert len(page.xpath("//thead//td")) == 1


def test_what_is_wider_than_a_telephone_scrolls_by_keyboard_too():
    wide, narrow = (f"{'|a' * count}|\n{'|-' * count}|\n{'|1' * count}|\n" for count in (4, 3))
    (around,) = html(f"- item\n\n{wide}\nText.\n").xpath("//div[table]")
    assert dict(around.attrib) == {
        "class": "wide", "role": "group", "aria-label": "Table", "tabindex": "0",
    }  # fmt: skip
    assert not html(narrow).xpath("//div[@class]")
    page = html("    code\n\n<pre class='mine'>x</pre>\n\n`<pre>`\n")
    assert page.xpath("//pre/@tabindex") == ["0", "0"]
    assert page.xpath("//p/code/text()") == ["<pre>"]
