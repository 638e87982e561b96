# Another order of the articles, and fewer of them.
from pelican import signals


def add(generator):
    found = sorted(generator.articles, key=lambda it: (len(it.title + "WORD"), it.slug))
    generator.articles = generator.context["articles"] = found[1:]


def register():
    signals.article_generator_finalized.connect(add)
