"""From a function to a command: what stops it is told in a sentence, with exit status 1."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from .console import Stop

__all__ = ["run"]


def run(function: Callable[..., Any], *args: Any, **kwargs: Any) -> int:
    """Call the function; returns the exit status. None of it is 0.

    Stop, problems and what the system refuses (a full disk, a folder that is read-only) are
    told on stderr. Any other exception is a mistake in the program, and is not caught.
    """
    # A terminal that has no “→” shows a question mark instead.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return function(*args, **kwargs) or 0
    except Stop as stop:
        print(stop, file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
    except BrokenPipeError:
        # Whoever read our output has read enough, as `head` does.
        sys.stdout = None  # type: ignore[assignment]
    except OSError as error:
        from problems import from_os_error, report  # noqa: PLC0415 (only in need)

        print(report([from_os_error(error)], ending="Nothing was changed."), file=sys.stderr)
    except Exception as error:
        from problems import ProblemsFound, report  # noqa: PLC0415

        if not isinstance(error, ProblemsFound):
            raise
        print(report(error.problems, ending="Nothing was changed."), file=sys.stderr)
    return 1
