"""A command's side of the conversation: what it says, and what it asks when a person is there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

__all__ = ["Console", "Stop", "one_of"]

_AS_WIDE_AS_NEEDED = 10_000
_MOST_NAMES = 6
_MOST_CHOICES = 15


class Stop(Exception):
    """The command ends with exit status 1; `message` says why, `hint` what to do instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(message)

    def __str__(self) -> str:
        return f"{self.message}\n→ {self.hint}" if self.hint else self.message


def one_of(text: str, choices: Sequence[str], message: str) -> str:
    """The choice that a text is, or that alone begins with it. Raises Stop with the message."""
    folded = text.strip().casefold()
    begun = [choice for choice in choices if choice.startswith(folded)]
    if folded in choices or len(begun) == 1:
        return folded if folded in choices else begun[0]
    close = " or ".join(begun) if folded and begun else _close(text, choices)
    hint = f"did you mean “{close}”?" if close else f"write one of {', '.join(choices)}"
    raise Stop(message, hint)


class Console:
    """Where a command prints and asks. It asks nobody with `yes`, or where no terminal is.

    `quiet` leaves out what is only said, not what is asked for or wrong.
    """

    def __init__(self, *, yes: bool = False, quiet: bool = False) -> None:
        self.quiet = quiet
        self.asks = not yes and sys.stdin.isatty() and sys.stdout.isatty()

    def say(self, text: str = "") -> None:
        """Print a line."""
        if not self.quiet:
            print(text, flush=True)

    def ask(
        self,
        question: str,
        default: str = "",
        *,
        option: str = "",
        known: Sequence[str] = (),
        check: Callable[[str], str] = str.strip,
        most: int = _MOST_NAMES,
    ) -> str:
        """A line that a person types; `default` for an empty one, and where nobody is there.

        `known` are the names that exist, the likeliest first: the first (`most`) may be given by
        their numbers, and one that is misspelt is offered. `check` returns the answer as it is
        to be used, or raises ValueError with what is wrong, and then the question comes again.
        With an `option` an answer is needed; where nobody is there Stop names it.
        """
        if not self.asks:
            if not default and option:
                raise Stop(f"{question}: nobody is here to be asked.", f"give it with {option}")
            return default
        offered = known[:most]
        for number, name in enumerate(offered, 1):
            print(f"  {number}. {name}")
        while True:
            answer = self._input(f"{question} [{default}]: " if default else f"{question}: ")
            if answer.isdecimal() and 0 < int(answer) <= len(offered):
                answer = offered[int(answer) - 1]
            try:
                checked = check(self._meant(answer or default, known))
            except ValueError as error:
                print(f"  {error}")
                continue
            if checked or not option:
                return checked
            print("  Please write something, or end with Ctrl-C.")

    def choose(self, question: str, choices: Sequence[str], default: str = "") -> str:
        """One of the choices, by its number or (the beginning of) its name.

        Where nobody is there, `default`; Stop where there is none.
        """

        def check(answer: str) -> str:
            found = [c for c in choices if c.casefold() == answer.casefold()]
            found = found or [c for c in choices if c.casefold().startswith(answer.casefold())]
            if answer and len(found) == 1:
                return found[0]
            raise ValueError(f"Please write a number from 1 to {len(choices)}, or a name.")

        if not self.asks and not default:
            raise Stop(f"{question}?", f"write one of {', '.join(choices)}")
        return self.ask(question, default, known=choices, check=check, most=_MOST_CHOICES)

    def confirm(self, question: str, *, default: bool = False) -> bool:
        """Yes or no; `default` for an empty line, and where nobody is there."""

        def check(answer: str) -> str:
            if answer.casefold() in {"y", "yes", "n", "no"}:
                return answer[0].casefold()
            raise ValueError("Please write y for yes, or n for no.")

        if not self.asks:
            return default
        mark = "Y/n" if default else "y/N"
        while True:
            answer = self._input(f"{question} [{mark}] ")
            try:
                return check(answer) == "y" if answer else default
            except ValueError as error:
                print(f"  {error}")

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> None:
        """Print columns: fitted to a terminal, in colours unless NO_COLOR; else plain text."""
        from rich.console import Console as RichConsole  # noqa: PLC0415 (loads slowly)
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        if self.quiet:
            return
        rich = RichConsole(highlight=False, emoji=False, markup=False)
        if not rich.is_terminal:
            rich.width = _AS_WIDE_AS_NEEDED
        if title:
            rich.print(Text(title, style="bold"))
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
        for name in header:
            table.add_column(name)
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        with rich.capture() as capture:
            rich.print(table)
        # The last column is padded, which in a file is only white space at the ends of lines.
        text = capture.get()
        print(text if rich.is_terminal else "\n".join(t.rstrip() for t in text.split("\n")), end="")

    @contextmanager
    def progress(self, text: str, total: int | None = None) -> Iterator[Callable[..., Any]]:
        """A bar for what takes longer than a moment. It gives a function to tell of each step.

        `total` is the number of steps; without one the bar only moves. It is seen on a
        terminal only, and gone when it is over.
        """
        if self.quiet or not sys.stderr.isatty():
            yield lambda *_: None
            return
        from rich.console import Console as RichConsole  # noqa: PLC0415 (loads slowly)
        from rich.progress import Progress  # noqa: PLC0415

        with Progress(console=RichConsole(stderr=True), transient=True) as progress:
            task = progress.add_task(text, total=total)
            yield lambda *_: progress.advance(task)

    def _input(self, prompt: str) -> str:
        try:
            return input(prompt).strip()
        except (KeyboardInterrupt, EOFError):
            print()
            raise Stop("Stopped. Nothing was written.") from None

    def _meant(self, answer: str, known: Sequence[str]) -> str:
        if answer in known:
            return answer
        same = [name for name in known if name.casefold() == answer.casefold()]
        close = _close(answer, known, cutoff=0.8) if answer else ""
        if same or not close:
            return same[0] if same else answer
        return close if self.confirm(f"Did you mean “{close}”?", default=True) else answer


def _close(word: str, known: Sequence[str], cutoff: float = 0.6) -> str:
    from problems import did_you_mean  # noqa: PLC0415 (it brings Pelican, which loads slowly)

    return did_you_mean(word, known, cutoff)
