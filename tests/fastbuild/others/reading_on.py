# Texts are changed when they are read.
from pelican import signals


def add(content):
    if content._content:
        content._content += "<p>WORD</p>"


def register():
    signals.content_object_init.connect(add)
