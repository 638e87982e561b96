"""Small sites with everything on, for tests that edit them."""

from __future__ import annotations

import shutil
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

from sitebuilder import ROOT

__all__ = ["CONTENT", "KINDS", "begin", "png"]

KINDS = ("whole", "plain", "safe", "attaching")
"""The shipped site; a blog with `fastbuild` alone; with `safebuild` as well; one that attaches."""

_BARE_THEME = Path(__file__).parent / "bare"

# Settings that are edited stand above this line.
_END = """# The end of what is edited.
PLUGINS = [*OWN, *PLUGINS]
"""

_WHOLE = f"""
import sys
from pathlib import Path
from runpy import run_path

_HERE, _ROOT = Path(__file__).resolve().parent, Path({str(ROOT)!r})
_SHIPPED = run_path(str(_ROOT / "pelicanconf.py"))
globals().update({{name: value for name, value in _SHIPPED.items() if name.isupper()}})
PATH, THEME, OUTPUT_PATH = "content", "theme", "output"
_OURS = _HERE if (_HERE / "plugins" / "problems.py").exists() else _ROOT
_PLUGINS = str(_OURS / "plugins")
sys.path.insert(0, _PLUGINS)
PLUGIN_PATHS = [_PLUGINS, "local"]
THEME_TEMPLATES_OVERRIDES = ["overrides"]
IMAGE_WIDTHS = (8, 16)
OWN = []
DEFAULT_PAGINATION = 4
{_END}"""
_PLAIN = f"""
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path.insert(0, {str(ROOT / "plugins")!r})
SITENAME, SITEURL, AUTHOR = "Plain", "", "Jo"
TIMEZONE, LOCALE, DEFAULT_LANG = "Europe/Berlin", "C", "en"
PATH, THEME, OUTPUT_PATH = "content", "theme", "output"
PLUGIN_PATHS = [{str(ROOT / "plugins")!r}, "local"]
THEME_TEMPLATES_OVERRIDES = ["overrides"]
PAGE_PATHS, STATIC_PATHS = ["pages"], ["images"]
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
FEED_ALL_RSS = "feeds/all.xml"
FEED_MAX_ITEMS = 4
FEED_DOMAIN = "https://plain.example"
ARTICLE_URL, ARTICLE_SAVE_AS = "{{slug}}/", "{{slug}}/index.html"
YEAR_ARCHIVE_SAVE_AS = "{{date:%Y}}/index.html"
DEFAULT_PAGINATION = 4
OWN = []
"""
_CONFS = {
    "whole": _WHOLE,
    "plain": f'{_PLAIN}PLUGINS = ["fastbuild"]\n{_END}',
    "safe": f'{_PLAIN}PLUGINS = ["fastbuild", "safebuild"]\n'
    f'PELICAN_CLASS = "safebuild.SafePelican"\n{_END}',
}
_CONFS["attaching"] = _CONFS["plain"]
# What the same site is without what makes it quick.
_BARE = """
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from pelicanconf import *

PLUGINS = [name for name in PLUGINS if name != "fastbuild"]
"""


