"""The figures of `invoke bench`: kept, compared, drawn."""

import json

import pytest
from lxml import etree

from tools.bench.chart import draw
from tools.bench.paper import BEGIN, END, write_paper
from tools.bench.results import Group, Results
from tools.bench.tables import as_markdown, circumstances, tables
from tools.bench.targets import TARGETS

COLD = Group("posts", 10_000, "cold")
LARGE = Group("posts", 30_000, "cold")
MACHINE = {"processor": "Abacus", "cores": 2, "memory": 4.0, "system": "Linux 6", "python": "3.11"}
VERSIONS = {"jobshower": "abc1234", "plain": "4.12.0", "hugo": "0.1"}


@pytest.fixture
def results(tmp_path):
    made = Results(tmp_path / "figures.json")
    made.begin(MACHINE, VERSIONS)
    rounds = ((2, 1, 4), (9, 3, 10), (3, 2, 8))
    for number, figures in enumerate(rounds, 1):
        for engine, figure in zip(("jobshower", "hugo", "plain"), figures, strict=True):
            made.add(COLD, number, engine, figure)
    return made


def again(results):
    results.save()
    return Results(results.path)


def test_medians_and_medians_of_ratios(results):
    assert results.median(COLD, "jobshower") == 3
    # 2, 3 and 1.5: not the 1.5 of the medians.
    assert results.ratio(COLD, "jobshower", "hugo") == 2
    assert results.median(COLD, "jekyll") is None
    assert results.ratio(COLD, "jobshower", "jekyll") is None
    assert results.count(COLD, "hugo") == 3


def test_figures_of_another_size_are_compared_round_by_round(results):
    for number, figure in ((1, 8), (2, 27)):
        results.add(LARGE, number, "jobshower", figure)
    assert results.ratio(LARGE, "jobshower", "jobshower", of=COLD) == 3.5


def test_the_file_says_it_all(results):
    results.outputs["posts", 10_000] = "15,500 pages"
    first = again(results)
    assert first.median(COLD, "hugo") == 2
    assert first.machine == MACHINE
    assert first.outputs == results.outputs
    assert first.run == 2
    before = results.path.read_bytes()
    again(first)
    assert results.path.read_bytes() == before


def test_what_is_measured_again_is_replaced_and_the_rest_stays(results):
    later = again(results)
    later.replace(COLD, "jobshower")
    later.add(COLD, 1, "jobshower", 7)
    assert later.median(COLD, "jobshower") == 7
    assert later.count(COLD, "hugo") == 3
    # Nobody has measured the two next to each other.
    assert later.ratio(COLD, "jobshower", "hugo") is None


def test_rounds_can_be_added(results):
    later = again(results)
    later.add(COLD, 1, "jobshower", 30)
    later.add(COLD, 1, "hugo", 10)
    assert later.count(COLD, "jobshower") == 4
    assert later.ratio(COLD, "jobshower", "hugo") == 2.5


def test_figures_of_another_version_go(results):
    later = again(results)
    assert later.begin(MACHINE, VERSIONS) == []
    assert later.begin(MACHINE, {"hugo": "0.2"}) == ["hugo"]
    assert later.count(COLD, "hugo") == 0
    assert later.count(COLD, "plain") == 3
    assert later.versions == VERSIONS | {"hugo": "0.2"}


def test_figures_of_another_machine_all_go(results):
    later = again(results)
    assert later.begin(MACHINE | {"cores": 8}, {"plain": "4.12.0"}) == list(VERSIONS)
    assert later.groups == []
    assert again(later).versions == {"plain": "4.12.0"}


