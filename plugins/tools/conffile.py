"""Values in a settings file: read without running it, and set without touching anything else."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .console import Stop

__all__ = ["read_values", "with_values", "without"]


def read_values(path: Path) -> dict[str, Any]:
    """The settings of a file that are plain values; nothing where it cannot be read as Python."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return {}
    values = {}
    for name, node in _assignments(tree):
        try:
            values[name] = ast.literal_eval(node.value)
        except ValueError:
            continue
    return values


def with_values(data: bytes, values: Mapping[str, Any], name: str) -> bytes:
    """The file with other values of these settings; comments and all else stay to the byte.

    Raises Stop where one of them is not there, or not once, or not as a plain value.
    """
    found: dict[str, list[ast.Assign]] = {}
    for key, node in _assignments(_tree(data, name)):
        found.setdefault(key, []).append(node)
    lines = data.splitlines(keepends=True)
    starts = _starts(lines)
    spans = []
    for key, value in values.items():
        nodes = found.get(key, [])
        if len(nodes) != 1 or not isinstance(nodes[0].value, ast.Constant):
            times = "no line" if not nodes else "more than one line, or no plain value, for"
            raise Stop(f"{name} has {times} “{key} = …”.", "write one, and try again")
        node = nodes[0].value
        begin = starts[node.lineno - 1] + node.col_offset
        spans.append((begin, starts[node.end_lineno - 1] + node.end_col_offset, value))
    for begin, end, value in sorted(spans, reverse=True):
        text = "None" if value is None else json.dumps(value, ensure_ascii=False)
        data = data[:begin] + text.encode("utf-8") + data[end:]
    return data


def without(data: bytes, key: str, name: str) -> bytes:
    """The file without a setting and the comment that stands right above it."""
    lines = data.splitlines(keepends=True)
    for found, node in _assignments(_tree(data, name)):
        if found != key:
            continue
        first, last = node.lineno - 1, node.end_lineno
        while first and lines[first - 1].lstrip().startswith(b"#"):
            first -= 1
        if last < len(lines) and not lines[last].strip() and not lines[first - 1].strip():
            last += 1
        return b"".join(lines[:first] + lines[last:])
    return data


def _tree(data: bytes, name: str) -> ast.Module:
    try:
        return ast.parse(data)
    except (SyntaxError, ValueError) as error:
        raise Stop(f"{name} is no Python: {error}", "correct it, and try again") from None


def _assignments(tree: ast.Module) -> list[tuple[str, ast.Assign]]:
    return [
        (node.targets[0].id, node)
        for node in tree.body
        if isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and isinstance(node.targets[0], ast.Name)
    ]


def _starts(lines: list[bytes]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return starts
