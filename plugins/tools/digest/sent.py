"""Who has got which week: `private/digests/sent.txt`, a line each.

    sent 2009-w34 dana.rowe@mail.example
    unsure 2009-w34 tom@mail.example

A line is `unsure` from just before a mail is handed over until the server has said yes or no. So
one that is still there afterwards means that the answer was lost: it may have arrived, and nobody
gets it twice by himself.
"""

from __future__ import annotations

from pathlib import Path

from problems import Problem, ProblemsFound
from safebuild.guard_address import normal_address
from tools.changes import Changes

__all__ = ["Sent"]

_HEAD = (
    "# Who has got which week. Delete a line, and “invoke digest --send” sends that once more;\n"
    "# “unsure” is where no answer came, so that it may have arrived or not.\n"
)
_STATES = ("sent", "unsure")


class Sent:
    """The file, read once and written at every change."""

    def __init__(self, path: Path) -> None:
        """Read it. Raises ProblemsFound with every line that is none of it."""
        self._path = path
        self._states: dict[tuple[str, str], str] = {}
        problems = []
        text = path.read_bytes().decode("utf-8-sig", "replace") if path.exists() else ""
        for number, line in enumerate(text.splitlines(), 1):
            words = line.split()
            if not words or line.startswith("#"):
                continue
            if len(words) != 3 or words[0] not in _STATES:  # noqa: PLR2004 (state, week, address)
                problems.append(self._problem(number))
                continue
            state, week, address = words
            self._states[week, normal_address(address)] = state
        if problems:
            raise ProblemsFound(problems)

    def state(self, week: str, address: str) -> str:
        """`sent`, `unsure`, or "" for who has not got it."""
        return self._states.get((week, normal_address(address)), "")

    def note(self, week: str, address: str, state: str) -> None:
        """Write a state down, or with "" take it back. Raises OSError."""
        key = (week, normal_address(address))
        if state:
            self._states[key] = state
        else:
            self._states.pop(key, None)
        lines = [f"{state} {week} {who}\n" for (week, who), state in sorted(self._states.items())]
        changes = Changes()
        changes.write(self._path, _HEAD + "".join(lines))
        changes.apply()

    def _problem(self, line: int) -> Problem:
        return Problem(
            file=f"private/digests/{self._path.name}",
            line=line,
            message="This line cannot be read.",
            hint="write it as in sent 2009-w34 dana@mail.example, or delete it",
            private=True,
        )
