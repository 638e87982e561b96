"""Days as texts: Pelican's `strftime` takes each directive for itself, for the sake of `%-d`.

Most formats have none of that, and C's own function says the same of them at once.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any

from pelican import utils

__all__ = ["quicken_moments"]

_stock = utils.strftime
# Directives of C89 and Pelican, and signs that every locale's encoding has.
_WHOLE = re.compile(r"(?:%[aAbBdHIjmMpSUwWyY]|[ !-$&-~])+", re.ASCII)
_KINDS = frozenset({utils.SafeDatetime, dt.datetime})
_FOUR_DIGITS = 1000


def quicken_moments(pelican: Any) -> None:
    """`initialized`: moments are told so, unless somebody else has his own way."""
    del pelican
    if utils.strftime is _stock:
        utils.strftime = _strftime


def _strftime(date: dt.datetime, date_format: str) -> str:
    """As Pelican's function of this name."""
    if type(date) in _KINDS and _is_whole(date_format):
        if date_format == "%Y-%m-%d" and date.year >= _FOUR_DIGITS:
            return dt.datetime.isoformat(date)[:10]
        return dt.datetime.strftime(date, date_format)
    return _stock(date, date_format)


@lru_cache(256)
def _is_whole(date_format: str) -> bool:
    return _WHOLE.fullmatch(date_format) is not None
