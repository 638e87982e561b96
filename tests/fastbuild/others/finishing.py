# Something is done to what was written.
from pathlib import Path

from pelican import signals


def add(path, context):
    if path.endswith(".html"):
        page = Path(path).read_text("utf-8")
        said = f"<!-- WORD {len(page)} {len(context['articles'])} -->\n</body>"
        Path(path).write_text(page.replace("</body>", said), "utf-8")


def register():
    signals.content_written.connect(add)
