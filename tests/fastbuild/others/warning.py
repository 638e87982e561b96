# Warnings while pages are rendered.
import logging

from pelican import signals


def spoken():
    logging.getLogger("own").warning("WORD is odd")
    return "WORD"


def add(pelican):
    pelican.settings["JINJA_GLOBALS"] = {**pelican.settings["JINJA_GLOBALS"], "spoken": spoken}


def register():
    signals.initialized.connect(add)
