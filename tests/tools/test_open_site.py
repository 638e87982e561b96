"""The site as commands see it."""

from datetime import date

import pytest

from problems import ProblemsFound
from tools.site import open_site

CONF = """import sys
from pathlib import Path
AUTHOR = "Nora"
SITENAME = "Hers"
PATH = "content"
TODAY = "2009-08-28"
TIMEZONE = "UTC"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
DEFAULT_LANG = "en"
"""
LEAD = "Title: Clerk\nCompany: Acme\nDate: {}\n\nText.\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "pelicanconf.py").write_text(CONF)
    (tmp_path / "content" / "leads").mkdir(parents=True)
    (tmp_path / "private" / "cards").mkdir(parents=True)
    return tmp_path


def test_settings_content_and_cards_are_read(project):
    (project / "content/leads/acme-clerk.md").write_text(LEAD.format("2009-08-05"))
    (project / "content/leads/later.md").write_text(LEAD.format("2009-09-05"))
    (project / "private/cards/dana.md").write_text("Name: Dana Rowe\n\nA note.\n")
    site = open_site(project)
    assert site.today == date(2009, 8, 28)
    assert [item.slug for item in site.items("lead", "wish")] == ["acme-clerk", "later"]
    assert site.shown(site.content / "leads/later.md") == "content/leads/later.md"
    assert [card.name for card in site.cards[0]] == ["Dana Rowe"]
    assert site.sources.problems == []


def test_a_mistake_in_one_file_leaves_the_others(project):
    (project / "content/leads/acme-clerk.md").write_text(LEAD.format("2009-08-05"))
    (project / "content/leads/bad.md").write_text(LEAD.format("5 August"))
    site = open_site(project)
    assert [item.slug for item in site.items("lead")] == ["acme-clerk"]
    assert [problem.file for problem in site.sources.problems] == ["leads/bad.md"]


@pytest.mark.parametrize("line", ["SITEURL = (", "SITEURL = nothing"])
def test_settings_that_are_no_python_are_told_with_their_line(project, line):
    (project / "pelicanconf.py").write_text(CONF + line + "\n")
    with pytest.raises(ProblemsFound) as found:
        open_site(project)
    (problem,) = found.value.problems
    assert problem.file == str(project / "pelicanconf.py")
    assert problem.line == 12
    assert "cannot be read" in problem.message


def test_no_settings_are_told(project):
    (project / "pelicanconf.py").unlink()
    with pytest.raises(OSError, match=r"pelicanconf\.py"):
        open_site(project)
