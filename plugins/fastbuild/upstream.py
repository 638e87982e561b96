"""Whether a part of a Markdown parser is what Python-Markdown has made it. See `quickmarkdown`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import FunctionType
from typing import Any

__all__ = ["Upstream"]


class Upstream:
    """Classes of upstream's, as they are now, when nobody has yet had much of a chance."""

    def __init__(self, kinds: Iterable[type]) -> None:
        self._kinds = frozenset(kinds)
        self._known = {base: dict(vars(base)) for kind in self._kinds for base in kind.__mro__[:-1]}

    def has(self, part: Any) -> bool:
        """Whether a part is of one of the classes, and nobody has changed that or the part."""
        kind = type(part)
        return (
            kind in self._kinds
            and not any(isinstance(getattr(kind, it, None), FunctionType) for it in vars(part))
            and all(self._is_whole(base) for base in kind.__mro__[:-1])
        )

    def _is_whole(self, kind: type) -> bool:
        here = vars(sys.modules[kind.__module__])
        return self._known[kind] == vars(kind) and all(
            value.__globals__ is here
            for value in vars(kind).values()
            if isinstance(value, FunctionType)
        )
