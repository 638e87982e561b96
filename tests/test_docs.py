"""README and docs say nothing that is not so."""

import json
import re
import shutil
import subprocess
import sys
import textwrap

import pytest

import fastbuild.settings
import feeds.settings
import images.settings
import jobshower.settings
import reading.settings
import safebuild.guard
import safebuild.settings
import search.settings
import seo.settings
import tools.deploy.settings
from jobshower.kinds import KINDS
from jobshower.trail import LEAD_EVENTS, WISH_EVENTS
from problems import Problem, report_json
from sitebuilder import ROOT

README = (ROOT / "README.md").read_text("utf-8")
WRITING = (ROOT / "docs" / "writing.md").read_text("utf-8")
CHECKS = (ROOT / "docs" / "checks.md").read_text("utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text("utf-8")
DEPLOYING = (ROOT / "docs" / "deploying.md").read_text("utf-8")
IMPORTING = (ROOT / "docs" / "importing.md").read_text("utf-8")


def readme_files():
    """The example files, by the path that stands above each."""
    found = re.findall(r"`content/(\S+\.md)`[^:]*:\n\n((?:    .*\n|\n)+)", README)
    return {path: textwrap.dedent(text) for path, text in found}


@pytest.fixture
def sample(build):
    shutil.copytree(ROOT / "content", build.content, dirs_exist_ok=True)
    return build


def test_the_readmes_first_files_build(sample):
    files = readme_files()
    assert len(files) == 3
    site = sample(files)
    assert site.status == 0, site.said
    assert "red pencil" in site.words("showers/nora/")
    assert "looks in the box" in site.words("leads/acme-clerk/")
    assert site.exists("posts/first/")


def test_the_readmes_mistake_is_told_as_it_says(sample):
    files = readme_files()
    lead = "leads/2009-08-28-acme-clerk.md"
    site = sample({lead: files[lead].replace("Company", "Compnay")})
    block = re.search(r"old site stays as it was:\n\n((?:    .*\n)+)", README)[1]
    assert textwrap.dedent(block) in site.said


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.stem
)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:|\{)([^)]+)\)", page.read_text("utf-8")):
        assert (page.parent / target.partition("#")[0]).exists(), target


def test_the_readme_leads_to_every_page():
    pages = [page.name for page in (ROOT / "docs").glob("*.md")]
    assert [name for name in pages if f"(docs/{name})" not in README] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_key_is_told(kind):
    missing = [key for key in kind.keys if f"`{key}`" not in WRITING]
    assert missing == []


def test_every_event_is_told():
    assert [event for event in {*LEAD_EVENTS, *WISH_EVENTS} if event not in WRITING] == []


def test_the_report_as_json_is_told():
    told = json.loads(report_json([Problem(file="a.md", message="Bad.")]))
    keys = {*told, *told["problems"][0]}
    assert [key for key in keys if f"`{key}`" not in CHECKS] == []


def test_every_command_of_the_docs_is_one():
    done = subprocess.run(
        [sys.executable, "-m", "invoke", "--list", "--list-format=flat"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    commands = {line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")}
    for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        used = re.findall(r"(?:invoke|tasks\.py) ([a-z][a-z-]+)\b", path.read_text("utf-8"))
        assert set(used) - commands == set(), path


def test_every_setting_is_told():
    own = {
        **jobshower.settings.DEFAULTS,
        **feeds.settings.DEFAULTS,
        **fastbuild.settings.DEFAULTS,
        **images.settings.DEFAULTS,
        **reading.settings.DEFAULTS,
        **safebuild.settings.DEFAULTS,
        **search.settings.DEFAULTS,
        **safebuild.guard.DEFAULTS,
        **seo.settings.DEFAULTS,
        **tools.deploy.settings.DEFAULTS,
    }
    assert [name for name in own if f"`{name}`" not in SETTINGS] == []


def test_commands_in_the_docs_have_these_options():
    import tasks
    from invoke import Collection

    known = Collection.from_module(tasks)
    for text in (DEPLOYING, IMPORTING):
        for words in re.findall(r"^    invoke (.+)$|`invoke ([^`]+)`", text, re.MULTILINE):
            names = [word for word in "".join(words).split() if word in known.task_names]
            assert names, words
            flags = {
                f"--{flag.replace('_', '-')}"
                for name in names
                for argument in known[name].get_arguments()
                for flag in argument.names
            }
            assert set(re.findall(r"--[\w-]+", "".join(words))) <= flags
