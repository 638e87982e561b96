"""One piece of work in a process of its own, while the first one goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .crew import Crew
from .page import as_data, heard, tell_all

__all__ = ["Aside"]


class _Alone(Crew):
    """A process that goes on if nobody asks."""

    def __del__(self) -> None:
        self.close(kill=False)


class Aside:
    """Work that is done even if nobody waits for it, as in a build that fails."""

    def __init__(self, work: Callable[[], Any]) -> None:
        """Begin. Where no process can be forked, it is done here."""

        def heard_work(_: int = 0) -> list[Any]:
            with heard() as records:
                work()
            as_data(records)
            return records

        self._crew = _Alone([1], heard_work, 1)
        self._records: list[Any] | None = None
        if not self._crew.works:
            self._crew.close()
            self._records = heard_work()

    def finish(self) -> None:
        """Wait until it is done, and tell what it has logged; nothing, if its process has died."""
        if self._records is None:
            self._records = self._crew.wait_for(0) or []
            self._crew.close()
        tell_all(self._records)
        self._records = []
