"""Pages that several processes have rendered are those that one would have rendered."""

from __future__ import annotations

import re
from runpy import run_path
from typing import Any

import pytest

from sitebuilder import ROOT, Site

PLUGINS = run_path(str(ROOT / "pelicanconf.py"))["PLUGINS"]
POSTS = {
    f"posts/p{n}.md": f"Title: Post {n}\nDate: 2009-08-0{1 + n % 9}\nTags: t{n % 3}\n\nText {n}.\n"
    for n in range(40)
}


@pytest.fixture
def built(build):
    """Builds the same site with a number of processes, and plugins from these sources."""

    def build_with(processes: int, plugin: str = "", template: str = "", **settings: Any) -> Site:
        (build.folder / "own.py").write_text(plugin or "def register(): pass\n")
        templates = build.folder / "templates"
        templates.mkdir(exist_ok=True)
        (templates / "extend_footer.html").write_text(template)
        site = build(
            POSTS,
            FAST_PROCESSES=processes,
            TODAY="2009-08-28",
            PLUGIN_PATHS=[str(build.folder), str(ROOT / "plugins")],
            THEME_TEMPLATES_OVERRIDES=[str(templates)],
            **{"PLUGINS": ["own", *PLUGINS]} | settings,
        )
        site.kept = site.files() if site.status == 0 else {}
        return site

    return build_with


def untimed(site: Site, *words: str) -> list[str]:
    """The lines of a build's report with any of these words, without the time of day."""
    lines = [re.sub(r"^\[\d\d:\d\d:\d\d\]", " " * 10, it) for it in site.said.splitlines()]
    return [line for line in lines if any(word in line for word in words)]


ORDER = """
from pathlib import Path
from pelican import signals
def note(path, context):
    assert Path(path).read_text("utf-8")
    with open("order.txt", "a") as file:
        print(context["output_file"], context.get("page_title"), file=file)
def register():
    Path("order.txt").write_text("")
    signals.content_written.connect(note)
"""


@pytest.mark.parametrize(
    "settings", [{}, pytest.param({"RELATIVE_URLS": True}, marks=pytest.mark.slow)]
)
def test_same_files_in_the_same_order(built, build, settings):
    sites, orders = [], []
    for processes in (1, 3):
        sites.append(built(processes, ORDER, **settings))
        assert sites[-1].status == 0, sites[-1].said
        orders.append((build.folder / "order.txt").read_text().splitlines())
    assert sites[0].kept == sites[1].kept
    assert orders[0] == orders[1]
    assert len(orders[0]) > 60


def test_a_picture_is_attached_to_the_page_that_asks_for_it(built, build):
    build.write(
        {
            "pages/about.md": "Title: About\n\n![Us]({attach}us.svg)\n",
            "pages/us.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        }
    )
    # By itself: other plugins of ours read each text before anything is rendered.
    alone = {"PLUGINS": ["fastbuild"], "PELICAN_CLASS": "pelican.Pelican"}
    sites = [built(processes, **alone) for processes in (1, 3)]
    assert sites[0].status == 0, sites[0].said
    assert "about/us.svg" in sites[0].kept
    assert sites[0].kept == sites[1].kept


FAILING = (
    "{% if output_file in ('posts/p9/index.html', 'posts/p30/index.html') %}{{ 1 / 0 }}{% endif %}"
)


@pytest.mark.slow
def test_the_same_error(built):
    said = []
    for processes in (1, 3):
        site = built(processes, template=FAILING)
        assert site.status == 1
        said.append([line for line in site.said.splitlines() if line.strip()])
    assert said[0] == said[1]
    assert any("ZeroDivisionError" in line or "division by zero" in line for line in said[0])


WARNING = """
import logging
from pelican import signals
def warn(text):
    logging.getLogger("own").warning("%s is odd", text, extra={"limit_msg": "And more"})
    return ""
def add(pelican): pelican.settings["JINJA_GLOBALS"]["warn"] = warn
def register(): signals.initialized.connect(add)
"""


@pytest.mark.slow
def test_the_same_warnings(built):
    said = []
    for processes in (1, 3):
        site = built(processes, WARNING, "{{ warn(output_file) }}{{ warn('Everything') }}")
        assert site.status == 0, site.said
        said.append(untimed(site, "odd", "more"))
    assert said[0] == said[1]
    assert len(said[0]) >= 5


DYING = """
import os
from pelican import signals
FIRST = os.getpid()
def die(): return "" if os.getpid() == FIRST else os._exit(3)
def add(pelican): pelican.settings["JINJA_GLOBALS"]["die"] = die
def register(): signals.initialized.connect(add)
"""


@pytest.mark.slow
def test_what_a_process_that_dies_had_to_do_is_done(built):
    plain = built(1)
    site = built(3, DYING, "{{ die() }}")
    assert site.status == 0, site.said
    assert site.kept == plain.kept


MUTATING = """
from pelican import signals
def count(generator, content):
    generator.context["SITESUBTITLE"] = f"until {content.slug}"
def register(): signals.article_generator_write_article.connect(count)
"""


@pytest.mark.slow
def test_a_plugin_that_changes_what_comes_next_sees_each_page_written(built):
    sites = [built(processes, MUTATING) for processes in (1, 3)]
    assert sites[0].kept == sites[1].kept


OVERRIDING = """
from pelican import signals
from pelican.generators import Generator
class Own(Generator):
    renders_later = True
    def generate_output(self, writer):
        for word, override in zip(("first", "second"), {overrides}):
            template = self.env.from_string(word + " {{{{ output_file }}}}")
            writer.write_file("own.txt", template, self.context, override_output=override)
def register(): signals.get_generators.connect(make)
def make(pelican): return Own
"""


@pytest.mark.slow
@pytest.mark.parametrize("overrides", [(False, False), (False, True), (True, False), (True, True)])
def test_one_page_over_another(built, overrides):
    sites = [built(processes, OVERRIDING.format(overrides=overrides)) for processes in (1, 3)]
    assert sites[0].kept == sites[1].kept
    assert sites[0].status == sites[1].status
    assert untimed(sites[0], "own.txt") == untimed(sites[1], "own.txt")
