"""Rows of bad-inputs.md: a wrong setting or template is told, and the site online stays."""

from __future__ import annotations

import pytest
from safesite import post

GOOD = {"posts/good.md": post("Good")}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"TIMEZONE": "Mars/Base"}, ("TIMEZONE", "Mars/Base", "America/New_York")),
        ({"TIMEZONE": 5}, ("TIMEZONE", "not known")),
        (
            {"MARKDOWN": {"extension_configs": {"markdown.extensions.etxra": {}}}},
            ("MARKDOWN", "markdown.extensions.etxra", "cannot be used"),
        ),
        (
            {"MARKDOWN": {"extension_configs": {"markdown.extensions.toc": {"deep": 1}}}},
            ("MARKDOWN", "markdown.extensions.toc"),
        ),
        ({"MARKDOWN": 7}, ("MARKDOWN", "dictionary")),
        ({"PLUGINS": ["jobshower", "feeds", "safebild"]}, ("PLUGINS", "safebild", "loaded")),
        ({"LEAD_STALE_DAY": 3}, ("LEAD_STALE_DAY", "did you mean “LEAD_STALE_DAYS”?")),
        ({"FEED_DOMAIN_SINC": "2009"}, ("did you mean “FEED_DOMAIN_SINCE”?",)),
        ({"MAX_TAG": 3}, ("did you mean “MAX_TAGS”?",)),
        ({"LEAD_STALE_DAYS": "many"}, ("LEAD_STALE_DAYS", "a number above 0")),
        ({"MAX_TAGS": 0}, ("MAX_TAGS", "a number above 0")),
        ({"WRITE_DRAFTS": "yes"}, ("WRITE_DRAFTS", "True or False")),
        ({"EXTRA_KEYS": "Mood"}, ("EXTRA_KEYS", "a list")),
        ({"OUTPUT_KEEP": "x"}, ("OUTPUT_KEEP", "a list of texts")),
        ({"FEED_DOMAIN_SINCE": "long ago"}, ("FEED_DOMAIN_SINCE", "long ago")),
        ({"ARTICLE_PATHS": ["postz"]}, ("No post is published any more", "ALLOW_EMPTY")),
    ],
    ids=lambda value: "",
)
def test_a_wrong_setting(refused, settings, words):
    if "ARTICLE_PATHS" in settings:
        refused(
            {"leads/a.md": "Title: A\nCompany: B\nDate: 2009-08-05\n\nText.\n"}, *words, **settings
        )
    else:
        refused(GOOD, *words, **settings)


def test_all_wrong_settings_come_together(refused):
    said = refused(
        GOOD,
        "TIMEZONE",
        "MAX_TAGS",
        "LEAD_STALE_DAYS",
        "FEED_DOMAIN_SINCE",
        TIMEZONE="Mars",
        MAX_TAGS=-1,
        LEAD_STALE_DAYS="x",
        FEED_DOMAIN_SINCE="y",
    )
    assert said.count("→") >= 4


def test_an_empty_site_may_be_meant(build):
    build(GOOD)
    (build.content / "posts/good.md").unlink()
    assert build().status == 1
    site = build(ALLOW_EMPTY=True)
    assert site.status == 0, site.said
    assert not site.exists("posts/good/")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{% extends 'base.html' %}\n{% block content %}\n{{ artcle.title }}", (":3", "artcle")),
        ("{% extends 'base.html' %}\n{% block content %}\n{% if %}", (":3", "Expected")),
        (
            "{% extends 'base.html' %}{% block content %}\n\n{{ 1 / 0 }}{% endblock %}",
            (":3", "Zero"),
        ),
        ("{% extends 'bose.html' %}", ("bose.html",)),
        ("<!DOCTYPE html><title>x</title><p>{{ article.content }}", ("</html>",)),
    ],
    ids=["undefined", "syntax", "exception", "no such template", "no end"],
)
def test_a_broken_template(refused, build, text, words):
    overrides = build.folder / "overrides"
    overrides.mkdir()
    (overrides / "article.html").write_text(text)
    refused(GOOD, *words, THEME_TEMPLATES_OVERRIDES=[str(overrides)])


@pytest.mark.parametrize("name", ["content", "."])
def test_an_output_folder_that_holds_the_sources(build, name):
    build.write(GOOD)
    site = build(OUTPUT_PATH=str(build.folder / name))
    before = sorted(path.name for path in build.content.rglob("*"))
    assert site.status == 1
    assert "give OUTPUT_PATH a folder of its own" in site.said
    assert sorted(path.name for path in build.content.rglob("*")) == before


def test_a_repository_in_the_output_folder_is_not_thrown_away(build):
    build.write(GOOD)
    (build.folder / "output" / ".git").mkdir(parents=True)
    (build.folder / "output" / ".git" / "config").write_text("x")
    site = build()
    assert site.status == 1
    assert "OUTPUT_RETENTION" in site.said
    site = build(OUTPUT_RETENTION=[".git"])
    assert site.status == 0, site.said
    assert site.text(".git/config") == "x"


BROKEN_PLUGIN = """
from pelican import signals
def fail(sender): raise KeyError("nothing here")
def register(): signals.{signal}.connect(fail)
"""


@pytest.mark.parametrize("signal", ["initialized", "article_generator_finalized", "finalized"])
def test_a_plugin_that_fails(refused, build, signal):
    (build.folder / "failing.py").write_text(BROKEN_PLUGIN.format(signal=signal))
    settings = {"PLUGIN_PATHS": [str(build.folder), "plugins"]}
    settings["PLUGINS"] = ["jobshower", "feeds", "failing", "safebuild"]
    refused(GOOD, "failing.py:3", "KeyError", **settings)


# Blinker calls receivers in no order: one of many that comes after the last is likely.
LATE_PLUGIN = """
from pathlib import Path
from pelican import signals
KEPT = []
def register():
    for number in range(30):
        def write(pelican, number=number):
            page = Path(pelican.settings["OUTPUT_PATH"], f"late{number}.txt")
            page.write_text(f"dana@third{number}.example")
        KEPT.append(write)
        signals.finalized.connect(write)
"""


def test_what_plugins_write_last_is_looked_at_too(refused, build):
    (build.folder / "late.py").write_text(LATE_PLUGIN)
    settings = {"PLUGIN_PATHS": [str(build.folder), "plugins"]}
    settings["PLUGINS"] = ["late", "jobshower", "feeds", "safebuild"]
    refused(GOOD, *(f"late{number}.txt" for number in range(30)), **settings)
