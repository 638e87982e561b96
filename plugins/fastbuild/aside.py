"""One piece of work in a process of its own, while the first one goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .crew import Crew

__all__ = ["Aside"]


class _Alone(Crew):
    """A process that goes on if nobody asks."""

    def __del__(self) -> None:
        self.close(kill=False)


class Aside:
    """Work that is done even if nobody waits for it, as in a build that fails."""

    def __init__(self, work: Callable[[], Any]) -> None:
        """Begin. Where no process can be forked, it is done here."""
        self._crew = _Alone([1], lambda _: [work()], 1)
        self._found: list[Any] | None = None
        if not self._crew.works:
            self._found = [work()]
            self._crew.close()

    def result(self) -> Any:
        """What has come of it, once it is done; None if its process has died."""
        if self._found is None:
            self._found = self._crew.wait_for(0) or [None]
            self._crew.close()
        return self._found[0]
