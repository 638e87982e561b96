# Articles have an attribute that is made when it is asked for, of a file.
from pathlib import Path

from pelican import signals
from pelican.contents import Article


def extra_word(article):
    return f"WORD {article.slug} {Path('data/quote.txt').read_text('utf-8')}"


def add(_):
    Article.extra_word = property(extra_word)


def register():
    signals.all_generators_finalized.connect(add)
