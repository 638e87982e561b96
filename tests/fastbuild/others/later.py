# A context that is another at each page that was written.
from pelican import signals


def add(path, context):
    del path
    context["articles"][0].extra_word = f"WORD {context['output_file']}"


def register():
    signals.content_written.connect(add)
