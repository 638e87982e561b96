# An attribute of articles that comes of others.
from pelican import signals


def add(generators):
    articles = generators[0].context["articles"]
    for one, other in zip(articles, [*articles[1:], *articles[:1]], strict=True):
        one.extra_word = f"WORD {other.title}"


def register():
    signals.all_generators_finalized.connect(add)