def png(size: int, gray: int) -> bytes:
    """A square picture of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        told = struct.pack(">I", len(data)) + name + data
        return told + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + bytes([gray]) * size) * size
    head = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


_LONG = (
    "On Monday I handed in my keys.[^1]\n\n[^1]: Both.\n\n## What now?\n\n* *This*\n* that\n\n"
    "### Later\n\nSome words.\n\n```python\nx = 1\n```\n\n## And then\n\nMore.\n"
)


def _post(title: str, date: str, *lines: str, text: str = "Some words.\n") -> str:
    return "\n".join([f"Title: {title}", f"Date: {date}", *lines, "", text])


_BLOG: Mapping[str, str | bytes] = {
    "posts/keys.md": _post(
        "Keys", "2009-08-03", "Tags: work, ends",
        text="See [cake]({filename}cake.md), [more]({filename}/pages/about.md) and "
        "![a dot]({static}/images/dot.png).\n",
    ),
    "posts/cake.md": _post("Cake", "2009-08-05", "Tags: cake", "Category: Help", text=_LONG),
    "posts/cake-es.md": _post("Pastel", "2009-08-05", "Slug: cake", "Lang: es", "Tags: cake"),
    "posts/sketch.md": _post("A sketch", "2009-08-06", "Status: draft", "Tags: ends"),
    "posts/named.md": _post(
        "Named", "2009-08-07 09:30", "Modified: 2009-08-09", "Authors: Nora Whitfield, Luis Ferrer",
        "Summary: In *short*, [cake]({filename}cake.md)",
    ),
    "posts/soon.md": _post("Soon", "2009-08-29", "Tags: work"),
    **{
        f"posts/p{n}.md": _post(f"Post {n}", f"2009-07-1{n}", f"Tags: t{n % 3}, work",
                                text=f"Text {n}, see [the last one]({{filename}}keys.md).\n")
        for n in range(4)
    },
    "posts/typed.md": _post("Typed", "2009-06-30", "Tags: c++, work", text=_LONG),
    "pages/about.md": "Title: About\n\nWho I am: [keys]({filename}/posts/keys.md).\n",
    "pages/how.md": "Title: How\nSummary: How it goes.\n\nSo.\n",
    "pages/how-es.md": "Title: Cómo\nSlug: how\nLang: es\nSummary: Así.\n\nAsí.\n",
    "images/dot.png": png(9, 90),
    "images/other.png": png(20, 20),
}  # fmt: skip
_SHOWER: Mapping[str, str | bytes] = {
    "posts/keys.md": _post(
        "Keys", "2009-08-03", "Tags: work, ends",
        text="See [cake]({filename}cake.md), [the dock]({filename}/leads/dock.md), "
        "[the list]({filename}/showers/nora/shower.md) and ![a dot]({static}/images/dot.png).\n",
    ),
    "leads/dock.md": "Title: Dock clerk\nCompany: Millrace\nDate: 2009-08-20\nTags: work\n"
    "Location: Port Ashby, OH, US\nPosting: https://dock.example/1\nVia: a neighbour\n"
    "Closes: 2009-08-28\n\nNights, see [keys]({filename}/posts/keys.md).\n",
    "leads/clerk.md": "Title: Records clerk\nCompany: City\nDate: 2009-08-10\nKind: referral\n"
    "Trail: 2009-08-12 claimed by Dana R.\n    2009-08-20 interview by Dana R.\n\nSix weeks.\n",
    "leads/page.md": "Title: Library page\nCompany: Library\nDate: 2009-07-14\nTags: books\n\n"
    "Quiet.\n",
    "leads/press.md": "Title: Press hand\nCompany: Harbor Press\nDate: 2009-08-01\n"
    "Trail: 2009-08-21 retracted\n\nNo.\n",
    "showers/nora/shower.md": "Title: Nora's list\nSeeker: Nora Whitfield\nDate: 2009-08-01\n"
    "Role: Planner\nTargets: Millrace, Harbor Press\nParty: mixer\n\nWhat I want.\n",
    "showers/nora/coffee.md": "Title: Coffee at the press\nKind: introduction\nDate: 2009-08-02\n"
    "Trail: 2009-08-07 claimed by Dana R.\n    2009-08-12 granted by Dana R.: it went well\n\n"
    "An hour.\n",
    "showers/nora/letter.md": "Title: Read my letter\nKind: review\nDate: 2009-08-03\n"
    "Quantity: 2\nLead: dock\n\nWith a green pen.\n",
    "showers/nora/ride.md": "Title: A ride\nKind: thing\nDate: 2009-08-28\n\nTo Millrace.\n",
    "network/dana-r.md": "Title: Dana R.\nConsent: 2009-06-01\nSite: https://dana.example/\n"
    "Feed: https://dana.example/feed.xml\n\nMet at the library.\n",
    "events/mixer.md": "Title: Mixer\nStart: 2009-09-12 18:00\nEnd: 2009-09-12 20:00\n"
    "Location: The harbor\n\nName tags on the right.\n",
    "events/club.md": "Title: Job club\nStart: 2009-08-20 09:00\n\nChairs.\n",
    "roundups/2009-w34.md": "Title: Corn and chairs\nSummary: A week.\nGoals: [x] Write\n"
    "    [ ] Ask\n\nDear all, [keys]({filename}/posts/keys.md).\n",
    "roundups/2009-w35.md": "Summary: So far.\n\nHello.\n",
}  # fmt: skip
_RST: Mapping[str, str | bytes] = {
    "posts/old.rst": "Old\n###\n\n:date: 2009-06-01\n:tags: work\n\n"
    "Text, `keys <{filename}keys.md>`_.\n",
    "posts/undated.md": "Title: Undated\nDate: 2009-05-01\n\nText.\n",
}
_ATTACHED: Mapping[str, str | bytes] = {
    "posts/with.md": _post("With", "2009-08-11", text="![It]({attach}with.svg)\n"),
    "posts/with.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\n',
}
CONTENT: Mapping[str, Mapping[str, str | bytes]] = {
    "whole": {**_BLOG, **_SHOWER},
    "plain": {**_BLOG, **_RST},
    "safe": {**_BLOG, **_RST},
    "attaching": {**_BLOG, **_ATTACHED},
}


def begin(folder: Path, kind: str) -> None:
    """Write a site of one of `KINDS` into a folder: content, theme, settings, and no output."""
    for name, text in CONTENT[kind].items():
        _write(folder / "content" / name, text)
    for name in ("overrides", "local", "data"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    _write(folder / "data" / "quote.txt", "So it goes.\n")
    _write(folder / "environment.json", "{}\n")
    _write(folder / "pelicanconf.py", _CONFS[kind])
    _write(folder / "pelicanbare.py", _BARE)
    shutil.copytree(ROOT / "theme" if kind == "whole" else _BARE_THEME, folder / "theme")


def _write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
