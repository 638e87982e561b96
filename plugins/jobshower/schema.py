"""A document's fields become the typed record of its kind, or the list of all that is wrong."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Collection
from functools import cache
from typing import Any, Literal

import msgspec

from front_matter import Document, Field, normal_key
from problems import Problem, did_you_mean

from .kinds import Kind, Record, key_of
from .values import CONVERTERS, BadValue, Mistake

__all__ = ["to_record"]

# What people write who know another blog engine, and what it is called here.
_ELSEWHERE = {
    "draft": "Status: draft",
    "published": "Status: published",
    "url": "Posting, for the job's own address",
    "link": "Posting, for the job's own address",
    "name": "Title",
    "employer": "Company",
    "heard": "Date",
    "deadline": "Closes",
    "expires": "Closes",
    "description": "Summary",
    "keywords": "Tags",
    "by": "Author",
    "where": "Location",
    "when": "Start",
}


def to_record(
    document: Document, kind: Kind, name: str, extra_keys: Collection[str] = ()
) -> tuple[Record | None, list[Problem]]:
    """The record of a document called `name`, or None and every problem with its fields.

    `extra_keys` are let through unread: they belong to other plugins.
    """
    known = _known(kind.record)
    extra = {normal_key(key) for key in extra_keys}
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    meant: set[str] = set()
    for key, field in document.fields.items():
        if key in known:
            try:
                values[known[key]] = _convert(field, _annotations(kind.record)[known[key]])
            except BadValue as error:
                problems += [_bad_value(name, field, mistake) for mistake in error.mistakes]
        elif key not in extra:
            key_meant, hint = _guess(field, kind)
            meant.add(key_meant)
            problems.append(_unknown_key(name, field, kind, hint))
    # A misspelt key is one mistake, not also a missing one.
    problems += [
        problem for problem in _missing(document, kind, name) if problem.field not in meant
    ]
    return (None, problems) if problems else (kind.record(**values), [])


@cache
def _known(record: type[Record]) -> dict[str, str]:
    """Its attributes by their normal keys."""
    return {normal_key(key_of(attribute)): attribute for attribute in _annotations(record)}


@cache
def _annotations(record: type[Record]) -> dict[str, Any]:
    hints = typing.get_type_hints(record)
    return {attribute: hints[attribute] for attribute in record.__struct_fields__}


def _convert(field: Field, annotation: Any) -> Any:
    wanted = _without_none(annotation)
    if not field.text:
        raise BadValue(Mistake("This key has no value.", "write one, or delete the line"))
    if typing.get_origin(wanted) is Literal:
        return _choice(field.text, typing.get_args(wanted))
    return CONVERTERS[wanted](field.lines)


def _without_none(annotation: Any) -> Any:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        (annotation,) = (part for part in typing.get_args(annotation) if part is not type(None))
    return annotation


def _choice(text: str, choices: tuple[str, ...]) -> str:
    if text.casefold() in choices:
        return text.casefold()
    close = did_you_mean(text, choices)
    hint = f"write one of {', '.join(choices)}"
    raise BadValue(
        Mistake(
            f"“{text}” is not one of its values.",
            f"did you mean “{close}”? {hint}" if close else hint,
        )
    )


@cache
def _required(record: type[Record]) -> dict[str, str]:
    """The keys that a record must have, by their normal keys."""
    needed = {info.name for info in msgspec.structs.fields(record) if info.required}
    return {key: key_of(name) for key, name in _known(record).items() if name in needed}


def _missing(document: Document, kind: Kind, name: str) -> list[Problem]:
    return [
        Problem(
            file=name,
            line=1,
            field=written,
            message=f"This {kind.name} has no {written}.",
            hint=f"add a line “{written}: …” at the top",
        )
        for key, written in _required(kind.record).items()
        if key not in document.fields
    ]


def _guess(field: Field, kind: Kind) -> tuple[str, str]:
    """The key that was meant, or "", and the hint that says so."""
    elsewhere = _ELSEWHERE.get(normal_key(field.key), "")
    key = re.split("[,:]", elsewhere)[0]
    if key in kind.keys:
        return key, f"here that is {elsewhere}"
    close = "" if elsewhere else did_you_mean(field.key, kind.keys)
    if close:
        return close, f"did you mean “{close}”?"
    return "", f"the keys of a {kind.name} are {', '.join(kind.keys)}"


def _unknown_key(name: str, field: Field, kind: Kind, hint: str) -> Problem:
    return Problem(
        file=name,
        line=field.line,
        column=1,
        field=field.key,
        value=field.text,
        message=f"“{field.key}” is not a key of a {kind.name}.",
        hint=hint,
    )


def _bad_value(name: str, field: Field, mistake: Mistake) -> Problem:
    return Problem(
        file=name,
        line=field.line + mistake.offset,
        field=field.key,
        value=mistake.value or field.text,
        message=mistake.message,
        hint=mistake.hint,
    )
