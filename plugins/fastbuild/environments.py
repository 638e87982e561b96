"""Environments of Jinja that tell a `Watched` page what its templates read."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Collection, Mapping
from typing import Any

from jinja2 import Environment, runtime
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.runtime import Context, missing

from .told import ATOMS, NAMED, PLAIN, is_object
from .watch import RANDOM, Watched

__all__ = ["asks_in_order", "own_functions", "own_in_context", "watch"]

logger = logging.getLogger(__name__)

# Of these nothing can be read that was not told, or nothing from outside.
_SIMPLE = (frozenset(PLAIN) | NAMED) - {tuple}
# Whose filters and tests follow from their arguments.
_KNOWN = (
    "jinja2",
    "markupsafe",
    "pelican.utils",
    "pelican.plugins._utils",
    "builtins",
    "_operator",
)


def watch(environment: Environment, current: Callable[[], Watched | None]) -> None:
    """Have an environment note what its templates read, for the page that is `current()`."""
    first = not hasattr(environment, "fastbuild")
    environment.fastbuild = current  # type: ignore[attr-defined]
    if not first:
        return
    environment.getattr = _getattr(environment)  # type: ignore[method-assign]
    environment.getitem = _getitem(environment)  # type: ignore[method-assign]
    for name in ("get_template", "select_template"):
        setattr(environment, name, _loading(environment, getattr(environment, name)))
    environment.context_class = type(
        "WatchedContext", (_Context, environment.context_class), {"__slots__": ()}
    )
    for functions in (environment.filters, environment.tests):
        for name, function in functions.items():
            functions[name] = _watched_function(name, function, environment)


def _getattr(environment: Environment) -> Callable[[Any, str], Any]:
    original = environment.getattr
    stock = type(environment).getattr is Environment.getattr
    steps: dict[str, tuple[str, str]] = {}

    def getattr_(obj: Any, attribute: str) -> Any:
        try:
            # As it does itself, for most of what is asked for.
            value = getattr(obj, attribute) if stock else original(obj, attribute)
        except AttributeError:
            value = original(obj, attribute)
        if type(obj) not in _SIMPLE and is_object(obj):
            page = environment.fastbuild()  # type: ignore[attr-defined]
            if page is not None:
                step = steps.get(attribute) or steps.setdefault(attribute, ("a", attribute))
                page.read(obj, step, value)
        return value

    return getattr_


def _getitem(environment: Environment) -> Callable[[Any, Any], Any]:
    original = environment.getitem

    def getitem(obj: Any, argument: Any) -> Any:
        value = original(obj, argument)
        if type(obj) not in _SIMPLE and is_object(obj):
            page = environment.fastbuild()  # type: ignore[attr-defined]
            if page is not None and type(argument) in ATOMS:
                page.read(obj, ("i", argument), value)
            elif page is not None:
                page.unsure = "an item by no plain key"
        return value

    return getitem


def _loading(environment: Environment, original: Callable[..., Any]) -> Callable[..., Any]:
    def load(*arguments: Any, **named: Any) -> Any:
        template = original(*arguments, **named)
        page = environment.fastbuild()  # type: ignore[attr-defined]
        if page is not None:
            page.templates[template.name] = None
        return template

    return load


class _Context(Context):
    """A context that notes which variables are asked for, and which functions are called."""

    def resolve_or_missing(self, key: str) -> Any:
        """As Jinja's, noting the variable."""
        if key in self.vars:
            return self.vars[key]
        value = self.parent.get(key, missing)
        page = self.environment.fastbuild()  # type: ignore[attr-defined]
        if page is not None:
            if key in page.more:
                if page.more[key] is value:
                    page.root("l", key, value)
            elif key in page.shared:
                if page.shared[key] is value:
                    page.root("s", key, value)
            elif value is missing:
                page.root("s", key, None)
            elif value is self.environment.globals.get(key) and key not in DEFAULT_NAMESPACE:
                page.root("g", key, value)
        return value

    @runtime.internalcode
    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """As Jinja's, noting the answer."""
        value = super().call(obj, *args, **kwargs)
        page = self.environment.fastbuild()  # type: ignore[attr-defined]
        if page is not None:
            # For templates only.
            named = kwargs
            if kwargs:
                named = {k: v for k, v in kwargs.items() if k not in {"_block_vars", "_loop_vars"}}
            page.called(obj, args, named, value)
        return value


def own_functions(environment: Environment, pure: Collection[str]) -> list[str]:
    """Filters, tests and globals of which nobody says that they follow from their arguments.

    They may count how often they are called, or look at a clock. Jinja's and Pelican's are known;
    others say it by an attribute `pure`, or stand in `pure` by their names.
    """
    added = {
        name: it
        for functions in (environment.filters, environment.tests, environment.globals)
        for name, it in functions.items()
        if callable(it) and name not in pure
    }
    return sorted(name for name, it in added.items() if not _known(it))


def own_in_context(context: Mapping[str, Any], pure: Collection[str]) -> list[str]:
    """The same of functions that plugins have put into the context."""
    return sorted(
        name
        for name, it in context.items()
        if callable(it)
        and not (isinstance(it, type) or name.isupper() or name in pure or _known(it))
    )


def asks_in_order(names: Collection[str]) -> bool:
    """Whether there are such functions: they have to be called in order, for each page."""
    if names:
        logger.info(
            "One process renders every page, since %s may be different each time "
            "(FAST_PURE says what is not)",
            ", ".join(names),
        )
    return bool(names)


def _known(function: Any) -> bool:
    if isinstance(function, functools.partial):
        return _known(function.func)
    if getattr(function, "pure", False):
        return True
    module = getattr(function, "__module__", None) or type(function).__module__
    return any(module == known or module.startswith(f"{known}.") for known in _KNOWN)


def _watched_function(name: str, function: Any, environment: Environment) -> Any:
    """A filter or test that notes where it is given what was not told."""
    if _known(function) and not getattr(function, "pure", False) and name not in RANDOM:
        return function

    @functools.wraps(function)
    def watched(*arguments: Any, **named: Any) -> Any:
        page = environment.fastbuild()  # type: ignore[attr-defined]
        if page is not None and (
            name in RANDOM or any(map(page.unknown, (*arguments, *named.values())))
        ):
            page.unsure = f"the filter {name} of an object"
        return function(*arguments, **named)

    return watched
