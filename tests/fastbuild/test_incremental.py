"""A page is rendered again when something that it shows has changed, and else not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from sitebuilder import ROOT, Site

POSTS = {
    f"posts/p{n}.md": f"Title: Post {n}\nSlug: p{n}\nDate: 2009-08-0{1 + n}\n"
    f"Tags: t{n % 3}\n\nText {n}.\n"
    for n in range(6)
}
# Tells which pages are rendered, in whatever process.
WITNESS = """
from pathlib import Path
from pelican import signals
def witness(name):
    with open(Path(__file__).with_name("rendered.txt"), "a") as file:
        print(name, file=file)
    return ""
witness.pure = True
def add(pelican): pelican.settings["JINJA_FILTERS"] = {
    **pelican.settings["JINJA_FILTERS"], "witness": witness}
def register(): signals.initialized.connect(add)
"""
BASE = (
    "<!doctype html><html lang=en><head><title>{{ SITENAME }}</title></head><body>"
    "{{ output_file|witness }}{% block content %}{% endblock %}</body></html>"
)
LIST = (
    "{% extends 'base.html' %}{% block content %}{% for a in articles_page.object_list %}"
    "<a href='/{{ a.url }}'>{{ a.title }}</a>{% endfor %}{% endblock %}"
)
TEMPLATES = {
    "base.html": BASE,
    "article.html": "{% extends 'base.html' %}{% block content %}<h1>{{ article.title }}</h1>"
    "{{ article.content|safe }}{% for tag in article.tags %}{{ tag }}{% endfor %}"
    "{% include 'note.html' %}{% endblock %}",
    "note.html": "A note.",
    "page.html": "{% extends 'base.html' %}{% block content %}"
    "{{ page.content|safe }}{% endblock %}",
    **{f"{name}.html": LIST for name in ("index", "tag", "category", "author")},
    **{
        f"{name}.html": BASE
        for name in ("archives", "period_archives", "tags", "categories", "authors")
    },
}


class Blog:
    """A plain Pelican blog, and which of its pages a build renders."""

    def __init__(self, build: Any, **settings: Any) -> None:
        self._build = build
        self.folder = build.folder
        self.theme = build.folder / "bare" / "templates"
        self.theme.mkdir(parents=True)
        (build.folder / "bare" / "static").mkdir()
        for name, text in TEMPLATES.items():
            (self.theme / name).write_text(text)
        (build.folder / "own.py").write_text(WITNESS)
        self._seen = build.folder / "rendered.txt"
        self.settings = {
            "PLUGIN_PATHS": [str(build.folder), str(ROOT / "plugins")],
            "PLUGINS": ["own", "fastbuild", "safebuild"],
            "THEME": str(build.folder / "bare"),
            "THEME_TEMPLATES_OVERRIDES": [],
            "DEFAULT_PAGINATION": 4,
            **settings,
        }

    def build(self, files: dict[str, str] | None = None, **settings: Any) -> tuple[Site, set[str]]:
        """Build, and the pages that were rendered."""
        self._seen.write_text("")
        site = self._build(files or {}, **self.settings | settings)
        assert site.status == 0, site.said
        return site, set(self._seen.read_text().split())


@pytest.fixture
def blog(build):
    """A blog of six posts, built once."""
    made = Blog(build)
    _, rendered = made.build(POSTS)
    assert "posts/p1/index.html" in rendered
    return made


def test_what_has_not_changed_is_not_rendered(blog):
    site, rendered = blog.build()
    assert rendered == set()
    assert "<h1>Post 1</h1>" in site.text("posts/p1/index.html")


def test_a_changed_text_is_rendered_where_it_is_shown(blog):
    site, rendered = blog.build({"posts/p1.md": POSTS["posts/p1.md"].replace("Text", "Word")})
    assert rendered == {"posts/p1/index.html"}
    assert "Word 1." in site.text("posts/p1/index.html")


def test_a_changed_title_is_rendered_where_it_is_listed(blog):
    _, rendered = blog.build({"posts/p1.md": POSTS["posts/p1.md"].replace("Post 1", "Mail")})
    assert "posts/p1/index.html" in rendered
    assert "tags/t1/index.html" in rendered
    assert "posts/p2/index.html" not in rendered
    assert not any("t2" in name for name in rendered)


def test_the_same_size_and_time_hide_nothing(blog):
    path = next(blog.folder.rglob("posts/p1.md"))
    before = path.stat()
    path.write_text(path.read_text().replace("Text", "Word"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    site, _ = blog.build()
    assert "Word 1." in site.text("posts/p1/index.html")


def test_an_included_template(blog):
    (blog.theme / "note.html").write_text("Another note.")
    site, rendered = blog.build()
    assert rendered == {f"posts/p{n}/index.html" for n in range(6)}
    assert "Another note." in site.text("posts/p1/index.html")


def test_a_setting(blog):
    site, _ = blog.build(SITENAME="Elsewhere")
    assert "<title>Elsewhere</title>" in site.text("posts/p1/index.html")


def test_a_page_that_is_no_longer_there_is_rendered(blog):
    site, _ = blog.build()
    (Path(site.output) / "posts/p1/index.html").unlink()
    site, rendered = blog.build()
    assert rendered == {"posts/p1/index.html"}
    assert "Text 1." in site.text("posts/p1/index.html")


def test_a_page_that_somebody_has_changed_is_rendered(blog):
    site, _ = blog.build()
    path = Path(site.output) / "posts/p1/index.html"
    path.unlink()
    path.write_text("<!doctype html><html><body>Mine.</body></html>")
    site, rendered = blog.build()
    assert rendered == {"posts/p1/index.html"}
    assert "Text 1." in site.text("posts/p1/index.html")


def test_a_broken_link_is_found_on_a_page_that_is_not_rendered(blog, build):
    blog.build({"posts/p1.md": POSTS["posts/p1.md"] + "\n[There](/posts/p2/)\n"})
    next(blog.folder.rglob("posts/p2.md")).unlink()
    site = build({}, **blog.settings)
    assert site.status == 1
    assert "/posts/p2/" in site.said


# Of a site as small as these, pages are remembered as those of a large one are.
SAVED_ASIDE = (
    WITNESS
    + """
