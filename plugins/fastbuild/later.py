"""Pelican, without what it imports for sites of another kind.

For every site Pelican imports docutils, though hardly one has a text in reStructuredText, and
other libraries that only some of its commands use: that is half of the time of `import pelican`.
Here stand-ins take their places for that moment.

This is read before anything else, and needs nothing but Python and the modules beside it.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from importlib.machinery import PathFinder
from typing import Any

if __package__:
    from .companion import Companion
    from .distributions import version
    from .quiet import Console, RichHandler
    from .stand_ins import StandInClass, in_earnest, put, remove
else:  # the command, before there is a package
    from companion import Companion
    from distributions import version
    from quiet import Console, RichHandler
    from stand_ins import StandInClass, in_earnest, put, remove

__all__ = ["import_pelican"]

_WRITER = "docutils.writers.html4css1"
_ISO_DATE = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:[ T](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?",
    re.ASCII,
)


def import_pelican() -> None:
    """Do as `import pelican`, which is meant if that was done before."""
    if "pelican" in sys.modules:
        return
    stand_ins = put(_LATE)
    for name, module in stand_ins.items():
        parent, _, child = name.rpartition(".")
        if parent in sys.modules:
            setattr(sys.modules[parent], child, module)
    try:
        importlib.import_module("pelican")
    except (ImportError, AttributeError, TypeError):
        # Not the Pelican that this was written for: it wants more of them.
        for name in [name for name in sys.modules if name.partition(".")[0] == "pelican"]:
            del sys.modules[name]
        remove(stand_ins)
        importlib.import_module("pelican")
    else:
        remove(stand_ins)
        writer = vars(stand_ins[_WRITER]).values() if _WRITER in stand_ins else ()
        sys.meta_path.insert(0, Companion([it for it in writer if isinstance(it, StandInClass)]))


def _get_language(tag: str, *more: Any) -> Any:
    """As docutils' function. For whether there is a language, it need not be loaded."""
    spec = PathFinder.find_spec("docutils")
    folder = os.path.dirname(spec.origin or "") if spec else ""  # noqa: PTH120 (before pathlib)
    if tag.isalpha() and os.path.isfile(f"{folder}/parsers/rst/languages/{tag}.py"):  # noqa: PTH113
        return True
    return in_earnest("docutils.parsers.rst.languages").get_language(tag, *more)


def _parse(text: str, *more: Any, **named: Any) -> Any:
    """As dateutil's function: what everybody writes (ISO 8601) is read here."""
    found = _ISO_DATE.fullmatch(text)
    if found and not more and named.keys() == {"default"}:
        parts = {name: int(digits) for name, digits in found.groupdict().items() if digits}
        if "second" in parts:
            parts["microsecond"] = 0
        try:
            return named["default"].replace(**parts)
        except ValueError:
            pass  # the other one says what is wrong, or reads it differently
    return in_earnest("dateutil.parser").parse(text, *more, **named)


# The modules, and what Pelican takes out of them: classes and functions, and what does it here.
_LATE: dict[str, dict[str, Any]] = {
    "docutils": {},
    "docutils.core": {},
    "docutils.io": {},
    "docutils.parsers.rst.languages": {"get_language": _get_language},
    "docutils.writers.html4css1": {"HTMLTranslator": None, "Writer": None},
    "pelican.rstdirectives": {},
    "dateutil": {},
    "dateutil.parser": {"parse": _parse},
    "feedgenerator": {"Atom1Feed": None, "Rss201rev2Feed": None, "get_tag_uri": None},
    "importlib.metadata": {"version": version},
    "markdown": {"Markdown": None},
    "multiprocessing": {},
    "pelican.server": {"ComplexHTTPRequestHandler": None, "RootedHTTPServer": None},
    "rich": {},
    "rich.console": {"Console": Console},
    "rich.logging": {"RichHandler": RichHandler},
    "watchfiles": {"Change": None, "DefaultFilter": None},
}
