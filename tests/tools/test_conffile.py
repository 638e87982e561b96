"""Settings are set in their places, and nothing else in the file changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitebuilder import ROOT
from tools.conffile import read_values, with_values, without
from tools.console import Stop

CONF = (
    b'\xef\xbb\xbf# caf\xc3\xa9\r\nA = "old"  # why\r\nB = ["x"]\r\n\r\n'
    b"# frozen\r\n# twice\r\nC = 1\r\n\r\nD = 2"
)


def test_a_value_is_set_and_its_comment_stays():
    changed = with_values(CONF, {"A": 'new "é"', "D": None}, "x.py")
    assert changed == CONF.replace(b'"old"', '"new \\"é\\""'.encode()).replace(
        b"D = 2", b"D = None"
    )


def test_a_setting_goes_with_its_comment():
    assert without(CONF, "C", "x.py") == CONF.replace(b"# frozen\r\n# twice\r\nC = 1\r\n\r\n", b"")
    assert without(CONF, "E", "x.py") == CONF


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_a_value(text):
    space = {}
    exec(with_values(b'A = "x"\n', {"A": text}, "x.py"), space)  # noqa: S102 (what is tested)
    assert space["A"] == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"B = 1\n", "no line “A = …”"),
        (b'A = "1"\nA = "2"\n', "more than one"),
        (b"A = one()\n", "no plain value"),
        (b"if True:\n    A = 1\n", "no line"),
        (b"A = (\n", "no Python"),
    ],
)
def test_what_cannot_be_set_is_refused(data, words):
    with pytest.raises(Stop, match=words):
        with_values(data, {"A": "x"}, "x.py")


def test_plain_values_are_read_without_running_anything(tmp_path):
    (tmp_path / "c.py").write_text("A = 'x'\nB = open('nothing')\nC = ['y']\n")
    assert read_values(tmp_path / "c.py") == {"A": "x", "C": ["y"]}
    assert read_values(tmp_path / "not.py") == {}
    assert read_values(ROOT / "pelicanconf.py")["AUTHOR"] == "Nora Whitfield"
