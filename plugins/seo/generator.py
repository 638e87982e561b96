"""Pelican's side of writing the sitemap, robots.txt, the manifest and the pictures."""

from __future__ import annotations

import hashlib
from operator import itemgetter
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from problems import Problem, tell

from .head import Seo, absolute, plain
from .manifest import build_manifest
from .settings import COLORS
from .sitemap import build_robots, build_sitemaps, fits_one_file

__all__ = ["SeoGenerator", "icons_folder"]

_SITEMAP = "sitemap.xml"

_ONLINE = "online_files"
ICONS = "icons"
"""The folder of a theme's icons, in its static files."""


class SeoGenerator(Generator):
    """Writes what stands beside the pages. A file of the site's own goes before it."""

    # For fastbuild: it never looks at a page that it has written.
    renders_later = True

    def generate_output(self, writer: Any) -> None:
        """Write every file that the site has not got of its own."""
        del writer
        seo: Seo = self.context["seo"]
        # Not `static.save_as`: reading it pins the file, and `{attach}` could move it no more.
        own = {static.get_url_setting("save_as") for static in self.context.get("staticfiles", ())}
        for name, data in self._files(seo, own).items():
            if name not in own:
                (Path(self.output_path) / name).write_bytes(data)
        if seo.pictures and seo.address:
            pages = [page.picture for page in seo.pages.values() if page.picture]
            broken = seo.pictures.write(
                Path(self.output_path), [seo.picture, *pages], self._is_online
            )
            tell(self.context, [_broken(path) for path in broken])

    def _is_online(self, path: Path | str, made_from: Any = "") -> bool:
        """Whether a file stays. A picture's name tells already what it is made from."""
        online = self.context.get(_ONLINE)
        key = hashlib.sha256(repr(made_from).encode()).digest() if made_from else b""
        return online is not None and online.keep(str(Path(self.output_path, path)), key)

    def _files(self, seo: Seo, own: set[str]) -> dict[str, bytes]:
        files = {}
        if seo.address:
            known = (page for page in seo.pages.values() if page.indexed)
            days = sorted(((page.url, page.modified) for page in known), key=itemgetter(0))
            addresses = [(absolute(seo.address, url), modified) for url, modified in days]
            kept = _SITEMAP not in own and fits_one_file(addresses)
            if not (kept and self._is_online(_SITEMAP, addresses)):
                files = build_sitemaps(seo.address, addresses)
        sitemap = f"{seo.address}/sitemap.xml" if seo.address else ""
        robots = build_robots(self.settings["SEO_ROBOTS"], sitemap)
        files["robots.txt"] = robots.encode()
        icons = icons_folder(self.settings)
        if icons:
            files["favicon.ico"] = (icons / "favicon.ico").read_bytes()
            files["manifest.webmanifest"] = build_manifest(
                name=seo.site,
                description=plain(self.settings.get("SITESUBTITLE") or ""),
                language=seo.language.replace("_", "-"),
                icons=f"{self.settings['THEME_STATIC_DIR']}/{ICONS}",
                colors={**COLORS, **self.settings["SEO_COLORS"]},
            ).encode()
        return files


def _broken(path: str) -> Problem:
    message = "This picture is broken: it cannot be cut to the size in which links are shown."
    return Problem(file=path, message=message, hint="save it again, as a JPEG or PNG")


def icons_folder(settings: Any) -> Path | None:
    """Where the theme has its icons; None for a theme without."""
    for static in settings["THEME_STATIC_PATHS"]:
        folder = Path(settings["THEME"], static, ICONS)
        if (folder / "favicon.ico").is_file():
            return folder
    return None
