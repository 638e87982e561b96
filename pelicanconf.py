"""Settings of the site, for writing and preview. publishconf.py adds what the real one needs."""

import sys
from pathlib import Path

from jinja2 import StrictUndefined
from pelican.settings import DEFAULT_CONFIG

# Pelican looks for PELICAN_CLASS before it looks for plugins.
sys.path.insert(0, str(Path(__file__).resolve().parent / "plugins"))

AUTHOR = "Nora Whitfield"
SITENAME = "Nora's Job Shower"
SITESUBTITLE = "Looking for work, out loud and together"

# The real address of the site. Feeds always use it; pages only when published.
FEED_DOMAIN = "https://nora.example"
# A year in which that domain was already yours: a part of every feed item's id. Never change it.
FEED_DOMAIN_SINCE = "2009"
SITEURL = ""

# Where "I can help" and "I'm following this up" lead.
REPLY_TO = "hello@nora.example"

TIMEZONE = "America/New_York"
DEFAULT_LANG = "en"
LOCALE = "C"

# The sample site is frozen in August 2009. Delete this line when the site becomes yours.
TODAY = "2009-08-28"

# Drafts are shown in the preview only.
WRITE_DRAFTS = True

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = [
    "policy",
    "reading",
    "images",
    "jobshower",
    "feeds",
    "seo",
    "redirects",
    "search",
    "minify",
    "fastbuild",
    "safebuild",
]
PELICAN_CLASS = "safebuild.SafePelican"

ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]

# The theme counts on it that text is escaped, and that a misspelt variable is an error.
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}

# Clean addresses: one folder each.
ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
ARTICLE_LANG_URL = "posts/{slug}/{lang}/"
ARTICLE_LANG_SAVE_AS = "posts/{slug}/{lang}/index.html"
DRAFT_URL = "drafts/{slug}/"
DRAFT_SAVE_AS = "drafts/{slug}/index.html"
DRAFT_LANG_URL = "drafts/{slug}/{lang}/"
DRAFT_LANG_SAVE_AS = "drafts/{slug}/{lang}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = "{slug}/{lang}/"
PAGE_LANG_SAVE_AS = "{slug}/{lang}/index.html"
DRAFT_PAGE_URL = "drafts/pages/{slug}/"
DRAFT_PAGE_SAVE_AS = "drafts/pages/{slug}/index.html"
DRAFT_PAGE_LANG_URL = "drafts/pages/{slug}/{lang}/"
DRAFT_PAGE_LANG_SAVE_AS = "drafts/pages/{slug}/{lang}/index.html"
INDEX_URL = ""
ARCHIVES_URL = "archives/"
ARCHIVES_SAVE_AS = "archives/index.html"
YEAR_ARCHIVE_URL = "archives/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "archives/{date:%Y}/index.html"
MONTH_ARCHIVE_URL = "archives/{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = "archives/{date:%Y}/{date:%m}/index.html"
TAGS_URL = "tags/"
TAGS_SAVE_AS = "tags/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
CATEGORIES_URL = "categories/"
CATEGORIES_SAVE_AS = "categories/index.html"
CATEGORY_URL = "categories/{slug}/"
CATEGORY_SAVE_AS = "categories/{slug}/index.html"
AUTHORS_URL = "authors/"
AUTHORS_SAVE_AS = "authors/index.html"
AUTHOR_URL = "authors/{slug}/"
AUTHOR_SAVE_AS = "authors/{slug}/index.html"
DEFAULT_PAGINATION = 10
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]
# “C++”, “C#” and “C” are three tags, with an address each.
TAG_REGEX_SUBSTITUTIONS = [
    (r"\+", " plus"),
    ("#", " sharp"),
    ("&", " and "),
    (r"\A\s*\.", "dot "),
    *DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"],
]
CATEGORY_REGEX_SUBSTITUTIONS = TAG_REGEX_SUBSTITUTIONS
# The menu has what this project's kinds add; pages stand at the end of every page.
DISPLAY_PAGES_ON_MENU = False
DISPLAY_CATEGORIES_ON_MENU = False
USE_FOLDER_AS_CATEGORY = False
DEFAULT_CATEGORY = "Notes"

# The feeds plugin writes every feed of the site; Pelican's own would only repeat them.
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

# The published site's Content-Security-Policy lets no style in a text work.
INLINE_STYLES = False

MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.codehilite": {"css_class": "highlight"},
        "markdown.extensions.extra": {},
        "markdown.extensions.toc": {},
    },
    "output_format": "html",
}
