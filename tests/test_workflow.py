"""The workflow is one, asks for no more than it needs, and calls commands that exist."""

import re

import yaml

from sitebuilder import ROOT

TEXT = (ROOT / ".github/workflows/publish.yml").read_text("utf-8")
# YAML 1.1 reads the key “on” as True.
WORKFLOW = yaml.safe_load(TEXT)
STEPS = WORKFLOW["jobs"]["publish"]["steps"]


def test_it_runs_on_push_and_every_night():
    triggers = WORKFLOW[True]
    assert triggers["push"] == {"branches": ["main"]}
    (night,) = triggers["schedule"]
    minute, hours, *days = night["cron"].split()
    assert days == ["*", "*", "*"]
    # Midnight in New York is 4 or 5 o'clock in UTC.
    assert hours == "4,5"
    assert 0 < int(minute) < 60


def test_it_may_write_contents_and_nothing_else():
    assert WORKFLOW["permissions"] == {"contents": "write"}


def test_actions_are_pinned():
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w/.-]+@[0-9a-f]{40}", name) for name in used)


def test_its_commands_exist():
    import tasks
    from invoke import Collection

    known = Collection.from_module(tasks)
    lines = [line.split() for step in STEPS for line in step.get("run", "").splitlines()]
    commands = [words[1:] for words in lines if words[:1] == ["python3"]]
    assert [name for _, name, *_ in commands] == ["publish", "deploy"]
    for script, name, *flags in commands:
        assert (ROOT / script).is_file()
        assert set(flags) <= set(_flags(known[name]))


def _flags(task):
    return [f"--{name.replace('_', '-')}" for arg in task.get_arguments() for name in arg.names]


def test_keys_come_from_secrets_alone():
    values = [value for step in STEPS for value in step.get("env", {}).values()]
    assert all(re.fullmatch(r"\$\{\{ (secrets|vars)\.\w+.*\}\}", value) for value in values)
