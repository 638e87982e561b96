"""`invoke bench`: who takes part, what is compared, and what stops it."""

import os
import re
import signal
import sys
import time
from contextlib import closing
from itertools import count

import pytest

from safebuild.stage import Stage
from tools.bench import catalog, command, measure
from tools.bench.command import Choices, bench
from tools.bench.contests import Saves
from tools.bench.eleventy import Eleventy
from tools.bench.engines import Engine
from tools.bench.hugo import Hugo
from tools.bench.jekyll import Jekyll
from tools.bench.leads import make_leads_site
from tools.bench.measure import can_weigh, seconds, weigh
from tools.bench.outputs import differences, look
from tools.bench.pelicans import Jobshower, post_text
from tools.bench.plain import Plain
from tools.bench.posts import make_posts
from tools.bench.profiling import profile
from tools.bench.results import Group, Results
from tools.bench.serving import Preview
from tools.bench.sites import posts_site
from tools.console import Console, Stop

BUILD = """
import shutil, sys
from pathlib import Path
out = Path("output")
shutil.rmtree(out, ignore_errors=True)
out.mkdir()
end = Path("base.html").read_text()
for source in Path("posts").iterdir():
    page = out / "posts" / source.stem / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>" + source.read_text() + end)
"""


class Toy(Engine):
    """An engine that takes no time."""

    name = "toy"
    title = "Toy"
    build = BUILD

    @classmethod
    def version(cls):
        return "1"

    def prepare(self, site):
        (self.folder / "posts").mkdir(parents=True)
        for post in site.posts:
            (self.folder / "posts" / f"{post.slug}.md").write_text(post.title)
        self.edited = self.folder / "posts" / f"{site.middle.slug}.md"
        self.template.write_text("</p><footer></footer>")

    def command(self):
        return [sys.executable, "-S", "-c", self.build]

    @property
    def template(self):
        return self.folder / "base.html"


class Other(Toy):
    name = "other"
    title = "Other"


class Away(Toy):
    name = "away"
    title = "Away"
    install = "apt install away"

    @classmethod
    def missing(cls):
        return True


@pytest.fixture
def toys(tmp_path):
    """Two engines before their first build, of which the other builds otherwise."""

    def make(build=BUILD):
        other = type("Other", (Other,), {"build": build})
        return posts_site(tmp_path, [Toy, other], 4)

    return make


def measured(builds, scenario, word="newword"):
    return dict(builds.run(scenario, word, lambda _: None))


def test_each_state_is_measured_for_each_engine(toys):
    builds = toys()
    for scenario in ("cold", "unchanged", "edit", "template"):
        assert set(measured(builds, scenario, f"word{scenario}")) == {"toy", "other"}
    assert builds.outputs == "4 pages, 0 feeds"


def test_a_first_build_finds_nothing_of_the_one_before_which_was_not_deleted(toys):
    builds = toys()
    for _ in range(2):
        measured(builds, "cold")
    for toy in builds._engines:
        assert not (toy.output / "posts" / "left").exists()
        (toy.output / "posts" / "left").touch()
    measured(builds, "cold")
    for toy in builds._engines:
        assert not (toy.output / "posts" / "left").exists()
        old = (toy.folder.parent / "old").glob(f"*/{toy.output.name}/posts")
        assert any((it / "left").exists() for it in old)


def test_of_a_large_site_nothing_is_left_but_its_sources(tmp_path):
    engine = posts_site(tmp_path, [Jobshower], 4)._engines[0]
    before = set(engine.folder.iterdir())
    with Stage(engine.output) as stage:
        engine.output.mkdir()
        stage._spare_folder.mkdir()
        engine.clean()
        assert not stage._spare_folder.exists()
    assert set(engine.folder.iterdir()) <= before | {stage._lock.path}


def test_each_comes_first_in_its_turn(toys):
    builds = toys()
    assert list(measured(builds, "cold")) != list(measured(builds, "cold"))


@pytest.mark.parametrize(
    ("build", "told"),
    [
        (
            f"{BUILD}\n(out / 'posts/a-bursar-2/index.html').unlink()",
            "has no posts/a-bursar-2/index.html",
        ),
        (f"{BUILD}\n(out / 'x.html').write_text('')", "has besides x.html"),
        (
            BUILD.replace("<p>", "<p>Oh! "),
            "says something else in posts/a-bursar-1/index.html (4 such pages)",
        ),
        (f"{BUILD}\n(out / 'a.xml').write_text('<rss>')", "has 1 feeds in RSS, not 0"),
        ("sys.exit('no disk')", "failed with status 1"),
    ],
)
def test_engines_that_do_not_write_the_same_are_an_error(toys, build, told):
    with pytest.raises(Stop) as stop:
        measured(toys(build), "cold")
    assert told in str(stop.value)


