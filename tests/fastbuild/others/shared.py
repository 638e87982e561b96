# An object in the context, whose property reads a file.
from pathlib import Path

from pelican import signals


class Extra:
    words = ()

    @property
    def word(self):
        return f"WORD {Path('data/quote.txt').read_text('utf-8')}"


def add(generators):
    extra = generators[0].context["extra"] = Extra()
    extra.words = [it.title for it in generators[0].context["articles"]]


def register():
    signals.all_generators_finalized.connect(add)
