"""The settings of the builds that `invoke bench` compares: the published site's, but bare.

What is left out is what no other engine would write, or only the theme shows; docs/benchmarks.md
says why. The variants of a build (plain Pelican, without fastbuild …) are made on the command line.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from publishconf import *

AUTHOR = "Nora Whitfield"
SITENAME = "Bench"
SITESUBTITLE = "The same posts for everybody"
FEED_DOMAIN = SITEURL = "https://bench.example"
TIMEZONE = "UTC"
TODAY = "2009-08-24"
REPLY_TO = None
PLUGIN_PATHS = [str(ROOT / "plugins")]
THEME_STATIC_DIR = "theme"
STATIC_PATHS = []

# One author, whose pages would be the index once more.
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
YEAR_ARCHIVE_SAVE_AS = MONTH_ARCHIVE_SAVE_AS = ""

FEED_MAX_ITEMS = 10
FEED_ARCHIVES = False

# A drawn picture for each post, and an index for searching: nobody else makes them.
SEO_PICTURES = False
SEARCH = False
