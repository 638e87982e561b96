"""Commands that take words: `invoke new lead "Shipping clerk"`, and ask for those left out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from invoke.parser import Argument
from invoke.tasks import Task

__all__ = ["Command"]


class Command(Task[Any]):
    """A task whose positional arguments may be left out: `@task(klass=Command, positional=[…])`.

    Invoke wants every positional argument that has no default, and takes no words for those that
    have one. So as many are without one as there are words on the command line.
    """

    def get_arguments(self, ignore_unknown_help: bool | None = None) -> list[Argument]:
        """As the base class; it is asked once, when the command line is about to be parsed."""
        arguments = super().get_arguments(ignore_unknown_help)
        count = len(_words(sys.argv, self.name.replace("_", "-"), arguments))
        for argument in [a for a in arguments if a.positional][:count]:
            argument.default = None
        return arguments


def _words(line: Sequence[str], name: str, arguments: Iterable[Argument]) -> list[str]:
    """What stands after the command's name and is neither an option nor an option's value."""
    if name not in line:
        return []
    flags = {
        f"--{n.replace('_', '-')}" if len(n) > 1 else f"-{n}": argument
        for argument in arguments
        for n in argument.names
    }
    words: list[str] = []
    value_follows = False
    for word in line[list(line).index(name) + 1 :]:
        if word == "--":
            break
        if value_follows:
            value_follows = False
        elif word in flags:
            value_follows = flags[word].takes_value
        elif not word.startswith("-"):
            words.append(word)
    return words