def test_a_target_is_told_beside_what_was_measured(results):
    title, rows = tables(results)[0].title, tables(results)[0].rows
    assert title == "To reach"
    assert len(rows) == len(TARGETS) == 9
    assert rows[0][1:] == ["1.80", "1.00", "2.00", "missed"]
    assert rows[1][1:] == ["0.45", "0.25", "0.50", "missed"]
    assert rows[5][1:] == ["200 ms", "60 ms", "not measured", ""]
    results.add(Group("serve", 500, "save"), 1, "jobshower", 0.1)
    assert tables(results)[0].rows[5][3:] == ["100 ms", "reached"]
    results.add(Group("serve", 500, "save"), 2, "jobshower", 0.01)
    assert tables(results)[0].rows[5][3:] == ["55 ms", "aim"]


def test_tables_tell_medians_and_ratios(results):
    results.add(Group("posts", 10_000, "memory"), 1, "hugo", 3 * 2**20)
    results.outputs["posts", 10_000] = "15,500 pages"
    _, table = tables(results)
    assert table.title == "10,000 posts: 15,500 pages"
    text = as_markdown(table)
    assert "| Jobshower | 3.00 s (2.00) | – | 3 |" in text
    assert "| Hugo | 2.00 s | 3 MiB | 3 |" in text
    assert "Jekyll" not in text


def test_machine_and_versions_are_told(results, tmp_path):
    results.versions["unchecked"] = "abc1234"
    lines = [
        "Abacus, 2 cores, 4.0 GiB, Linux 6, Python 3.11",
        "Jobshower abc1234, Pelican 4.12.0, Hugo 0.1",
    ]
    assert circumstances(results) == lines
    drawn = etree.fromstring(draw(results).encode())
    assert [one.text for one in drawn.iterfind("{*}text[@class='foot']")] == lines
    assert circumstances(Results(tmp_path / "none.json")) == []


def test_the_picture_is_the_same_bytes_and_says_all_in_words(results):
    results.add(LARGE, 1, "hugo", 5)
    results.add(COLD, 1, "unchecked", 1)
    drawn = draw(results)
    assert drawn == draw(again(results))
    root = etree.fromstring(drawn.encode())
    named = {one.get("id"): one.text for one in root if one.get("id")}
    assert root.get("role") == "img"
    assert set(root.get("aria-labelledby").split()) == set(named)
    assert "10,000 posts, cold: Jobshower 3.00 s, Pelican 8.00 s, Hugo 2.00 s." in named["desc"]
    assert "30,000 posts, cold: Hugo 5.00 s." in named["desc"]
    assert "prefers-color-scheme: dark" in drawn
    texts = [one.text for one in root.iterfind("{*}text")]
    assert texts.count("–") == 2
    assert "Jekyll" not in texts
    bars = [one for one in root.iterfind("{*}rect") if "bar" in one.get("class")]
    assert len(bars) == 4


def test_a_bar_that_is_far_too_long_is_cut(results):
    for number in (1, 2, 3):
        results.add(COLD, number, "jekyll", 120)
    root = etree.fromstring(draw(results).encode())
    assert len(root.findall("{*}path")) == 2
    widths = [float(one.get("width")) for one in root.iterfind("{*}rect")][1:]
    # Jobshower, Pelican, Hugo, Jekyll; 8 s are half of the axis.
    assert widths == pytest.approx([32.2, 86, 21.5, 172], abs=0.1)


def test_without_figures_there_is_no_picture(tmp_path):
    assert draw(Results(tmp_path / "none.json")) == ""


def test_a_page_of_the_same_name_takes_the_tables_between_its_marks(results):
    page = results.path.with_suffix(".md")
    page.write_text(f"# Speed\n\n{BEGIN}\nas it was\n{END}\n\nThe end.\n")
    results.save()
    write_paper(results)
    text = page.read_text("utf-8")
    assert text.startswith("# Speed\n")
    assert text.endswith("\n\nThe end.\n")
    assert "as it was" not in text
    assert "(figures.svg)" in text
    assert "| Jobshower | 3.00 s" in text
    assert etree.parse(str(results.path.with_suffix(".svg")))
    write_paper(results)
    assert page.read_text("utf-8") == text
    assert json.loads(results.path.read_text())["machine"] == MACHINE