def test_a_build_that_does_not_show_the_edit_is_an_error(toys):
    builds = toys(f"from pathlib import Path\nif not Path('output').exists():\n    exec({BUILD!r})")
    measured(builds, "cold")
    with pytest.raises(
        Stop, match=r"Other does not show in posts/a-bursar-2/index.html what was edited"
    ):
        measured(builds, "edit")


def test_a_page_that_keeps_its_old_template_is_an_error(toys):
    builds = toys(BUILD.replace('Path("base.html").read_text()', '"</p><footer></footer>"'))
    measured(builds, "cold")
    with pytest.raises(Stop, match=r"Other does not show in posts/a-bursar-1/index\.html what"):
        measured(builds, "template")


def test_a_template_without_an_end_is_an_error(toys, tmp_path):
    builds = toys()
    (tmp_path / "toy" / "base.html").write_text("</p>")
    with pytest.raises(Stop, match="nothing to change"):
        measured(builds, "template")


@pytest.fixture
def small(tmp_path, monkeypatch):
    """The command, with toys for engines."""
    engines = {engine.name: engine for engine in (Toy, Other, Away)}
    for module in (catalog, command):
        monkeypatch.setattr(module, "ENGINES", engines)
    monkeypatch.setattr(f"{command.__package__}.tables.ENGINES", engines)
    monkeypatch.setattr(f"{command.__package__}.chart.ENGINES", engines)

    def run(**choices):
        choices = {"posts": "4", "runs": "2", **choices}
        return bench(tmp_path, Choices(**choices), Console())

    return run


def test_who_is_not_there_is_left_out_by_name(small, capsys, tmp_path):
    assert small(scenarios="cold,edit") == 0
    said = capsys.readouterr().out
    assert "Away is not installed, and left out. For it: apt install away" in said
    assert "Toy: 4 pages, 0 feeds" in said
    results = Results(tmp_path / "cache/bench/results.json")
    assert results.count(Group("posts", 4, "edit"), "other") == 2
    assert {group.scenario for group in results.groups} == {"cold", "edit"}
    assert (tmp_path / "cache/bench/results.svg").is_file()


def test_a_run_that_is_stopped_leaves_the_rounds_before(small, tmp_path, monkeypatch):
    rounds = count(1)

    def failing(*args):
        if next(rounds) == 3:
            raise KeyboardInterrupt
        return seconds(*args)

    # Two engines are warmed up, two build in the first round.
    rounds = count(-2)
    monkeypatch.setattr(f"{command.__package__}.contests.seconds", failing)
    with pytest.raises(KeyboardInterrupt):
        small(scenarios="cold", runs="3")
    results = Results(tmp_path / "cache/bench/results.json")
    assert results.count(Group("posts", 4, "cold"), "toy") == 1


def test_a_run_that_is_ended_leaves_nothing_behind(small, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def ended(*_):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)

    monkeypatch.setattr(f"{command.__package__}.contests.weigh", ended)
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        small(scenarios="memory")
    assert [path.name for path in tmp_path.glob("bench-*")] == []
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_run_without_a_cold_build_begins_with_one_unmeasured(small, tmp_path):
    assert small(scenarios="edit", only="toy", runs="1") == 0
    assert Results(tmp_path / "cache/bench/results.json").groups == [Group("posts", 4, "edit")]


def test_sites_stay_where_they_are_wanted(small, tmp_path):
    small(only="toy", scenarios="cold", runs="1", folder=str(tmp_path / "here"))
    assert (tmp_path / "here/posts-4/toy/output/posts/a-bursar-2/index.html").is_file()
    with pytest.raises(Stop, match="is not empty"):
        small(folder=str(tmp_path / "here"))


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ({"posts": "many"}, "--posts: “many” is no number"),
        ({"runs": "0"}, "--runs: “0” is no number"),
        ({"only": "yot"}, "--only: “yot” is not known"),
        ({"sites": "moon"}, "--sites: “moon” is not known"),
        ({"scenarios": "cold,warm"}, "--scenarios: “warm” is not known"),
    ],
)
def test_what_is_typed_wrongly_is_told(small, option, told):
    with pytest.raises(Stop) as stop:
        small(**option)
    assert told in str(stop.value)


def test_only_builds_in_python_can_be_looked_into(small):
    with pytest.raises(Stop, match="Only builds by Pelican"):
        small(only="toy", profile=True)


def test_a_profile_tells_where_time_goes(tmp_path):
    program = tmp_path / "program"
    program.mkdir()
    (program / "__main__.py").write_text("import sys\ndef busy(): sum(range(10**6))\nbusy()\n")
    told = profile([sys.executable, str(program)], tmp_path)
    assert re.search(r"program/__main__\.py:2\(busy\)", told)


