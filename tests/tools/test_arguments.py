"""Words on the command line may be left out."""

import subprocess
import sys

import pytest

from sitebuilder import ROOT

TASKS = """
from invoke import task
from tools.arguments import Command

@task(klass=Command, positional=["kind", "title"])
def make_it(context, kind="", title="", company="", yes=False):
    print([kind, title, company, yes])

@task
def other(context):
    print("other")
"""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ([], "['', '', '', False]"),
        (["lead"], "['lead', '', '', False]"),
        (["lead", "Clerk"], "['lead', 'Clerk', '', False]"),
        (["lead", "--company", "Acme", "Clerk", "--yes"], "['lead', 'Clerk', 'Acme', True]"),
        (["-c", "Acme", "lead"], "['lead', '', 'Acme', False]"),
        (["--company=Acme", "lead"], "['lead', '', 'Acme', False]"),
        (["lead", "Clerk", "other"], "['lead', 'Clerk', '', False]\nother"),
        (["--title=-5 degrees", "lead"], "['lead', '-5 degrees', '', False]"),
    ],
)
def test_as_many_words_as_there_are(tmp_path, monkeypatch, line, said):
    (tmp_path / "tasks.py").write_text(TASKS)
    monkeypatch.setenv("PYTHONPATH", ":".join(sys.path))
    done = subprocess.run(
        [sys.executable, "-m", "invoke", "make-it", *line],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout.strip() == said, done.stderr


def test_the_list_of_commands_loads_nothing_heavy():
    code = "import sys, tasks; print({'pelican', 'rich', 'watchfiles', 'lxml'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "set()"
