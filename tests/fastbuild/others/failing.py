# A mistake.
from pelican import signals


def add(pelican):
    raise ValueError(f"WORD {pelican.settings['SITENAME']}")


def register():
    signals.initialized.connect(add)
