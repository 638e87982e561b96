# A function that counts how often it is asked.
from pelican import signals

calls = []


def counted():
    calls.append(1)
    return f"WORD {len(calls)}"


def add(pelican):
    pelican.settings["JINJA_GLOBALS"] = {**pelican.settings["JINJA_GLOBALS"], "counted": counted}


def register():
    signals.initialized.connect(add)
