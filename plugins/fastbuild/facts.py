"""What templates have read, asked again: each thing once a build, however many pages read it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from jinja2 import Environment
from pelican import urlwrappers
from pelican.contents import Content

from .told import Teller, Unsure, digest_of
from .watch import Reads, Step, Way

__all__ = ["Facts"]

_MISSING = b"-" * 16
# Texts in which this stands may link to others.
_DEFAULT_LINKS = "[{|](?P<what>.*?)[|}]"


class Facts:
    """The values of one build, by the ways to them that `watch` describes."""

    def __init__(self, shared: Mapping[str, Any], teller: Teller) -> None:
        self._shared = shared
        self._teller = teller
        self._groups: dict[Any, bytes] = {}
        self._steps: dict[Any, bytes] = {}
        self._objects: dict[Any, Any] = {}
        self._site = shared.get("localsiteurl")
        self._stock_links = shared.get("INTRASITE_LINK_REGEX") == _DEFAULT_LINKS

    def digest(self, reads: Reads, more: Mapping[str, Any], environment: Environment) -> bytes:
        """Sixteen bytes that stand for the values of `reads`, for a page with `more` variables.

        Raises Unsure, and whatever else an object raises that has changed.
        """
        if self._shared.get("localsiteurl") != self._site:
            # With RELATIVE_URLS every address is another one on each page.
            self._site = self._shared.get("localsiteurl")
            self._groups.clear()
            self._steps.clear()
            self._objects.clear()
        told = blake2b(digest_size=16)
        for way, steps in reads:
            told.update(self._group(way, steps, more, environment))
        return told.digest()

    def _group(
        self, way: Way, steps: tuple[Step, ...], more: Mapping[str, Any], environment: Environment
    ) -> bytes:
        if way[0] == "l":
            return b"".join(self._step(way, step, more, environment) for step in steps)
        if way == ("s",) and any(name in more for _, name in steps):
            raise Unsure("a variable of all pages is this page's own")
        key = way, steps
        found = self._groups.get(key)
        if found is None:
            tell = self._told if way[0] == "c" else self._once
            found = digest_of([tell(way, step, more, environment) for step in steps])
            self._groups[key] = found
        return found

    def _once(self, way: Way, step: Step, more: Mapping[str, Any], env: Environment) -> bytes:
        found = self._steps.get((way, step))
        if found is None:
            found = self._steps[way, step] = self._step(way, step, more, env)
        return found

    def _step(self, way: Way, step: Step, more: Mapping[str, Any], env: Environment) -> bytes:
        if len(way) == 1:
            return self._root(way[0], step[1], more, env)
        return digest_of(self._told(way, step, more, env))

    def _told(self, way: Way, step: Step, more: Mapping[str, Any], env: Environment) -> Any:
        owner = self._object(way, more, env)
        if way[0] == "c" and len(way) == 2 and step[1] in {"content", "summary"}:  # noqa: PLR2004
            text = self._text(owner, step[1])
            if text is not None:
                return blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
        return self._teller.tell(self._take(owner, step, more, env))

    def _root(self, kind: str, name: str, more: Mapping[str, Any], env: Environment) -> bytes:
        known = {"s": self._shared, "l": more, "g": env.globals}[kind]
        return self._teller.digest(known[name]) if name in known else _MISSING

    def _object(self, way: Way, more: Mapping[str, Any], env: Environment) -> Any:
        if way[0] != "l" and way in self._objects:
            return self._objects[way]
        if way[0] == "c" and len(way) == 2:  # noqa: PLR2004
            found = self._teller.content(way[1])
            if found is None:
                raise Unsure(f"{way[1]} has gone")
        elif len(way) == 2:  # noqa: PLR2004
            known = {"s": self._shared, "l": more, "g": env.globals}[way[0]]
            found = known[way[1][1]]
        else:
            found = self._take(self._object(way[:-1], more, env), way[-1], more, env)
        if way[0] != "l":
            self._objects[way] = found
        return found

    def _take(self, owner: Any, step: Step, more: Mapping[str, Any], env: Environment) -> Any:
        kind, name = step[:2]
        if kind == "a":
            return type(env).getattr(env, owner, name)
        if kind == "i":
            return type(env).getitem(env, owner, name)
        if kind == "n":
            return list(owner.values())[name]
        arguments = [self._argument(it, more, env) for it in step[2]]
        named = {key: self._argument(it, more, env) for key, it in step[3]}
        function = type(env).getattr(env, owner, name) if name else owner
        return function(*arguments, **named)

    def _argument(self, told: Any, more: Mapping[str, Any], env: Environment) -> Any:
        if told[0] == "n":
            return getattr(urlwrappers, told[1])(told[2], self._shared)
        return told[1] if told[0] == "v" else self._object(told[1], more, env)

    def _text(self, content: Any, name: str) -> str | None:
        """The text that decides a content's HTML or summary, if that can be said without making it.

        It is Pelican's own property, and no link to another content stands in the text.
        """
        kind = type(content)
        if (
            not self._stock_links
            or getattr(kind, name, None) is not getattr(Content, name)
            or hasattr(content, "_get_content")
            or (name == "summary" and "summary" in content.metadata)
        ):
            return None
        text = content._content  # noqa: SLF001 (what its properties begin with)
        if not isinstance(text, str) or "{" in text or "|" in text:
            return None
        made = kind.get_content.cache if hasattr(kind.get_content, "cache") else {}
        known = made.get((content, content.get_siteurl()), text)
        return name + text if known == text else None