from fastbuild import kept
kept._LARGE = 5
"""
)


def test_what_another_process_remembers_of_pages_is_there_when_a_build_ends(blog):
    (blog.folder / "own.py").write_text(SAVED_ASIDE)
    blog.settings["FAST_PROCESSES"] = 2
    for number in range(3):
        text = POSTS["posts/p1.md"] + f"\nMore {number}.\n"
        _, rendered = blog.build({"posts/p1.md": text})
        assert "posts/p1/index.html" in rendered
        _, rendered = blog.build()
        assert rendered == set()


def test_a_very_long_page_is_looked_at_later_and_stays(blog, build):
    blog.settings["MAX_SOURCE_BYTES"] = 10_000_000
    long = POSTS["posts/p1.md"] + "\n" + "A word or two. " * 90_000
    site, _ = blog.build({"posts/p1.md": long})
    assert len(site.text("posts/p1/index.html")) > 1 << 20
    _, rendered = blog.build()
    assert rendered == set()
    site = build({"posts/p1.md": long + "\n[There](/posts/gone/)\n"}, **blog.settings)
    assert site.status == 1
    assert "/posts/gone/" in site.said


IMPURE = WITNESS.replace("witness.pure = True\n", "")


def test_with_a_filter_that_may_count_everything_is_rendered(blog):
    (blog.folder / "own.py").write_text(IMPURE)
    for _ in range(2):
        _, rendered = blog.build()
        assert "posts/p1/index.html" in rendered
    _, rendered = blog.build(FAST_PURE=["witness"])
    _, rendered = blog.build(FAST_PURE=["witness"])
    assert rendered == set()


MINIFYING = (
    WITNESS
    + """
def shorten(path, context): Path(path).write_text(Path(path).read_text().replace("Text", "T"))
before = register
def register():
    before()
    signals.content_written.connect(shorten)
"""
)


def test_where_a_plugin_changes_pages_everything_is_rendered(blog):
    (blog.folder / "own.py").write_text(MINIFYING)
    for _ in range(2):
        site, rendered = blog.build()
        assert "posts/p1/index.html" in rendered
        assert "T 1." in site.text("posts/p1/index.html")
