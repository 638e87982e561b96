"""Pelican's command, and it starts sooner: `python plugins/fastbuild content -s pelicanconf.py`."""

import gc
import os
import sys

import later

# Little of what a build makes can be let go of before its end, and to look for that takes a while.
gc.set_threshold(50_000, 20, 50)

# As `python -m pelican` has them.
sys.path[0] = os.getcwd()  # noqa: PTH109 (before pathlib)
sys.argv[0] = "pelican"

later.import_pelican()

from contextlib import nullcontext  # noqa: E402

from pelican import main  # noqa: E402
from pelican.log import console  # noqa: E402

if not console.is_terminal:
    # Nobody would see its spinner.
    console.status = lambda *_, **__: nullcontext()

sys.exit(main())
