"""What was staged is a whole site: every link leads somewhere, every file is well-formed."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from problems import Problem, did_you_mean

from .forbidden import forbidden
from .page import Fault, Page

__all__ = ["verify"]

Sources = Mapping[str, list[str]]
Pages = Mapping[str, Page | None]

# Most links: they say the same to whoever takes them apart.
_ELSEWHERE = ("https://", "http://")
_PLAIN = re.compile(r"/|(?:/[\w-][\w.-]*)+/?", re.ASCII)


def verify(
    names: Collection[str],
    pages: Pages,
    faulty: Mapping[str, Page],
    context: Mapping[str, Any],
    sources: Sources,
    kept: Collection[str] = (),
) -> list[Problem]:
    """Everything that is wrong with a staged site.

    `names` are all its files, `pages` what those say (None of one that leads nowhere), `faulty`
    those that are not well-formed, `sources` the source files of the pages, `kept` the files that
    come from the site online.
    """
    site = _Site({*names, *kept}, context)
    problems = forbidden(names, _copied(context))
    problems += _faults(faulty, context, sources)
    problems += _broken_links(site, pages, context, sources)
    return problems


def _copied(context: Mapping[str, Any]) -> dict[str, str]:
    """The sources of copied files, by the path to which they were."""
    return {
        posixpath.normpath(static.save_as): static.get_relative_source_path()
        for static in context.get("staticfiles", ())
    }


class _Site:
    """Where addresses lead. Each is looked up once, however many pages have it."""

    def __init__(self, names: Collection[str], context: Mapping[str, Any]) -> None:
        self.names = frozenset(names)
        self.folders = {folder for name in self.names for folder in _above(name)}
        roots = (context.get("SITEURL"), context.get("FEED_DOMAIN"))
        self._roots = sorted({r.rstrip("/") for r in roots if r}, key=len, reverse=True)
        self._prefix = urlsplit(context.get("SITEURL") or "").path.rstrip("/")

    def target(self, link: str, page: str) -> tuple[str, str] | None:
        """The path below the output folder and the fragment; None for what is not of this site."""
        for root in self._roots:
            if link.startswith(root) and link[len(root) : len(root) + 1] in ("", "/", "#", "?"):
                link = "/" + link[len(root) :].lstrip("/")
                break
        else:
            if link.startswith(_ELSEWHERE):
                return None
            link = self._below(link)
        if _PLAIN.fullmatch(link):
            return self._file(link.strip("/"), "/" if link[-1] == "/" else ""), ""
        try:
            parts = urlsplit(link)
        except ValueError:
            return None
        if parts.scheme or parts.netloc or link.startswith("//"):
            return None
        path = unquote(parts.path)
        if not path:
            return page, unquote(parts.fragment)
        joined = (
            path.lstrip("/") if path[0] == "/" else posixpath.join(posixpath.dirname(page), path)
        )
        folder = "/" if path.endswith("/") else ""
        normal = posixpath.normpath(joined) if joined else "."
        return self._file("" if normal == "." else normal, folder), unquote(parts.fragment)

    def _below(self, link: str) -> str:
        """A link of the form /blog/x, on a site below /blog, as /x."""
        if self._prefix and link.startswith(f"{self._prefix}/"):
            return link[len(self._prefix) :]
        return link

    def _file(self, path: str, folder: str) -> str:
        index = posixpath.join(path, "index.html")
        if not path or folder:
            return index
        if path not in self.names and path not in self.folders and f"{path}.html" in self.names:
            return f"{path}.html"
        return index if path in self.folders else path


def _above(name: str) -> Iterator[str]:
    while name := posixpath.dirname(name):
        yield name


def _broken_links(
    site: _Site, pages: Pages, context: Mapping[str, Any], sources: Sources
) -> Iterator[Problem]:
    missing: dict[tuple[str, str], list[str]] = defaultdict(list)
    good: set[str] = set()
    for name, page in pages.items():
        for link in page.links if page else ():
            absolute = link[:1] == "/" or "://" in link
            if absolute and link in good:
                continue
            if link[:1] == "#" and link[1:] in page.anchors:
                continue
            target = site.target(link, name)
            if target is None or _leads_somewhere(target, site, pages):
                if absolute:
                    good.add(link)
            else:
                missing[link, target[0]].append(name)
    for (link, path), names in missing.items():
        yield _broken(link, path, names, site, context, sources)


def _leads_somewhere(target: tuple[str, str], site: _Site, pages: Pages) -> bool:
    path, fragment = target
    if path not in site.names:
        return False
    if not (fragment and path.endswith("html")):
        return True
    page = pages.get(path)
    if page is None or fragment in page.anchors:
        return True
    return fragment == "top" or fragment.startswith(":~:")


def _broken(
    link: str,
    path: str,
    names: list[str],
    site: _Site,
    context: Mapping[str, Any],
    sources: Sources,
) -> Problem:
    if path in site.names:
        message = f"There is no place “{link.partition('#')[2]}” on the page {path}."
        hint = "correct what follows the #, or take it out"
    else:
        message = f"This link leads to {path}, which is not in the site."
        close = did_you_mean(path, site.names, cutoff=0.8)
        hint = f"did you mean /{close.removesuffix('index.html')}?" if close else "correct it"
    page, source, line = _guilty(link, names, context, sources)
    where = f" It stands in {page}" + (f" and {len(names) - 1} more." if names[1:] else ".")
    return Problem(
        file=source or f"output/{page}",
        line=line,
        field="link",
        value=link,
        message=message + where,
        hint=hint,
    )


def _guilty(
    link: str, names: list[str], context: Mapping[str, Any], sources: Sources
) -> tuple[str, str, int]:
    """Of the pages that have a link, the first whose source has it; else the first."""
    wanted = {link, unquote(link), link.replace("&", "&amp;")}
    for name in names:
        for source in sources.get(name, ()):
            line = _line_with(source, wanted, context)
            if line:
                return name, source, line
    return names[0], "", 0


def _line_with(source: str, wanted: Collection[str], context: Mapping[str, Any]) -> int:
    path = Path(context["PATH"], source)
    try:
        lines = path.read_text("utf-8-sig", "replace").splitlines()
    except OSError:
        return 0
    found = [n for n, line in enumerate(lines, 1) if any(w in line for w in wanted)]
    # HTML is the text's; what front matter says is escaped.
    body = next((n for n, line in enumerate(lines, 1) if not line.strip()), 0)
    return next((n for n in found if n > body), found[0] if found else 0)


def _faults(
    pages: Mapping[str, Page], context: Mapping[str, Any], sources: Sources
) -> list[Problem]:
    """What is not well-formed: at its source, where it has one; else once for all pages alike.

    A text is shown in lists as well, and a template on many pages.
    """
    found: dict[str, list[tuple[str, Fault]]] = defaultdict(list)
    for name, page in pages.items():
        for fault in page.faults:
            tag = _TAG.search(fault.message)
            found[tag[0] if tag else fault.message].append((name, fault))
    problems = []
    for places in found.values():
        told = [p for name, fault in places if (p := _in_source(name, fault, context, sources))]
        # One for each place, whatever else it upsets on other pages.
        told = list({(p.file, p.line): p for p in reversed(told)}.values())
        problems += told or [_in_output(*places[0], len(places) - 1)]
    return problems


_TAG = re.compile(r"</?\w+")


def _in_source(
    name: str, fault: Fault, context: Mapping[str, Any], sources: Sources
) -> Problem | None:
    """A fault at its line in the source, where the tag that it names stands there."""
    tag = _TAG.search(fault.message)
    for source in sources.get(name, ()):
        line = _line_with(source, {tag[0]} if tag else {"<"}, context)
        if line:
            return Problem(
                file=source,
                line=line,
                value=tag[0] if tag else "",
                message=f"{fault.message} It shows in {name}, line {fault.line}.",
                hint="close what is open, or write &lt; for a < that is meant as such",
            )
    return None


def _in_output(name: str, fault: Fault, others: int) -> Problem:
    more = f" It is so on {others} other pages, too." if others else ""
    return Problem(
        file=f"output/{name}",
        line=fault.line,
        message=fault.message + more,
        hint="look at the template of this page, or at the text that it shows",
    )
