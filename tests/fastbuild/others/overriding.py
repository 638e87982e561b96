# A page is written over one that there is.
from pelican import signals


def add(generator, writer):
    template = generator.env.from_string("<html>WORD {{ SITENAME }}</html>")
    writer.write_file("keys/index.html", template, generator.context, override_output=True)


def register():
    signals.article_writer_finalized.connect(add)
