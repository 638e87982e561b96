"""Pelican's command, and it starts sooner: `python plugins/fastbuild content -s pelicanconf.py`."""

import atexit
import gc
import os
import sys

import later
from regexes import Regexes

_done = False


def _leave() -> None:
    """End without taking everything apart, if all is well."""
    if _done:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError, AttributeError):
            return  # Python knows what to say
        os._exit(0)


def _collect(_: object) -> None:
    """`initialized`: from now on, look for what can be let go of, but seldom."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


# Nothing of what is imported can be let go of again, and to look for it takes a while.
gc.disable()
# What is registered first is called last.
atexit.register(_leave)

_HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 (before pathlib)
_regexes = Regexes(
    os.path.join(_HERE, "regexes.py"),  # noqa: PTH118
    (sys.prefix, sys.base_prefix, os.path.dirname(_HERE)),  # noqa: PTH120
)

# As `python -m pelican` has them.
sys.path[0] = os.getcwd()  # noqa: PTH109 (before pathlib)
sys.argv[0] = "pelican"

later.import_pelican()

from pelican import main  # noqa: E402
from pelican.plugins import signals  # noqa: E402

signals.initialized.connect(_collect)

main()
_regexes.save()
_done = True
