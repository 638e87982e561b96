# A filter that says that it follows from its arguments, and does.
from pelican import signals


def quoted(text):
    return f"{text} said WORD"


quoted.pure = True


def add(pelican):
    pelican.settings["JINJA_FILTERS"] = {**pelican.settings["JINJA_FILTERS"], "quoted": quoted}


def register():
    signals.initialized.connect(add)