def test_feeds_are_told_by_what_is_in_them(tmp_path):
    files = {
        "index.html": "x",
        "a/index.html": "x",
        "feed.xml": '<?xml version="1.0"?>\n<rss version="2.0">',
        "atom.xml": '<feed xmlns="http://www.w3.org/2005/Atom">',
        "a/feed.json": '{\n"version": "https://jsonfeed.org/version/1.1",',
        "sitemap.xml": "<urlset>",
        "package.json": "{}",
        "style.css": "a {}",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    outputs = look(tmp_path)
    assert outputs.pages == {"index.html", "a/index.html"}
    assert outputs.feeds == {"RSS": 1, "Atom": 1, "JSON Feed": 1}
    assert outputs.others == 3
    assert outputs.size == sum(map(len, files.values()))
    assert differences(outputs, outputs) == []


@pytest.mark.skipif(not can_weigh(), reason="this system does not tell what processes share")
def test_memory_that_forked_processes_share_counts_once(tmp_path):
    script = (
        "import os, time\nheld = b'x' * 60_000_000\n"
        "for _ in range(2):\n    if not os.fork():\n"
        "        own = b'y' * 20_000_000\n        time.sleep(0.4)\n        os._exit(0)\n"
        "for _ in range(2):\n    os.wait()\n"
    )
    megabytes = weigh([sys.executable, "-S", "-c", script], tmp_path) / 1e6
    assert 95 < megabytes < 140


def test_a_process_that_has_given_back_its_memory_does_not_count(tmp_path, monkeypatch):
    """It may still run for a moment, and what it shared counts for the others already."""
    rest = "1 7 7 0 -1 4194560 1 0 0 0 1 2 0 0 20 0 1 0 93"  # proc(5)
    for number, state, size in ((7, "S", 900), (8, "R", 900), (9, "R", 0), (10, "Z", 0)):
        (tmp_path / str(number)).mkdir()
        (tmp_path / f"{number}/stat").write_text(f"{number} (a b) {state} {rest} {size} 300\n")
    (tmp_path / "self").mkdir()
    monkeypatch.setattr(measure, "_PROC", tmp_path)
    assert sorted(measure._of_session(7)) == [7, 8]
    assert list(measure._of_session(8)) == []


@pytest.mark.skipif(not can_weigh(), reason="this system does not tell what processes share")
def test_a_build_that_is_weighed_ends_with_who_weighs_it(tmp_path, monkeypatch):
    begun = []

    def interrupted(leader):
        begun.append(leader)
        raise KeyboardInterrupt

    monkeypatch.setattr(f"{command.__package__}.measure._of_session", interrupted)
    with pytest.raises(KeyboardInterrupt):
        weigh([sys.executable, "-S", "-c", "import time; time.sleep(60)"], tmp_path)
    with pytest.raises(ProcessLookupError):
        os.kill(begun[0], 0)


def test_a_build_that_fails_says_why(tmp_path):
    with pytest.raises(Stop, match=r"no disk\n\n.*status 1"):
        seconds([sys.executable, "-S", "-c", "import sys; sys.exit('no disk')"], tmp_path)


def test_the_site_of_leads_is_as_large_as_it_is_told():
    files = make_leads_site()
    counts = [sum(name.startswith(f"{kind}/") for name in files) for kind in ("leads", "roundups")]
    assert counts == [2000, 300]
    assert sum("/wish-" in name for name in files) == 500
    assert files == make_leads_site()


def test_the_site_of_leads_builds(build):
    site = build(make_leads_site(12, 6, 4))
    assert site.status == 0, site.said
    assert site.exists("leads/lead-11/")
    assert site.exists("roundups/2009-w31/")


@pytest.mark.slow
def test_a_save_is_over_when_the_browser_has_the_page(tmp_path):
    posts = {f"{post.slug}.md": post_text(post) for post in make_posts(3)}
    with closing(Saves(tmp_path, posts, list(posts)[1])) as saves:
        ((name, taken),) = saves.run("save", "Saved", lambda _: None)
    assert name == "jobshower"
    assert 0 < taken < 60
    assert "Saved" in (tmp_path / "output/posts/a-bursar-1/index.html").read_text("utf-8")


def test_a_preview_that_does_not_begin_is_told(tmp_path):
    (tmp_path / "tasks.py").write_text("raise SystemExit('no disk')")
    with pytest.raises(Stop, match=r"no disk\n\nThe preview did not begin"):
        Preview(tmp_path, 8300)


@pytest.mark.slow
def test_all_engines_that_are_there_write_the_same(tmp_path):
    engines = [e for e in (Jobshower, Plain, Hugo, Eleventy, Jekyll) if not e.missing()]
    builds = posts_site(tmp_path, engines, 25)
    for scenario in ("cold", "edit", "template"):
        assert len(measured(builds, scenario, f"word{scenario}")) == len(engines)
    assert "feeds" in builds.outputs
