# A filter that reads a file.
from pathlib import Path

from pelican import signals


def quoted(text):
    return f"{text} WORD {Path('data/quote.txt').read_text('utf-8')}"


def add(pelican):
    pelican.settings["JINJA_FILTERS"] = {**pelican.settings["JINJA_FILTERS"], "quoted": quoted}


def register():
    signals.initialized.connect(add)
