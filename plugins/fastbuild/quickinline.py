"""The inline patterns of a parser, each applied where it can match. See `quickmarkdown`."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from markdown import inlinepatterns, treeprocessors
from markdown.util import AtomicString

from .quickpatterns import REFERENCES, needles
from .quickspans import Spans

__all__ = ["QuickInline"]

_PLACEHOLDER = "_InlineProcessor__placeholder_"


class QuickInline(treeprocessors.InlineProcessor):
    """Applies to each text the patterns that can match in it."""

    # Each of these three takes the place of several functions, whose calls would be half its time.

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:  # noqa: C901, PLR0912
        """As upstream's."""
        self._plan()
        self.stashed_nodes = {}
        parents = [] if ancestors is None else ancestors[:]
        self.parent_map = {child: parent for parent in tree.iter() for child in parent}
        self._InlineProcessor__build_ancestors(tree, parents)
        apply, fill, prefix = self._apply_some, self._fill, self._prefix
        find, beside = self._spans.find, self._spans.places
        stack = [(tree, parents)]
        for element, above in stack:  # grows meanwhile
            self.ancestors = above
            if element is not tree:
                above.append(element.tag.lower())
            late = []
            for child in element:
                text = child.text
                if text and not isinstance(text, AtomicString):
                    places = self._places(text)
                    found = find(text) if places and beside.issuperset(places) else None
                    if found:
                        child.text, elements = found
                        for one in elements:
                            self.stashed_nodes[f"{len(self.stashed_nodes):04d}"] = one
                            self.parent_map[one] = child
                        late.append((child, elements))
                    elif places or prefix in text:
                        above.append(child.tag.lower())
                        child.text = None
                        text = apply(text, places)
                        made = fill(text, child, True)
                        for one, _ in made:
                            self.parent_map[one] = child
                        stack += made
                        late.append((child, [one for one, _ in made]))
                        above.pop()
                tail = child.tail
                if tail:
                    tail = self._apply(tail)
                    if prefix in tail:
                        self._fill_tail(element, child, tail)
                    else:
                        child.tail = tail or None
                if len(child):
                    self.parent_map[child] = element
                    stack.append((child, above[:]))
            for child, elements in late:
                child[:0] = elements
        return tree

    def _fill_tail(self, element: Element, child: Element, tail: str) -> None:
        holder = Element("d")
        child.tail = None
        made = self._fill(tail, holder, False)
        if holder.tail:
            child.tail = holder.tail
        place = list(element).index(child) + 1
        for one, _ in reversed(made):
            self.parent_map[one] = element
            element.insert(place, one)

    def _plan(self) -> None:
        """Which pattern needs what."""
        self._prefix: str = getattr(self, f"{_PLACEHOLDER}prefix")
        self._suffix: str = getattr(self, f"{_PLACEHOLDER}suffix")
        patterns = list(self.inlinePatterns)
        referring = bool(self.md.references)
        state = (*patterns, *(getattr(it, "compiled_re", None) for it in patterns), referring)
        if state == getattr(self, "_state", None):
            return
        self._state = state
        self._patterns = patterns
        groups: dict[str, list[int]] = {}
        for place, pattern in enumerate(patterns):
            if type(pattern) in REFERENCES and not referring:
                continue  # it would look its name up among none
            for needle in needles(pattern):
                groups.setdefault(needle, []).append(place)
        self._groups = list(groups.items())
        self._spans = Spans(patterns)

    def _apply(self, data: str, first: int = 0) -> str:
        """The text, with placeholders for what the patterns from `first` on have found in it."""
        if isinstance(data, AtomicString):
            return data
        return self._apply_some(data, [it for it in self._places(data) if it >= first])

    def _places(self, data: str) -> list[int]:
        """The places of the patterns that may find something."""
        places: list[int] = []
        for needle, group in self._groups:
            if needle in data:
                places += group
        return sorted(set(places)) if len(places) > 1 else places

    def _apply_some(self, data: str, places: list[int]) -> str:
        for place in places:
            data = self._apply_one(self._patterns[place], data, place)
        return data

    def _apply_one(self, pattern: Any, data: str, place: int) -> str:  # noqa: C901
        start = 0
        if not isinstance(pattern, inlinepatterns.InlineProcessor) or pattern.ANCESTOR_EXCLUDES:
            matched = True
            while matched:
                data, matched, start = self._InlineProcessor__applyPattern(
                    pattern, data, place, start
                )
            return data
        find, handle = pattern.getCompiledRegExp().finditer, pattern.handleMatch
        while True:
            for match in find(data, start):
                node, begin, end = handle(match, data)
                if begin is not None and end is not None:
                    break
            else:
                return data
            if node is None:
                start = end
                continue
            if not isinstance(node, str) and not isinstance(node.text, AtomicString):
                for child in (node, *node):
                    text = child.text
                    if text:
                        self.ancestors.append(child.tag.lower())
                        child.text = self._apply(text, place + 1)
                        self.ancestors.pop()
                    tail = child.tail
                    if tail:
                        child.tail = self._apply(tail, place)
            number = f"{len(self.stashed_nodes):04d}"
            self.stashed_nodes[number] = node
            before = f"{data[:begin]}{self._prefix}{number}{self._suffix}"
            start = len(before)
            data = before + data[end:]

    # What upstream's own code asks for.
    _InlineProcessor__handleInline = _apply

    def _fill(self, data: str, parent: Element, is_text: bool) -> list[Any]:  # noqa: C901
        """Give `parent` the text up to the first placeholder; gives what follows, as elements."""
        made: list[Any] = []
        prefix, stash = self._prefix, self.stashed_nodes
        start = 0
        while True:
            index = data.find(prefix, start)
            if index == -1:
                rest = data[start:]
                if isinstance(data, AtomicString):
                    rest = AtomicString(rest)
                _add(rest, made, parent, is_text)
                return made
            match = self._InlineProcessor__placeholder_re.search(data, index)
            number = match[1] if match else None
            if number not in stash:
                end = index + len(prefix)
                _add(data[start:end], made, parent, is_text)
                start = end
                continue
            node = stash[number]
            if index > 0:
                _add(data[start:index], made, parent, is_text)
            start = match.end()
            if isinstance(node, str):
                _add(node, made, parent, is_text)
                continue
            for child in (node, *node):
                tail = child.tail
                if tail and prefix in tail:
                    child.tail = None
                    more = self._fill(tail, child, False)
                    place = 0 if node is child else list(node).index(child) + 1
                    for one, _ in reversed(more):
                        node.insert(place, one)
                text = child.text
                if text and prefix in text:
                    child.text = None
                    for one, _ in reversed(self._fill(text, child, True)):
                        child.insert(0, one)
            made.append((node, self.ancestors[:]))


def _add(text: str, made: list[Any], parent: Element, is_text: bool) -> None:
    """Put a text behind what was made, or into the parent."""
    if not text:
        return
    if made:
        last = made[-1][0]
        last.tail = last.tail + text if last.tail else text
    elif is_text:
        parent.text = parent.text + text if parent.text else text
    else:
        parent.tail = parent.tail + text if parent.tail else text
