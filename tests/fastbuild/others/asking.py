# A function that asks the environment.
import os

from pelican import signals


def spoken():
    return "WORD " + os.environ.get("EDITED", "nothing")


def add(pelican):
    pelican.settings["JINJA_GLOBALS"] = {**pelican.settings["JINJA_GLOBALS"], "spoken": spoken}


def register():
    signals.initialized.connect(add)
