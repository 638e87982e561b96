"""A Markdown parser that makes exactly what it made before, at a third of the cost.

Most of what Python-Markdown does to a text is to look for what is not there: each of some twenty
patterns in each piece of text, each kind of block in each paragraph, each tree processor in the
whole tree. The parts below look for the one character first without which a pattern cannot match.

They take the place of upstream's own parts, and of no others: where a part is of another class,
has been changed, or is another version's, it stays, and with it what it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import markdown
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from .quickblocks import BLOCKS
from .quickpatterns import DIGEST, PATTERNS
from .quicktree import SERIALIZERS, TREES
from .quickwhole import PREPROCESSORS
from .upstream import Upstream

__all__ = ["VERSIONS", "quicken"]

# Whose parts are known, by a digest of their patterns. A new version is looked through, and
# tests/fastbuild run with it, before it is added here; until then it does without.
VERSIONS = {"3.11.3": "39f5c0a020e9b776"}
_UPSTREAM = Upstream([*BLOCKS, *PATTERNS, *PREPROCESSORS, *TREES])


def quicken(parser: Markdown) -> Markdown:
    """Give a parser quick parts in the place of upstream's; gives the parser."""
    if VERSIONS.get(markdown.__version__) != DIGEST or type(parser) is not Markdown:
        return parser
    inline = [it for it in parser.treeprocessors if type(it) is InlineProcessor]
    _replace(parser.preprocessors, PREPROCESSORS)
    _replace([parser.parser, *parser.parser.blockprocessors], BLOCKS)
    _replace(parser.treeprocessors, TREES)
    for processor in inline:
        _replace(processor.inlinePatterns, PATTERNS)
    parser.serializer = SERIALIZERS.get(parser.serializer, parser.serializer)
    return parser


def _replace(parts: Any, quick: Mapping[type, type]) -> None:
    for part in parts:
        if _UPSTREAM.has(part):
            # Others may hold the part, so it stays the same object.
            part.__class__ = quick.get(type(part), type(part))
