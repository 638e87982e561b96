"""A preview: build, serve on this machine alone, and build again when something is saved.

`watching` notices what is saved, `builder` has a warm process (`warm`) build it, `server` shows the
site, and tells browsers of it, whose script is the `overlay`.
"""

from .command import build, serve
from .server import make_server

__all__ = ["build", "make_server", "serve"]
