"""Templates are compiled once: for all generators of a build, and for the builds after it.

Pelican gives each generator an environment of its own, which compiles what it uses anew.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import Any

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from .recipe import code_of, described
from .store import Store

__all__ = ["TemplateCache"]

# What decides how a source is compiled, besides the source.
_OPTIONS = (
    "block_start_string", "block_end_string", "variable_start_string", "variable_end_string",
    "comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix",
    "trim_blocks", "lstrip_blocks", "newline_sequence", "keep_trailing_newline", "optimized",
    "autoescape", "finalize", "sandboxed",
)  # fmt: skip


class TemplateCache(BytecodeCache):
    """For the option `bytecode_cache` of Jinja's environments."""

    def __init__(self, store: Store | None, code: dict[str, str] | None = None) -> None:
        """`code` is what is known of modules' code by now."""
        self._store = store
        self._code: dict[str, str] = {} if code is None else code
        # Of environments, each of which is described once for all its templates.
        self._described: dict[Any, bytes] = {}
        self._known: dict[bytes, bytes] = {}
        self._new: dict[bytes, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if it was compiled before in the same way."""
        key = self._key(bucket)
        if key not in self._known and self._store:
            self._known |= self._store.get([key])
        if key in self._known:
            bucket.bytecode_from_string(self._known[key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        key = self._key(bucket)
        self._known[key] = self._new[key] = bucket.bytecode_to_string()

    def save(self) -> None:
        """Put what is new into the store, and let go of it."""
        if self._store:
            self._store.save(self._new)
            self._store.close()
            self._store = None

    def __reduce__(self) -> tuple[type, tuple[()]]:
        """Settings are pickled by Pelican's own cache: nothing of this is."""
        return type(None), ()

    def _key(self, bucket: Bucket) -> bytes:
        told = f"{bucket.key}\0{bucket.checksum}".encode("utf-8", "surrogatepass")
        described = self._description(bucket.environment)
        return hashlib.blake2b(told, key=described, digest_size=16).digest()

    def _description(self, environment: Any) -> bytes:
        known = (environment.filters, environment.tests)
        options = tuple(getattr(environment, name) for name in _OPTIONS)
        same = (options, *environment.extensions, *(it for of in known for it in of.items()))
        try:
            if same not in self._described:
                self._described[same] = self._describe(environment)
            return self._described[same]
        except TypeError:  # some filter has no hash
            return self._describe(environment)

    def _describe(self, environment: Any) -> bytes:
        parts = [
            sys.version,
            jinja2.__version__,
            [described(getattr(environment, name)) for name in _OPTIONS],
            sorted(environment.extensions),
            # Of what it knows only the names matter, and the code that constants are folded with.
            [self._names(environment.filters), self._names(environment.tests)],
        ]
        told = json.dumps(parts, sort_keys=True, default=repr)
        return hashlib.blake2b(told.encode(), digest_size=16).digest()

    def _names(self, functions: dict[str, Any]) -> list[list[str]]:
        return [[name, self._code_of(functions[name])] for name in sorted(functions)]

    def _code_of(self, function: Any) -> str:
        name = getattr(function, "__module__", None) or type(function).__module__
        if name not in self._code:
            module = sys.modules.get(name)
            self._code[name] = code_of(module) if module else name
        return self._code[name]
