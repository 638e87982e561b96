# A test that asks the environment.
import os

from pelican import signals


def odd(text):
    return len(text + "WORD" + os.environ.get("EDITED", "")) % 2 == 1


def add(pelican):
    pelican.settings["JINJA_TESTS"] = {**pelican.settings["JINJA_TESTS"], "odd": odd}


def register():
    signals.initialized.connect(add)
