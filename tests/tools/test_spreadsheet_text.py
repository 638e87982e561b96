"""CSV files as they come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from problems import ProblemsFound
from tools.spreadsheet.columns import is_known
from tools.spreadsheet.text import read_table, write_table

TEXT = "Title,Company,Notes\r\nClerk,Café Zürich,“warm”\r\n"


def read(data, **more):
    return read_table(data, "x.csv", is_known, **more)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_encoding_of_a_spreadsheet(encoding):
    table = read(TEXT.encode(encoding))
    assert table.header == ("Title", "Company", "Notes")
    assert table.rows[0].cells == ("Clerk", "Café Zürich", "“warm”")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter(delimiter):
    rows = [["Title", "Company", "Place"], ["Clerk, nights; days", "A|B", "x"], ["a", "b", "c"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    table = read(text.encode())
    assert table.delimiter == delimiter
    assert table.rows[0].cells == tuple(rows[1])


def test_a_comma_in_every_title_does_not_win_over_the_real_delimiter():
    table = read(b"Title;Company, Inc;Location\nClerk, nights;Acme, Inc;Ashby, OH\n")
    assert table.delimiter == ";"


def test_excels_own_mark_for_the_delimiter_is_obeyed_and_counted():
    table = read(b"sep=;\r\nTitle;Company\r\nClerk;Acme\r\n")
    assert (table.header, table.rows[0].line) == (("Title", "Company"), 3)


def test_rows_know_the_line_on_which_they_begin():
    table = read(b'Title,Company\nA,"two\nlines"\n\nB,C\n')
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, ("A", "two\nlines")),
        (5, ("B", "C")),
    ]


def test_empty_cells_at_the_end_may_be_missing():
    table = read(b"Title,Company,Notes,,\nClerk,Acme\nClerk,Acme,x,,,,\n")
    assert [row.cells for row in table.rows] == [("Clerk", "Acme", ""), ("Clerk", "Acme", "x")]


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"PK\x03\x04....", 0, "spreadsheet's own"),
        (b"  <!DOCTYPE html><p>", 0, "web page"),
        (b"%PDF-1.7", 0, "PDF"),
        (b"", 1, "told apart"),
        (b"hello\nworld\n", 1, "told apart"),
        (b"Title,Company\nA,B\nC,D,E\nF,G,H\n", 3, "3 cells"),
        (b'Title,Company\nA,B\n"C,D\nE,F\n', 3, "quotation marks"),
        (b'Title,Company\nA,B\n"C"x,D\n', 3, "quotation marks"),
        (b"Title,Company\nA,\x81\x00\n", 2, "encoding"),
        (b"Title,Company\nA,B\x00\n", 0, "not a text file"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(data, line, message):
    with pytest.raises(ProblemsFound, match=message) as caught:
        read(data)
    problem = caught.value.problems[0]
    assert (problem.file, problem.line) == ("x.csv", line)
    assert problem.hint


def test_all_bad_rows_are_told_at_once():
    with pytest.raises(ProblemsFound) as caught:
        read(b"Title,Company\nC,D,E\nA,B\nF,G,H\n")
    assert [problem.line for problem in caught.value.problems] == [2, 4]


def test_an_encoding_may_be_named_and_may_be_wrong():
    assert read(TEXT.encode("mac-roman"), encoding="mac-roman").rows[0].cells[1] == "Café Zürich"
    for wrong in ("utf-8", "klingon"):
        with pytest.raises(ProblemsFound, match="encoding"):
            read(TEXT.encode("cp1252"), encoding=wrong)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "'=1", "''@", "\t=1", "- item\n- item"])
def test_formulas_are_harmless_in_a_spreadsheet_and_come_back(cell):
    data = write_table(["Title", "Company"], [[cell, "x"]])
    assert data.split(b"\r\n")[1].lstrip(b'"').startswith(b"'")
    assert read(data).rows[0].cells[0] == cell


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.just("\n"))


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1))
def test_what_is_written_is_read_again(rows):
    rows = [("=", "x"), *rows]
    table = read(write_table(["Title", "Company"], rows))
    assert [row.cells for row in table.rows] == [r for r in rows if "".join(r).strip()]


@given(st.binary() | st.text().map(str.encode) | CELLS.map(lambda text: text.encode("utf-16")))
def test_any_bytes_are_a_table_or_a_sentence(data):
    try:
        widths = {
            len(row.cells) - len(table.header) for table in [read(data)] for row in table.rows
        }
    except ProblemsFound:
        return
    assert widths <= {0}
