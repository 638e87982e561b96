"""Settings of the published site: the real address in every page, and no drafts."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *

SITEURL = FEED_DOMAIN
WRITE_DRAFTS = False

# Where “invoke deploy” takes the site, as in "github:origin/gh-pages" (docs/deploying.md).
DEPLOY = ""
