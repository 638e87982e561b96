"""Pelican's side: texts get their pictures rewritten, and the copies are written to the site."""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import MethodType
from typing import Any

from pelican.contents import Article, Content, Page
from pelican.generators import Generator

from problems import Problem, did_you_mean, tell

from .library import Library
from .markup import ROOT, rewrite, tag

__all__ = ["ImagesGenerator", "LeadPicture", "show_pictures"]

_FILES = "image_files"
_SPARE = "image_spare_folder"
_ONLINE = "online_files"


class ImagesGenerator(Generator):
    """Writes the copies that pages show."""

    # For fastbuild: it never looks at a page that it has written.
    renders_later = True

    def generate_output(self, writer: Any) -> None:
        """Copy them from the cache."""
        del writer
        for name, source in sorted(self.context.get(_FILES, {}).items()):
            path = Path(self.output_path, name)
            online = self.context.get(_ONLINE)
            # The cache names a copy by what it was made from.
            if online is not None and online.keep(str(path), str(source).encode()):
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, path)


class LeadPicture:
    """The picture of a post's `Image`, as HTML for a template: `{{ article.lead_picture }}`."""

    def __init__(self, content: Content, html: str) -> None:
        self._content = content
        self._html = html

    def __html__(self) -> str:
        content = self._content
        return content._update_content(self._html, content.get_siteurl())  # noqa: SLF001

    __str__ = __html__


def show_pictures(generators: list[Any]) -> None:
    """`all_generators_finalized`: make what pages show, before any page is written."""
    context, settings = generators[0].context, generators[0].settings
    library = Library(context, settings)
    contents = [content for content in context["generated_content"].values() if content]
    contents.sort(key=lambda content: content.source_path)
    problems: list[Problem] = []
    leads = {id(content): _lead(content, library, problems) for content in contents}
    tell(context, problems)
    inside = [_paths(content, library) for content in contents]
    library.make({path for path in (*leads.values(), *chain(*inside)) if path})
    for content, paths in zip(contents, inside, strict=True):
        _show(content, library, leads[id(content)], paths)
    context[_FILES], context[_SPARE] = library.files, library.spare


def _show(content: Any, library: Library, lead: str, inside: set[str]) -> None:
    sizes = content.settings["IMAGE_SIZES"]
    # A drawing is often there twice, as SVG for pages and as PNG for those who know no SVG.
    shown = None if _stem(lead) in map(_stem, inside) else library.shown(lead)
    if isinstance(content, Article):
        content.lead_picture = None
    if shown:
        html = tag(_lead_attributes(content, lead), shown, sizes, early=True)
        content.lead_picture = LeadPicture(content, html)
    if inside:
        # A page of several texts begins with none of them for certain.
        eager = isinstance(content, Article | Page) and not shown
        text = content._content  # noqa: SLF001 (links are resolved later)
        content._content = rewrite(  # noqa: SLF001
            text, lambda src: library.shown(library.path(src, content)), sizes, eager=eager
        )
    if shown or inside:
        content._update_content = MethodType(_update_content, content)  # noqa: SLF001


def _stem(path: str) -> str:
    return posixpath.splitext(path)[0]


def _lead_attributes(content: Any, path: str) -> dict[str, str | None]:
    data = content.metadata
    attached = str(data["image"]).strip()[1:].startswith("attach")
    alt = str(data.get("image-alt") or data.get("image_alt") or "")
    return {"src": f"{{{'attach' if attached else 'static'}}}/{path}", "alt": alt}


def _update_content(content: Any, html: str, siteurl: str) -> str:
    """Pelican's own, which resolves no links in a `srcset`."""
    html = html and html.replace(ROOT, f"{siteurl}/")
    return type(content)._update_content(content, html, siteurl)  # noqa: SLF001


def _paths(content: Any, library: Library) -> set[str]:
    """The site's own pictures in a text."""
    found: set[str] = set()
    text = content._content or ""  # noqa: SLF001 (as above)
    if "<img" in text.lower():
        rewrite(text, lambda src: found.add(library.path(src, content)), "")
    return found - {""}


def _lead(content: Any, library: Library, problems: list[Problem]) -> str:
    """The picture of its `Image`; "" where it has none of the site's own."""
    image = str(content.metadata.get("image") or "").strip()
    if not image or not isinstance(content, Article):
        return ""
    path = library.lead_path(image, content)
    if not path and "//" not in image:
        problems += _missing(content, image, library)
    return path


def _missing(content: Any, image: str, library: Library) -> Iterator[Problem]:
    close = did_you_mean(image, library.names)
    lines = Path(content.source_path).read_text("utf-8-sig", "replace").splitlines()
    yield Problem(
        file=content.get_relative_source_path(),
        line=next((n for n, line in enumerate(lines, 1) if image in line), 0),
        field="Image",
        value=image,
        message="This picture is not there.",
        hint=f"did you mean “{close}”?" if close else "write its path below the content folder",
    )
