# Each page shows what was written before it.
from pelican import signals


def add(generator, content):
    generator.context["SITESUBTITLE"] = f"WORD until {content.slug}"


def register():
    signals.article_generator_write_article.connect(add)
